import numpy as np


def runge_kutta_tangent(y, v, dt, n, y_dot, v_dot):
    """Tangent of runge_kutta (corpus.py:191) with respect to y and v."""
    for _ in range(n):
        a = 0.1 * v
        b = abs(v)
        c = 0.5 * dt
        d = v + c * (-y - a * b)
        e = -y_dot
        f = e - v_dot * (0.1 * b + a * np.sign(v))
        d_dot = v_dot + c * f
        g = 0.1 * d
        h = abs(d)
        i = y + dt * d
        y_dot = y_dot + dt * d_dot
        j = dt * (-(y + c * v) - g * h)
        v = v + j
        k = e - c * v_dot - d_dot * (0.1 * h + g * np.sign(d))
        v_dot = v_dot + dt * k
        y = i
    m = y * y + v * v
    return m, float(2 * y * y_dot + 2 * v * v_dot)
