import numpy as np

from sourcead.runtime import unbroadcast


def swapped_grad(x):
    """Gradient of swapped (in_place_programs.py:249) with respect to x."""
    # forward sweep
    u = x * 1.0
    w = np.zeros(5)
    u_tape = []
    for k in range(3):
        for i in range(1, 4):
            w[i] = u[i - 1] * u[i + 1] + u[i]
        u_tape.append(np.copy(u))
        u, w = w, u
    a = w * x
    # reverse sweep
    # line 256: return np.sum(u**2) + np.sum(w * x)
    a_bar = np.full_like(a, 1.0)
    b = unbroadcast(w * a_bar, x)
    # line 252: for k in range(3):
    u_bar = 2 * u
    w_bar = unbroadcast(x * a_bar, w)
    for k in reversed(range(3)):
        u = u_tape.pop()
        # line 253: for i in range(1, 4):
        w_bar, u_bar = u_bar, w_bar
        for i in reversed(range(1, 4)):
            c = i - 1
            d = u[c]
            e = i + 1
            f = u[e]
            # line 254: w[i] = u[i - 1] * u[i + 1] + u[i]
            g = w_bar[i]
            w_bar[i] = 0.0
            u_bar[i] += g
            u_bar[e] += d * g
            u_bar[c] += f * g
    # line 250: u = x * 1.0
    x_bar = b + u_bar
    return (x_bar,)
