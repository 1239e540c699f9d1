import numpy as np

from sourcead.runtime import list_filled


def set_items_adjoint(x, set_items_bar=1.0):
    """Adjoint of set_items (in_place_programs.py:863) with respect to x."""
    # forward sweep
    ys = [0.0]
    for i in range(len(x)):
        ys.append(x[i])
    a = len(ys)
    b = []
    for i in range(a):
        c = ys[i] * 2
        if i > 0:
            d = i - 1
            e = ys[d]
        else:
            e = 0.0
            d = 0.0
        b.append(d)
        ys[i] = c + e
    ys[2] = ys[2] + ys[1]
    # reverse sweep
    # line 870: return sum(ys)
    ys_bar = list_filled(ys, set_items_bar)
    # line 869: ys[2] += ys[1]
    f = ys_bar[2]
    ys_bar[2] = 0.0
    ys_bar[1] += f
    ys_bar[2] += f
    # line 867: for i in range(len(ys)):
    for i in reversed(range(a)):
        g = b.pop()
        # line 868: ys[i] = ys[i] * 2 + (ys[i - 1] if i > 0 else 0.0)
        h = ys_bar[i]
        ys_bar[i] = 0.0
        if i > 0:
            # line 868: ys[i] = ys[i] * 2 + (ys[i - 1] if i > 0 else 0.0)
            ys_bar[g] += h
        ys_bar[i] += 2 * h
    # line 865: for i in range(len(x)):
    x_bar = np.zeros_like(x)
    for i in reversed(range(len(x))):
        # line 866: ys.append(x[i])
        j = ys_bar.pop()
        x_bar[i] += j
    return (x_bar,)
