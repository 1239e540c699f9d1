import numpy as np

from sourcead.runtime import broadcast_like


def gauss_tangent(x, x_dot):
    """Tangent of gauss (in_place_programs.py:309) with respect to x."""
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
            e = i, k
            g = a[b]
            f = a[e] / g
            f_dot = (a_dot[e] - f * a_dot[b]) / g
            for j in range(k, 3):
                h = i, j
                m = k, j
                n = a[m]
                a[h] += -(f * n)
                a_dot[h] += -n * f_dot - f * a_dot[m]
        d = d1
    return d, np.float64(d_dot)
