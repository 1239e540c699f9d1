import numpy as np


def branches_tangent(x, x_dot):
    """Tangent of branches (corpus.py:134) with respect to x."""
    if x > 1:
        y = x * x
        y_dot = 2 * x * x_dot
        b = False
    elif x > 0:
        y = np.sin(x)
        y_dot = x_dot * np.cos(x)
        b = False
    else:
        a = -x
        a_dot = -x_dot
        b = True
    if not b:
        a = y * x
        a_dot = x * y_dot + x_dot * y
    return a, np.float64(a_dot)
