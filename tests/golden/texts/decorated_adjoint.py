import numpy as np


def decorated_adjoint(x, decorated_bar=1.0):
    """Adjoint of decorated (containers.py:128) with respect to x."""
    # forward sweep
    a = np.sin(x)
    b = x * a
    c = 2 * x
    d = np.sin(c)
    e = c * d
    # reverse sweep
    # line 138: return u * np.sin(u)
    f = 4 * e * (d + np.cos(c) * c)
    g = 2 * b * (a + np.cos(x) * x) + f
    x_bar = decorated_bar * g
    return (float(x_bar),)
