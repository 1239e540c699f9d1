import numpy as np


def quadratic_form_adjoint(x, A, quadratic_form_bar=1.0):
    """Adjoint of quadratic_form (corpus.py:91) with respect to x and A."""
    # forward sweep
    a = x @ A
    b = np.dot(x, x)
    c = a @ x / b
    # reverse sweep
    d = quadratic_form_bar / b
    a_bar = d * x
    x_bar = d * a + A @ a_bar - 2 * c * quadratic_form_bar / b * x
    A_bar = np.outer(x, a_bar)
    return x_bar, A_bar
