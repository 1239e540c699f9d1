import numpy as np


def stacked_adjoint(x, y, stacked_bar=1.0):
    """Adjoint of stacked (corpus.py:113) with respect to x and y."""
    # forward sweep
    a = np.array([x * y, x - y, y])
    b = a[::-1]
    # reverse sweep
    # line 115: return np.sum(v * v[::-1])
    a_bar = stacked_bar * b
    a_bar[::-1] += stacked_bar * a
    # line 114: v = np.array([x * y, x - y, y])
    c = a_bar[0]
    d = a_bar[1]
    x_bar = d + y * c
    y_bar = a_bar[2] + x * c - d
    return float(x_bar), float(y_bar)
