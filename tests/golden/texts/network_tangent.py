import numpy as np


def network_tangent(W1, b1, W2, b2, X, y, W1_dot, b1_dot, W2_dot, b2_dot):
    """Tangent of network (corpus.py:80) with respect to W1, b1, W2 and b2."""
    hidden = np.tanh(X @ W1 + b1)
    hidden_dot = (1 - hidden * hidden) * (X @ W1_dot + b1_dot)
    out = hidden @ W2 + b2
    a = out - y
    b = np.mean(a**2)
    return b, np.mean(2 * a * (hidden_dot @ W2 + hidden @ W2_dot + b2_dot))
