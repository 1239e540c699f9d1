def among_adjoint(x, n, among_bar=1.0):
    """Adjoint of among (containers.py:14) with respect to x."""
    # forward sweep
    s = 0.0
    s_tape = []
    a = []
    b = []
    for i in range(n):
        s_tape.append(s)
        c = i in (1, 3)
        a.append(c)
        if c:
            s1 = s + x * i
            s = s1
            d = False
        else:
            d = i not in (0, 2)
            if d:
                s2 = s * x
                s = s2
        b.append(d)
    # reverse sweep
    # line 16: for i in range(n):
    s_bar = among_bar
    x_bar = 0.0
    for i in reversed(range(n)):
        s = s_tape.pop()
        e = a.pop()
        f = b.pop()
        # line 17: if i in (1, 3):
        if e:
            # line 18: s = s + x * i
            g = x_bar + i * s_bar
            x_bar = g
        else:
            # line 19: elif i not in (0, 2):
            if f:
                # line 20: s = s * x
                h = x * s_bar
                j = x_bar + s * s_bar
                x_bar = j
                s_bar = h
    return (float(x_bar),)
