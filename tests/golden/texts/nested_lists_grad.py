import numpy as np

from sourcead.runtime import list_filled, list_plus, list_zeros_like


def nested_lists_grad(x):
    """Gradient of nested_lists (in_place_programs.py:866) with respect to x."""
    # forward sweep
    row_tape = []
    a = []
    for i in range(3):
        row = []
        for j in range(i + 1):
            row.append(x[j] * x[i])
        row_tape.append(row)
        b = sum(row)
        a.append(b)
    # reverse sweep
    # line 868: for i in range(3):
    x_bar = np.zeros_like(x)
    for i in reversed(range(3)):
        row = row_tape.pop()
        c = a.pop()
        d = row[0]
        # line 872: total += sum(row) * row[0]
        e = list_zeros_like(row)
        e[0] += c
        # line 870: for j in range(i + 1):
        row_bar = list_plus(e, list_filled(row, d))
        for j in reversed(range(i + 1)):
            f = x[j]
            g = x[i]
            # line 871: row.append(x[j] * x[i])
            h = row_bar.pop()
            x_bar[i] += f * h
            x_bar[j] += g * h
    return (x_bar,)
