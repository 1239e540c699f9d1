import numpy as np


def runge_kutta_grad(y, v, dt, n):
    """Gradient of runge_kutta (corpus.py:191) with respect to y and v."""
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
    # line 195: for _ in range(n):
    v_bar = 2 * v
    y_bar = 2 * y
    for _ in reversed(range(n)):
        v = v_tape.pop()
        j = a.pop()
        k = b.pop()
        m = c.pop()
        p = 0.1 * v
        q = 0.5 * dt
        r = 0.1 * k
        # line 193: return v, -y - 0.1 * v * abs(v)
        s = -dt * v_bar
        f_bar = s * (np.sign(k) * r + 0.1 * m) + dt * y_bar
        t = -q * f_bar
        u = t * (np.sign(v) * p + 0.1 * j) + v_bar
        v_bar = u + f_bar + q * s
        y_bar = y_bar + s + t
    return float(y_bar), float(v_bar)
