def swapping_tangent(x, n, x_dot):
    """Tangent of swapping (corpus.py:177) with respect to x."""
    a = x
    b = 2 * x
    a_dot = x_dot
    b_dot = 2 * x_dot
    for _ in range(n):
        c = a * b * 0.3 + a
        c_dot = 0.3 * (b * a_dot + a * b_dot) + a_dot
        a, b, a_dot, b_dot = b, c, b_dot, c_dot
    d = a - b
    return d, float(a_dot - b_dot)
