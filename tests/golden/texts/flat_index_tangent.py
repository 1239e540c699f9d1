import numpy as np


def flat_index_tangent(x, x_dot):
    """Tangent of flat_index (in_place_programs.py:493) with respect to x."""
    y = np.zeros((2, 3))
    a = np.ravel(y)
    a[4] = x[0]
    a_dot = np.zeros_like(a)
    a_dot[4] = x_dot[0]
    b = y.shape
    y = np.reshape(a, b)
    y_dot = np.reshape(a_dot, b)
    c = np.sum(y**2)
    d = np.ravel(x)[2]
    e = c * d
    return e, d * np.sum(2 * y * y_dot) + c * np.ravel(x_dot)[2]
