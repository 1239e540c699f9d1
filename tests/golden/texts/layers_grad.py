import numpy as np


def layers_grad(x, params):
    """Gradient of layers (corpus.py:219) with respect to x."""
    # forward sweep
    params_0 = params[0]
    params_0_0 = params_0[0]
    params_0_1 = params_0[1]
    params_1 = params[1]
    params_1_0 = params_1[0]
    params_1_1 = params_1[1]
    params_2 = params[2]
    params_2_0 = params_2[0]
    params_2_1 = params_2[1]
    x = np.tanh(params_0_0 * x + params_0_1)
    x1 = np.tanh(params_1_0 * x + params_1_1)
    x2 = np.tanh(params_2_0 * x1 + params_2_1)
    # reverse sweep
    # line 221: x = np.tanh(w * x + b)
    a = params_0_0 * params_1_0 * params_2_0 * (1 - x * x) * (1 - x1 * x1)
    x_bar = a * (1 - x2 * x2)
    return (float(x_bar),)
