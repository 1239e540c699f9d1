from sourcead.runtime import list_zeros_like


def set_items_tangent(x, x_dot):
    """Tangent of set_items (in_place_programs.py:855) with respect to x."""
    ys = [0.0]
    ys_dot = list_zeros_like(ys)
    for i in range(len(x)):
        ys.append(x[i])
        ys_dot.append(x_dot[i])
    ys1 = ys
    for i in range(len(ys)):
        a = ys_dot[i]
        b = ys1[i] * 2
        if i > 0:
            c = i - 1
            d = ys1[c]
            d_dot = ys_dot[c]
        else:
            d = 0.0
            d_dot = 0.0
        ys1[i] = b + d
        ys_dot[i] = 2 * a + d_dot
    ys1[2] = ys1[2] + ys1[1]
    ys_dot[2] = ys_dot[2] + ys_dot[1]
    e = sum(ys1)
    return e, sum(ys_dot)
