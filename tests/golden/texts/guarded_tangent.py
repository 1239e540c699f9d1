def guarded_tangent(x, y, x_dot, y_dot):
    """Tangent of guarded (corpus.py:225) with respect to x and y."""
    a = y != 0
    if a:
        b = x > 0.5
    else:
        b = a
    if b:
        z = x / y
        z_dot = (x_dot - z * y_dot) / y
    else:
        z = x * y
        z_dot = y * x_dot + x * y_dot
    if not x:
        x = y
        x_dot = y_dot
    c = x * z
    return c, float(z * x_dot + x * z_dot)
