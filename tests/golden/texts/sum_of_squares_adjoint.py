import numpy as np


def sum_of_squares_adjoint(v, sum_of_squares_bar=1.0):
    """Adjoint of sum_of_squares (corpus.py:146) with respect to v."""
    # line 148: for i in range(len(v)):
    v_bar = np.zeros_like(v)
    for i in reversed(range(len(v))):
        a = v[i]
        # line 149: s += v[i] * v[i]
        v_bar[i] += 2 * a * sum_of_squares_bar
    return (v_bar,)
