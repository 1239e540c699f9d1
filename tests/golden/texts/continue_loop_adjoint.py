import numpy as np


def continue_loop_adjoint(x, continue_loop_bar=1.0):
    """Adjoint of continue_loop (in_place_programs.py:764) with respect to x."""
    # forward sweep
    y = np.zeros(5)
    a = False
    i_tape = []
    a_tape = []
    b = []
    c = []
    d = []
    for i in range(5):
        i_tape.append(i)
        e = x[i]
        if e < 0:
            a = False
            h = 0.0
            f = 0.0
            g = 0.0
        else:
            y[i] = e**2
            a = i == 3
            if a:
                h = 0.0
                f = 0.0
                g = 0.0
            else:
                f = y[i]
                g = i - 1
                h = y[g] + 1
                y[i] = f * h
        a_tape.append(a)
        b.append(h)
        c.append(f)
        d.append(g)
        if a:
            break
    if not a:
        y[0] = 100.0
    # reverse sweep
    # line 775: return np.sum(y * y)
    y_bar = 2 * continue_loop_bar * y
    # line 766: for i in range(5):
    if not a:
        # line 774: y[0] = 100.0
        y_bar[0] = 0.0
    x_bar = np.zeros_like(x)
    for i, j, k, m, n in zip(
        reversed(i_tape), reversed(a_tape), reversed(b), reversed(c), reversed(d)
    ):
        p = x[i]
        # line 767: if x[i] < 0:
        if p < 0:
            e_bar = 0.0
        else:
            # line 770: if i == 3:
            if not j:
                # line 772: y[i] *= y[i - 1] + 1
                q = y_bar[i]
                y_bar[i] = 0.0
                y_bar[n] += m * q
                y_bar[i] += k * q
            # line 769: y[i] = x[i] ** 2
            r = y_bar[i]
            y_bar[i] = 0.0
            e_bar = 2 * p * r
        x_bar[i] += e_bar
    return (x_bar,)
