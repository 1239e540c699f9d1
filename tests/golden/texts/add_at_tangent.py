import numpy as np


def add_at_tangent(x, x_dot):
    """Tangent of add_at (in_place_programs.py:87) with respect to x."""
    a = np.array([0, 2, 0, 4])
    y = x * x
    y_dot = 2 * x * x_dot
    b = x[:4]
    c = x[1:]
    np.add.at(y, a, b * c)
    np.add.at(y_dot, a, c * x_dot[:4] + b * x_dot[1:])
    d = np.sum(y**2)
    return d, np.sum(2 * y * y_dot)
