import numpy as np


def overlap_adjoint(x, overlap_bar=1.0):
    """Adjoint of overlap (in_place_programs.py:194) with respect to x."""
    # forward sweep
    u = x * 1.0
    u[1:] = u[:-1]
    a = np.copy(u[1:])
    b = x[0]
    u[:-1] = a * b
    c = u**2
    # reverse sweep
    # line 198: return np.sum(u**2 * x)
    x_bar = overlap_bar * c
    u_bar = 2 * overlap_bar * u * x
    # line 197: u[:-1] = u[1:] * x[0]
    d = u_bar[:-1].copy()
    u_bar[:-1] = 0.0
    x_bar[0] += np.sum(a * d)
    u_bar[1:] += b * d
    # line 196: u[1:] = u[:-1]
    e = u_bar[1:].copy()
    u_bar[1:] = 0.0
    u_bar[:-1] += e
    # line 195: u = x * 1.0
    x_bar += u_bar
    return (x_bar,)
