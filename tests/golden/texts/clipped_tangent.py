import numpy as np


def clipped_tangent(x, y, x_dot, y_dot):
    """Tangent of clipped (corpus.py:95) with respect to x and y."""
    a = x > 0.3
    b = 0.1 * y
    c = np.heaviside(x - b, 0.5) * x_dot + 0.1 * np.heaviside(b - x, 0.5) * y_dot
    d = np.sum(np.where(a, x * y, np.maximum(x, b)))
    return d, np.sum(np.where(a, y * x_dot + x * y_dot, c))
