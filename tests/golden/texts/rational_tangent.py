def horner_tangent(c, x, c_dot, x_dot):
    """Tangent of horner (callees.py:52) with respect to c and x."""
    s = 0.0
    s_dot = 0.0
    for i in range(len(c)):
        s1 = s * x + c[i]
        s_dot = x * s_dot + s * x_dot + c_dot[i]
        s = s1
    return s, s_dot


def horner_tangent_2(c, x, c_dot):
    """Tangent of horner (callees.py:52) with respect to c."""
    s = 0.0
    s_dot = 0.0
    for i in range(len(c)):
        s = s * x + c[i]
        s_dot = x * s_dot + c_dot[i]
    return s, s_dot


def rational_tangent(c, x, c_dot, x_dot):
    """Tangent of rational (callees.py:59) with respect to c and x."""
    a, a_dot = horner_tangent(c, x, c_dot, x_dot)
    b, b_dot = horner_tangent_2(c, 0.5, c_dot)
    d = 1.0 + b**2
    e = a / d
    s = 0.0 * x + 1.0
    s1 = s * x + 2.0
    s2 = s1 * x + 3.0
    f = e + s2
    g = (a_dot - 2 * e * b * b_dot) / d
    return f, g + x_dot * (x * s + s1)
