import numpy as np


def branches_tangent(x, x_dot):
    """Tangent of branches (corpus.py:136) with respect to x."""
    if x > 1:
        y = x * x
        y_dot = 2 * x * x_dot
        c = False
        b = 0.0
        b_dot = 0.0
    else:
        a = x > 0
        if a:
            y = np.sin(x)
            y_dot = np.cos(x) * x_dot
            b = 0.0
            b_dot = 0.0
        else:
            b = -x
            b_dot = -x_dot
            y = 0.0
            y_dot = 0.0
        c = not a
    if not c:
        b = y * x
        b_dot = x * y_dot + y * x_dot
    return b, np.float64(b_dot)
