import numpy as np


def weighted_grad(v, n):
    """Gradient of weighted (containers.py:24) with respect to v."""
    # forward sweep
    a = []
    b = []
    for i in range(n):
        c = i % 2
        a.append(c)
        if c:
            d = v[i]
        else:
            d = 0.0
        b.append(d)
    # reverse sweep
    e = 1.0
    v_bar = np.zeros_like(v)
    for i in reversed(range(n)):
        f = a.pop()
        g = b.pop()
        if f:
            v_bar[i] += 2 * g * e
    for i in reversed(range(len(v))):
        h = v[i]
        v_bar[i] += np.cos(h) * i
    return (v_bar,)
