import numpy as np


def mean_and_variance_tangent(x, x_dot):
    """Tangent of mean_and_variance (corpus.py:86) with respect to x."""
    m = np.mean(x)
    m_dot = np.mean(x_dot)
    a = x - m
    b = 1 + m**2
    c = np.mean(a**2) / b
    return c, (np.mean(2 * a * (x_dot - m_dot)) - 2 * c * m * m_dot) / b
