import numpy as np


def steps_adjoint(x, n, steps_bar=1.0):
    """Adjoint of steps (corpus.py:129) with respect to x."""
    # forward sweep
    y = 1.0
    y_tape = []
    a = []
    for i in range(n):
        y_tape.append(y)
        b = np.sin(x + y)
        a.append(b)
        y = y * b
    # reverse sweep
    # line 131: for i in range(n):
    y_bar = steps_bar
    x_bar = 0.0
    for i in reversed(range(n)):
        y = y_tape.pop()
        c = a.pop()
        d = x + y
        # line 132: y = y * np.sin(x + y)
        e = np.cos(d) * y * y_bar
        x_bar = x_bar + e
        y_bar = c * y_bar + e
    return (float(x_bar),)
