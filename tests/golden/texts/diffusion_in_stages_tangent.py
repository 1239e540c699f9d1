import numpy as np


def diffuse_tangent(u, k, u_dot, k_dot):
    """Tangent of diffuse (callees.py:21) with respect to u and k."""
    out = u.copy()
    u_dot1 = np.copy(u_dot)
    out_dot = u_dot1
    for i in range(1, len(u) - 1):
        a = u[i]
        a_dot = u_dot[i]
        b = i - 1
        c = i + 1
        d = u[b] - 2 * a + u[c]
        e = a_dot + d * k_dot + k * (u_dot[b] + u_dot[c] - 2 * a_dot)
        out[i] = a + k * d
        out_dot[i] = e
    return out, out_dot


def diffuse_tangent_2(u, k, u_dot):
    """Tangent of diffuse (callees.py:21) with respect to u."""
    out = u.copy()
    u_dot1 = np.copy(u_dot)
    out_dot = u_dot1
    for i in range(1, len(u) - 1):
        a = u[i]
        a_dot = u_dot[i]
        b = i - 1
        c = i + 1
        d = a + k * (u[b] - 2 * a + u[c])
        d_dot = a_dot + k * (u_dot[b] + u_dot[c] - 2 * a_dot)
        out[i] = d
        out_dot[i] = d_dot
    return out, out_dot


def diffusion_in_stages_tangent(u, k, u_dot, k_dot):
    """Tangent of diffusion_in_stages (callees.py:28) with respect to u and k."""
    v, v_dot = diffuse_tangent(u, k, u_dot, k_dot)
    v[0] = u[1]
    v_dot = v_dot.copy()
    v_dot[0] = u_dot[1]
    a = u * v_dot + v * u_dot
    w, w_dot = diffuse_tangent_2(v * u, 0.25, a)
    b = w_dot + v_dot
    c, c_dot = diffuse_tangent(w + v, k, b, k_dot)
    d = np.sum(w * c)
    return d, np.sum(c * w_dot + w * c_dot)
