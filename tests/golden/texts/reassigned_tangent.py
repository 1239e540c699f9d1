import numpy as np


def reassigned_tangent(x, y, x_dot, y_dot):
    """Tangent of reassigned (corpus.py:43) with respect to x and y."""
    a = x + y
    b = np.sin(a)
    y1 = y * b
    y_dot = b * y_dot + y * np.cos(a) * (x_dot + y_dot)
    c = x + y1
    d = np.sin(c)
    y = y1 * d
    x1 = y + 2 * x
    e = x1 * x
    f = d * y_dot + y1 * np.cos(c) * (x_dot + y_dot) + 2 * x_dot
    return e, x * f + x1 * x_dot
