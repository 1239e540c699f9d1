import numpy as np


def decorated_tangent(x, x_dot):
    """Tangent of decorated (containers.py:128) with respect to x."""
    a = np.sin(x)
    b = x * a
    c = 2 * x
    d = np.sin(c)
    e = c * d
    f = b**2 + e**2
    g = 4 * e * (d + c * np.cos(c))
    h = 2 * b * (a + x * np.cos(x)) + g
    return f, x_dot * h
