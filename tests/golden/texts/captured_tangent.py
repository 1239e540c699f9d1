def captured_tangent(x, SCALE, x_dot):
    """Tangent of captured (corpus.py:59) with respect to x."""
    a = SCALE * x
    b = a * x
    return b, x_dot * (x * SCALE + a)
