import numpy as np


def lecture_adjoint(x, lecture_bar=1.0):
    """Adjoint of lecture (corpus.py:16) with respect to x."""
    # forward sweep
    a = x**2
    b = np.exp(a)
    c = np.sqrt(b + a)
    # reverse sweep
    x_bar = x * lecture_bar * (1 + b) / c
    return (float(x_bar),)
