import numpy as np


def scalar_over_array_tangent(s, v, s_dot, v_dot):
    """Tangent of scalar_over_array (corpus.py:71) with respect to s and v."""
    a = s / v
    b = v**s
    c = s != 0
    d = v != 0
    e = s**v
    f = b * np.log(np.where(d, v, 1.0)) + v * s ** np.where(d, v - 1, 1)
    g = s * v ** (s - 1 if c else 1) + np.log(s if c else 1.0) * e
    h = np.sum(a + b + e)
    return h, np.sum(s_dot * f + v_dot * g + (s_dot - a * v_dot) / v)
