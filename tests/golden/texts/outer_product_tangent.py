import numpy as np

from sourcead.runtime import broadcast_like, list_zeros_like


def outer_product_tangent(v, w, v_dot, w_dot):
    """Tangent of outer_product (containers.py:32) with respect to v and w."""
    a = []
    a_dot = list_zeros_like(a)
    for i in range(len(v)):
        b = v[i]
        b_dot = v_dot[i]
        c = []
        c_dot = list_zeros_like(c)
        for i in range(len(w)):
            d = w[i]
            c.append(b * d)
            c_dot.append(d * b_dot + b * w_dot[i])
        a.append(np.array(c))
        a_dot.append(np.array(c_dot))
    e = np.array(a)
    f = np.sum(e**2)
    return f, np.sum(broadcast_like(2 * e * np.array(a_dot), e))
