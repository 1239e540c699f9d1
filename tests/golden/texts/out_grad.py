import numpy as np

from sourcead.runtime import unbroadcast


def out_grad(x):
    """Gradient of out (in_place_programs.py:453) with respect to x."""
    # forward sweep
    y = np.empty(5)
    y[...] = np.multiply(x, x)
    y1 = np.copy(y)
    y1[...] = np.sin(y)
    a = y1 * x
    # reverse sweep
    # line 457: return np.sum(y * x)
    a_bar = np.full_like(a, 1.0)
    y_bar = unbroadcast(x * a_bar, y)
    # line 456: np.sin(y, out=y)
    b = unbroadcast(y_bar[...], y).copy()
    y_bar[...] = 0.0
    y_bar += np.cos(y) * b
    # line 455: np.multiply(x, x, out=y)
    x_bar = unbroadcast(y1 * a_bar, x) + 2 * x * unbroadcast(y_bar[...], x)
    return (x_bar,)
