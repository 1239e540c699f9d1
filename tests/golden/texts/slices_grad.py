import numpy as np

from sourcead.runtime import unbroadcast


def slices_grad(x):
    """Gradient of slices (in_place_programs.py:45) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    a = x[2:]
    b = x[:-2]
    y[1:-1] = a * b
    c = y * 2 + x
    y[:] = c
    # reverse sweep
    # line 49: return np.sum(y**3)
    y_bar = 3 * y**2
    # line 48: y[:] = y * 2 + x
    c_bar = unbroadcast(y_bar[:], c).copy()
    y_bar[:] = 0.0
    x_bar = unbroadcast(c_bar, x)
    y_bar += 2 * unbroadcast(c_bar, y)
    # line 47: y[1:-1] = x[2:] * x[:-2]
    d = unbroadcast(y_bar[1:-1], a)
    x_bar[:-2] += a * d
    x_bar[2:] += b * d
    return (x_bar,)
