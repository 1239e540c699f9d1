import numpy as np


def relax_forward(x):
    """Forward sweep of relax (callees.py:8) with respect to x."""
    s = x
    s_tape = []
    for i in range(5):
        s_tape.append(s)
        s = s + 0.1 * np.sin(s * x)
    return s, (s_tape, x)


def relax_reverse(tape, relax_bar):
    """Reverse sweep of relax (callees.py:8) with respect to x."""
    s_tape, x = tape
    # line 10: for i in range(n):
    s_bar = relax_bar
    x_bar = 0.0
    for i, s in zip(reversed(range(5)), reversed(s_tape)):
        a = s * x
        # line 11: s = s + 0.1 * np.sin(s * x)
        b = 0.1 * np.cos(a) * s_bar
        s_bar = s_bar + x * b
        x_bar = x_bar + s * b
    x_bar = x_bar + s_bar
    return x_bar


def called_from_three_places_adjoint(x, y, called_from_three_places_bar=1.0):
    """Adjoint of called_from_three_places (callees.py:15) with respect to x."""
    # forward sweep
    a, relax_tape = relax_forward(x)
    b, relax_tape1 = relax_forward(y * a)
    _, relax_tape2 = relax_forward(b)
    # reverse sweep
    # line 18: return a * b + relax(b, 5)
    c = relax_reverse(relax_tape2, called_from_three_places_bar)
    b_bar = c + a * called_from_three_places_bar
    # line 17: b = relax(y * a, 5)
    d = relax_reverse(relax_tape1, b_bar)
    a_bar = b * called_from_three_places_bar + y * d
    # line 16: a = relax(x, 5)
    x_bar = relax_reverse(relax_tape, a_bar)
    return (float(x_bar),)
