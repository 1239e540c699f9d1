import numpy as np


def broadcast_tangent(x, x_dot):
    """Tangent of broadcast (in_place_programs.py:53) with respect to x."""
    y = np.ones((3, 5))
    y[1] = x
    y_dot = np.zeros_like(y)
    y_dot[1] = x_dot
    y[:, 0] = x[1]
    y_dot[:, 0] = x_dot[1]
    a = x[:2]
    b = x[2]
    y[2:, 1:3] += a * b
    y_dot[2:, 1:3] += b * x_dot[:2] + x_dot[2] * a
    c = np.reshape(np.arange(15.0), (3, 5))
    d = np.sum(y**2 * c)
    return d, np.sum(2 * c * y * y_dot)
