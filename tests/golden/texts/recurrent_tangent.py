import numpy as np

from sourcead.runtime import broadcast_like


def recurrent_tangent(W, x, n, W_dot, x_dot):
    """Tangent of recurrent (corpus.py:184) with respect to W and x."""
    h = x
    h_dot = x_dot
    for _ in range(n):
        a = np.tanh(W @ h)
        h1 = a + 0.1 * x
        h_dot = broadcast_like((1 - a * a) * (W_dot @ h + W @ h_dot), a) + 0.1 * x_dot
        h = h1
    b = np.sum(h * h)
    return b, np.sum(broadcast_like(2 * h * h_dot, h))
