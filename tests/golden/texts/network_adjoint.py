import numpy as np

from sourcead.runtime import unbroadcast


def network_adjoint(W1, b1, W2, b2, X, y, network_bar=1.0):
    """Adjoint of network (corpus.py:78) with respect to W1, b1, W2 and b2."""
    # forward sweep
    a = X @ W1
    b = a + b1
    hidden = np.tanh(b)
    c = hidden @ W2
    out = c + b2
    d = out - y
    e = d**2
    f = np.mean(e)
    # reverse sweep
    # line 81: return np.mean((out - y) ** 2)
    out_bar = unbroadcast(2 * network_bar * np.size(f) / np.size(e) * d, out)
    # line 80: out = hidden @ W2 + b2
    c_bar = unbroadcast(out_bar, c)
    b2_bar = unbroadcast(out_bar, b2)
    hidden_bar = c_bar @ W2.T
    W2_bar = hidden.T @ c_bar
    # line 79: hidden = np.tanh(X @ W1 + b1)
    b_bar = unbroadcast(hidden_bar * (1 - hidden * hidden), b)
    b1_bar = unbroadcast(b_bar, b1)
    W1_bar = X.T @ unbroadcast(b_bar, a)
    return W1_bar, b1_bar, W2_bar, b2_bar
