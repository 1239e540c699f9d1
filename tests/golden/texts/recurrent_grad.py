import numpy as np

from sourcead.runtime import unbroadcast


def recurrent_grad(W, x, n):
    """Gradient of recurrent (corpus.py:184) with respect to W and x."""
    # forward sweep
    h = x
    h_tape = []
    a = []
    for _ in range(n):
        h_tape.append(h)
        b = np.tanh(W @ h)
        a.append(b)
        h = b + 0.1 * x
    # reverse sweep
    # line 186: for _ in range(n):
    h_bar = 2 * h
    W_bar = np.zeros_like(W)
    x_bar = np.zeros_like(x)
    for _ in reversed(range(n)):
        h = h_tape.pop()
        c = a.pop()
        # line 187: h = np.tanh(W @ h) + 0.1 * x
        x_bar += 0.1 * unbroadcast(h_bar, x)
        d = unbroadcast(h_bar, c) * (1 - c * c)
        W_bar = W_bar + np.outer(d, h)
        h_bar = d @ W
    x_bar = x_bar + h_bar
    return W_bar, x_bar
