import numpy as np


def recursive_filter_adjoint(x, a, recursive_filter_bar=1.0):
    """Adjoint of recursive_filter (complex_numbers.py:26) with respect to x and a."""
    # forward sweep
    y = np.zeros(5, dtype=complex)
    for i in range(1, 5):
        y[i] = (0.5 + 1j * a) * y[i - 1] + x[i]
    b = np.abs(y)
    # reverse sweep
    # line 28: for i in range(1, 5):
    y_bar = np.conjugate(y) / np.where(b != 0, b, 1.0) * (2 * recursive_filter_bar * b)
    a_bar = 0.0
    x_bar = np.zeros_like(x)
    for i in reversed(range(1, 5)):
        c = 0.5 + 1j * a
        d = i - 1
        e = y[d]
        # line 29: y[i] = (0.5 + 1j * a) * y[i - 1] + x[i]
        f = y_bar[i]
        y_bar[i] = 0.0
        x_bar[i] += f.real
        y_bar[d] += c * f
        a_bar = a_bar + (1j * (e * f)).real
    return x_bar, float(a_bar)
