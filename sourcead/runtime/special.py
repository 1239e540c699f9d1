"""Special functions that NumPy and math lack and derivatives need."""

import math

import numpy as np

# Bernoulli numbers B_2, B_4, ... of the asymptotic series (Abramowitz & Stegun 6.4.11).
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)


def polygamma(n, x):
    """The n-th derivative of the digamma function at the real number `x`, a float (n = 0: digamma itself).

    Upward recurrence to x >= 15, then the asymptotic series, Abramowitz & Stegun 6.4.6 and 6.4.11. Digamma of a negative
    number by reflection (6.3.7), its derivatives by the recurrence, whose cost grows with |x|. Raises ValueError at the
    poles 0, -1, -2, ...
    """
    x = float(x)
    if x <= 0 and x == math.floor(x):
        raise ValueError("polygamma has a pole at this argument")
    if n == 0 and x < 0:
        return polygamma(0, 1 - x) - math.pi / math.tan(math.pi * math.fmod(x, 1))
    sign = -1.0 if n % 2 == 0 else 1.0
    total = 0.0
    while x < 15.0 + n:
        total += sign * math.factorial(n) / x ** (n + 1)
        x += 1.0
    if n == 0:
        return total + math.log(x) - 0.5 / x - sum(b / (2 * k * x ** (2 * k)) for k, b in enumerate(_BERNOULLI, 1))
    series = math.factorial(n - 1) / x**n + math.factorial(n) / (2 * x ** (n + 1))
    for k, b in enumerate(_BERNOULLI, 1):
        series += b * math.factorial(2 * k + n - 1) / (math.factorial(2 * k) * x ** (2 * k + n))
    return total + sign * series


def sinc_derivative(n, x):
    """The n-th derivative of np.sinc at `x`, elementwise; exact to rounding also near 0.

    With t = pi x and f = sin(t) / t, from t f = sin(t): t f_n + n f_(n-1) = sin(t + n pi / 2). That recurrence where
    |t| > n + 2, elsewhere the Taylor series of f differentiated n times.
    """
    t = math.pi * x
    far = np.where(np.abs(t) > n + 2, t, 1.0)
    recurrence = np.sin(far) / far
    for k in range(1, n + 1):
        recurrence = (np.sin(far + k * math.pi / 2) - k * recurrence) / far
    near = np.where(np.abs(t) > n + 2, 0.0, t)
    series = np.zeros_like(near)
    for j in range((n + 1) // 2, n + 25):
        weight = math.factorial(2 * j) / (math.factorial(2 * j - n) * math.factorial(2 * j + 1))
        series = series + (-1) ** j * weight * near ** (2 * j - n)
    return math.pi**n * np.where(np.abs(t) > n + 2, recurrence, series)[()]


def bessel_i(n, x):
    """The modified Bessel function of the first kind of the whole order `n` at `x`, elementwise, as an array.

    Abramowitz & Stegun 9.6.19, the mean of exp(x cos t) cos(n t) over a period, by the trapezoidal rule, which converges
    faster than any power for periodic functions: the integrand is a peak of a width of 1 / sqrt(x).
    """
    x = np.asarray(x)
    count = 2 * (20 + n + int(8 * math.sqrt(np.max(np.abs(x), initial=1.0))))
    t = 2 * math.pi * np.arange(count) / count
    found = np.mean(np.exp(np.multiply.outer(x, np.cos(t))) * np.cos(n * t), axis=-1)
    return np.asarray(found, x.dtype if x.dtype.kind == "f" else float)


def length_of(x):
    """The length of a vector, as math.hypot of its elements computes it."""
    return math.hypot(*x)


def fraction(x):
    """The fractional part of `x`, as np.modf gives it."""
    return np.modf(x)[0]


def mantissa(x):
    """The mantissa of `x`, as np.frexp gives it."""
    return np.frexp(x)[0]


def exponent(x):
    """The exponent of `x`, as np.frexp gives it."""
    return np.frexp(x)[1]


def sum_of(*items):
    """math.fsum of the numbers given as arguments."""
    return math.fsum(items)


def vander_derivative(n, x, count, increasing):
    """The n-th derivative of np.vander(x, count, increasing) in `x`, element by element."""
    powers = np.arange(count) if increasing else np.arange(count)[::-1]
    factors = np.array([math.perm(int(p), n) for p in powers], np.result_type(np.asarray(x).dtype, np.int64))
    return np.asarray(x)[:, None] ** np.maximum(powers - n, 0) * factors
