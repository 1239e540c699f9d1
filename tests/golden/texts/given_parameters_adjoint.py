import numpy as np

from sourcead.runtime import unbroadcast


def given_parameters_adjoint(x, params, given_parameters_bar=1.0):
    """Adjoint of given_parameters (containers.py:170) with respect to x."""
    # forward sweep
    params_W = params["W"]
    params_b = params["b"]
    params_scale = params["scale"]
    a = params_W @ x
    h = np.tanh(a + params_b)
    b = h * h
    # reverse sweep
    # line 171: h = np.tanh(params["W"] @ x + params["b"])
    a_bar = unbroadcast(2 * params_scale * given_parameters_bar * h * (1 - b), a)
    x_bar = a_bar @ params_W
    return (x_bar,)
