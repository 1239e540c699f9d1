import numpy as np


def halving_grad(x):
    """Gradient of halving (corpus.py:153) with respect to x."""
    # forward sweep
    n = 0
    a = False
    x_tape = []
    while x > 1:
        x_tape.append(x)
        x = x / 2 + 0.1 * np.sin(x)
        n = n + 1
        a = n > 10
        if a:
            break
    # reverse sweep
    # line 155: while x > 1:
    if a:
        x_bar = n
    else:
        # line 161: x = x * 3
        x_bar = 3 * n
    for x in reversed(x_tape):
        # line 156: x = x / 2 + 0.1 * np.sin(x)
        x_bar = x_bar * (0.5 + 0.1 * np.cos(x))
    return (float(x_bar),)
