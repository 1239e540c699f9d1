import numpy as np


def mean_and_variance_adjoint(x, mean_and_variance_bar=1.0):
    """Adjoint of mean_and_variance (corpus.py:84) with respect to x."""
    # forward sweep
    m = np.mean(x)
    a = x - m
    b = a**2
    c = np.mean(b)
    d = 1 + m**2
    e = c / d
    # reverse sweep
    # line 86: return ((x - m) ** 2).mean() / (1 + m**2)
    f = 2 * mean_and_variance_bar
    g = np.size(c) * f / d / np.size(b) * a
    # line 85: m = x.mean()
    h = np.size(m) * (np.sum(-g) - m * e * f / d)
    x_bar = g + h / np.size(x)
    return (x_bar,)
