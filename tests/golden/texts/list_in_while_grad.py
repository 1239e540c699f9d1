import numpy as np

from sourcead.runtime import list_zeros_like


def list_in_while_grad(x):
    """Gradient of list_in_while (in_place_programs.py:968) with respect to x."""
    # forward sweep
    ys = [x[0]]
    count = 0
    while True:
        a = ys[-1] < 20.0
        if a:
            b = len(ys) < 8
        else:
            b = a
        if not b:
            break
        ys.append(ys[-1] * 1.7 + x[2] ** 2)
        count = count + 1
    c = len(ys) // 2
    # reverse sweep
    # line 972: return ys[-1] + ys[len(ys) // 2]
    ys_bar = list_zeros_like(ys)
    ys_bar[c] += 1.0
    ys_bar[-1] += 1.0
    # line 970: while ys[-1] < 20.0 and len(ys) < 8:
    x_bar = np.zeros_like(x)
    for d in range(count):
        e = x[2]
        # line 971: ys.append(ys[-1] * 1.7 + x[2] ** 2)
        f = ys_bar.pop()
        x_bar[2] += 2 * e * f
        ys_bar[-1] += 1.7 * f
    # line 969: ys = [x[0]]
    x_bar[0] += ys_bar[0]
    return (x_bar,)
