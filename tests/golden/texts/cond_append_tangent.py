from sourcead.runtime import list_zeros_like


def cond_append_tangent(x, x_dot):
    """Tangent of cond_append (in_place_programs.py:804) with respect to x."""
    ys = []
    ys_dot = list_zeros_like(ys)
    for i in range(len(x)):
        a = x[i]
        a_dot = x_dot[i]
        if a > 0:
            ys.append(a**2)
            ys_dot.append(2 * a * a_dot)
    b = len(ys)
    c = sum(ys) * b
    return c, b * sum(ys_dot)
