import numpy as np


def powers_grad(x, p):
    """Gradient of powers (corpus.py:39) with respect to x and p."""
    # forward sweep
    a = x**p
    b = 2.0**x
    c = x**0.5
    # reverse sweep
    d = p * x ** (p - 1 if p != 0 else 1)
    x_bar = 0.5 / c + x**-2 + 0.6931471805599453 * b + d + 3 * x**2
    return x_bar, float(a * np.log(x if x != 0 else 1.0))
