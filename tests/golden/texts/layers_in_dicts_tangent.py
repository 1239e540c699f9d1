import numpy as np


def layers_in_dicts_tangent(x, y, x_dot, y_dot):
    """Tangent of layers_in_dicts (containers.py:62) with respect to x and y."""
    h = np.tanh(x * 0.5 + 0.1)
    h1 = np.tanh(y * h + x)
    a = x_dot * (1 + 0.5 * y * (1 - h * h))
    h_dot = (1 - h1 * h1) * (a + h * y_dot)
    return h1, h_dot
