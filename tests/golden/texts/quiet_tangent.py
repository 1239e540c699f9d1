import numpy as np


def quiet_tangent(v, v_dot):
    """Tangent of quiet (containers.py:100) with respect to v."""
    with np.errstate(under="ignore"):
        b = -1000 * v
        c = np.exp(b * v)
        d = np.cos(v)
        y = c + np.sin(v)
    f = 2 * y * v_dot * (c * (b - 1000 * v) + d)
    g = np.sum(y * y)
    return g, np.sum(f)
