import numpy as np


def horner_forward(c, x):
    """Forward sweep of horner (callees.py:52) with respect to c and x."""
    a = len(c)
    s = 0.0
    s_tape = []
    for i in range(a):
        s_tape.append(s)
        s = s * x + c[i]
    return s, (c, a, s_tape, x)


def horner_forward_2(c, x):
    """Forward sweep of horner (callees.py:52) with respect to c."""
    a = len(c)
    s = 0.0
    for i in range(a):
        s = s * x + c[i]
    return s, (c, a, x)


def horner_reverse(tape, horner_bar):
    """Reverse sweep of horner (callees.py:52) with respect to c."""
    c, a, x = tape
    # line 54: for a in c:
    s_bar = horner_bar
    c_bar = np.zeros_like(c)
    for i in reversed(range(a)):
        # line 55: s = s * x + a
        b = x * s_bar
        # line 54: for a in c:
        c_bar[i] += s_bar
        s_bar = b
    return c_bar


def horner_reverse_2(tape, horner_bar):
    """Reverse sweep of horner (callees.py:52) with respect to c and x."""
    c, a, s_tape, x = tape
    # line 54: for a in c:
    s_bar = horner_bar
    c_bar = np.zeros_like(c)
    x_bar = 0.0
    for i, s in zip(reversed(range(a)), reversed(s_tape)):
        # line 55: s = s * x + a
        b = x * s_bar
        x_bar = x_bar + s * s_bar
        # line 54: for a in c:
        c_bar[i] += s_bar
        s_bar = b
    return c_bar, x_bar


def rational_grad(c, x):
    """Gradient of rational (callees.py:59) with respect to c and x."""
    # forward sweep
    a, horner_tape = horner_forward(c, x)
    b, horner_tape1 = horner_forward_2(c, 0.5)
    d = 1.0 + b**2
    e = a / d
    s = 0.0 * x + 1.0
    f = s * x
    s = f + 2.0
    # reverse sweep
    # line 60: return horner(c, x) / (1.0 + horner(c, 0.5) ** 2) + horner((1.0, 2.0, 3.0), x)
    g = 1 / d
    h = horner_reverse(horner_tape1, -2 * b * e / d)
    i, j = horner_reverse_2(horner_tape, g)
    c_bar = h + i
    x_bar = s + f + j
    return c_bar, float(x_bar)
