import numpy as np


def calls_a_helper_tangent(x, x_dot):
    """Tangent of calls_a_helper (corpus.py:55) with respect to x."""
    a = np.tanh(x * 2.0)
    b = a + 0.0
    c = np.tanh(x * 3.0)
    d = c + 0.0
    e = b * d + (a + x)
    f = 2 * (1 - a * a) * (1 + d)
    g = 1 + 3 * b * (1 - c * c) + f
    return e, x_dot * g
