import numpy as np


def weighted_tangent(v, n, v_dot):
    """Tangent of weighted (containers.py:24) with respect to v."""
    a = 0
    a_dot = 0.0
    for i in range(len(v)):
        b = v[i]
        a = a + np.sin(b) * i
        a_dot = a_dot + i * np.cos(b) * v_dot[i]
    c = 0
    c_dot = 0.0
    for i in range(n):
        if i % 2:
            d = v[i]
            e = c + d**2
            e_dot = c_dot + 2 * d * v_dot[i]
            c = e
            c_dot = e_dot
    f = a + c
    return f, a_dot + c_dot
