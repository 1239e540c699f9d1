import numpy as np


def nested_tangent(v, w, v_dot, w_dot):
    """Tangent of nested (corpus.py:165) with respect to v and w."""
    t = 0.1
    a = False
    b = 0.0
    t_dot = 0.0
    b_dot = 0.0
    for i in range(len(v)):
        c = v[i]
        c_dot = v_dot[i]
        if c < 0:
            a = False
        else:
            a = False
            for j in range(i):
                d = w[j]
                e = c * d
                f = np.tanh(t)
                t = t + e * f
                g = t_dot * (1 + e * (1 - f * f))
                h = f * (d * c_dot + c * w_dot[j])
                t_dot = g + h
                a = t > 50
                if a:
                    k = t * 2
                    k_dot = 2 * t_dot
                    b = k
                    b_dot = k_dot
                if a:
                    break
        if a:
            break
    if not a:
        b = t + np.sum(w)
        b_dot = t_dot + np.sum(w_dot)
    return b, np.float64(b_dot)
