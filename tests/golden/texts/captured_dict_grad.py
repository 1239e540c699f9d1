def captured_dict_grad(x, low, high):
    """Gradient of captured_dict (containers.py:78) with respect to x."""
    x_bar = high * high
    return (x_bar,)
