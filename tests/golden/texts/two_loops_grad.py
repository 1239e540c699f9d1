import numpy as np

from sourcead.runtime import list_zeros_like


def two_loops_grad(x):
    """Gradient of two_loops (in_place_programs.py:842) with respect to x."""
    # forward sweep
    ys = []
    for i in range(len(x)):
        ys.append(x[i] * x[0])
    z = 1.0
    z_tape = []
    a = []
    for i in range(len(ys)):
        z_tape.append(z)
        b = ys[i]
        c = np.cos(b)
        a.append(c)
        z = z * c + b
    # reverse sweep
    # line 849: for i, y in enumerate(ys):
    ys_bar = list_zeros_like(ys)
    for i in reversed(range(len(ys))):
        d = i * ys[i]
        e = i - 1
        f = ys[e]
        # line 850: z += i * y * ys[i - 1]
        ys_bar[e] += d
        # line 849: for i, y in enumerate(ys):
        ys_bar[i] += i * f
    # line 847: for y in ys:
    z_bar = 1.0
    for i in reversed(range(len(ys))):
        z = z_tape.pop()
        g = a.pop()
        h = ys[i]
        # line 848: z = z * np.cos(y) + y
        j = g * z_bar
        # line 847: for y in ys:
        ys_bar[i] += z_bar * (1 - np.sin(h) * z)
        z_bar = j
    # line 844: for i in range(len(x)):
    x_bar = np.zeros_like(x)
    for i in reversed(range(len(x))):
        k = x[i]
        m = x[0]
        # line 845: ys.append(x[i] * x[0])
        n = ys_bar.pop()
        x_bar[0] += k * n
        x_bar[i] += m * n
    return (x_bar,)
