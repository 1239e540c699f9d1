import numpy as np


def helper_adjoint(x, helper_bar=1.0):
    """Adjoint of helper (in_place_programs.py:186) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    a = x[0]
    y[1] = a * a
    b = x[1]
    c = x[2]
    d = b * c
    y[3] = d * d
    # reverse sweep
    # line 190: return np.sum(y**2)
    y_bar = 2 * helper_bar * y
    # line 182: a[i] = v * v
    e = y_bar[3]
    y_bar[3] = 0.0
    d_bar = 2 * d * e
    # line 189: _write_square(y, 3, x[1] * x[2])
    x_bar = np.zeros_like(x)
    x_bar[2] = b * d_bar
    x_bar[1] += c * d_bar
    # line 188: _write_square(y, 1, x[0])
    x_bar[0] += 2 * a * y_bar[1]
    return (x_bar,)
