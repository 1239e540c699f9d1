import numpy as np


def monte_carlo_grad(mu, sigma, n):
    """Gradient of monte_carlo (containers.py:120) with respect to mu and sigma."""
    # forward sweep
    rng = np.random.default_rng(1)
    a = []
    b = []
    for _ in range(n):
        c = rng.normal()
        a.append(c)
        d = np.exp(mu + sigma * c)
        b.append(d)
    # reverse sweep
    # line 125: return total / n
    e = 1 / n
    # line 123: for _ in range(n):
    sigma_bar = 0.0
    mu_bar = 0.0
    for _ in reversed(range(n)):
        f = a.pop()
        g = b.pop()
        # line 124: total += np.exp(mu + sigma * rng.normal())
        h = g * e
        mu_bar = mu_bar + h
        sigma_bar = sigma_bar + f * h
    return float(mu_bar), float(sigma_bar)
