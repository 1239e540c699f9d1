import numpy as np

from sourcead.runtime import broadcast_like


def view_carried_tangent(x, x_dot):
    """Tangent of view_carried (in_place_programs.py:570) with respect to x."""
    u = x * 1.0
    x_dot1 = np.copy(x_dot)
    u_dot = x_dot1
    for i in range(3):
        a = i + 1
        b = x[a]
        c = u[i]
        u[i] = b * c
        u_dot[i] = c * x_dot[a] + b * u_dot[i]
        u[1:][0] += u[0]
        u_dot[1:][0] += u_dot[0]
    v = u[1:]
    v_dot = u_dot[1:]
    d = np.sum(u) + np.sum(v * v)
    return d, np.sum(u_dot) + np.sum(broadcast_like(2 * v * v_dot, v))
