def unused_tangent(x, y, x_dot, y_dot):
    """Tangent of unused (corpus.py:123) with respect to x and y."""
    z = y**3
    a = x * z
    return a, z * x_dot + 3 * x * y**2 * y_dot
