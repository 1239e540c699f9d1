import numpy as np


def softmax_loss_tangent(z, y, z_dot, y_dot):
    """Tangent of softmax_loss (corpus.py:75) with respect to z and y."""
    a = np.max(z)
    attained = z == a
    shifted = z - a
    shifted_dot = z_dot - np.sum(z_dot * attained) / np.sum(attained)
    b = np.exp(shifted)
    c = np.sum(b)
    d = np.log(c) - np.dot(shifted, y)
    return d, np.sum(b * shifted_dot) / c - np.dot(shifted_dot, y) - np.dot(
        shifted, y_dot
    )
