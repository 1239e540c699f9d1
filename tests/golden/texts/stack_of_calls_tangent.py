import numpy as np


def stack_of_calls_tangent(x, x_dot):
    """Tangent of stack_of_calls (containers.py:87) with respect to x."""
    a = x * x
    b = np.sin(x)
    c = b * a + x * 2
    return c, x_dot * (2 + a * np.cos(x) + 2 * b * x)
