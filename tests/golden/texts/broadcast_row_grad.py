import numpy as np

from sourcead.runtime import unbroadcast


def broadcast_row_grad(A, b):
    """Gradient of broadcast_row (corpus.py:67) with respect to A and b."""
    # forward sweep
    a = np.tanh(A * b + b)
    c = 1.0 + A * A
    d = a / c
    # reverse sweep
    e = (1 - a * a) / c
    A_bar = 2 * A * unbroadcast(-d / c, A) + unbroadcast(b * e, A)
    b_bar = unbroadcast(e, b) + unbroadcast(A * e, b)
    return A_bar, b_bar
