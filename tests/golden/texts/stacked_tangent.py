import numpy as np

from sourcead.runtime import broadcast_like


def stacked_tangent(x, y, x_dot, y_dot):
    """Tangent of stacked (corpus.py:113) with respect to x and y."""
    a = np.array([x * y, x - y, y])
    a_dot = np.array([y * x_dot + x * y_dot, x_dot - y_dot, y_dot])
    b = a[::-1]
    c = np.sum(a * b)
    return c, np.sum(broadcast_like(b * a_dot + a * a_dot[::-1], a))
