import numpy as np


def flat_index_adjoint(x, flat_index_bar=1.0):
    """Adjoint of flat_index (in_place_programs.py:485) with respect to x."""
    # forward sweep
    y = np.zeros((2, 3))
    a = np.ravel(y)
    a[4] = x[0]
    y = np.reshape(a, y.shape)
    b = np.sum(y**2)
    c = np.ravel(x)
    d = c[2]
    # reverse sweep
    # line 488: return np.sum(y**2) * x.flat[2]
    c_bar = np.zeros_like(c)
    c_bar[2] = b * flat_index_bar
    x_bar = np.reshape(c_bar, x.shape)
    y_bar = 2 * d * flat_index_bar * y
    # line 487: y.flat[4] = x[0]
    x_bar[0] += np.reshape(y_bar, a.shape)[4]
    return (x_bar,)
