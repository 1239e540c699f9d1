import numpy as np


def branchy_grad(x):
    """Gradient of branchy (in_place_programs.py:238) with respect to x."""
    # forward sweep
    y = x * 1.0
    a = []
    b = []
    c = []
    d = []
    for i in range(1, 5):
        e = x[i]
        if e > 0:
            f = i - 1
            g = y[f]
            y[i] = g * e
            h = 0.0
            j = 0.0
        else:
            h = i - 1
            j = y[i]
            y[h] += j**2
            g = 0.0
            f = 0.0
        a.append(g)
        b.append(f)
        c.append(h)
        d.append(j)
    # reverse sweep
    # line 240: for i in range(1, 5):
    y_bar = 2 * y
    x_bar = np.zeros_like(x)
    for i in reversed(range(1, 5)):
        k = a.pop()
        m = b.pop()
        n = c.pop()
        p = d.pop()
        q = x[i]
        # line 241: if x[i] > 0:
        if q > 0:
            # line 242: y[i] = y[i - 1] * x[i]
            r = y_bar[i]
            y_bar[i] = 0.0
            e_bar = k * r
            y_bar[m] += q * r
        else:
            # line 244: y[i - 1] += y[i] ** 2
            y_bar[i] += 2 * p * y_bar[n]
            e_bar = 0.0
        x_bar[i] += e_bar
    # line 239: y = x * 1.0
    x_bar += y_bar
    return (x_bar,)
