import numpy as np


def powers_tangent(x, p, x_dot, p_dot):
    """Tangent of powers (corpus.py:39) with respect to x and p."""
    a = x**p
    b = 2.0**x
    c = x**0.5
    d = x**3 + a + b - x**-1 + c
    e = 3 * x**2 + p * x ** (p - 1 if p != 0 else 1)
    f = x_dot * (e + 0.6931471805599453 * b + x**-2 + 0.5 / c)
    g = a * np.log(x if x != 0 else 1.0) * p_dot
    return d, float(f + g)
