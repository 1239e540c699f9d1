import numpy as np


def diffuse_forward(u, k):
    """Forward sweep of diffuse (callees.py:21) with respect to u and k."""
    out = u.copy()
    a = len(u) - 1
    for i in range(1, a):
        b = u[i]
        c = k * (u[i - 1] - 2 * b + u[i + 1])
        out[i] = b + c
    return out, (u, a, k)


def diffuse_forward_2(u, k):
    """Forward sweep of diffuse (callees.py:21) with respect to u."""
    out = u.copy()
    a = len(u) - 1
    for i in range(1, a):
        b = u[i]
        c = k * (u[i - 1] - 2 * b + u[i + 1])
        out[i] = b + c
    return out, (u, a, k)


def diffuse_reverse(tape, diffuse_bar):
    """Reverse sweep of diffuse (callees.py:21) with respect to u and k."""
    u, a, k = tape
    # line 23: for i in range(1, len(u) - 1):
    diffuse_bar = diffuse_bar.copy()
    out_bar = diffuse_bar
    u_bar = np.zeros_like(u)
    k_bar = 0.0
    for i in reversed(range(1, a)):
        b = i - 1
        c = i + 1
        d = u[b] - 2 * u[i] + u[c]
        # line 24: out[i] = u[i] + k * (u[i - 1] - 2 * u[i] + u[i + 1])
        e = out_bar[i]
        out_bar[i] = 0.0
        k_bar = k_bar + d * e
        f = k * e
        u_bar[c] += f
        u_bar[b] += f
        u_bar[i] += e - 2 * f
    # line 22: out = u.copy()
    u_bar = u_bar + out_bar
    return u_bar, k_bar


def diffuse_reverse_2(tape, diffuse_bar):
    """Reverse sweep of diffuse (callees.py:21) with respect to u."""
    u, a, k = tape
    # line 23: for i in range(1, len(u) - 1):
    diffuse_bar = diffuse_bar.copy()
    out_bar = diffuse_bar
    u_bar = np.zeros_like(u)
    for i in reversed(range(1, a)):
        b = i - 1
        c = i + 1
        # line 24: out[i] = u[i] + k * (u[i - 1] - 2 * u[i] + u[i + 1])
        d = out_bar[i]
        out_bar[i] = 0.0
        e = k * d
        u_bar[c] += e
        u_bar[b] += e
        u_bar[i] += d - 2 * e
    # line 22: out = u.copy()
    u_bar = u_bar + out_bar
    return u_bar


def diffusion_in_stages_grad(u, k):
    """Gradient of diffusion_in_stages (callees.py:28) with respect to u and k."""
    # forward sweep
    v, diffuse_tape = diffuse_forward(u, k)
    v[0] = u[1]
    w, diffuse_tape1 = diffuse_forward_2(v * u, 0.25)
    a, diffuse_tape2 = diffuse_forward(w + v, k)
    # reverse sweep
    # line 32: return np.sum(w * diffuse(w + v, k))
    b = np.full_like(u, 1.0)
    c, d = diffuse_reverse(diffuse_tape2, w * b)
    w_bar = a * b + c
    # line 31: w = diffuse(v * u, 0.25)
    e = diffuse_reverse_2(diffuse_tape1, w_bar)
    v_bar = c + u * e
    f = v * e
    # line 30: v[0] = u[1]
    g = v_bar[0]
    v_bar[0] = 0.0
    f[1] += g
    # line 29: v = diffuse(u, k)
    h, i = diffuse_reverse(diffuse_tape, v_bar)
    u_bar = f + h
    k_bar = d + i
    return u_bar, float(k_bar)
