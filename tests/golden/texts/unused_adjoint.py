def unused_adjoint(x, y, unused_bar=1.0):
    """Adjoint of unused (corpus.py:123) with respect to x and y."""
    # forward sweep
    z = y**3
    # reverse sweep
    # line 126: return x * z
    x_bar = z * unused_bar
    # line 124: z = y**3
    y_bar = 3 * y**2 * x * unused_bar
    return x_bar, y_bar
