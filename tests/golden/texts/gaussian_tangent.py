import numpy as np


def gaussian_tangent(x, x_dot):
    """Tangent of gaussian (corpus.py:12) with respect to x."""
    a = np.exp(x**2)
    return a, 2 * a * x * x_dot
