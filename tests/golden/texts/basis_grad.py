def basis_grad(x):
    """Gradient of basis (containers.py:50) with respect to x."""
    # forward sweep
    a = x**0
    b = x**1
    c = x**2
    d = x**3
    e = max(a, b)
    f = max(e, c)
    # reverse sweep
    # line 52: return sum(c * p for c, p in zip((1.0, -0.5, 0.25, 2.0), powers)) + max(powers)
    g = d > f
    h = 0.0 if g else 1.0
    i = c > e
    # line 51: powers = [x**k for k in range(4)]
    j = 2 * x * (0.25 + (1.0 if i else 0.0) * h)
    k = (1.0 if b > a else 0.0) * (0.0 if i else 1.0) * h
    m = 3 * c * (2.0 + (1.0 if g else 0.0)) + j + k
    x_bar = m - 0.5
    return (x_bar,)
