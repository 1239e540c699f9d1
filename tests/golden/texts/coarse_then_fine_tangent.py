import numpy as np

from sourcead.runtime import broadcast_like


def heun_tangent(t, y, h, n, rate, y_dot, rate_dot):
    """Tangent of heun (callees.py:35) with respect to y and rate."""
    y1 = y
    for i in range(n):
        a = np.cos(t) - rate * y1
        a_dot = -broadcast_like(rate_dot * y1 + rate * y_dot, y)
        b = h / 2
        t = t + h
        c = y1 + h * a
        y1 = y1 + b * (a + (np.cos(t) - rate * c))
        d = a_dot - rate_dot * c - rate * broadcast_like(y_dot + h * a_dot, y)
        y_dot = broadcast_like(y_dot + b * d, y)
    return y1, y_dot


def coarse_then_fine_tangent(y, rate, y_dot, rate_dot):
    """Tangent of coarse_then_fine (callees.py:43) with respect to y and rate."""
    y, y_dot = heun_tangent(0.0, y, 0.2, 2, rate, y_dot, rate_dot)
    y, y_dot = heun_tangent(0.4, y, 0.1, 3, rate, y_dot, rate_dot)
    a, a_dot = heun_tangent(0.7, y, 0.05, 2, rate, y_dot, rate_dot)
    b = np.sum(y * a)
    return b, np.sum(a * y_dot + y * a_dot)
