import numpy as np

from sourcead.runtime import add_at, unbroadcast


def stacked_adjoint(x, y, stacked_bar=1.0):
    """Adjoint of stacked (corpus.py:111) with respect to x and y."""
    # forward sweep
    a = np.array([x * y, x - y, y])
    b = a[::-1]
    c = a * b
    # reverse sweep
    # line 113: return np.sum(v * v[::-1])
    c_bar = np.full_like(c, stacked_bar)
    a_bar = unbroadcast(b * c_bar, a)
    a_bar = add_at(a_bar, unbroadcast(a * c_bar, b), slice(None, None, -1))
    # line 112: v = np.array([x * y, x - y, y])
    d = a_bar[0]
    e = a_bar[1]
    x_bar = e + y * d
    y_bar = a_bar[2] + x * d - e
    return float(x_bar), float(y_bar)
