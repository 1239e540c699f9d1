import numpy as np


def broadcast_row_tangent(A, b, A_dot, b_dot):
    """Tangent of broadcast_row (corpus.py:67) with respect to A and b."""
    a = np.tanh(A * b + b)
    c = 1.0 + A * A
    d = a / c
    e = (1 - a * a) * (b_dot * (1 + A) + b * A_dot)
    d_dot = (e - 2 * d * A * A_dot) / c
    f = np.sum(d)
    return f, np.sum(d_dot)
