import numpy as np

from sourcead.runtime import list_zeros_like


def nested_lists_tangent(x, x_dot):
    """Tangent of nested_lists (in_place_programs.py:866) with respect to x."""
    total = 0.0
    total_dot = 0.0
    for i in range(3):
        row = []
        row_dot = list_zeros_like(row)
        for j in range(i + 1):
            a = x[j]
            b = x[i]
            row.append(a * b)
            row_dot.append(b * x_dot[j] + a * x_dot[i])
        c = sum(row)
        d = row[0]
        total = total + c * d
        total_dot = total_dot + d * sum(row_dot) + c * row_dot[0]
    return total, np.float64(total_dot)
