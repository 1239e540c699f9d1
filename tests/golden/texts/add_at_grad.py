import numpy as np

from sourcead.runtime import unbroadcast


def add_at_grad(x):
    """Gradient of add_at (in_place_programs.py:87) with respect to x."""
    # forward sweep
    a = np.array([0, 2, 0, 4])
    y = x * x
    b = x[:4]
    c = x[1:]
    d = b * c
    np.add.at(y, a, d)
    # reverse sweep
    # line 91: return np.sum(y**2)
    y_bar = 2 * y
    # line 90: np.add.at(y, idx, x[:4] * x[1:])
    d_bar = unbroadcast(y_bar[a], d)
    x_bar = np.zeros_like(x)
    x_bar[1:] = unbroadcast(b * d_bar, c)
    x_bar[:4] += unbroadcast(c * d_bar, b)
    # line 89: y = x * x
    x_bar += 2 * x * y_bar
    return (x_bar,)
