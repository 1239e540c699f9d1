def captured_grad(x, SCALE):
    """Gradient of captured (corpus.py:59) with respect to x."""
    # forward sweep
    a = SCALE * x
    # reverse sweep
    x_bar = 2 * a
    return (x_bar,)
