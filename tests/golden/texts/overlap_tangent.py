import numpy as np


def overlap_tangent(x, x_dot):
    """Tangent of overlap (in_place_programs.py:194) with respect to x."""
    u = x * 1.0
    u[1:] = u[:-1]
    x_dot1 = x_dot.copy()
    x_dot1[1:] = x_dot[:-1]
    a = u[1:]
    b = x[0]
    c = b * x_dot1[1:] + x_dot[0] * a
    u[:-1] = a * b
    x_dot1[:-1] = c
    d = u**2
    e = np.sum(d * x)
    return e, np.sum(2 * x * u * x_dot1 + d * x_dot)
