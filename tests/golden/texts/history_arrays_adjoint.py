import numpy as np

from sourcead.runtime import list_plus, list_zeros_like, unbroadcast


def history_arrays_adjoint(x, history_arrays_bar=1.0):
    """Adjoint of history_arrays (in_place_programs.py:821) with respect to x."""
    # forward sweep
    h = x * 1.0
    hs = []
    h_tape = []
    h_tape1 = []
    for t in range(4):
        h_tape.append(h)
        h = np.tanh(h * x)
        h_tape1.append(h)
        hs.append(h)
    a = np.array(hs)
    b = hs[1]
    c = hs[-1]
    d = b * c
    # reverse sweep
    # line 827: return np.sum(np.array(hs) ** 2) + np.sum(hs[1] * hs[-1])
    d_bar = np.full_like(d, history_arrays_bar)
    e = list_zeros_like(hs)
    e[-1] = e[-1] + unbroadcast(b * d_bar, c)
    e[1] = e[1] + unbroadcast(c * d_bar, b)
    # line 824: for t in range(4):
    h_bar = np.zeros_like(x)
    hs_bar = list_plus(e, list(2 * history_arrays_bar * a))
    x_bar = np.zeros_like(x)
    for t in reversed(range(4)):
        h = h_tape.pop()
        h1 = h_tape1.pop()
        # line 826: hs.append(h)
        f = hs_bar.pop()
        # line 825: h = np.tanh(h * x)
        g = (1 - h1 * h1) * (h_bar + f)
        h_bar = x * g
        x_bar = x_bar + h * g
    # line 822: h = x * 1.0
    x_bar = x_bar + h_bar
    return (x_bar,)
