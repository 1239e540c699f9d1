import numpy as np

from sourcead.runtime import broadcast_like


def clipped_tangent(x, y, x_dot, y_dot):
    """Tangent of clipped (corpus.py:93) with respect to x and y."""
    a = x > 0.3
    b = x * y
    c = 0.1 * y
    d = np.maximum(x, c)
    d_dot = broadcast_like(
        x_dot * np.heaviside(x - c, 0.5) + 0.1 * y_dot * np.heaviside(c - x, 0.5), d
    )
    e = np.sum(np.where(a, b, d))
    return e, np.sum(np.where(a, broadcast_like(y * x_dot + x * y_dot, b), d_dot))
