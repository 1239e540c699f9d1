"""Derivatives of the incomplete gamma and beta functions in their parameters, by quadrature of the derivatives of the density.

The density f of the gamma distribution is exp((a - 1) log t - t - log Γ(a)), and each derivative of it in a is f times a
complete Bell polynomial of the derivatives of its logarithm: log t - ψ(a), -ψ'(a), -ψ''(a), ...; likewise for the beta
distribution. The integral is taken over the tail that ends at x, lower or upper, whichever is the smaller: there the first
derivative of the density has one sign, and nothing cancels. With t = x exp(-w / a) on a lower tail and w = exp(s - exp(-s)) the integrand
decays doubly exponentially in s, and the trapezoidal rule is exact to rounding (Takahasi & Mori, Double exponential formulas
for numerical integration, 1974).
"""

import math

import numpy as np

_STEP, _NODES = 1 / 24, np.arange(-160, 145) / 24
_W = np.exp(_NODES - np.exp(-_NODES))  # from 1e-300 to 400
_WEIGHTS = _STEP * _W * (1 + np.exp(-_NODES))
_AT_ONCE = 4096  # elements at a time, to bound the memory


def gamma_density_slope(n, a, x):
    """The n-th derivative in `a` of x**(a - 1) exp(-x) / Γ(a), elementwise; 0 for x < 0."""
    return _elementwise(_gamma_density, (n,), a, x)


def gammainc_slope(n, a, x):
    """The n-th derivative in `a` of scipy.special.gammainc(a, x), elementwise."""
    return _elementwise(_gamma_tail, (n,), a, x)


def beta_density_slope(n, m, a, b, x):
    """The derivative in `a`, n times, and `b`, m times, of x**(a - 1) (1 - x)**(b - 1) / B(a, b), elementwise."""
    return _elementwise(_beta_density, (n, m), a, b, x)


def betainc_slope(n, m, a, b, x):
    """The derivative in `a`, n times, and in `b`, m times, of scipy.special.betainc(a, b, x), elementwise."""
    return _elementwise(_beta_tail, (n, m), a, b, x)


def _elementwise(function, orders, *args):
    """`function` of vectors, in parts; the result has the shape the arguments broadcast to."""
    arrays = np.broadcast_arrays(*(np.asarray(a, float) for a in args))
    flat = [np.ravel(a) for a in arrays]
    with np.errstate(all="ignore"):
        parts = [function(*orders, *(f[i : i + _AT_ONCE] for f in flat)) for i in range(0, max(len(flat[0]), 1), _AT_ONCE)]
    return np.concatenate(parts).reshape(arrays[0].shape).astype(_type_of(args))[()]


def _type_of(args):
    """float32 where all arguments of a type of their own are of that type: Python's numbers take that of the others."""
    types = [np.asarray(a).dtype for a in args if type(a) not in (int, float, bool)]
    return np.float32 if types and all(t == np.float32 for t in types) else np.float64


# -- gamma --------------------------------------------------------------------------------------------------------------------


def _gamma_slopes(n, a, log_t):
    """The n-th derivative of the density over the density."""
    from scipy import special

    slopes = [log_t - special.psi(a)] + [-special.polygamma(j, a) for j in range(1, n)]
    bell = [np.ones_like(log_t)]
    for k in range(n):
        bell.append(sum(math.comb(k, i) * bell[k - i] * slopes[i] for i in range(k + 1)))
    return bell[n]


def _gamma_density(n, a, x):
    from scipy import special

    inside = np.where(x > 0, x, 1.0)
    density = np.exp(special.xlogy(a - 1, inside) - inside - special.gammaln(a))
    return np.where(x > 0, density * _gamma_slopes(n, a, np.log(inside)), np.where(x <= 0, 0.0, np.nan))


def _gamma_tail(n, a, x):
    from scipy import special

    if n == 0:
        return special.gammainc(a, x)
    inside = np.where((x > 0) & (x < np.inf) & (a > 0), x, 1.0)[:, None]
    a = np.where(a > 0, a, 1.0)[:, None] * np.where(a > 0, 1.0, np.nan)[:, None]
    lower = inside < a
    # below x, t = x exp(-w / a), dt = -t dw / a; above it, t = x + w
    t = np.where(lower, inside * np.exp(-_W / a), inside + _W * _width(a, inside))
    log_t = np.where(lower, np.log(inside) - _W / a, np.log(t))
    log_f = np.where(lower, a * log_t - t - np.log(a), (a - 1) * log_t - t + np.log(_width(a, inside))) - special.gammaln(a)
    total = np.sum(_WEIGHTS * np.exp(log_f) * _gamma_slopes(n, a, log_t), axis=1)
    outside = np.where(np.isnan(x), np.nan, 0.0)
    return np.where((x > 0) & (x < np.inf), np.where(lower[:, 0], total, -total), outside)


def _width(a, x):
    """The length over which the upper tail of a density decays, roughly."""
    return np.sqrt(a) + 1.0 + 0 * x


# -- beta ---------------------------------------------------------------------------------------------------------------------


def _beta_slopes(n, m, a, b, log_t, log_u):
    """The derivative of the density over the density; log_t = log t, log_u = log(1 - t)."""
    from scipy import special

    def slope(i, j):
        """The derivative of the density's logarithm, i times in a and j times in b."""
        order = i + j - 1
        value = special.polygamma(order, a + b)
        value = value - (special.polygamma(order, a) if j == 0 else special.polygamma(order, b) if i == 0 else 0.0)
        return value + (log_t if (i, j) == (1, 0) else log_u if (i, j) == (0, 1) else 0.0)

    slopes = {(i, j): slope(i, j) for i in range(n + 1) for j in range(m + 1) if i + j}
    bell = {(0, 0): np.ones_like(log_t)}
    for i in range(n + 1):
        for j in range(m + 1):
            if i or j:
                k, l = (i - 1, j) if i else (0, j - 1)  # one derivative more than this one, by Leibniz
                step = (1, 0) if i else (0, 1)
                bell[i, j] = sum(
                    math.comb(k, p) * math.comb(l, q) * bell[k - p, l - q] * slopes[p + step[0], q + step[1]]
                    for p in range(k + 1)
                    for q in range(l + 1)
                )
    return bell[n, m]


def _beta_density(n, m, a, b, x):
    from scipy import special

    within = (x > 0) & (x < 1)
    t = np.where(within, x, 0.5)
    density = np.exp((a - 1) * np.log(t) + (b - 1) * np.log1p(-t) - special.betaln(a, b))
    return np.where(within, density * _beta_slopes(n, m, a, b, np.log(t), np.log1p(-t)), np.where(np.isnan(x), np.nan, 0.0))


def _beta_tail(n, m, a, b, x):
    from scipy import special

    if n == m == 0:
        return special.betainc(a, b, x)
    within = (x > 0) & (x < 1) & (a > 0) & (b > 0)
    t = np.where(within, x, 0.5)
    lower = t * (a + b) < a
    below = _beta_lower(n, m, np.where(lower, a, b), np.where(lower, b, a), np.where(lower, t, 1 - t), lower)
    outside = np.where(np.isnan(a + b + x) | ~((a > 0) & (b > 0)), np.nan, 0.0)
    return np.where(within, np.where(lower, below, -below), outside)


def _beta_lower(n, m, a, b, x, straight):
    """The integral below x, t = x exp(-w / a); where not `straight`, a and b are exchanged, and so are n and m."""
    from scipy import special

    a, b, x = a[:, None], b[:, None], x[:, None]
    log_t = np.log(x) - _W / a
    log_u = np.log1p(-x - x * np.expm1(-_W / a))
    log_f = a * log_t + (b - 1) * log_u - np.log(a) - special.betaln(a, b)
    slopes = np.where(straight[:, None], _beta_slopes(n, m, a, b, log_t, log_u), _beta_slopes(m, n, a, b, log_t, log_u))
    return np.sum(_WEIGHTS * np.exp(log_f) * slopes, axis=1)


# -- Faddeeva's function ----------------------------------------------------------------------------------------------------------


def faddeeva_real(a, b):
    """The real part of scipy.special.wofz(a + i b), elementwise."""
    return _faddeeva(a, b, np.real)


def faddeeva_imaginary(a, b):
    """The imaginary part of scipy.special.wofz(a + i b), elementwise."""
    return _faddeeva(a, b, np.imag)


def _faddeeva(a, b, part):
    from scipy import special

    return np.asarray(part(special.wofz(np.asarray(a, float) + 1j * np.asarray(b, float)))).astype(_type_of((a, b)))[()]
