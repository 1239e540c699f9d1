import numpy as np


def layers_in_dicts_grad(x, y):
    """Gradient of layers_in_dicts (containers.py:62) with respect to x and y."""
    # forward sweep
    h = np.tanh(x * 0.5 + 0.1)
    h1 = np.tanh(y * h + x)
    # reverse sweep
    a = 1 - h1 * h1
    y_bar = h * a
    x_bar = a * (1 + 0.5 * y * (1 - h * h))
    return float(x_bar), float(y_bar)
