def basis_tangent(x, x_dot):
    """Tangent of basis (containers.py:50) with respect to x."""
    a = x**0
    b = x**1
    c = x**2
    c_dot = 2 * x * x_dot
    d = x**3
    e = 0 + 1.0 * a + -0.5 * b + 0.25 * c + 2.0 * d
    f = max(a, b)
    g = max(f, c)
    h = c > f
    i = d > g
    j = e + max(g, d)
    k = x_dot * (3 * c * (2 + (1.0 if i else 0.0)) - 0.5)
    m = (0.0 if h else 1.0) * (1.0 if b > a else 0.0) * x_dot + (
        1.0 if h else 0.0
    ) * c_dot
    return j, k + 0.25 * c_dot + (0.0 if i else 1.0) * m
