import numpy as np


def early_tangent(x, x_dot):
    """Tangent of early (in_place_programs.py:281) with respect to x."""
    y = np.zeros(5)
    a = False
    b = 0.0
    b_dot = 0.0
    y_dot = np.zeros_like(y)
    for i in range(5):
        c = x[i]
        y[i] = c**2
        y_dot[i] = 2 * c * x_dot[i]
        a = c > 1
        if a:
            d = y[i]
            e = y[0]
            f = d * e
            f_dot = e * y_dot[i] + d * y_dot[0]
            b = f
            b_dot = f_dot
        if a:
            break
    if not a:
        b = np.sum(y)
        b_dot = np.sum(y_dot)
    return b, np.float64(b_dot)
