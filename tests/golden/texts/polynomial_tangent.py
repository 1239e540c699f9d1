import numpy as np


def polynomial_tangent(coefficients, x, coefficients_dot, x_dot):
    """Tangent of polynomial (corpus.py:212) with respect to coefficients and x."""
    value = 0.0
    value_dot = 0.0
    for i in range(len(coefficients) - 1, -1, -1):
        value1 = value * x + coefficients[i]
        value_dot = x * value_dot + value * x_dot + coefficients_dot[i]
        value = value1
    return value, np.float64(value_dot)
