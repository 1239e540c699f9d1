import numpy as np

from sourcead.runtime import list_filled


def set_items_adjoint(x, set_items_bar=1.0):
    """Adjoint of set_items (in_place_programs.py:855) with respect to x."""
    # forward sweep
    ys = [0.0]
    for i in range(len(x)):
        ys.append(x[i])
    ys1 = ys
    a = []
    for i in range(len(ys)):
        b = ys1[i] * 2
        if i > 0:
            c = i - 1
            d = ys1[c]
        else:
            d = 0.0
            c = 0.0
        a.append(c)
        ys1[i] = b + d
    ys1[2] = ys1[2] + ys1[1]
    # reverse sweep
    # line 862: return sum(ys)
    ys_bar = list_filled(ys1, set_items_bar)
    # line 861: ys[2] += ys[1]
    e = ys_bar[2]
    ys_bar[2] = 0.0
    ys_bar[1] += e
    ys_bar[2] += e
    # line 859: for i in range(len(ys)):
    for i in reversed(range(len(ys))):
        f = a.pop()
        # line 860: ys[i] = ys[i] * 2 + (ys[i - 1] if i > 0 else 0.0)
        g = ys_bar[i]
        ys_bar[i] = 0.0
        if i > 0:
            # line 860: ys[i] = ys[i] * 2 + (ys[i - 1] if i > 0 else 0.0)
            ys_bar[f] += g
        ys_bar[i] += 2 * g
    # line 857: for i in range(len(x)):
    x_bar = np.zeros_like(x)
    for i in reversed(range(len(x))):
        # line 858: ys.append(x[i])
        h = ys_bar.pop()
        x_bar[i] += h
    return (x_bar,)
