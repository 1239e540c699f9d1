import math
import numpy as np


def angles_grad(x, y):
    """Gradient of angles (corpus.py:99) with respect to x and y."""
    # forward sweep
    a = np.arctan2(y, x)
    b = np.hypot(x, y)
    # reverse sweep
    c = math.hypot(x, y)
    d = np.hypot(y, x)
    e = b / d / d
    f = 1 / c / c
    y_bar = x * (e - f) + y * a / b
    x_bar = y * (f - e) + x * a / b
    return float(x_bar), float(y_bar)
