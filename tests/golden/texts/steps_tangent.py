import numpy as np


def steps_tangent(x, n, x_dot):
    """Tangent of steps (corpus.py:129) with respect to x."""
    y = 1.0
    y_dot = 0.0
    for i in range(n):
        a = x + y
        b = np.sin(a)
        y1 = y * b
        y_dot = b * y_dot + y * np.cos(a) * (x_dot + y_dot)
        y = y1
    return y, np.float64(y_dot)
