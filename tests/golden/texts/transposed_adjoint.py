import numpy as np


def transposed_adjoint(x, transposed_bar=1.0):
    """Adjoint of transposed (in_place_programs.py:150) with respect to x."""
    # forward sweep
    y = x * 2
    t = y.T
    t[0] = x[0, 0]
    t[1, 2] += 3 * x[1, 1]
    y = t.T
    # reverse sweep
    # line 155: return np.sum(y**3)
    y_bar = 3 * transposed_bar * y**2
    # line 154: t[1, 2] += 3 * x[1, 1]
    t_bar = y_bar.T
    a = np.zeros_like(x)
    a[1, 1] = 3 * t_bar[1, 2]
    # line 153: t[0] = x[0, 0]
    b = np.sum(t_bar[0])
    t_bar[0] = 0.0
    a[0, 0] += b
    # line 152: t = y.T
    y_bar = t_bar.T
    # line 151: y = x * 2
    x_bar = a + 2 * y_bar
    return (x_bar,)
