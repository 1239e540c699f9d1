import numpy as np


def runge_kutta_adjoint(y, v, dt, n, runge_kutta_bar=1.0):
    """Adjoint of runge_kutta (corpus.py:189) with respect to y and v."""
    # forward sweep
    v_tape = []
    a = []
    b = []
    c = []
    for _ in range(n):
        v_tape.append(v)
        d = abs(v)
        a.append(d)
        e = 0.5 * dt
        f = v + e * (-y - 0.1 * v * d)
        b.append(f)
        g = abs(f)
        c.append(g)
        h = y + dt * f
        i = dt * (-(y + e * v) - 0.1 * f * g)
        v = v + i
        y = h
    # reverse sweep
    # line 197: return y * y + v * v
    j = 2 * runge_kutta_bar
    # line 193: for _ in range(n):
    v_bar = j * v
    y_bar = j * y
    for _ in reversed(range(n)):
        v = v_tape.pop()
        k = a.pop()
        m = b.pop()
        p = c.pop()
        q = 0.1 * v
        r = 0.5 * dt
        s = 0.1 * m
        # line 191: return v, -y - 0.1 * v * abs(v)
        t = -dt * v_bar
        f_bar = t * (s * np.sign(m) + 0.1 * p) + dt * y_bar
        u = -r * f_bar
        w = u * (q * np.sign(v) + 0.1 * k) + v_bar
        v_bar = w + f_bar + r * t
        y_bar = y_bar + t + u
    return float(y_bar), float(v_bar)
