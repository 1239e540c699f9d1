import numpy as np


def branches_adjoint(x, branches_bar=1.0):
    """Adjoint of branches (corpus.py:136) with respect to x."""
    # forward sweep
    a = x > 1
    if a:
        y = x * x
        c = False
    else:
        b = x > 0
        if b:
            y = np.sin(x)
        else:
            y = 0.0
        c = not b
    # reverse sweep
    # line 136: def branches(x):
    if c:
        y_bar = 0.0
        x_bar = 0.0
    else:
        # line 143: return y * x
        y_bar = x * branches_bar
        x_bar = y * branches_bar
        branches_bar = 0.0
    # line 137: if x > 1:
    if a:
        # line 138: y = x * x
        x_bar1 = x_bar + 2 * x * y_bar
    else:
        # line 139: elif x > 0:
        if b:
            # line 140: y = np.sin(x)
            x_bar1 = x_bar + np.cos(x) * y_bar
        else:
            # line 142: return -x
            x_bar1 = x_bar - branches_bar
    return (float(x_bar1),)
