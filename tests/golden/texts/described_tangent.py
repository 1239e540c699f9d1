def described_tangent(x, mode, x_dot):
    """Tangent of described (containers.py:179) with respect to x."""
    a = x * x
    return a, 2 * x * x_dot
