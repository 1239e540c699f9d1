import numpy as np


def fancy_tangent(x, x_dot):
    """Tangent of fancy (in_place_programs.py:78) with respect to x."""
    a = np.array([0, 2, 0, 4])
    y = x * x
    y_dot = 2 * x * x_dot
    y[a] = x[1:]
    y_dot[a] = x_dot[1:]
    y[a] = y[a] + x[:4] * 2
    y_dot[a] = y_dot[a] + 2 * x_dot[:4]
    b = np.sum(y**2)
    return b, np.sum(2 * y * y_dot)
