import numpy as np


def first_beyond_adjoint(v, limit, first_beyond_bar=1.0):
    """Adjoint of first_beyond (containers.py:44) with respect to v."""
    # forward sweep
    a = False
    for i in range(len(v)):
        b = v[i] > limit
        if b:
            a = True
        if b:
            break
    if a:
        c = True
        for i in range(len(v)):
            d = not v[i] > -2
            if d:
                c = False
            if d:
                break
    else:
        c = a
    # reverse sweep
    # line 45: if any(a > limit for a in v) and all(a > -2 for a in v):
    if c:
        # line 46: return np.sum(v * v)
        v_bar = 2 * first_beyond_bar * v
    else:
        # line 47: return np.sum(v)
        v_bar = np.full_like(v, first_beyond_bar)
    return (v_bar,)
