import numpy as np


def mapped_tangent(x, y, x_dot, y_dot):
    """Tangent of mapped (containers.py:96) with respect to x and y."""
    a = x * y
    b = (0 + np.sin(x) + np.sin(y) + np.sin(a)) * 5
    c = np.cos(a) * (y * x_dot + x * y_dot)
    return b, 5 * (np.cos(x) * x_dot + np.cos(y) * y_dot + c)
