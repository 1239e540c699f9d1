import numpy as np

from sourcead.runtime import broadcast_like


def continue_loop_tangent(x, x_dot):
    """Tangent of continue_loop (in_place_programs.py:764) with respect to x."""
    y = np.zeros(5)
    a = False
    y_dot = np.zeros_like(y)
    for i in range(5):
        b = x[i]
        b_dot = x_dot[i]
        if b < 0:
            a = False
        else:
            y[i] = b**2
            y_dot[i] = 2 * b * b_dot
            a = i == 3
            if not a:
                c = y[i]
                d = i - 1
                e = y[d] + 1
                y[i] = c * e
                y_dot[i] = e * y_dot[i] + c * y_dot[d]
        if a:
            break
    if a:
        y1 = y
    else:
        y[0] = 100.0
        y_dot[0] = 0.0
        y1 = y
    f = np.sum(y1 * y1)
    return f, np.sum(broadcast_like(2 * y1 * y_dot, y))
