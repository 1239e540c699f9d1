import numpy as np


def polynomial_grad(coefficients, x):
    """Gradient of polynomial (corpus.py:212) with respect to coefficients and x."""
    # forward sweep
    value = 0.0
    value_tape = []
    for i in range(len(coefficients) - 1, -1, -1):
        value_tape.append(value)
        value = value * x + coefficients[i]
    # reverse sweep
    # line 214: for c in reversed(coefficients):
    value_bar = 1.0
    coefficients_bar = np.zeros_like(coefficients)
    x_bar = 0.0
    for i in reversed(range(len(coefficients) - 1, -1, -1)):
        value = value_tape.pop()
        # line 215: value = value * x + c
        a = x * value_bar
        x_bar = x_bar + value * value_bar
        # line 214: for c in reversed(coefficients):
        coefficients_bar[i] += value_bar
        value_bar = a
    return coefficients_bar, float(x_bar)
