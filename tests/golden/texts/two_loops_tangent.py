import numpy as np

from sourcead.runtime import list_zeros_like


def two_loops_tangent(x, x_dot):
    """Tangent of two_loops (in_place_programs.py:850) with respect to x."""
    ys = []
    ys_dot = list_zeros_like(ys)
    for i in range(len(x)):
        a = x[i]
        b = x[0]
        ys.append(a * b)
        ys_dot.append(b * x_dot[i] + a * x_dot[0])
    c = len(ys)
    z = 1.0
    z_dot = 0.0
    for i in range(c):
        d = ys[i]
        e = np.cos(d)
        z1 = z * e + d
        z_dot = ys_dot[i] * (1 - z * np.sin(d)) + e * z_dot
        z = z1
    for i in range(c):
        f = i * ys[i]
        g = i - 1
        h = ys[g]
        z = z + f * h
        z_dot = z_dot + h * i * ys_dot[i] + f * ys_dot[g]
    return z, np.float64(z_dot)
