import numpy as np

from sourcead.runtime import list_zeros_like


def two_loops_adjoint(x, two_loops_bar=1.0):
    """Adjoint of two_loops (in_place_programs.py:850) with respect to x."""
    # forward sweep
    ys = []
    for i in range(len(x)):
        ys.append(x[i] * x[0])
    a = len(ys)
    z = 1.0
    z_tape = []
    b = []
    for i in range(a):
        z_tape.append(z)
        c = ys[i]
        d = np.cos(c)
        b.append(d)
        z = z * d + c
    # reverse sweep
    # line 857: for i, y in enumerate(ys):
    ys_bar = list_zeros_like(ys)
    for i in reversed(range(a)):
        e = i * ys[i]
        f = i - 1
        g = ys[f]
        # line 858: z += i * y * ys[i - 1]
        ys_bar[f] += e * two_loops_bar
        # line 857: for i, y in enumerate(ys):
        ys_bar[i] += i * g * two_loops_bar
    # line 855: for y in ys:
    z_bar = two_loops_bar
    for i in reversed(range(a)):
        z = z_tape.pop()
        h = b.pop()
        j = ys[i]
        # line 856: z = z * np.cos(y) + y
        k = h * z_bar
        # line 855: for y in ys:
        ys_bar[i] += z_bar * (1 - np.sin(j) * z)
        z_bar = k
    # line 852: for i in range(len(x)):
    x_bar = np.zeros_like(x)
    for i in reversed(range(len(x))):
        m = x[i]
        n = x[0]
        # line 853: ys.append(x[i] * x[0])
        p = ys_bar.pop()
        x_bar[0] += m * p
        x_bar[i] += n * p
    return (x_bar,)
