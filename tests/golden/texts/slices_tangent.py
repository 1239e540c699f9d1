import numpy as np


def slices_tangent(x, x_dot):
    """Tangent of slices (in_place_programs.py:45) with respect to x."""
    y = np.zeros(5)
    a = x[2:]
    b = x[:-2]
    y[1:-1] = a * b
    y_dot = np.zeros_like(y)
    y_dot[1:-1] = b * x_dot[2:] + a * x_dot[:-2]
    y[:] = y * 2 + x
    y_dot[:] = 2 * y_dot + x_dot
    c = np.sum(y**3)
    return c, np.sum(3 * y**2 * y_dot)
