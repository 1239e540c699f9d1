import numpy as np


def list_of_arrays_tangent(x, x_dot):
    """Tangent of list_of_arrays (in_place_programs.py:341) with respect to x."""
    a = x * 2
    a_dot = 2 * x_dot
    b = np.zeros(5)
    b[2] = x[0]
    b_dot = np.zeros_like(b)
    b_dot[2] = x_dot[0]
    a[1:] += b[1:]
    a_dot[1:] += b_dot[1:]
    c = a * x
    d = np.sum(a * c)
    return d, np.sum(c * a_dot + a * (x * a_dot + a * x_dot))
