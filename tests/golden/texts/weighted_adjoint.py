import numpy as np


def weighted_adjoint(v, n, weighted_bar=1.0):
    """Adjoint of weighted (containers.py:24) with respect to v."""
    # forward sweep
    a = []
    for i in range(n):
        if i % 2:
            b = v[i]
        else:
            b = 0.0
        a.append(b)
    # reverse sweep
    c = weighted_bar
    v_bar = np.zeros_like(v)
    for i in reversed(range(n)):
        d = a.pop()
        if i % 2:
            v_bar[i] += 2 * d * c
    for i in reversed(range(len(v))):
        e = v[i]
        v_bar[i] += np.cos(e) * i * weighted_bar
    return (v_bar,)
