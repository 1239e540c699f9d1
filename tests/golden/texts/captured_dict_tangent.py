def captured_dict_tangent(x, low, high, x_dot):
    """Tangent of captured_dict (containers.py:78) with respect to x."""
    a = (0 + low * x**0 + high * x**1) * high
    return a, high * high * x_dot
