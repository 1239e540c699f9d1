import numpy as np

from sourcead.runtime import list_zeros_like


def features_tangent(v, v_dot):
    """Tangent of features (containers.py:28) with respect to v."""
    a = []
    a_dot = list_zeros_like(a)
    for i in range(len(v)):
        b = v[i]
        c = np.cos(b)
        a.append(b * c)
        a_dot.append(v_dot[i] * (c - b * np.sin(b)))
    d = np.array(a)
    d_dot = np.array(a_dot)
    e = []
    e_dot = list_zeros_like(e)
    for i in range(len(v)):
        f = v[i]
        e.append(f * f)
        e_dot.append(2 * f * v_dot[i])
    g = np.array(e)
    h = d @ g
    return h, d_dot @ g + d @ np.array(e_dot)
