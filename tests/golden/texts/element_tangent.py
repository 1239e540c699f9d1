import numpy as np


def element_tangent(x, x_dot):
    """Tangent of element (in_place_programs.py:28) with respect to x."""
    y = np.zeros(5)
    a = x[2]
    b = x[0]
    y[1] = a * b
    y_dot = np.zeros_like(y)
    y_dot[1] = b * x_dot[2] + a * x_dot[0]
    c = x[1]
    y[-1] = np.sin(c)
    y_dot[-1] = np.cos(c) * x_dot[1]
    d = y * y
    e = np.sum(d * x)
    return e, np.sum(2 * x * y * y_dot + d * x_dot)
