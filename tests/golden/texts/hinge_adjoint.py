import numpy as np


def hinge_adjoint(v, hinge_bar=1.0):
    """Adjoint of hinge (containers.py:36) with respect to v."""
    v_bar = np.zeros_like(v)
    for i in reversed(range(len(v))):
        a = v[i]
        b = 0.5 * a
        c = b > a
        v_bar[i] += hinge_bar * ((0.0 if c else 1.0) + 0.5 * (1.0 if c else 0.0))
    for i in reversed(range(len(v))):
        if v[i] > 0:
            d = hinge_bar
        else:
            d = 0.0
        v_bar[i] += d
    return (v_bar,)
