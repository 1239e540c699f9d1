import numpy as np


def columns_tangent(A, A_dot):
    """Tangent of columns (corpus.py:103) with respect to A."""
    a = A[:, 0]
    b = A[:, -1]
    c = A.T
    d = np.sum(A_dot.T @ A + c @ A_dot, axis=0)[1]
    e = np.sum(a * b) + np.sum(c @ A, axis=0)[1]
    return e, np.sum(b * A_dot[:, 0] + a * A_dot[:, -1]) + d
