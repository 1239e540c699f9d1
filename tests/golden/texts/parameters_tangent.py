def parameters_tangent(x, y, x_dot, y_dot):
    """Tangent of parameters (containers.py:55) with respect to x and y."""
    a = x * y
    a_dot = y * x_dot + x * y_dot
    b = a**2
    b_dot = 2 * a * a_dot
    c = 0 + a + y + b
    d = c * b + x
    return d, b * (a_dot + y_dot + b_dot) + c * b_dot + x_dot
