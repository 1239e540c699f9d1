import numpy as np


def quadratic_form_grad(x, A):
    """Gradient of quadratic_form (corpus.py:91) with respect to x and A."""
    # forward sweep
    a = x @ A
    b = np.dot(x, x)
    c = a @ x / b
    # reverse sweep
    d = 1 / b
    a_bar = d * x
    x_bar = d * a + A @ a_bar - 2 * c / b * x
    A_bar = np.outer(x, a_bar)
    return x_bar, A_bar
