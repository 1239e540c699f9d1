import numpy as np

from sourcead.runtime import unbroadcast


def history_adjoint(x, history_bar=1.0):
    """Adjoint of history (in_place_programs.py:411) with respect to x."""
    # forward sweep
    h = np.zeros((4, 5))
    h[0] = x
    a = []
    for t in range(3):
        b = h[t]
        c = np.tanh(b * x)
        a.append(c)
        h[t + 1] = c + 0.1 * b
    d = h[-1]
    e = h[1]
    f = h[2]
    # reverse sweep
    # line 416: return np.sum(h[-1]) + np.sum(h[1] * h[2])
    h_bar = np.zeros_like(h)
    h_bar[2] = history_bar * e
    h_bar[1] += history_bar * f
    h_bar[-1] += np.full_like(d, history_bar)
    # line 414: for t in range(3):
    x_bar = np.zeros_like(x)
    for t in reversed(range(3)):
        g = a.pop()
        i = h[t]
        j = 0.1 * i
        k = g + j
        m = t + 1
        # line 415: h[t + 1] = np.tanh(h[t] * x) + 0.1 * h[t]
        n = unbroadcast(h_bar[m], k).copy()
        h_bar[m] = 0.0
        p = n * (1 - g * g)
        x_bar += unbroadcast(i * p, x)
        h_bar[t] += 0.1 * unbroadcast(n, j) + unbroadcast(x * p, i)
    # line 413: h[0] = x
    x_bar += unbroadcast(h_bar[0], x)
    return (x_bar,)
