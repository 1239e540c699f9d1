def parameters_adjoint(x, y, parameters_bar=1.0):
    """Adjoint of parameters (containers.py:55) with respect to x and y."""
    # forward sweep
    a = x * y
    b = a**2
    c = 0 + a + y + b
    # reverse sweep
    # line 59: return sum(params.values()) * params["c"] + params.get("d", x)
    c_bar = b * parameters_bar
    # line 58: params.update(c=params["w"] ** 2)
    a_bar = c_bar + 2 * a * (c * parameters_bar + c_bar)
    # line 57: params["w"] *= params["b"]
    x_bar = parameters_bar + y * a_bar
    y_bar = c_bar + x * a_bar
    return x_bar, y_bar
