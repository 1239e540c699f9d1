import numpy as np


def rows_grad(x):
    """Gradient of rows (in_place_programs.py:140) with respect to x."""
    # forward sweep
    y = x * 2
    y[1, 2] = x[0, 0]
    r = np.copy(y[1])
    y[1, :] = r * r
    r1 = y[1]
    y[0] += r1
    # reverse sweep
    # line 146: return np.sum(y**2)
    y_bar = 2 * y
    # line 145: y[0] += r
    r_bar = y_bar[0]
    y_bar[1] += r_bar
    # line 144: r[:] = r * r
    a = y_bar[1, :].copy()
    y_bar[1, :] = 0.0
    r_bar = 2 * r * a
    y_bar[1] += r_bar
    # line 143: r[2] = x[0, 0]
    b = y_bar[1, 2]
    y_bar[1, 2] = 0.0
    # line 141: y = x * 2
    x_bar = 2 * y_bar
    x_bar[0, 0] += b
    return (x_bar,)
