import numpy as np


def updated_in_a_loop_tangent(x, n, x_dot):
    """Tangent of updated_in_a_loop (containers.py:70) with respect to x."""
    a = 0.0
    a_dot = 0.0
    for _ in range(n):
        a = a - 0.1 * np.sin(x)
        a_dot = a_dot - 0.1 * np.cos(x) * x_dot
        x = x + 0.1 * a
        x_dot = x_dot + 0.1 * a_dot
    b = x**2 + a**2
    return b, 2 * x * x_dot + 2 * a * a_dot
