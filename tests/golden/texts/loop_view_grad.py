import numpy as np


def loop_view_grad(x):
    """Gradient of loop_view (in_place_programs.py:211) with respect to x."""
    # forward sweep
    y = np.zeros((5, 5))
    a = []
    for i in range(5):
        b = []
        for j in range(5):
            c = x[i] * x[j]
            if j > 0:
                d = i, j - 1
                e = y[d]
            else:
                e = 0.0
                d = 0.0
            b.append(d)
            y[i, j] = c + e
        a.append(b)
    # reverse sweep
    # line 213: for i in range(5):
    y_bar = 2 * y
    x_bar = np.zeros_like(x)
    for i in reversed(range(5)):
        d_tape = a.pop()
        # line 215: for j in range(5):
        for j, f in zip(reversed(range(5)), reversed(d_tape)):
            g = x[i]
            h = x[j]
            k = i, j
            # line 216: r[j] = x[i] * x[j] + (r[j - 1] if j > 0 else 0.0)
            m = y_bar[k]
            y_bar[k] = 0.0
            if j > 0:
                # line 216: r[j] = x[i] * x[j] + (r[j - 1] if j > 0 else 0.0)
                y_bar[f] += m
            x_bar[j] += g * m
            x_bar[i] += h * m
    return (x_bar,)
