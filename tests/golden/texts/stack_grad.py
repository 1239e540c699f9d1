import numpy as np

from sourcead.runtime import list_zeros_like


def stack_grad(x):
    """Gradient of stack (in_place_programs.py:831) with respect to x."""
    # forward sweep
    s = []
    for i in range(len(x)):
        a = x[i]
        s.append(a * a)
    count = 0
    while len(s) > 0:
        s.pop()
        count = count + 1
    # reverse sweep
    # line 836: while len(s) > 0:
    total_bar = 1.0
    s_bar = list_zeros_like(s)
    for b in range(count):
        # line 837: total = total * 1.5 + s.pop()
        s_bar.append(0.0)
        s_bar[-1] += total_bar
        total_bar = 1.5 * total_bar
    # line 833: for v in x:
    x_bar = np.zeros_like(x)
    for i in reversed(range(len(x))):
        c = x[i]
        # line 834: s.append(v * v)
        d = s_bar.pop()
        # line 833: for v in x:
        x_bar[i] += 2 * c * d
    return (x_bar,)
