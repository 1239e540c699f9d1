import numpy as np

from sourcead.runtime import broadcast_like, list_zeros_like


def history_arrays_tangent(x, x_dot):
    """Tangent of history_arrays (in_place_programs.py:821) with respect to x."""
    h = x * 1.0
    hs = []
    h_dot = x_dot
    hs_dot = list_zeros_like(hs)
    for t in range(4):
        h1 = np.tanh(h * x)
        h_dot = (1 - h1 * h1) * (x * h_dot + h * x_dot)
        hs.append(h1)
        hs_dot.append(h_dot)
        h = h1
    a = np.array(hs)
    b = hs[1]
    c = hs[-1]
    d = b * c
    e = np.sum(broadcast_like(c * hs_dot[1] + b * hs_dot[-1], d))
    f = np.sum(a**2) + np.sum(d)
    return f, np.sum(broadcast_like(2 * a * np.array(hs_dot), a)) + e
