import numpy as np

from sourcead.runtime import require_fit


def softmax_loss_adjoint(z, y, softmax_loss_bar=1.0):
    """Adjoint of softmax_loss (corpus.py:75) with respect to z and y."""
    # forward sweep
    a = np.max(z)
    shifted = z - a
    b = np.exp(shifted)
    c = np.sum(b)
    require_fit(shifted, y)
    # reverse sweep
    # line 77: return np.log(np.sum(np.exp(shifted))) - np.dot(shifted, y)
    e = -softmax_loss_bar
    y_bar = e * shifted
    shifted_bar = e * y + softmax_loss_bar / c * b
    # line 76: shifted = z - np.max(z)
    attained = z == a
    z_bar = shifted_bar + np.sum(-shifted_bar) / np.sum(attained) * attained
    return z_bar, y_bar
