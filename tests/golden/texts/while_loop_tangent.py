import numpy as np

from sourcead.runtime import broadcast_like


def while_loop_tangent(x, x_dot):
    """Tangent of while_loop (in_place_programs.py:260) with respect to x."""
    y = np.zeros(5)
    i = 0
    y_dot = np.zeros_like(y)
    while True:
        a = i < 5
        if a:
            b = x[i] < 1.0
        else:
            b = a
        if not b:
            break
        c = x[i]
        d = np.sin(c)
        y[i] = c * d
        y_dot[i] = x_dot[i] * (d + c * np.cos(c))
        i = i + 1
    e = np.sum(y**2)
    return e, np.sum(broadcast_like(2 * y * y_dot, y))
