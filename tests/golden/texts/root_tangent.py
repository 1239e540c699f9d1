def root_tangent(a, a_dot):
    """Tangent of root (corpus.py:202) with respect to a."""
    x = 1.0
    x_dot = 0.0
    for _ in range(50):
        b = 2 * x
        step = (x * x - a) / b
        x = x - step
        c = (x_dot * (b - 2 * step) - a_dot) / b
        x_dot = x_dot - c
        d = abs(step) < 1e-14
        if d:
            break
    return x, float(x_dot)
