import numpy as np

from sourcead.runtime import broadcast_like


def columns_tangent(A, A_dot):
    """Tangent of columns (corpus.py:101) with respect to A."""
    a = A[:, 0]
    b = A[:, -1]
    c = np.sum(broadcast_like(b * A_dot[:, 0] + a * A_dot[:, -1], a))
    d = A.T
    e = np.sum(A_dot.T @ A + d @ A_dot, axis=0)[1]
    f = np.sum(a * b) + np.sum(d @ A, axis=0)[1]
    return f, c + e
