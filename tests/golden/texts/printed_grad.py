def printed_grad(x):
    """Gradient of printed (corpus.py:107) with respect to x."""
    # forward sweep
    y = x * x
    print(f"y = {y:.3f}")
    # reverse sweep
    # line 108: y = x * x
    x_bar = 2 * x / y
    return (x_bar,)
