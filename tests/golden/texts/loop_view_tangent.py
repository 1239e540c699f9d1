import numpy as np

from sourcead.runtime import broadcast_like


def loop_view_tangent(x, x_dot):
    """Tangent of loop_view (in_place_programs.py:211) with respect to x."""
    y = np.zeros((5, 5))
    y_dot = np.zeros_like(y)
    for i in range(5):
        for j in range(5):
            a = x[i]
            a_dot = x_dot[i]
            b = x[j]
            b_dot = x_dot[j]
            c = a * b
            if j > 0:
                d = i, j - 1
                e = y[d]
                e_dot = y_dot[d]
            else:
                e = 0.0
                e_dot = 0.0
            f = i, j
            y[f] = c + e
            y_dot[f] = b * a_dot + a * b_dot + e_dot
    g = np.sum(y**2)
    return g, np.sum(broadcast_like(2 * y * y_dot, y))
