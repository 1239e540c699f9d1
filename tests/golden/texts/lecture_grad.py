import numpy as np


def lecture_grad(x):
    """Gradient of lecture (corpus.py:16) with respect to x."""
    # forward sweep
    a = x**2
    b = np.exp(a)
    c = np.sqrt(b + a)
    # reverse sweep
    x_bar = x * (1 + b) / c
    return (float(x_bar),)
