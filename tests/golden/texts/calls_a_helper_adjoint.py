import numpy as np


def calls_a_helper_adjoint(x, calls_a_helper_bar=1.0):
    """Adjoint of calls_a_helper (corpus.py:55) with respect to x."""
    # forward sweep
    a = np.tanh(x * 2.0)
    b = a + 0.0
    c = np.tanh(x * 3.0)
    d = c + 0.0
    # reverse sweep
    e = 2 * (1 - a * a) * (1 + d)
    f = 1 + 3 * b * (1 - c * c) + e
    x_bar = calls_a_helper_bar * f
    return (float(x_bar),)
