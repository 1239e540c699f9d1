import numpy as np

from sourcead.runtime import unbroadcast


def network_adjoint(W1, b1, W2, b2, X, y, network_bar=1.0):
    """Adjoint of network (corpus.py:80) with respect to W1, b1, W2 and b2."""
    # forward sweep
    a = X @ W1
    hidden = np.tanh(a + b1)
    b = hidden @ W2
    out = b + b2
    c = out - y
    d = c**2
    # reverse sweep
    # line 83: return np.mean((out - y) ** 2)
    out_bar = unbroadcast(2 * network_bar / np.size(d) * c, out)
    # line 82: out = hidden @ W2 + b2
    b_bar = unbroadcast(out_bar, b)
    b2_bar = unbroadcast(out_bar, b2)
    hidden_bar = b_bar @ W2.T
    W2_bar = hidden.T @ b_bar
    # line 81: hidden = np.tanh(X @ W1 + b1)
    e = hidden_bar * (1 - hidden * hidden)
    b1_bar = unbroadcast(e, b1)
    W1_bar = X.T @ unbroadcast(e, a)
    return W1_bar, b1_bar, W2_bar, b2_bar
