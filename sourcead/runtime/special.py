"""Special functions that NumPy and math lack and derivatives need."""

import math

# Bernoulli numbers B_2, B_4, ... of the asymptotic series (Abramowitz & Stegun 6.4.11).
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)


def polygamma(n, x):
    """The n-th derivative of the digamma function at the real scalar `x` (n = 0: digamma itself).

    Upward recurrence to x >= 15, then the asymptotic series, Abramowitz & Stegun 6.4.6 and 6.4.11; negative arguments by
    recurrence too, so cost grows with |x| there. Raises ValueError at the poles 0, -1, -2, ...
    """
    if x <= 0 and x == math.floor(x):
        raise ValueError("polygamma has a pole at this argument")
    sign = -1.0 if n % 2 == 0 else 1.0
    total = 0.0
    while x < 15.0 + n:
        total += sign * math.factorial(n) / x ** (n + 1)
        x += 1.0
    if n == 0:
        series = math.log(x) - 0.5 / x
        series -= sum(b / (2 * k * x ** (2 * k)) for k, b in enumerate(_BERNOULLI, 1))
        return total + series
    series = math.factorial(n - 1) / x**n + math.factorial(n) / (2 * x ** (n + 1))
    for k, b in enumerate(_BERNOULLI, 1):
        series += b * math.factorial(2 * k + n - 1) / (math.factorial(2 * k) * x ** (2 * k + n))
    return total + sign * series
