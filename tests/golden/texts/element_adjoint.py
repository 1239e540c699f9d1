import numpy as np

from sourcead.runtime import unbroadcast


def element_adjoint(x, element_bar=1.0):
    """Adjoint of element (in_place_programs.py:28) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    a = x[2]
    b = x[0]
    y[1] = a * b
    c = x[1]
    y[-1] = np.sin(c)
    d = y * y
    e = d * x
    # reverse sweep
    # line 32: return np.sum(y * y * x)
    e_bar = np.full_like(e, element_bar)
    x_bar = unbroadcast(d * e_bar, x)
    y_bar = 2 * y * unbroadcast(x * e_bar, y)
    # line 31: y[-1] = np.sin(x[1])
    f = y_bar[-1]
    y_bar[-1] = 0.0
    x_bar[1] += np.cos(c) * f
    # line 30: y[1] = x[2] * x[0]
    g = y_bar[1]
    x_bar[0] += a * g
    x_bar[2] += b * g
    return (x_bar,)
