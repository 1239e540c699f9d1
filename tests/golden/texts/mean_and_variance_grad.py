import numpy as np


def mean_and_variance_grad(x):
    """Gradient of mean_and_variance (corpus.py:84) with respect to x."""
    # forward sweep
    m = np.mean(x)
    a = x - m
    b = a**2
    c = np.mean(b)
    d = 1 + m**2
    e = c / d
    # reverse sweep
    # line 86: return ((x - m) ** 2).mean() / (1 + m**2)
    f = 2 * np.size(c) / d / np.size(b) * a
    # line 85: m = x.mean()
    g = np.size(m) * (np.sum(-f) - 2 * m * e / d)
    x_bar = f + g / np.size(x)
    return (x_bar,)
