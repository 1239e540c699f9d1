def swapping_grad(x, n):
    """Gradient of swapping (corpus.py:177) with respect to x."""
    # forward sweep
    a = x
    b = 2 * x
    a_tape = []
    b_tape = []
    for _ in range(n):
        a_tape.append(a)
        b_tape.append(b)
        c = a * b * 0.3 + a
        a, b = b, c
    # reverse sweep
    # line 179: for _ in range(n):
    a_bar = 1.0
    b_bar = -1.0
    for _ in reversed(range(n)):
        a = a_tape.pop()
        b = b_tape.pop()
        # line 180: a, b = b, a * b * 0.3 + a
        d = 0.3 * b_bar
        e = b_bar + b * d
        b_bar = a_bar + a * d
        a_bar = e
    # line 178: a, b = x, 2 * x
    x_bar = a_bar + 2 * b_bar
    return (float(x_bar),)
