import numpy as np


def mean_and_variance_adjoint(x, mean_and_variance_bar=1.0):
    """Adjoint of mean_and_variance (corpus.py:86) with respect to x."""
    # forward sweep
    m = np.mean(x)
    a = x - m
    b = 1 + m**2
    c = np.mean(a**2) / b
    # reverse sweep
    # line 88: return ((x - m) ** 2).mean() / (1 + m**2)
    d = np.size(x)
    e = 2 * mean_and_variance_bar / b / d * a
    # line 87: m = x.mean()
    f = np.sum(-e) - 2 * m * c * mean_and_variance_bar / b
    x_bar = e + f / d
    return (x_bar,)
