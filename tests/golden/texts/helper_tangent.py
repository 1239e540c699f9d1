import numpy as np


def helper_tangent(x, x_dot):
    """Tangent of helper (in_place_programs.py:186) with respect to x."""
    y = np.zeros(5)
    a = x[0]
    y[1] = a * a
    y_dot = np.zeros_like(y)
    y_dot[1] = 2 * a * x_dot[0]
    b = x[1]
    c = x[2]
    d = b * c
    y[3] = d * d
    y_dot[3] = 2 * d * (c * x_dot[1] + b * x_dot[2])
    e = np.sum(y**2)
    return e, np.sum(2 * y * y_dot)
