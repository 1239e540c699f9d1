def basis_adjoint(x, basis_bar=1.0):
    """Adjoint of basis (containers.py:50) with respect to x."""
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
    f_bar = (0.0 if g else 1.0) * basis_bar
    h = c > e
    # line 51: powers = [x**k for k in range(4)]
    i = basis_bar * (3 * c * (2 + (1.0 if g else 0.0)) - 0.5)
    j = 2 * x * ((1.0 if h else 0.0) * f_bar + 0.25 * basis_bar)
    x_bar = i + j + (1.0 if b > a else 0.0) * (0.0 if h else 1.0) * f_bar
    return (x_bar,)
