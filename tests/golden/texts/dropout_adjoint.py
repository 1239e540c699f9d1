import numpy as np

from sourcead.runtime import unbroadcast


def dropout_adjoint(v, rate, dropout_bar=1.0):
    """Adjoint of dropout (containers.py:114) with respect to v."""
    # forward sweep
    rng = np.random.default_rng(7)
    a = rng.random(v.shape)
    keep = a > rate
    b = np.where(keep, v * v, 0.0)
    c = 1 - rate
    # reverse sweep
    # line 117: return np.sum(np.where(keep, v * v, 0.0)) / (1 - rate)
    v_bar = (
        2 * v * unbroadcast(np.where(keep, np.full_like(b, dropout_bar / c), 0.0), v)
    )
    return (v_bar,)
