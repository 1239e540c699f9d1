import numpy as np

from sourcead.runtime import broadcast_like


def swapped_tangent(x, x_dot):
    """Tangent of swapped (in_place_programs.py:249) with respect to x."""
    u = x * 1.0
    w = np.zeros(5)
    x_dot1 = np.copy(x_dot)
    u_dot = x_dot1
    w_dot = np.zeros_like(w)
    for k in range(3):
        for i in range(1, 4):
            a = i - 1
            b = u[a]
            c = i + 1
            d = u[c]
            w[i] = b * d + u[i]
            w_dot[i] = d * u_dot[a] + b * u_dot[c] + u_dot[i]
        u, w, u_dot, w_dot = w, u, w_dot, u_dot
    e = w * x
    f = np.sum(broadcast_like(x * w_dot + w * x_dot, e))
    g = np.sum(u**2) + np.sum(e)
    return g, np.sum(broadcast_like(2 * u * u_dot, u)) + f
