import numpy as np

from sourcead.runtime import broadcast_like


def transposed_tangent(x, x_dot):
    """Tangent of transposed (in_place_programs.py:150) with respect to x."""
    y = x * 2
    y_dot = 2 * x_dot
    t = y.T
    t_dot = y_dot.T
    t[0] = x[0, 0]
    t_dot[0] = x_dot[0, 0]
    t[1, 2] += 3 * x[1, 1]
    t_dot[1, 2] += 3 * x_dot[1, 1]
    y = t.T
    y_dot = t_dot.T
    a = np.sum(y**3)
    return a, np.sum(broadcast_like(3 * y**2 * y_dot, y))
