import math
import numpy as np


def imported_tangent(x, x_dot):
    """Tangent of imported (containers.py:106) with respect to x."""
    a = math.cosh(x)
    b = np.array([x, 1.0])
    c = np.linalg.norm(b)
    d = a * c
    e = a * np.sum(b * np.array([x_dot, 0.0]) / (c if c != 0 else 1.0))
    return d, c * math.sinh(x) * x_dot + e
