def captured_grad(x, SCALE):
    """Gradient of captured (corpus.py:57) with respect to x."""
    # forward sweep
    a = SCALE * x
    # reverse sweep
    x_bar = a + x * SCALE
    return (x_bar,)
