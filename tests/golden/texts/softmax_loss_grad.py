import numpy as np

from sourcead.runtime import require_fit


def softmax_loss_grad(z, y):
    """Gradient of softmax_loss (corpus.py:75) with respect to z and y."""
    # forward sweep
    a = np.max(z)
    shifted = z - a
    b = np.exp(shifted)
    c = np.sum(b)
    require_fit(shifted, y)
    # reverse sweep
    # line 77: return np.log(np.sum(np.exp(shifted))) - np.dot(shifted, y)
    y_bar = -shifted
    shifted_bar = b / c - y
    # line 76: shifted = z - np.max(z)
    attained = z == a
    z_bar = shifted_bar + np.sum(-shifted_bar) / np.sum(attained) * attained
    return z_bar, y_bar
