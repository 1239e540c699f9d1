import numpy as np


def reassigned_grad(x, y):
    """Gradient of reassigned (corpus.py:43) with respect to x and y."""
    # forward sweep
    a = x + y
    b = np.sin(a)
    y1 = y * b
    c = x + y1
    d = np.sin(c)
    y2 = y1 * d
    e = 2 * x
    x1 = y2 + e
    # reverse sweep
    # line 45: y = y * np.sin(x + y)
    c_bar = np.cos(c) * y1 * x
    y_bar = d * x + c_bar
    # line 44: y = y * np.sin(x + y)
    a_bar = np.cos(a) * y * y_bar
    x_bar = x1 + e + c_bar + a_bar
    y_bar = b * y_bar + a_bar
    return float(x_bar), float(y_bar)
