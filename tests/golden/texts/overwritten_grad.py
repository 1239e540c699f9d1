def overwritten_grad(x):
    """Gradient of overwritten (in_place_programs.py:36) with respect to x."""
    # forward sweep
    y = x * 2.0
    a = x[0]
    y[1] = a**2
    b = y[1]
    c = y[2]
    y[1] = b * c
    y[0] += y[1]
    # reverse sweep
    # line 41: return np.sum(y**2)
    y_bar = 2 * y
    # line 40: y[0] += y[1]
    y_bar[1] += y_bar[0]
    # line 39: y[1] = y[1] * y[2]
    d = y_bar[1]
    y_bar[1] = 0.0
    y_bar[2] += b * d
    y_bar[1] += c * d
    # line 38: y[1] = x[0] ** 2
    e = y_bar[1]
    y_bar[1] = 0.0
    # line 37: y = x * 2.0
    x_bar = 2 * y_bar
    x_bar[0] += 2 * a * e
    return (x_bar,)
