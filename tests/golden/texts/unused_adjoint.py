def unused_adjoint(x, y, unused_bar=1.0):
    """Adjoint of unused (corpus.py:121) with respect to x and y."""
    # forward sweep
    z = y**3
    # reverse sweep
    # line 124: return x * z
    x_bar = unused_bar * z
    # line 122: z = y**3
    y_bar = 3 * x * unused_bar * y**2
    return x_bar, y_bar
