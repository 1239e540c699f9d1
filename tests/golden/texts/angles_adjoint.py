import numpy as np


def angles_adjoint(x, y, angles_bar=1.0):
    """Adjoint of angles (corpus.py:97) with respect to x and y."""
    # forward sweep
    a = np.arctan2(y, x)
    b = np.hypot(x, y)
    # reverse sweep
    c = x * x
    d = y * y
    b_bar = angles_bar * a
    e = angles_bar * b / (d + c)
    f = angles_bar / (c + d)
    y_bar = x * (e - f) + y * b_bar / b
    x_bar = y * (f - e) + x * b_bar / b
    return float(x_bar), float(y_bar)
