import numpy as np


def stacked_grad(x, y):
    """Gradient of stacked (corpus.py:113) with respect to x and y."""
    # forward sweep
    a = np.array([x * y, x - y, y])
    a_bar = a[::-1]
    # reverse sweep
    # line 115: return np.sum(v * v[::-1])
    a_bar[::-1] += a
    # line 114: v = np.array([x * y, x - y, y])
    b = a_bar[0]
    c = a_bar[1]
    x_bar = c + y * b
    y_bar = a_bar[2] + x * b - c
    return float(x_bar), float(y_bar)
