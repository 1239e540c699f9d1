import math
import numpy as np


def angles_tangent(x, y, x_dot, y_dot):
    """Tangent of angles (corpus.py:99) with respect to x and y."""
    a = np.arctan2(y, x)
    b = np.hypot(y, x)
    c = np.hypot(x, y)
    d = math.hypot(x, y)
    e = a * c + math.atan2(x, y)
    f = x * y_dot
    g = y * x_dot
    h = a * (x * x_dot + y * y_dot) / c
    return e, c / b * (f - g) / b + h + (g - f) / d / d
