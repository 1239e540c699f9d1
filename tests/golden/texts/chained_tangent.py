import numpy as np


def chained_tangent(x, y, x_dot, y_dot):
    """Tangent of chained (corpus.py:118) with respect to x and y."""
    inside = (0.0 < x) * (x < y)
    a = x - y
    b = max(x, y)
    c = y > x
    d = min(x, 0.5)
    e = inside * np.sin(x) + abs(a) + b * d
    f = x_dot * (inside * np.cos(x) + b * (0.0 if 0.5 < x else 1.0))
    g = d * ((0.0 if c else 1.0) * x_dot + (1.0 if c else 0.0) * y_dot)
    return e, f + np.sign(a) * (x_dot - y_dot) + g
