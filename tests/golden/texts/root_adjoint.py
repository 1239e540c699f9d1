def root_adjoint(a, root_bar=1.0):
    """Adjoint of root (corpus.py:202) with respect to a."""
    # forward sweep
    x = 1.0
    x_tape = []
    step_tape = []
    for _ in range(50):
        x_tape.append(x)
        step = (x * x - a) / (2 * x)
        step_tape.append(step)
        x = x - step
        b = abs(step) < 1e-14
        if b:
            break
    # reverse sweep
    # line 204: for _ in range(50):
    x_bar = root_bar
    a_bar = 0.0
    for x, step in zip(reversed(x_tape), reversed(step_tape)):
        c = 2 * x
        # line 206: x = x - step
        step_bar = -x_bar
        # line 205: step = (x * x - a) / (2 * x)
        d = step_bar / c
        a_bar = a_bar - d
        x_bar = x_bar + c * d - 2 * step * step_bar / c
    return (float(a_bar),)
