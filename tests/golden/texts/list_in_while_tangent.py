def list_in_while_tangent(x, x_dot):
    """Tangent of list_in_while (in_place_programs.py:968) with respect to x."""
    ys = [x[0]]
    ys_dot = [x_dot[0]]
    while True:
        a = ys[-1] < 20.0
        if a:
            b = len(ys) < 8
        else:
            b = a
        if not b:
            break
        c = x[2]
        ys.append(ys[-1] * 1.7 + c**2)
        ys_dot.append(1.7 * ys_dot[-1] + 2 * c * x_dot[2])
    d = len(ys) // 2
    e = ys[-1] + ys[d]
    return e, ys_dot[-1] + ys_dot[d]
