from sourcead.runtime import list_zeros_like


def set_items_tangent(x, x_dot):
    """Tangent of set_items (in_place_programs.py:863) with respect to x."""
    ys = [0.0]
    ys_dot = list_zeros_like(ys)
    for i in range(len(x)):
        ys.append(x[i])
        ys_dot.append(x_dot[i])
    a = len(ys)
    for i in range(a):
        b = ys_dot[i]
        c = ys[i] * 2
        if i > 0:
            d = i - 1
            e = ys[d]
            e_dot = ys_dot[d]
        else:
            e = 0.0
            e_dot = 0.0
        ys[i] = c + e
        ys_dot[i] = 2 * b + e_dot
    ys[2] = ys[2] + ys[1]
    ys_dot[2] = ys_dot[2] + ys_dot[1]
    f = sum(ys)
    return f, sum(ys_dot)
