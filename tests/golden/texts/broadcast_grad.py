import numpy as np

from sourcead.runtime import unbroadcast


def broadcast_grad(x):
    """Gradient of broadcast (in_place_programs.py:53) with respect to x."""
    # forward sweep
    y = np.ones((3, 5))
    y[1] = x
    y[:, 0] = x[1]
    a = x[:2]
    b = x[2]
    y[2:, 1:3] += a * b
    c = np.reshape(np.arange(15.0), (3, 5))
    d = y**2 * c
    # reverse sweep
    # line 58: return np.sum(y**2 * np.arange(15.0).reshape(3, 5))
    y_bar = 2 * y * unbroadcast(c * np.full_like(d, 1.0), y)
    # line 57: y[2:, 1:3] += x[:2] * x[2]
    e = unbroadcast(y_bar[2:, 1:3], a)
    x_bar = np.zeros_like(x)
    x_bar[2] = np.sum(a * e)
    x_bar[:2] += b * e
    # line 56: y[:, 0] = x[1]
    f = np.sum(y_bar[:, 0])
    y_bar[:, 0] = 0.0
    x_bar[1] += f
    # line 55: y[1] = x
    x_bar += unbroadcast(y_bar[1], x)
    return (x_bar,)
