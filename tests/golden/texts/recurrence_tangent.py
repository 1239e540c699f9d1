import numpy as np


def recurrence_tangent(x, x_dot):
    """Tangent of recurrence (in_place_programs.py:202) with respect to x."""
    y = np.zeros(6)
    y[0] = 1.0
    y_dot = np.zeros_like(y)
    for i in range(5):
        a = y[i]
        b = x[i]
        c = i + 1
        y[c] = a * b + a**2
        y_dot[c] = y_dot[i] * (b + 2 * a) + a * x_dot[i]
    d = np.sum(y)
    return d, np.sum(y_dot)
