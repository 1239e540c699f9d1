import numpy as np

from sourcead.runtime import require_shape


def whole_tangent(x, x_dot):
    """Tangent of whole (in_place_programs.py:95) with respect to x."""
    y = x * 2
    y1 = y + x
    require_shape(y1, y)
    y = y1 * x
    require_shape(y, y1)
    y = y - 1.0
    y = y / 3.0
    y2 = y**2
    c = x_dot * (0.6666666666666666 * x * y * (3 * x + y1) + y2)
    d = np.sum(y2 * x)
    return d, np.sum(c)
