import numpy as np

from sourcead.runtime import list_zeros_like, require_items


def largest_adjoint(v, largest_bar=1.0):
    """Adjoint of largest (containers.py:40) with respect to v."""
    # forward sweep
    a = []
    for i in range(len(v)):
        b = v[i]
        a.append(b * b)
    c = len(a)
    require_items(c, "max")
    e = a[0]
    e_tape = []
    for i in range(1, c):
        e_tape.append(e)
        e = max(e, a[i])
    f = []
    g = []
    for i in range(len(v)):
        h = np.exp(v[i])
        g.append(h)
        f.append(h)
    j = len(f)
    require_items(j, "min")
    m = f[0]
    m_tape = []
    for i in range(1, j):
        m_tape.append(m)
        m = min(m, f[i])
    # reverse sweep
    m_bar = -largest_bar
    f_bar = list_zeros_like(f)
    for i in reversed(range(1, j)):
        n = m_tape.pop()
        p = f[i]
        q = p < n
        r = (0.0 if q else 1.0) * m_bar
        f_bar[i] += (1.0 if q else 0.0) * m_bar
        m_bar = r
    f_bar[0] += m_bar
    v_bar = np.zeros_like(v)
    for i in reversed(range(len(v))):
        s = g.pop()
        h_bar = f_bar.pop()
        v_bar[i] += s * h_bar
    a_bar = list_zeros_like(a)
    for i in reversed(range(1, c)):
        t = e_tape.pop()
        u = a[i]
        w = u > t
        x = (0.0 if w else 1.0) * largest_bar
        a_bar[i] += (1.0 if w else 0.0) * largest_bar
        largest_bar = x
    a_bar[0] += largest_bar
    for i in reversed(range(len(v))):
        y = v[i]
        z = a_bar.pop()
        v_bar[i] += 2 * y * z
    return (v_bar,)
