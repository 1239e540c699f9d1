def guarded_adjoint(x, y, guarded_bar=1.0):
    """Adjoint of guarded (corpus.py:225) with respect to x and y."""
    # forward sweep
    a = y != 0
    if a:
        b = x > 0.5
    else:
        b = a
    if b:
        z = x / y
    else:
        z = x * y
    if x:
        c = x
    else:
        c = y
    # reverse sweep
    # line 227: return (x or y) * z
    x_bar = z * guarded_bar
    z_bar = c * guarded_bar
    if x:
        y_bar = 0.0
    else:
        x_bar, y_bar = 0.0, x_bar
    # line 226: z = x / y if y != 0 and x > 0.5 else x * y
    if b:
        # line 226: z = x / y if y != 0 and x > 0.5 else x * y
        x_bar1 = x_bar + z_bar / y
        y_bar1 = y_bar - z * z_bar / y
    else:
        # line 226: z = x / y if y != 0 and x > 0.5 else x * y
        x_bar1 = x_bar + y * z_bar
        y_bar1 = y_bar + x * z_bar
    return float(x_bar1), float(y_bar1)
