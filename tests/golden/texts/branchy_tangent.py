import numpy as np

from sourcead.runtime import broadcast_like


def branchy_tangent(x, x_dot):
    """Tangent of branchy (in_place_programs.py:238) with respect to x."""
    y = x * 1.0
    x_dot1 = np.copy(x_dot)
    y_dot = x_dot1
    for i in range(1, 5):
        a = x[i]
        a_dot = x_dot[i]
        if a > 0:
            b = i - 1
            c = y[b]
            y[i] = c * a
            y_dot[i] = a * y_dot[b] + c * a_dot
        else:
            d = i - 1
            e = y[i]
            y[d] += e**2
            y_dot[d] += 2 * e * y_dot[i]
    f = np.sum(y**2)
    return f, np.sum(broadcast_like(2 * y * y_dot, x))
