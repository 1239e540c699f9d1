import numpy as np

from sourcead.runtime import unbroadcast


def copyto_grad(x):
    """Gradient of copyto (in_place_programs.py:438) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    y[...] = x * x
    a = y * x
    # reverse sweep
    # line 441: return np.sum(y * x)
    a_bar = np.full_like(a, 1.0)
    y_bar = unbroadcast(x * a_bar, y)
    # line 440: np.copyto(y, x * x)
    x_bar = unbroadcast(y * a_bar, x) + 2 * x * unbroadcast(y_bar[...], x)
    return (x_bar,)
