import numpy as np


def perceptron_tangent(w, b, x, y, w_dot, b_dot):
    """Tangent of perceptron (corpus.py:24) with respect to w and b."""
    z = x * w + b
    c = np.exp(-z)
    d = 1 + c
    a = 1 / d
    e = a - y
    C = 0.5 * e**2
    C_dot = e * a * c * (x * w_dot + b_dot) / d
    return C, C_dot
