import numpy as np

from sourcead.runtime import unbroadcast


def list_of_arrays_adjoint(x, list_of_arrays_bar=1.0):
    """Adjoint of list_of_arrays (in_place_programs.py:341) with respect to x."""
    # forward sweep
    a = x * 2
    b = np.zeros(5)
    b[2] = x[0]
    c = b[1:]
    a[1:] += c
    d = a * x
    # reverse sweep
    # line 346: return np.sum(ys[0] * ys[1])
    e = list_of_arrays_bar * a
    # line 345: ys[1] = ys[0] * x
    a_bar = list_of_arrays_bar * d + x * e
    x_bar = a * e
    # line 344: ys[0][1:] += ys[1][1:]
    b_bar = np.zeros_like(b)
    b_bar[1:] = unbroadcast(a_bar[1:], c)
    # line 343: ys[1][2] = x[0]
    x_bar[0] += b_bar[2]
    # line 342: ys = [x * 2, np.zeros(5)]
    x_bar += 2 * a_bar
    return (x_bar,)
