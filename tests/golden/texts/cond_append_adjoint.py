import numpy as np

from sourcead.runtime import list_filled


def cond_append_adjoint(x, cond_append_bar=1.0):
    """Adjoint of cond_append (in_place_programs.py:804) with respect to x."""
    # forward sweep
    ys = []
    for i in range(len(x)):
        a = x[i]
        if a > 0:
            ys.append(a**2)
    b = len(ys)
    # reverse sweep
    # line 806: for i in range(len(x)):
    ys_bar = list_filled(ys, b * cond_append_bar)
    x_bar = np.zeros_like(x)
    for i in reversed(range(len(x))):
        c = x[i]
        # line 807: if x[i] > 0:
        if c > 0:
            # line 808: ys.append(x[i] ** 2)
            d = ys_bar.pop()
            a_bar = 2 * c * d
        else:
            a_bar = 0.0
        x_bar[i] += a_bar
    return (x_bar,)
