import numpy as np


def powers_adjoint(x, p, powers_bar=1.0):
    """Adjoint of powers (corpus.py:39) with respect to x and p."""
    # forward sweep
    a = x**p
    b = 2.0**x
    c = x**0.5
    # reverse sweep
    p_bar = a * np.log(x if x != 0 else 1.0) * powers_bar
    d = p * x ** (p - 1 if p != 0 else 1)
    e = 0.5 / c + x**-2 + 0.6931471805599453 * b + d + 3 * x**2
    x_bar = powers_bar * e
    return x_bar, float(p_bar)
