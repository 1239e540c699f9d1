def descent_tangent(x, n, x_dot):
    """Tangent of descent (containers.py:163) with respect to x."""
    a = 0.0
    a_dot = 0.0
    for _ in range(n):
        a = 0.9 * a + x**3
        a_dot = 0.9 * a_dot + 3 * x**2 * x_dot
        x = x - 0.1 * a
        x_dot = x_dot - 0.1 * a_dot
    return x, float(x_dot)
