import numpy as np


def sum_of_squares_tangent(v, v_dot):
    """Tangent of sum_of_squares (corpus.py:146) with respect to v."""
    s = 0.0
    s_dot = 0.0
    for i in range(len(v)):
        a = v[i]
        s = s + a * a
        s_dot = s_dot + 2 * a * v_dot[i]
    return s, np.float64(s_dot)
