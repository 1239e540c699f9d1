import numpy as np


def chained_adjoint(x, y, chained_bar=1.0):
    """Adjoint of chained (corpus.py:116) with respect to x and y."""
    # forward sweep
    inside = (0.0 < x) * (x < y)
    a = x - y
    b = max(x, y)
    c = min(x, 0.5)
    # reverse sweep
    # line 118: return inside * np.sin(x) + abs(x - y) + max(x, y) * min(x, 0.5)
    b_bar = chained_bar * c
    d = y > x
    a_bar = chained_bar * np.sign(a)
    y_bar = b_bar * (1.0 if d else 0.0) - a_bar
    e = chained_bar * (b * (0.0 if 0.5 < x else 1.0) + inside * np.cos(x))
    x_bar = e + b_bar * (0.0 if d else 1.0) + a_bar
    return float(x_bar), float(y_bar)
