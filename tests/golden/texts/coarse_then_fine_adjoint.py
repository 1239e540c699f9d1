import numpy as np


def heun_forward(t, y, h, n, rate):
    """Forward sweep of heun (callees.py:35) with respect to y and rate."""
    y_tape = []
    a = []
    b = []
    for i in range(n):
        y_tape.append(y)
        c = np.cos(t) - rate * y
        d = h / 2
        a.append(d)
        t = t + h
        e = y + h * c
        b.append(e)
        y = y + d * (c + (np.cos(t) - rate * e))
    return y, (n, y_tape, a, b, rate, h)


def heun_reverse(tape, heun_bar):
    """Reverse sweep of heun (callees.py:35) with respect to y and rate."""
    n, y_tape, a, b, rate, h = tape
    # line 36: for i in range(n):
    y_bar = heun_bar
    rate_bar = 0.0
    for i, y, c, d in zip(
        reversed(range(n)), reversed(y_tape), reversed(a), reversed(b)
    ):
        # line 45: return np.cos(t) - rate * y
        e = -c * y_bar
        f = rate * e
        g = e - h * f
        rate_bar = rate_bar + np.sum(d * e) + np.sum(y * g)
        y_bar = y_bar + f + rate * g
    return y_bar, rate_bar


def coarse_then_fine_adjoint(y, rate, coarse_then_fine_bar=1.0):
    """Adjoint of coarse_then_fine (callees.py:43) with respect to y and rate."""
    # forward sweep
    y1, heun_tape = heun_forward(0.0, y, 0.2, 2, rate)
    y2, heun_tape1 = heun_forward(0.4, y1, 0.1, 3, rate)
    a, heun_tape2 = heun_forward(0.7, y2, 0.05, 2, rate)
    # reverse sweep
    # line 49: return np.sum(y * heun(slope, 0.7, y, 0.05, 2))
    b = np.full_like(y, coarse_then_fine_bar)
    c, d = heun_reverse(heun_tape2, y2 * b)
    y_bar = a * b + c
    # line 48: y = heun(slope, 0.4, y, 0.1, 3)
    y_bar, e = heun_reverse(heun_tape1, y_bar)
    # line 47: y = heun(slope, 0.0, y, 0.2, 2)
    y_bar, f = heun_reverse(heun_tape, y_bar)
    rate_bar = d + e + f
    return y_bar.astype(np.float64), float(rate_bar)
