def captured_adjoint(x, SCALE, captured_bar=1.0):
    """Adjoint of captured (corpus.py:59) with respect to x."""
    # forward sweep
    a = SCALE * x
    # reverse sweep
    x_bar = 2 * captured_bar * a
    return (x_bar,)
