import numpy as np

from sourcead.runtime import unbroadcast


def broadcast_row_adjoint(A, b, broadcast_row_bar=1.0):
    """Adjoint of broadcast_row (corpus.py:67) with respect to A and b."""
    # forward sweep
    a = np.tanh(A * b + b)
    c = 1.0 + A * A
    d = a / c
    # reverse sweep
    e = broadcast_row_bar * (1 - a * a) / c
    f = 2 * A * unbroadcast(-broadcast_row_bar * d / c, A)
    A_bar = f + unbroadcast(b * e, A)
    b_bar = unbroadcast(e, b) + unbroadcast(A * e, b)
    return A_bar, b_bar
