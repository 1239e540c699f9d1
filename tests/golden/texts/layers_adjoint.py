import numpy as np


def layers_adjoint(x, params, layers_bar=1.0):
    """Adjoint of layers (corpus.py:219) with respect to x."""
    # forward sweep
    params_0 = params[0]
    w = params_0[0]
    b = params_0[1]
    params_1 = params[1]
    w1 = params_1[0]
    b1 = params_1[1]
    params_2 = params[2]
    w2 = params_2[0]
    b2 = params_2[1]
    x = np.tanh(w * x + b)
    x1 = np.tanh(w1 * x + b1)
    x2 = np.tanh(w2 * x1 + b2)
    # reverse sweep
    # line 221: x = np.tanh(w * x + b)
    a = w * w1 * w2 * layers_bar * (1 - x * x) * (1 - x1 * x1)
    x_bar = a * (1 - x2 * x2)
    return (float(x_bar),)
