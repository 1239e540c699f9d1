def among_tangent(x, n, x_dot):
    """Tangent of among (containers.py:14) with respect to x."""
    s = 0.0
    s_dot = 0.0
    for i in range(n):
        if i in (1, 3):
            s1 = s + x * i
            s_dot1 = s_dot + i * x_dot
            s = s1
            s_dot = s_dot1
        elif i not in (0, 2):
            s2 = s * x
            s_dot2 = x * s_dot + s * x_dot
            s = s2
            s_dot = s_dot2
    return s, float(s_dot)
