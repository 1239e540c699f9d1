import numpy as np

from sourcead.runtime import list_zeros_like


def stack_tangent(x, x_dot):
    """Tangent of stack (in_place_programs.py:831) with respect to x."""
    s = []
    s_dot = list_zeros_like(s)
    for i in range(len(x)):
        a = x[i]
        s.append(a * a)
        s_dot.append(2 * a * x_dot[i])
    total = 0.0
    total_dot = 0.0
    while len(s) > 0:
        b = s[-1]
        b_dot = s_dot[-1]
        s.pop()
        s_dot.pop()
        total = total * 1.5 + b
        total_dot = 1.5 * total_dot + b_dot
    return total, np.float64(total_dot)
