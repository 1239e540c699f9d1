import numpy as np


def chained_adjoint(x, y, chained_bar=1.0):
    """Adjoint of chained (corpus.py:118) with respect to x and y."""
    # forward sweep
    inside = (0.0 < x) * (x < y)
    a = x - y
    b = max(x, y)
    c = min(x, 0.5)
    # reverse sweep
    # line 120: return inside * np.sin(x) + abs(x - y) + max(x, y) * min(x, 0.5)
    b_bar = c * chained_bar
    d = y > x
    a_bar = np.sign(a) * chained_bar
    y_bar = (1.0 if d else 0.0) * b_bar - a_bar
    e = chained_bar * ((0.0 if 0.5 < x else 1.0) * b + np.cos(x) * inside)
    x_bar = e + (0.0 if d else 1.0) * b_bar + a_bar
    return float(x_bar), float(y_bar)
