import numpy as np


def overwritten_tangent(x, x_dot):
    """Tangent of overwritten (in_place_programs.py:36) with respect to x."""
    y = x * 2.0
    y_dot = 2 * x_dot
    a = x[0]
    y[1] = a**2
    y_dot[1] = 2 * a * x_dot[0]
    b = y[1]
    c = y[2]
    y[1] = b * c
    y_dot[1] = c * y_dot[1] + b * y_dot[2]
    y[0] += y[1]
    y_dot[0] += y_dot[1]
    d = np.sum(y**2)
    return d, np.sum(2 * y * y_dot)
