import numpy as np

from sourcead.runtime import list_zeros_like


def two_loops_tangent(x, x_dot):
    """Tangent of two_loops (in_place_programs.py:842) with respect to x."""
    ys = []
    ys_dot = list_zeros_like(ys)
    for i in range(len(x)):
        a = x[i]
        b = x[0]
        ys.append(a * b)
        ys_dot.append(b * x_dot[i] + a * x_dot[0])
    z = 1.0
    z_dot = 0.0
    for i in range(len(ys)):
        c = ys[i]
        d = np.cos(c)
        z1 = z * d + c
        z_dot = ys_dot[i] * (1 - z * np.sin(c)) + d * z_dot
        z = z1
    for i in range(len(ys)):
        e = i * ys[i]
        f = i - 1
        g = ys[f]
        z = z + e * g
        z_dot = z_dot + g * i * ys_dot[i] + e * ys_dot[f]
    return z, np.float64(z_dot)
