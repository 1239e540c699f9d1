import numpy as np


def mapped_adjoint(x, y, mapped_bar=1.0):
    """Adjoint of mapped (containers.py:96) with respect to x and y."""
    # forward sweep
    a = x * y
    # reverse sweep
    b = 5 * mapped_bar
    a_bar = np.cos(a) * b
    x_bar = np.cos(x) * b + y * a_bar
    y_bar = np.cos(y) * b + x * a_bar
    return float(x_bar), float(y_bar)
