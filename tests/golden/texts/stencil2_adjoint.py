import numpy as np


def stencil2_adjoint(x, stencil2_bar=1.0):
    """Adjoint of stencil2 (in_place_programs.py:420) with respect to x."""
    # forward sweep
    u = np.outer(x, x)
    for k in range(2):
        un = u.copy()
        a = un[1:-1, 1:-1]
        b = un[2:, 1:-1] + un[:-2, 1:-1] + un[1:-1, 2:] + un[1:-1, :-2] - 4 * a
        u[1:-1, 1:-1] = a + 0.1 * b
        u[0, :] = 0.0
        u[:, -1] = u[:, -2]
    # reverse sweep
    # line 422: for k in range(2):
    u_bar = 2 * stencil2_bar * u
    for k in reversed(range(2)):
        # line 426: u[:, -1] = u[:, -2]
        c = u_bar[:, -1].copy()
        u_bar[:, -1] = 0.0
        u_bar[:, -2] += c
        # line 425: u[0, :] = 0.0
        u_bar[0, :] = 0.0
        # line 424: u[1:-1, 1:-1] = un[1:-1, 1:-1] + 0.1 * (un[2:, 1:-1] + un[:-2, 1:-1] + un[1:-1, 2:] + un[1:-1, :-2] - 4 * un[1:-1, 1:-1])
        d = u_bar[1:-1, 1:-1].copy()
        u_bar[1:-1, 1:-1] = 0.0
        b_bar = 0.1 * d
        un_bar = np.zeros_like(u)
        un_bar[1:-1, :-2] = b_bar
        un_bar[1:-1, 2:] += b_bar
        un_bar[:-2, 1:-1] += b_bar
        un_bar[2:, 1:-1] += b_bar
        un_bar[1:-1, 1:-1] += d - 4 * b_bar
        # line 423: un = u.copy()
        u_bar += un_bar
    # line 421: u = np.outer(x, x)
    x_bar = u_bar @ x + x @ u_bar
    return (x_bar,)
