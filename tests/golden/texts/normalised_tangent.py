import numpy as np


def normalised_tangent(v, v_dot):
    """Tangent of normalised (corpus.py:63) with respect to v."""
    a = v[0]
    b = v / a
    c = np.sum(b**2)
    return c, np.sum(2 / a * b * (v_dot - v_dot[0] * b))
