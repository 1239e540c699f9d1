from sourcead.runtime import require_shape


def whole_adjoint(x, whole_bar=1.0):
    """Adjoint of whole (in_place_programs.py:95) with respect to x."""
    # forward sweep
    y = x * 2
    y1 = y + x
    require_shape(y1, y)
    y = y1 * x
    require_shape(y, y1)
    y = y - 1.0
    y = y / 3.0
    y2 = y**2
    # reverse sweep
    # line 100: y /= 3.0
    y_bar = 0.6666666666666666 * whole_bar * y * x
    # line 96: y = x * 2
    x_bar = y_bar * (y1 + 3 * x) + whole_bar * y2
    return (x_bar,)
