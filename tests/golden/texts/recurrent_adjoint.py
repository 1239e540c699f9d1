import numpy as np

from sourcead.runtime import unbroadcast


def recurrent_adjoint(W, x, n, recurrent_bar=1.0):
    """Adjoint of recurrent (corpus.py:182) with respect to W and x."""
    # forward sweep
    h = x
    h_tape = []
    a = []
    b = []
    for _ in range(n):
        h_tape.append(h)
        c = np.tanh(W @ h)
        a.append(c)
        d = 0.1 * x
        b.append(d)
        h = c + d
    # reverse sweep
    # line 184: for _ in range(n):
    h_bar = 2 * recurrent_bar * h
    W_bar = np.zeros_like(W)
    x_bar = np.zeros_like(x)
    for _ in reversed(range(n)):
        h = h_tape.pop()
        e = a.pop()
        f = b.pop()
        # line 185: h = np.tanh(W @ h) + 0.1 * x
        x_bar = x_bar + 0.1 * unbroadcast(h_bar, f)
        g = unbroadcast(h_bar, e) * (1 - e * e)
        W_bar = W_bar + np.outer(g, h)
        h_bar = g @ W
    x_bar = x_bar + h_bar
    return W_bar.astype(np.float64), x_bar
