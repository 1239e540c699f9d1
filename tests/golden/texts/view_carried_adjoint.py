import numpy as np


def view_carried_adjoint(x, view_carried_bar=1.0):
    """Adjoint of view_carried (in_place_programs.py:578) with respect to x."""
    # forward sweep
    u = x * 1.0
    a = []
    for i in range(3):
        b = u[i]
        a.append(b)
        u[i] = x[i + 1] * b
        u[1:][0] += u[0]
    v = u[1:]
    # reverse sweep
    # line 584: return np.sum(u) + np.sum(v * v)
    v_bar = 2 * view_carried_bar * v
    c = np.zeros_like(x)
    c[1:] = v_bar
    # line 581: for i in range(3):
    u_bar = c + view_carried_bar
    x_bar = np.zeros_like(x)
    for i in reversed(range(3)):
        d = a.pop()
        e = i + 1
        f = x[e]
        # line 583: v[0] += u[0]
        u_bar[0] += u_bar[1:][0]
        # line 582: u[i] = x[i + 1] * u[i]
        g = u_bar[i]
        u_bar[i] = 0.0
        u_bar[i] += f * g
        x_bar[e] += d * g
    # line 579: u = x * 1.0
    x_bar += u_bar
    return (x_bar,)
