import numpy as np

from sourcead.runtime import require_fit


def features_grad(v):
    """Gradient of features (containers.py:28) with respect to v."""
    # forward sweep
    a = []
    b = []
    for i in range(len(v)):
        c = v[i]
        d = np.cos(c)
        b.append(d)
        a.append(c * d)
    e = np.array(a)
    f = []
    for i in range(len(v)):
        g = v[i]
        f.append(g * g)
    h = np.array(f)
    require_fit(e, h)
    # reverse sweep
    f_bar = list(e)
    v_bar = np.zeros_like(v)
    for i in reversed(range(len(v))):
        k = v[i]
        m = f_bar.pop()
        v_bar[i] += 2 * k * m
    a_bar = list(h)
    for i in reversed(range(len(v))):
        n = b.pop()
        p = v[i]
        q = a_bar.pop()
        v_bar[i] += q * (n - np.sin(p) * p)
    return (v_bar,)
