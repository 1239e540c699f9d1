import numpy as np


def hinge_grad(v):
    """Gradient of hinge (containers.py:36) with respect to v."""
    v_bar = np.zeros_like(v)
    for i in reversed(range(len(v))):
        a = v[i]
        b = 0.5 * a
        c = b > a
        v_bar[i] += (0.0 if c else 1.0) + 0.5 * (1.0 if c else 0.0)
    d = 1.0
    for i in reversed(range(len(v))):
        if v[i] > 0:
            e = d
        else:
            e = 0.0
        v_bar[i] += e
    return (v_bar,)
