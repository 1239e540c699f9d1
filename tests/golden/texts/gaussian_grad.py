import numpy as np


def gaussian_grad(x):
    """Gradient of gaussian (corpus.py:12) with respect to x."""
    # forward sweep
    a = np.exp(x**2)
    # reverse sweep
    x_bar = 2 * x * a
    return (float(x_bar),)
