import numpy as np

from sourcead.runtime import broadcast_like


def clipped_tangent(x, y, x_dot, y_dot):
    """Tangent of clipped (corpus.py:93) with respect to x and y."""
    a = x > 0.3
    b = x * y
    c = 0.1 * y
    d = np.maximum(x, c)
    e = np.heaviside(x - c, 0.5) * x_dot + 0.1 * np.heaviside(c - x, 0.5) * y_dot
    f = np.sum(np.where(a, b, d))
    return f, np.sum(
        np.where(a, broadcast_like(y * x_dot + x * y_dot, b), broadcast_like(e, d))
    )
