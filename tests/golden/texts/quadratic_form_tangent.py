import numpy as np


def quadratic_form_tangent(x, A, x_dot, A_dot):
    """Tangent of quadratic_form (corpus.py:91) with respect to x and A."""
    a = x @ A
    b = np.dot(x, x)
    c = a @ x / b
    d = (x_dot @ A + x @ A_dot) @ x + a @ x_dot
    return c, (d - c * (np.dot(x_dot, x) + np.dot(x, x_dot))) / b
