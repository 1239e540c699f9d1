import numpy as np


def first_beyond_tangent(v, limit, v_dot):
    """Tangent of first_beyond (containers.py:44) with respect to v."""
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
    if c:
        e = np.sum(v * v)
        e_dot = np.sum(2 * v * v_dot)
    else:
        e = np.sum(v)
        e_dot = np.sum(v_dot)
    return e, np.float64(e_dot)
