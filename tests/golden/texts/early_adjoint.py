import numpy as np


def early_adjoint(x, early_bar=1.0):
    """Adjoint of early (in_place_programs.py:281) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    a = False
    i_tape = []
    b = []
    c = []
    for i in range(5):
        i_tape.append(i)
        d = x[i]
        y[i] = d**2
        a = d > 1
        if a:
            e = y[i]
            f = y[0]
        else:
            f = 0.0
            e = 0.0
        b.append(f)
        c.append(e)
        if a:
            break
    # reverse sweep
    # line 281: def early(x):
    if a:
        # line 281: def early(x):
        y_bar = np.zeros_like(y)
    else:
        # line 287: return np.sum(y)
        y_bar = np.full_like(y, early_bar)
        early_bar = 0.0
    # line 283: for i in range(5):
    x_bar = np.zeros_like(x)
    for i, g, h in zip(reversed(i_tape), reversed(b), reversed(c)):
        j = x[i]
        # line 285: if x[i] > 1:
        if j > 1:
            # line 286: return y[i] * y[0]
            y_bar[0] += h * early_bar
            y_bar[i] += g * early_bar
            early_bar = 0.0
        # line 284: y[i] = x[i] ** 2
        k = y_bar[i]
        y_bar[i] = 0.0
        x_bar[i] += 2 * j * k
    return (x_bar,)
