import numpy as np


def mapped_grad(x, y):
    """Gradient of mapped (containers.py:96) with respect to x and y."""
    # forward sweep
    a = x * y
    # reverse sweep
    a_bar = 5 * np.cos(a)
    x_bar = 5 * np.cos(x) + y * a_bar
    y_bar = 5 * np.cos(y) + x * a_bar
    return float(x_bar), float(y_bar)
