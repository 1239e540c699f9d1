import numpy as np


def perceptron_adjoint(w, b, x, y, perceptron_bar=1.0):
    """Adjoint of perceptron (corpus.py:24) with respect to w and b."""
    # forward sweep
    z = x * w + b
    c = np.exp(-z)
    d = 1 + c
    a = 1 / d
    e = a - y
    # reverse sweep
    # line 26: a = 1 / (1 + np.exp(-z))
    b_bar = c * a * e * perceptron_bar / d
    # line 25: z = x * w + b
    w_bar = x * b_bar
    return float(w_bar), float(b_bar)
