import numpy as np


def scalar_over_array_adjoint(s, v, scalar_over_array_bar=1.0):
    """Adjoint of scalar_over_array (corpus.py:71) with respect to s and v."""
    # forward sweep
    a = s / v
    b = v**s
    c = s**v
    # reverse sweep
    d = v != 0
    e = np.sum(scalar_over_array_bar * v * s ** np.where(d, v - 1, 1))
    f = s != 0
    g = e + np.sum(scalar_over_array_bar * b * np.log(np.where(d, v, 1.0)))
    s_bar = g + np.sum(scalar_over_array_bar / v)
    h = np.log(s if f else 1.0) * c + s * v ** (s - 1 if f else 1)
    v_bar = scalar_over_array_bar * (h - a / v)
    return float(s_bar), v_bar
