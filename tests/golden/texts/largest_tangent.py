import numpy as np

from sourcead.runtime import list_zeros_like, require_items


def largest_tangent(v, v_dot):
    """Tangent of largest (containers.py:40) with respect to v."""
    a = []
    a_dot = list_zeros_like(a)
    for i in range(len(v)):
        b = v[i]
        a.append(b * b)
        a_dot.append(2 * b * v_dot[i])
    c = len(a)
    require_items(c, "max")
    e = a[0]
    e_dot = a_dot[0]
    for i in range(1, c):
        f = a[i]
        g = max(e, f)
        h = f > e
        e_dot = (0.0 if h else 1.0) * e_dot + (1.0 if h else 0.0) * a_dot[i]
        e = g
    j = []
    j_dot = list_zeros_like(j)
    for i in range(len(v)):
        k = np.exp(v[i])
        j.append(k)
        j_dot.append(k * v_dot[i])
    m = len(j)
    require_items(m, "min")
    p = j[0]
    p_dot = j_dot[0]
    for i in range(1, m):
        q = j[i]
        r = min(p, q)
        s = q < p
        p_dot = (0.0 if s else 1.0) * p_dot + (1.0 if s else 0.0) * j_dot[i]
        p = r
    t = e - p
    return t, e_dot - p_dot
