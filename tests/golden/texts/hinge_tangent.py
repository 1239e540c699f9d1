def hinge_tangent(v, v_dot):
    """Tangent of hinge (containers.py:36) with respect to v."""
    a = 0
    a_dot = 0.0
    for i in range(len(v)):
        b = v[i]
        b_dot = v_dot[i]
        if b > 0:
            c = a + b
            c_dot = a_dot + b_dot
            a = c
            a_dot = c_dot
    d = 0
    d_dot = 0.0
    for i in range(len(v)):
        e = v[i]
        f = 0.5 * e
        g = f > e
        d = d + max(e, f)
        d_dot = d_dot + v_dot[i] * ((0.0 if g else 1.0) + 0.5 * (1.0 if g else 0.0))
    h = a + d
    return h, a_dot + d_dot
