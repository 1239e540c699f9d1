import numpy as np


def overlap_grad(x):
    """Gradient of overlap (in_place_programs.py:194) with respect to x."""
    # forward sweep
    u = x * 1.0
    u1 = np.copy(u)
    u1[1:] = u[:-1]
    a = np.copy(u1[1:])
    b = x[0]
    u1[:-1] = a * b
    x_bar = u1**2
    # reverse sweep
    # line 198: return np.sum(u**2 * x)
    u_bar = 2 * u1 * u
    # line 197: u[:-1] = u[1:] * x[0]
    c = u_bar[:-1].copy()
    u_bar[:-1] = 0.0
    x_bar[0] += np.sum(a * c)
    u_bar[1:] += b * c
    # line 196: u[1:] = u[:-1]
    d = u_bar[1:].copy()
    u_bar[1:] = 0.0
    u_bar[:-1] += d
    # line 195: u = x * 1.0
    x_bar += u_bar
    return (x_bar,)
