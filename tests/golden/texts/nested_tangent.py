import numpy as np


def nested_tangent(v, w, v_dot, w_dot):
    """Tangent of nested (corpus.py:163) with respect to v and w."""
    t = 0.1
    a = False
    t_dot = 0.0
    for i in range(len(v)):
        c = v[i]
        c_dot = v_dot[i]
        if c < 0:
            d = False
        else:
            d = a
            for j in range(i):
                e = w[j]
                f = c * e
                g = np.tanh(t)
                t = t + f * g
                h = t_dot * (1 + f * (1 - g * g))
                k = g * (e * c_dot + c * w_dot[j])
                t_dot = h + k
                m = t > 50
                if m:
                    n = t * 2
                    n_dot = 2 * t_dot
                    d = True
                    b = n
                    b_dot = n_dot
                if m:
                    break
            a = d
        if d:
            break
    if not a:
        b = t + np.sum(w)
        b_dot = t_dot + np.sum(w_dot)
    return b, np.float64(b_dot)
