import numpy as np


def halving_tangent(x, x_dot):
    """Tangent of halving (corpus.py:153) with respect to x."""
    n = 0
    a = False
    while x > 1:
        x1 = x / 2 + 0.1 * np.sin(x)
        x_dot = x_dot * (0.5 + 0.1 * np.cos(x))
        n = n + 1
        a = n > 10
        x = x1
        if a:
            break
    if not a:
        x = x * 3
        x_dot = 3 * x_dot
    b = x * n
    return b, n * x_dot
