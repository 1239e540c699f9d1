def parameters_grad(x, y):
    """Gradient of parameters (containers.py:55) with respect to x and y."""
    # forward sweep
    a = x * y
    b = a**2
    c = 0 + a + y + b
    # reverse sweep
    # line 58: params.update(c=params["w"] ** 2)
    a_bar = b + 2 * a * (c + b)
    # line 57: params["w"] *= params["b"]
    x_bar = 1.0 + y * a_bar
    y_bar = b + x * a_bar
    return x_bar, y_bar
