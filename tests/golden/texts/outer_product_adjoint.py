import numpy as np


def outer_product_adjoint(v, w, outer_product_bar=1.0):
    """Adjoint of outer_product (containers.py:32) with respect to v and w."""
    # forward sweep
    a = []
    for i in range(len(v)):
        b = v[i]
        c = []
        for i in range(len(w)):
            c.append(b * w[i])
        a.append(np.array(c))
    d = np.array(a)
    # reverse sweep
    a_bar = list(2 * outer_product_bar * d)
    v_bar = np.zeros_like(v)
    w_bar = np.zeros_like(w)
    for i in reversed(range(len(v))):
        e = v[i]
        f = a_bar.pop()
        c_bar = list(f)
        b_bar = 0.0
        for i1 in reversed(range(len(w))):
            g = w[i1]
            h = c_bar.pop()
            b_bar = b_bar + g * h
            w_bar[i1] += e * h
        v_bar[i] += b_bar
    return v_bar, w_bar
