import numpy as np


def out_tangent(x, x_dot):
    """Tangent of out (in_place_programs.py:445) with respect to x."""
    y = np.empty(5)
    y[...] = np.multiply(x, x)
    y_dot = np.zeros_like(y)
    y_dot[...] = 2 * x * x_dot
    a = np.cos(y) * y_dot
    y[...] = np.sin(y)
    y_dot[...] = a
    b = np.sum(y * x)
    return b, np.sum(x * y_dot + y * x_dot)
