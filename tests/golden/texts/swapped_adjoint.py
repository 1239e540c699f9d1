import numpy as np

from sourcead.runtime import unbroadcast


def swapped_adjoint(x, swapped_bar=1.0):
    """Adjoint of swapped (in_place_programs.py:249) with respect to x."""
    # forward sweep
    u = x * 1.0
    w = np.zeros(5)
    a = []
    b = []
    for k in range(3):
        c = []
        d = []
        for i in range(1, 4):
            e = u[i - 1]
            c.append(e)
            f = u[i + 1]
            d.append(f)
            w[i] = e * f + u[i]
        a.append(c)
        b.append(d)
        u, w = w, u
    g = w * x
    # reverse sweep
    # line 256: return np.sum(u**2) + np.sum(w * x)
    g_bar = np.full_like(g, swapped_bar)
    h = unbroadcast(w * g_bar, x)
    # line 252: for k in range(3):
    u_bar = 2 * swapped_bar * u
    w_bar = unbroadcast(x * g_bar, w)
    for k in reversed(range(3)):
        e_tape = a.pop()
        f_tape = b.pop()
        # line 253: for i in range(1, 4):
        w_bar, u_bar = u_bar, w_bar
        for i, j, m in zip(reversed(range(1, 4)), reversed(e_tape), reversed(f_tape)):
            n = i - 1
            p = i + 1
            # line 254: w[i] = u[i - 1] * u[i + 1] + u[i]
            q = w_bar[i]
            w_bar[i] = 0.0
            u_bar[i] += q
            u_bar[p] += j * q
            u_bar[n] += m * q
    # line 250: u = x * 1.0
    x_bar = h + u_bar
    return (x_bar,)
