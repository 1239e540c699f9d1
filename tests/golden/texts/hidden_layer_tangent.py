import numpy as np


def hidden_layer_tangent(w1, b1, w2, b2, x, y, w1_dot, b1_dot, w2_dot, b2_dot):
    """Tangent of hidden_layer (corpus.py:31) with respect to w1, b1, w2 and b2."""
    z1 = x * w1 + b1
    a = np.exp(-z1)
    b = 1 + a
    a1 = 1 / b
    z2 = a1 * w2 + b2
    c = np.exp(-z2)
    d = 1 + c
    a2 = 1 / d
    e = a2 - y
    f = 0.5 * e**2
    g = w2 * a * (-x * w1_dot - b1_dot) / b
    return f, e * a2 * c * (a1 * (w2_dot - g) + b2_dot) / d
