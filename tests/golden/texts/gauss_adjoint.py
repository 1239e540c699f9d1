import numpy as np

from sourcead.runtime import unbroadcast


def gauss_adjoint(x, gauss_bar=1.0):
    """Adjoint of gauss (in_place_programs.py:309) with respect to x."""
    # forward sweep
    b = x[:, :3]
    a = b.copy() + 3 * np.eye(3)
    d = 1.0
    d_tape = []
    c = []
    e = []
    f_tape_tape = []
    g = []
    for k in range(3):
        d_tape.append(d)
        h = k, k
        m = a[h]
        c.append(m)
        d = d * m
        n = []
        f_tape = []
        p = []
        for i in range(k + 1, 3):
            q = a[h]
            n.append(q)
            f = a[i, k] / q
            f_tape.append(f)
            r = []
            for j in range(k, 3):
                s = a[k, j]
                r.append(s)
                a[i, j] += -(f * s)
            p.append(r)
        e.append(n)
        f_tape_tape.append(f_tape)
        g.append(p)
    # reverse sweep
    # line 312: for k in range(3):
    d_bar = gauss_bar
    a_bar = np.zeros_like(a)
    for k in reversed(range(3)):
        d = d_tape.pop()
        t = c.pop()
        q_tape = e.pop()
        f_tape = f_tape_tape.pop()
        r_tape = g.pop()
        u = k, k
        # line 314: for i in range(k + 1, 3):
        for i, v, f, s_tape in zip(
            reversed(range(k + 1, 3)),
            reversed(q_tape),
            reversed(f_tape),
            reversed(r_tape),
        ):
            w = i, k
            # line 316: for j in range(k, 3):
            f_bar = 0.0
            for j, y in zip(reversed(range(k, 3)), reversed(s_tape)):
                # line 317: a[i, j] -= f * a[k, j]
                z = -a_bar[i, j]
                f_bar = f_bar + y * z
                a_bar[k, j] += f * z
            # line 315: f = a[i, k] / a[k, k]
            a_bar[u] += -f * f_bar / v
            a_bar[w] += f_bar / v
        # line 313: d *= a[k, k]
        a1 = t * d_bar
        a_bar[u] += d * d_bar
        d_bar = a1
    # line 310: a = x[:, :3].copy() + 3 * np.eye(3)
    x_bar = np.zeros_like(x)
    x_bar[:, :3] = unbroadcast(a_bar, b)
    return (x_bar,)
