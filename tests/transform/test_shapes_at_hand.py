"""A tangent takes shapes only from variables that it has computed."""

import numpy as np

from sourcead import tangent


def raveled(x):
    y = np.sum(x * 2.0)
    return y * np.sum(np.ravel(x)) + np.sum(np.cumprod(x))


def test_shape_of_a_later_variable():
    once = tangent(raveled)
    x, d = np.arange(1.0, 7.0).reshape(2, 3), np.ones((2, 3))

    def slope(x, d):
        return once(x, d)[1]

    value, dot = tangent(slope)(x, d, d)
    assert value == slope(x, d)
    step = 1e-5
    assert abs(dot - (slope(x + step * d, d) - slope(x - step * d, d)) / (2 * step)) < 1e-5 * abs(dot)
