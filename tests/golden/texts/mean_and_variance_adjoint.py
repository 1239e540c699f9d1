import numpy as np


def mean_and_variance_adjoint(x, mean_and_variance_bar=1.0):
    """Adjoint of mean_and_variance (corpus.py:84) with respect to x."""
    # forward sweep
    m = np.mean(x)
    a = x - m
    b = a**2
    c = 1 + m**2
    d = np.mean(b) / c
    # reverse sweep
    # line 86: return ((x - m) ** 2).mean() / (1 + m**2)
    e = 2 * mean_and_variance_bar
    f = e / c / np.size(b) * a
    # line 85: m = x.mean()
    g = (np.sum(-f) - m * d * e / c) / np.size(x)
    x_bar = f + g
    return (x_bar,)
