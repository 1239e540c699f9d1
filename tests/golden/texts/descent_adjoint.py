def descent_adjoint(x, n, descent_bar=1.0):
    """Adjoint of descent (containers.py:163) with respect to x."""
    # forward sweep
    a = 0.0
    x_tape = []
    for _ in range(n):
        x_tape.append(x)
        a = 0.9 * a + x**3
        x = x - 0.1 * a
    # reverse sweep
    # line 165: for _ in range(n):
    a_bar = 0.0
    for _ in reversed(range(n)):
        b = x_tape.pop()
        # line 160: self.value -= 0.1 * self.momentum
        a_bar1 = a_bar - 0.1 * descent_bar
        # line 159: self.momentum = 0.9 * self.momentum + slope
        a_bar = 0.9 * a_bar1
        # line 166: optimiser.step(optimiser.value**3)
        descent_bar = descent_bar + 3 * b**2 * a_bar1
    return (float(descent_bar),)
