import numpy as np

from sourcead.runtime import broadcast_like


def scalar_over_array_tangent(s, v, s_dot, v_dot):
    """Tangent of scalar_over_array (corpus.py:69) with respect to s and v."""
    a = s / v
    b = v**s
    c = s != 0
    d = v != 0
    e = s * v_dot * v ** (s - 1 if c else 1)
    b_dot = broadcast_like(e + s_dot * b * np.log(np.where(d, v, 1)), b)
    f = s**v
    g = s_dot * v * s ** np.where(d, v - 1, 1)
    h = g + np.log(s if c else 1) * v_dot * f
    i = broadcast_like((s_dot - v_dot * a) / v, a) + b_dot
    j = np.sum(a + b + f)
    return j, np.sum(i + broadcast_like(h, f))
