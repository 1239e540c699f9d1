import numpy as np


def lecture_tangent(x, x_dot):
    """Tangent of lecture (corpus.py:16) with respect to x."""
    a = x**2
    b = np.exp(a)
    c = np.sqrt(b + a)
    return c, x * x_dot * (1 + b) / c
