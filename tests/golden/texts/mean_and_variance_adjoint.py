import numpy as np


def mean_and_variance_adjoint(x, mean_and_variance_bar=1.0):
    """Adjoint of mean_and_variance (corpus.py:86) with respect to x."""
    # forward sweep
    m = np.mean(x)
    a = x - m
    b = a**2
    c = 1 + m**2
    d = np.mean(b) / c
    # reverse sweep
    # line 88: return ((x - m) ** 2).mean() / (1 + m**2)
    e = 2 * mean_and_variance_bar / c / np.size(b) * a
    # line 87: m = x.mean()
    f = np.sum(-e) - 2 * m * d * mean_and_variance_bar / c
    x_bar = e + f / np.size(x)
    return (x_bar,)
