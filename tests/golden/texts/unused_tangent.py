def unused_tangent(x, y, x_dot, y_dot):
    """Tangent of unused (corpus.py:121) with respect to x and y."""
    z = y**3
    a = x * z
    return a, x_dot * z + 3 * x * y_dot * y**2
