import numpy as np


def spread_out_adjoint(x, y, spread_out_bar=1.0):
    """Adjoint of spread_out (containers.py:82) with respect to x and y."""
    # forward sweep
    a = np.tanh(y * x)
    # reverse sweep
    b = spread_out_bar * (1 - a * a)
    y_bar = spread_out_bar + x * b
    x_bar = y * b
    return float(x_bar), float(y_bar)
