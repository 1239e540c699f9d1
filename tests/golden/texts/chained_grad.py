import numpy as np


def chained_grad(x, y):
    """Gradient of chained (corpus.py:118) with respect to x and y."""
    # forward sweep
    inside = (0.0 < x) * (x < y)
    a = x - y
    b = max(x, y)
    c = min(x, 0.5)
    # reverse sweep
    # line 120: return inside * np.sin(x) + abs(x - y) + max(x, y) * min(x, 0.5)
    d = y > x
    e = np.sign(a)
    y_bar = (1.0 if d else 0.0) * c - e
    f = (0.0 if 0.5 < x else 1.0) * b + (0.0 if d else 1.0) * c + e
    x_bar = f + np.cos(x) * inside
    return float(x_bar), float(y_bar)
