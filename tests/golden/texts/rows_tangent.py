import numpy as np


def rows_tangent(x, x_dot):
    """Tangent of rows (in_place_programs.py:140) with respect to x."""
    y = x * 2
    y_dot = 2 * x_dot
    y[1, 2] = x[0, 0]
    y_dot[1, 2] = x_dot[0, 0]
    r = y[1]
    r_dot = y_dot[1]
    a = 2 * r * r_dot
    y[1, :] = r * r
    y_dot[1, :] = a
    r = y[1]
    r_dot = y_dot[1]
    y[0] += r
    y_dot[0] += r_dot
    b = np.sum(y**2)
    return b, np.sum(2 * y * y_dot)
