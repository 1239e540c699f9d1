def guarded_grad(x, y):
    """Gradient of guarded (corpus.py:225) with respect to x and y."""
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
    if x:
        x_bar = z
        y_bar = 0.0
    else:
        x_bar = 0.0
        y_bar = z
    # line 226: z = x / y if y != 0 and x > 0.5 else x * y
    if b:
        # line 226: z = x / y if y != 0 and x > 0.5 else x * y
        x_bar1 = x_bar + c / y
        y_bar1 = y_bar - z * c / y
    else:
        # line 226: z = x / y if y != 0 and x > 0.5 else x * y
        x_bar1 = x_bar + y * c
        y_bar1 = y_bar + x * c
    return float(x_bar1), float(y_bar1)
