import numpy as np

from sourcead.runtime import broadcast_like


def breaks_tangent(x, x_dot):
    """Tangent of breaks (in_place_programs.py:270) with respect to x."""
    y = np.zeros(5)
    y_dot = np.zeros_like(y)
    for i in range(5):
        a = x[i]
        y[i] = a**2
        y_dot[i] = 2 * a * x_dot[i]
        b = y[i] > 1.2
        if not b:
            c = i - 1
            y[i] += y[c]
            y_dot[i] += y_dot[c]
        if b:
            break
    d = np.sum(y**2)
    return d, np.sum(broadcast_like(2 * y * y_dot, y))
