import numpy as np

from sourcead.runtime import broadcast_like


def history_tangent(x, x_dot):
    """Tangent of history (in_place_programs.py:411) with respect to x."""
    h = np.zeros((4, 5))
    h[0] = x
    h_dot = np.zeros_like(h)
    h_dot[0] = x_dot
    for t in range(3):
        a = h[t]
        a_dot = h_dot[t]
        b = np.tanh(a * x)
        c = (1 - b * b) * (x * a_dot + a * x_dot) + 0.1 * a_dot
        d = t + 1
        h[d] = b + 0.1 * a
        h_dot[d] = c
    e = h[1]
    f = h[2]
    g = e * f
    i = np.sum(broadcast_like(f * h_dot[1] + e * h_dot[2], g))
    j = np.sum(h[-1]) + np.sum(g)
    return j, np.sum(h_dot[-1]) + i
