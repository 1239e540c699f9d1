import numpy as np


def spread_out_tangent(x, y, x_dot, y_dot):
    """Tangent of spread_out (containers.py:82) with respect to x and y."""
    a = np.tanh(y * x)
    b = a + y
    return b, (1 - a * a) * (x * y_dot + y * x_dot) + y_dot
