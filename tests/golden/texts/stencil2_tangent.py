import numpy as np

from sourcead.runtime import broadcast_like


def stencil2_tangent(x, x_dot):
    """Tangent of stencil2 (in_place_programs.py:420) with respect to x."""
    u = np.outer(x, x)
    u_dot = np.outer(x_dot, x) + np.outer(x, x_dot)
    u1 = u
    for k in range(2):
        un = u1.copy()
        un_dot = broadcast_like(u_dot, u)
        a = un[1:-1, 1:-1]
        a_dot = un_dot[1:-1, 1:-1]
        b = un[2:, 1:-1] + un[:-2, 1:-1] + un[1:-1, 2:] + un[1:-1, :-2] - 4 * a
        c = (
            un_dot[2:, 1:-1]
            + un_dot[:-2, 1:-1]
            + un_dot[1:-1, 2:]
            + un_dot[1:-1, :-2]
            - 4 * a_dot
        )
        u1[1:-1, 1:-1] = a + 0.1 * b
        u_dot[1:-1, 1:-1] = a_dot + 0.1 * c
        u1[0, :] = 0.0
        u_dot[0, :] = 0.0
        u1[:, -1] = u1[:, -2]
        u_dot[:, -1] = u_dot[:, -2]
    d = np.sum(u1**2)
    return d, np.sum(broadcast_like(2 * u1 * u_dot, u1))
