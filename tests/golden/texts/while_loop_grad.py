import numpy as np


def while_loop_grad(x):
    """Gradient of while_loop (in_place_programs.py:260) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    i = 0
    i_tape = []
    a = []
    while True:
        b = i < 5
        if b:
            c = x[i] < 1.0
        else:
            c = b
        if not c:
            break
        i_tape.append(i)
        d = x[i]
        e = np.sin(d)
        a.append(e)
        y[i] = d * e
        i = i + 1
    # reverse sweep
    # line 263: while i < 5 and x[i] < 1.0:
    y_bar = 2 * y
    x_bar = np.zeros_like(x)
    for i, f in zip(reversed(i_tape), reversed(a)):
        g = x[i]
        # line 264: y[i] = x[i] * np.sin(x[i])
        h = y_bar[i]
        y_bar[i] = 0.0
        x_bar[i] += h * (f + np.cos(g) * g)
    return (x_bar,)
