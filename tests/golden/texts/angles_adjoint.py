import math
import numpy as np


def angles_adjoint(x, y, angles_bar=1.0):
    """Adjoint of angles (corpus.py:99) with respect to x and y."""
    # forward sweep
    a = np.arctan2(y, x)
    b = np.hypot(x, y)
    # reverse sweep
    c = math.hypot(x, y)
    b_bar = a * angles_bar
    d = np.hypot(y, x)
    e = b / d * angles_bar / d
    f = angles_bar / c / c
    y_bar = x * (e - f) + y * b_bar / b
    x_bar = y * (f - e) + x * b_bar / b
    return float(x_bar), float(y_bar)
