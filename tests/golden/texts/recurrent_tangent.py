import numpy as np

from sourcead.runtime import broadcast_like


def recurrent_tangent(W, x, n, W_dot, x_dot):
    """Tangent of recurrent (corpus.py:182) with respect to W and x."""
    h = x
    h_dot = x_dot
    for _ in range(n):
        a = np.tanh(W @ h)
        a_dot = broadcast_like((W_dot @ h + W @ h_dot) * (1 - a * a), a)
        b = 0.1 * x
        h = a + b
        h_dot = a_dot + broadcast_like(0.1 * x_dot, b)
    c = h * h
    d = np.sum(c)
    return d, np.sum(broadcast_like(2 * h * h_dot, c))
