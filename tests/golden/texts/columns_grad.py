import numpy as np

from sourcead.runtime import broadcast_like, scatter_like


def columns_grad(A):
    """Gradient of columns (corpus.py:103) with respect to A."""
    # forward sweep
    a = A[:, 0]
    b = A[:, -1]
    c = A.T
    d = c @ A
    e = np.sum(d, axis=0)
    # reverse sweep
    d_bar = broadcast_like(np.expand_dims(scatter_like(1.0, e, 1), 0), d)
    A_bar = c.T @ d_bar + (d_bar @ c).T
    A_bar[:, -1] += a
    A_bar[:, 0] += b
    return (A_bar,)
