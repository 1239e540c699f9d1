import numpy as np


def recurrence_grad(x):
    """Gradient of recurrence (in_place_programs.py:202) with respect to x."""
    # forward sweep
    y = np.zeros(6)
    y[0] = 1.0
    for i in range(5):
        a = y[i]
        y[i + 1] = a * x[i] + a**2
    # reverse sweep
    # line 205: for i in range(5):
    y_bar = np.full_like(y, 1.0)
    x_bar = np.zeros_like(x)
    for i in reversed(range(5)):
        b = y[i]
        c = x[i]
        d = i + 1
        # line 206: y[i + 1] = y[i] * x[i] + y[i] ** 2
        e = y_bar[d]
        y_bar[d] = 0.0
        x_bar[i] += b * e
        y_bar[i] += e * (2 * b + c)
    return (x_bar,)
