import numpy as np


def nested_grad(v, w):
    """Gradient of nested (corpus.py:165) with respect to v and w."""
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
            a = False
            j_tape = []
            e = []
            a_tape = []
        else:
            a = False
            j_tape = []
            e = []
            a_tape = []
            for j in range(i):
                j_tape.append(j)
                f = np.tanh(t)
                e.append(f)
                t = t + d * w[j] * f
                a = t > 50
                a_tape.append(a)
                if a:
                    break
        j_tape_tape.append(j_tape)
        b.append(e)
        c.append(a_tape)
        if a:
            break
    # reverse sweep
    # line 165: def nested(v, w):
    if a:
        # line 165: def nested(v, w):
        w_bar = np.zeros_like(w)
        g = 1.0
        t_bar = 0.0
    else:
        # line 174: return t + np.sum(w)
        w_bar = np.full_like(w, 1.0)
        g = 0.0
        t_bar = 1.0
    # line 167: for i, a in enumerate(v):
    v_bar = np.zeros_like(v)
    for i, j_tape, f_tape, a_tape in zip(
        reversed(i_tape), reversed(j_tape_tape), reversed(b), reversed(c)
    ):
        h = v[i]
        # line 168: if a < 0:
        if h < 0:
            d_bar = 0.0
        else:
            # line 170: for j in range(i):
            d_bar = 0.0
            for j, k, m in zip(reversed(j_tape), reversed(f_tape), reversed(a_tape)):
                n = w[j]
                p = h * n
                # line 172: if t > 50:
                if m:
                    # line 173: return t * 2
                    t_bar1 = t_bar + 2 * g
                    g = 0.0
                else:
                    t_bar1 = t_bar
                # line 171: t = t + a * w[j] * np.tanh(t)
                q = k * t_bar1
                t_bar = t_bar1 * (1 + p * (1 - k * k))
                d_bar = d_bar + n * q
                w_bar[j] += h * q
        # line 167: for i, a in enumerate(v):
        v_bar[i] += d_bar
    return v_bar, w_bar
