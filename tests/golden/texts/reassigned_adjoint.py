import numpy as np


def reassigned_adjoint(x, y, reassigned_bar=1.0):
    """Adjoint of reassigned (corpus.py:43) with respect to x and y."""
    # forward sweep
    a = x + y
    b = np.sin(a)
    y1 = y * b
    c = x + y1
    d = np.sin(c)
    y2 = y1 * d
    x1 = y2 + 2 * x
    # reverse sweep
    # line 48: return x * y
    x_bar = x * reassigned_bar
    # line 45: y = y * np.sin(x + y)
    c_bar = np.cos(c) * y1 * x_bar
    y_bar = d * x_bar + c_bar
    # line 44: y = y * np.sin(x + y)
    a_bar = np.cos(a) * y * y_bar
    x_bar = x1 * reassigned_bar + 2 * x_bar + c_bar + a_bar
    y_bar = b * y_bar + a_bar
    return float(x_bar), float(y_bar)
