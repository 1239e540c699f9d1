import numpy as np


def given_parameters_tangent(x, params, x_dot):
    """Tangent of given_parameters (containers.py:170) with respect to x."""
    params_W = params["W"]
    params_b = params["b"]
    params_scale = params["scale"]
    h = np.tanh(params_W @ x + params_b)
    a = h * h
    b = np.sum(a) * params_scale
    return b, params_scale * np.sum(2 * h * (params_W @ x_dot) * (1 - a))
