import math


def lecture_in_math_adjoint(x, lecture_in_math_bar=1.0):
    """Adjoint of lecture_in_math (corpus.py:20) with respect to x."""
    # forward sweep
    a = x**2
    b = math.exp(a)
    c = math.sqrt(b + a)
    # reverse sweep
    x_bar = x * lecture_in_math_bar * (1 + b) / c
    return (x_bar,)
