import numpy as np


def nested_grad(v, w):
    """Gradient of nested (corpus.py:163) with respect to v and w."""
    # forward sweep
    t = 0.1
    a = False
    i_tape = []
    j_tape_tape = []
    b = []
    c = []
    for i in range(len(v)):
        i_tape.append(i)
        d = v[i]
        if d < 0:
            e = False
            j_tape = 0.0
            f = 0.0
            g = 0.0
        else:
            e = a
            j_tape = []
            f = []
            g = []
            for j in range(i):
                j_tape.append(j)
                h = np.tanh(t)
                f.append(h)
                t = t + d * w[j] * h
                k = t > 50
                g.append(k)
                if k:
                    e = True
                if k:
                    break
            a = e
        j_tape_tape.append(j_tape)
        b.append(f)
        c.append(g)
        if e:
            break
    # reverse sweep
    # line 163: def nested(v, w):
    if a:
        # line 163: def nested(v, w):
        w_bar = np.zeros_like(w)
        m = 1.0
        t_bar = 0.0
    else:
        # line 172: return t + np.sum(w)
        w_bar = np.full_like(w, 1.0)
        m = 0.0
        t_bar = 1.0
    # line 165: for i, a in enumerate(v):
    v_bar = np.zeros_like(v)
    for i, j_tape, h_tape, k_tape in zip(
        reversed(i_tape), reversed(j_tape_tape), reversed(b), reversed(c)
    ):
        n = v[i]
        # line 166: if a < 0:
        if n < 0:
            d_bar = 0.0
        else:
            # line 168: for j in range(i):
            d_bar = 0.0
            for j, p, q in zip(reversed(j_tape), reversed(h_tape), reversed(k_tape)):
                r = w[j]
                s = n * r
                # line 170: if t > 50:
                if q:
                    # line 171: return t * 2
                    t_bar1 = t_bar + 2 * m
                    m = 0.0
                else:
                    t_bar1 = t_bar
                # line 169: t = t + a * w[j] * np.tanh(t)
                u = p * t_bar1
                t_bar = t_bar1 * (1 + s * (1 - p * p))
                d_bar = d_bar + r * u
                w_bar[j] += n * u
        # line 165: for i, a in enumerate(v):
        v_bar[i] += d_bar
    return v_bar.astype(np.float64), w_bar.astype(np.float64)
