def printed_grad(x):
    """Gradient of printed (corpus.py:105) with respect to x."""
    # forward sweep
    y = x * x
    print(f"y = {y:.3f}")
    # reverse sweep
    # line 106: y = x * x
    x_bar = 2 * x / y
    return (x_bar,)
