def view_adjoint(x, view_bar=1.0):
    """Adjoint of view (in_place_programs.py:115) with respect to x."""
    # forward sweep
    y = x * 2
    y[1:3][0] = x[4]
    a = y[1:3][0]
    b = y[1:3][1]
    y[2] = a * b
    # reverse sweep
    # line 120: return np.sum(y**2) + v[1]
    y_bar = 2 * view_bar * y
    y_bar[1:3][1] += view_bar
    # line 119: y[2] = v[0] * v[1]
    c = y_bar[2]
    y_bar[2] = 0.0
    y_bar[1:3][1] += a * c
    y_bar[1:3][0] += b * c
    # line 118: v[0] = x[4]
    d = y_bar[1:3][0]
    y_bar[1:3][0] = 0.0
    # line 116: y = x * 2
    x_bar = 2 * y_bar
    x_bar[4] += d
    return (x_bar,)
