import numpy as np


def dropout_tangent(v, rate, v_dot):
    """Tangent of dropout (containers.py:114) with respect to v."""
    rng = np.random.default_rng(7)
    a = rng.random(v.shape)
    keep = a > rate
    b = 1 - rate
    c = np.sum(np.where(keep, v * v, 0.0)) / b
    return c, np.sum(np.where(keep, 2 * v * v_dot, 0.0)) / b
