import numpy as np


def layers_tangent(x, params, x_dot):
    """Tangent of layers (corpus.py:219) with respect to x."""
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
    a = w2 * w1 * w * x_dot * (1 - x2 * x2) * (1 - x1 * x1)
    x_dot = a * (1 - x * x)
    return x2, x_dot
