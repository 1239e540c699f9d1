import numpy as np


def view_tangent(x, x_dot):
    """Tangent of view (in_place_programs.py:115) with respect to x."""
    y = x * 2
    y_dot = 2 * x_dot
    y[1:3][0] = x[4]
    y_dot[1:3][0] = x_dot[4]
    a = y[1:3][0]
    b = y[1:3][1]
    y[2] = a * b
    y_dot[2] = b * y_dot[1:3][0] + a * y_dot[1:3][1]
    c = np.sum(y**2) + y[1:3][1]
    return c, np.sum(2 * y * y_dot) + y_dot[1:3][1]
