import numpy as np

from sourcead.runtime import broadcast_like


def columns_tangent(A, A_dot):
    """Tangent of columns (corpus.py:101) with respect to A."""
    a = A[:, 0]
    b = A[:, -1]
    c = a * b
    d = np.sum(broadcast_like(b * A_dot[:, 0] + a * A_dot[:, -1], c))
    e = A.T
    f = np.sum(A_dot.T @ A + e @ A_dot, axis=0)[1]
    g = np.sum(c) + np.sum(e @ A, axis=0)[1]
    return g, d + f
