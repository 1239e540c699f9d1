import numpy as np


def monte_carlo_tangent(mu, sigma, n, mu_dot, sigma_dot):
    """Tangent of monte_carlo (containers.py:120) with respect to mu and sigma."""
    rng = np.random.default_rng(1)
    total = 0.0
    total_dot = 0.0
    for _ in range(n):
        a = rng.normal()
        b = np.exp(mu + sigma * a)
        total = total + b
        total_dot = total_dot + b * (mu_dot + a * sigma_dot)
    c = total / n
    return c, total_dot / n
