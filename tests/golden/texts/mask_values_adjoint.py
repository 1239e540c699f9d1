import numpy as np

from sourcead.runtime import unbroadcast


def mask_values_adjoint(x, mask_values_bar=1.0):
    """Adjoint of mask_values (in_place_programs.py:70) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    m = x > 0
    a = x[m]
    y[m] = a**2
    b = y * x
    # reverse sweep
    # line 74: return np.sum(y * x)
    b_bar = np.full_like(b, mask_values_bar)
    y_bar = unbroadcast(x * b_bar, y)
    x_bar = unbroadcast(y * b_bar, x)
    # line 73: y[m] = x[m] ** 2
    np.add.at(x_bar, m, 2 * a * unbroadcast(y_bar[m], a))
    return (x_bar,)
