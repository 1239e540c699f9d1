import numpy as np


def mean_and_variance_grad(x):
    """Gradient of mean_and_variance (corpus.py:86) with respect to x."""
    # forward sweep
    m = np.mean(x)
    a = x - m
    b = a**2
    c = 1 + m**2
    d = np.mean(b) / c
    # reverse sweep
    # line 88: return ((x - m) ** 2).mean() / (1 + m**2)
    e = 2 / c / np.size(b) * a
    # line 87: m = x.mean()
    f = (np.sum(-e) - 2 * m * d / c) / np.size(x)
    x_bar = e + f
    return (x_bar,)
