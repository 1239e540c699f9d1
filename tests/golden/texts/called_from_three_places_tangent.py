import numpy as np


def relax_tangent(x, x_dot):
    """Tangent of relax (callees.py:8) with respect to x."""
    s = x
    s_dot = x_dot
    for i in range(5):
        a = s * x
        s1 = s + 0.1 * np.sin(a)
        s_dot = s_dot + 0.1 * np.cos(a) * (x * s_dot + s * x_dot)
        s = s1
    return s, s_dot


def called_from_three_places_tangent(x, y, x_dot):
    """Tangent of called_from_three_places (callees.py:15) with respect to x."""
    a, a_dot = relax_tangent(x, x_dot)
    c = y * a_dot
    b, b_dot = relax_tangent(y * a, c)
    d = a * b
    e, e_dot = relax_tangent(b, b_dot)
    f = d + e
    return f, b * a_dot + a * b_dot + e_dot
