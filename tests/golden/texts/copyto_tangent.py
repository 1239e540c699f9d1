import numpy as np


def copyto_tangent(x, x_dot):
    """Tangent of copyto (in_place_programs.py:438) with respect to x."""
    y = np.zeros(5)
    y[...] = x * x
    y_dot = np.zeros_like(y)
    y_dot[...] = 2 * x * x_dot
    a = np.sum(y * x)
    return a, np.sum(x * y_dot + y * x_dot)
