import math


def lecture_in_math_tangent(x, x_dot):
    """Tangent of lecture_in_math (corpus.py:20) with respect to x."""
    a = x**2
    b = math.exp(a)
    c = math.sqrt(b + a)
    return c, x * x_dot * (1 + b) / c
