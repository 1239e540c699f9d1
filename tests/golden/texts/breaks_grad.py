import numpy as np


def breaks_grad(x):
    """Gradient of breaks (in_place_programs.py:270) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    i_tape = []
    a = []
    b = []
    for i in range(5):
        i_tape.append(i)
        y[i] = x[i] ** 2
        c = y[i] > 1.2
        a.append(c)
        if c:
            d = 0.0
        else:
            d = i - 1
            y[i] += y[d]
        b.append(d)
        if c:
            break
    # reverse sweep
    # line 272: for i in range(5):
    y_bar = 2 * y
    x_bar = np.zeros_like(x)
    for i, e, f in zip(reversed(i_tape), reversed(a), reversed(b)):
        g = x[i]
        # line 274: if y[i] > 1.2:
        if not e:
            # line 276: y[i] += y[i - 1]
            y_bar[f] += y_bar[i]
        # line 273: y[i] = x[i] ** 2
        h = y_bar[i]
        y_bar[i] = 0.0
        x_bar[i] += 2 * g * h
    return (x_bar,)
