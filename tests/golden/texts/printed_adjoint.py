def printed_adjoint(x, printed_bar=1.0):
    """Adjoint of printed (corpus.py:107) with respect to x."""
    # forward sweep
    y = x * x
    print(f"y = {y:.3f}")
    # reverse sweep
    # line 108: y = x * x
    x_bar = 2 * x * printed_bar / y
    return (float(x_bar),)
