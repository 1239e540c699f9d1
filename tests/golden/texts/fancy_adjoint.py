import numpy as np

from sourcead.runtime import last_written, unbroadcast


def fancy_adjoint(x, fancy_bar=1.0):
    """Adjoint of fancy (in_place_programs.py:78) with respect to x."""
    # forward sweep
    a = np.array([0, 2, 0, 4])
    y = x * x
    b = x[1:]
    y[a] = b
    c = y[a]
    d = x[:4]
    e = c + d * 2
    y[a] = e
    # reverse sweep
    # line 83: return np.sum(y**2)
    y_bar = 2 * fancy_bar * y
    # line 82: y[idx] += x[:4] * 2
    f = last_written(x, a)
    e_bar = unbroadcast(np.where(f, y_bar[a], 0.0), e)
    y_bar[a] = 0.0
    x_bar = np.zeros_like(x)
    x_bar[:4] = 2 * unbroadcast(e_bar, d)
    np.add.at(y_bar, a, unbroadcast(e_bar, c))
    # line 81: y[idx] = x[1:]
    b_bar = unbroadcast(np.where(f, y_bar[a], 0.0), b)
    y_bar[a] = 0.0
    x_bar[1:] += b_bar
    # line 80: y = x * x
    x_bar += 2 * x * y_bar
    return (x_bar,)
