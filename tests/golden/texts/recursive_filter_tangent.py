import numpy as np

from sourcead.runtime import broadcast_like


def recursive_filter_tangent(x, a, x_dot, a_dot):
    """Tangent of recursive_filter (complex_numbers.py:26) with respect to x and a."""
    y = np.zeros(5, dtype=complex)
    y_dot = np.zeros_like(y)
    for i in range(1, 5):
        b = 0.5 + 1j * a
        c = i - 1
        d = y[c]
        y[i] = b * d + x[i]
        y_dot[i] = d * (1j * a_dot) + b * y_dot[c] + x_dot[i]
    e = np.abs(y)
    f = broadcast_like(np.conjugate(y) / np.where(e != 0, e, 1.0) * y_dot, e)
    g = np.sum(e**2)
    return g, np.sum(2 * e * f.real)
