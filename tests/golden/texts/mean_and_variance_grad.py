import numpy as np


def mean_and_variance_grad(x):
    """Gradient of mean_and_variance (corpus.py:86) with respect to x."""
    # forward sweep
    m = np.mean(x)
    a = x - m
    b = 1 + m**2
    c = np.mean(a**2) / b
    # reverse sweep
    # line 88: return ((x - m) ** 2).mean() / (1 + m**2)
    d = np.size(x)
    e = 2 / b / d * a
    # line 87: m = x.mean()
    f = (np.sum(-e) - 2 * m * c / b) / d
    x_bar = e + f
    return (x_bar,)
