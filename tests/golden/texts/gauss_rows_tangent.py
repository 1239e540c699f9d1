import numpy as np

from sourcead.runtime import broadcast_like


def gauss_rows_tangent(x, x_dot):
    """Tangent of gauss_rows (in_place_programs.py:322) with respect to x."""
    a = x[:, :3].copy() + 3 * np.eye(3)
    a_dot = broadcast_like(x_dot[:, :3], a)
    d = 1.0
    d_dot = 0.0
    for k in range(3):
        b = k, k
        c = a[b]
        d1 = d * c
        d_dot = c * d_dot + d * a_dot[b]
        for i in range(k + 1, 3):
            e = slice(k, None, None)
            f = i, e
            g = i, k
            h = a[b]
            j = a[g] / h
            m = k, e
            n = a[m]
            p = j * n
            q = (a_dot[g] - j * a_dot[b]) / h * n
            r = -broadcast_like(q + j * a_dot[m], p)
            a[f] += -p
            a_dot[f] += r
        d = d1
    return d, np.float64(d_dot)
