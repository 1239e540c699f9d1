import numpy as np


def hidden_layer_adjoint(w1, b1, w2, b2, x, y, hidden_layer_bar=1.0):
    """Adjoint of hidden_layer (corpus.py:31) with respect to w1, b1, w2 and b2."""
    # forward sweep
    z1 = x * w1 + b1
    a = np.exp(-z1)
    b = 1 + a
    a1 = 1 / b
    z2 = a1 * w2 + b2
    c = np.exp(-z2)
    d = 1 + c
    a2 = 1 / d
    e = a2 - y
    # reverse sweep
    # line 35: a2 = 1 / (1 + np.exp(-z2))
    b2_bar = c * a2 * e * hidden_layer_bar / d
    # line 34: z2 = a1 * w2 + b2
    w2_bar = a1 * b2_bar
    # line 33: a1 = 1 / (1 + np.exp(-z1))
    b1_bar = a * a1 * w2 * b2_bar / b
    # line 32: z1 = x * w1 + b1
    w1_bar = x * b1_bar
    return float(w1_bar), float(b1_bar), float(w2_bar), float(b2_bar)
