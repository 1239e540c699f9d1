import numpy as np

from sourcead.runtime import unbroadcast


def gauss_rows_grad(x):
    """Gradient of gauss_rows (in_place_programs.py:322) with respect to x."""
    # forward sweep
    b = x[:, :3]
    a = b.copy() + 3 * np.eye(3)
    d = 1.0
    d_tape = []
    c = []
    e = []
    f = []
    g = []
    for k in range(3):
        d_tape.append(d)
        h = k, k
        j = a[h]
        c.append(j)
        d = d * j
        m = []
        n = []
        p = []
        for i in range(k + 1, 3):
            q = slice(k, None, None)
            r = a[h]
            m.append(r)
            s = a[i, k] / r
            n.append(s)
            t = a[k, q]
            p.append(np.copy(t))
            a[i, q] += -(s * t)
        e.append(m)
        f.append(n)
        g.append(p)
    # reverse sweep
    # line 325: for k in range(3):
    d_bar = 1.0
    a_bar = np.zeros_like(a)
    for k in reversed(range(3)):
        d = d_tape.pop()
        v = c.pop()
        r_tape = e.pop()
        s_tape = f.pop()
        t_tape = g.pop()
        w = k, k
        # line 327: for i in range(k + 1, 3):
        for i, y, z, a1 in zip(
            reversed(range(k + 1, 3)),
            reversed(r_tape),
            reversed(s_tape),
            reversed(t_tape),
        ):
            b1 = slice(k, None, None)
            # line 328: a[i, k:] -= a[i, k] / a[k, k] * a[k, k:]
            c1 = -a_bar[i, b1]
            s_bar = np.sum(a1 * c1)
            a_bar[k, b1] += z * c1
            a_bar[w] += -z * s_bar / y
            a_bar[i, k] += s_bar / y
        # line 326: d *= a[k, k]
        d1 = v * d_bar
        a_bar[w] += d * d_bar
        d_bar = d1
    # line 323: a = x[:, :3].copy() + 3 * np.eye(3)
    x_bar = np.zeros_like(x)
    x_bar[:, :3] = unbroadcast(a_bar, b)
    return (x_bar,)
