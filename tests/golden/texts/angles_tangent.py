import math
import numpy as np


def angles_tangent(x, y, x_dot, y_dot):
    """Tangent of angles (corpus.py:97) with respect to x and y."""
    a = np.arctan2(y, x)
    b = y * y
    c = x * x
    d = np.hypot(x, y)
    e = a * d + math.atan2(x, y)
    f = x * y_dot
    g = y * x_dot
    h = a * (x * x_dot + y * y_dot) / d
    return e, d * (f - g) / (b + c) + h + (g - f) / (c + b)
