import numpy as np


def quiet_adjoint(v, quiet_bar=1.0):
    """Adjoint of quiet (containers.py:100) with respect to v."""
    # forward sweep
    with np.errstate(under="ignore"):
        b = -1000 * v
        c = np.exp(b * v)
        y = c + np.sin(v)
    # reverse sweep
    # line 103: return np.sum(y * y)
    y_bar = 2 * quiet_bar * y
    with np.errstate(under="ignore"):
        # line 102: y = np.exp(-1000 * v * v) + np.sin(v)
        v_bar = y_bar * (c * (b - 1000 * v) + np.cos(v))
    return (v_bar,)
