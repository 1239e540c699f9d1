"""Incomplete gamma and beta functions of scipy.special, and the distribution functions they are, in all their arguments.

In the place the derivative is a density (DLMF 8.8, 8.17); in the parameters it has no closed form and is integrated
(runtime/incomplete.py). With P, I the incomplete functions and f their densities,

    chdtr(v, x) = P(v/2, x/2)      gdtr(a, b, x) = P(b, a x)      pdtr(k, m) = 1 - P(k + 1, m)
    fdtr(n, m, x) = I(n/2, m/2, n x / (m + n x))                  nbdtr(k, n, p) = I(n, k + 1, p)

and the inverse y(a, p) of F(a, y) = p has the derivatives 1 / f in p and -(dF / da) / f in a.
"""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np
from scipy import special

from .. import runtime
from ..frontend.forms import choose
from .scipy_special import POSITIVE, PROBABILITY, row
from .table import Sample, partials

ROOMY = (1.2, 2.5)

# -- densities, and the derivatives in the parameters -------------------------------------------------------------------------


def gamma_density(a, x):
    return np.exp(special.xlogy(a - 1, x) - x - special.gammaln(a))


def gamma_by_order(a, x):
    return runtime.gammainc_slope(1, a, x)


def beta_density(a, b, x):
    return np.exp(special.xlogy(a - 1, x) + special.xlog1py(b - 1, -x) - special.betaln(a, b))


def beta_by_first(a, b, x):
    return runtime.betainc_slope(1, 0, a, b, x)


def beta_by_second(a, b, x):
    return runtime.betainc_slope(0, 1, a, b, x)


def helper(function: Callable, *bodies: Any, **facts: Any) -> None:
    partials(function, *bodies, spelling=function.__name__, flops=None, **facts)


def gamma_density_in_x(y, n, a, x):
    """By Leibniz, of the density times (a - 1) / x - 1."""
    straight = ((a - 1) / x - 1) * y
    return straight if n == 0 else straight + n / x * runtime.gamma_density_slope(n - 1, a, x)


helper(
    runtime.gammainc_slope,
    None,
    lambda y, n, a, x: runtime.gammainc_slope(n + 1, a, x),
    lambda y, n, a, x: runtime.gamma_density_slope(n, a, x),
    operands=("n", "a", "x"),
    domain=(Sample((1, POSITIVE, POSITIVE)), Sample((2, (4.0, 5.0), (1.0, 9.0)))),
)
helper(
    runtime.gamma_density_slope,
    None,
    lambda y, n, a, x: runtime.gamma_density_slope(n + 1, a, x),
    gamma_density_in_x,
    operands=("n", "a", "x"),
    domain=(Sample((1, POSITIVE, POSITIVE)), Sample((0, POSITIVE, POSITIVE)), Sample((2, POSITIVE, POSITIVE))),
)


def beta_density_in_x(y, n, m, a, b, x):
    straight = ((a - 1) / x - (b - 1) / (1 - x)) * y
    first = straight if n == 0 else straight + n / x * runtime.beta_density_slope(n - 1, m, a, b, x)
    return first if m == 0 else first - m / (1 - x) * runtime.beta_density_slope(n, m - 1, a, b, x)


helper(
    runtime.betainc_slope,
    None,
    None,
    lambda y, n, m, a, b, x: runtime.betainc_slope(n + 1, m, a, b, x),
    lambda y, n, m, a, b, x: runtime.betainc_slope(n, m + 1, a, b, x),
    lambda y, n, m, a, b, x: runtime.beta_density_slope(n, m, a, b, x),
    operands=("n", "m", "a", "b", "x"),
    domain=(Sample((1, 0, ROOMY, ROOMY, PROBABILITY)), Sample((0, 1, ROOMY, ROOMY, PROBABILITY))),
)
helper(
    runtime.beta_density_slope,
    None,
    None,
    lambda y, n, m, a, b, x: runtime.beta_density_slope(n + 1, m, a, b, x),
    lambda y, n, m, a, b, x: runtime.beta_density_slope(n, m + 1, a, b, x),
    beta_density_in_x,
    operands=("n", "m", "a", "b", "x"),
    domain=(Sample((1, 1, ROOMY, ROOMY, PROBABILITY)), Sample((0, 0, ROOMY, ROOMY, PROBABILITY))),
)

# -- gamma --------------------------------------------------------------------------------------------------------------------

row(
    "gammainc",
    lambda y, a, x: gamma_by_order(a, x),
    lambda y, a, x: gamma_density(a, x),
    domain=(Sample((POSITIVE, POSITIVE)), Sample((1.0, POSITIVE))),
)
row("gammaincc", lambda y, a, x: -gamma_by_order(a, x), lambda y, a, x: -gamma_density(a, x), domain=(POSITIVE, POSITIVE))
row(
    "gammaincinv",
    lambda y, a, p: -gamma_by_order(a, y) / gamma_density(a, y),
    lambda y, a, p: 1 / gamma_density(a, y),
    domain=(ROOMY, PROBABILITY),
)
row(
    "gammainccinv",
    lambda y, a, p: -gamma_by_order(a, y) / gamma_density(a, y),
    lambda y, a, p: -1 / gamma_density(a, y),
    domain=(ROOMY, PROBABILITY),
)
row(
    "chdtr",
    lambda y, v, x: gamma_by_order(v / 2, x / 2) / 2,
    lambda y, v, x: gamma_density(v / 2, x / 2) / 2,
    domain=((2.0, 4.0), POSITIVE),
)
row(
    "chdtrc",
    lambda y, v, x: -gamma_by_order(v / 2, x / 2) / 2,
    lambda y, v, x: -gamma_density(v / 2, x / 2) / 2,
    domain=((2.0, 4.0), POSITIVE),
)
row(
    "chdtri",
    lambda y, v, p: -gamma_by_order(v / 2, y / 2) / gamma_density(v / 2, y / 2),
    lambda y, v, p: -2 / gamma_density(v / 2, y / 2),
    domain=((2.0, 4.0), PROBABILITY),
)
row(
    "chdtriv",
    lambda y, p, x: 2 / gamma_by_order(y / 2, x / 2),
    lambda y, p, x: -gamma_density(y / 2, x / 2) / gamma_by_order(y / 2, x / 2),
    domain=(PROBABILITY, POSITIVE),
)
row(
    "gdtr",
    lambda y, a, b, x: x * gamma_density(b, a * x),
    lambda y, a, b, x: gamma_by_order(b, a * x),
    lambda y, a, b, x: a * gamma_density(b, a * x),
    domain=(POSITIVE, POSITIVE, POSITIVE),
)
row(
    "gdtrc",
    lambda y, a, b, x: -x * gamma_density(b, a * x),
    lambda y, a, b, x: -gamma_by_order(b, a * x),
    lambda y, a, b, x: -a * gamma_density(b, a * x),
    domain=(POSITIVE, POSITIVE, POSITIVE),
)
row(
    "gdtria",
    lambda y, p, b, x: 1 / (x * gamma_density(b, y * x)),
    lambda y, p, b, x: -gamma_by_order(b, y * x) / (x * gamma_density(b, y * x)),
    lambda y, p, b, x: -y / x,
    domain=(PROBABILITY, ROOMY, POSITIVE),
)
row(
    "gdtrib",
    lambda y, a, p, x: -x * gamma_density(y, a * x) / gamma_by_order(y, a * x),
    lambda y, a, p, x: 1 / gamma_by_order(y, a * x),
    lambda y, a, p, x: -a * gamma_density(y, a * x) / gamma_by_order(y, a * x),
    domain=(POSITIVE, PROBABILITY, POSITIVE),
)
row(
    "gdtrix",
    lambda y, a, b, p: -y / a,
    lambda y, a, b, p: -gamma_by_order(b, a * y) / (a * gamma_density(b, a * y)),
    lambda y, a, b, p: 1 / (a * gamma_density(b, a * y)),
    domain=(POSITIVE, ROOMY, PROBABILITY),
)
row("pdtr", None, lambda y, k, m: -gamma_density(np.floor(k) + 1, m), domain=Sample((2.0, POSITIVE)))  # constant between whole k
row("pdtrc", None, lambda y, k, m: gamma_density(np.floor(k) + 1, m), domain=Sample((2.0, POSITIVE)))
row("pdtri", None, lambda y, k, p: -1 / gamma_density(k + 1.0, y), domain=Sample((2, PROBABILITY)))
row(
    "pdtrik",
    lambda y, p, m: -1 / gamma_by_order(y + 1, m),
    lambda y, p, m: -gamma_density(y + 1, m) / gamma_by_order(y + 1, m),
    domain=((0.7, 0.9), POSITIVE),
)

# -- beta ---------------------------------------------------------------------------------------------------------------------

row(
    "betainc",
    lambda y, a, b, x: beta_by_first(a, b, x),
    lambda y, a, b, x: beta_by_second(a, b, x),
    lambda y, a, b, x: beta_density(a, b, x),
    domain=(Sample((POSITIVE, POSITIVE, PROBABILITY)), Sample((1, 2, PROBABILITY))),
)
row(
    "betaincc",
    lambda y, a, b, x: -beta_by_first(a, b, x),
    lambda y, a, b, x: -beta_by_second(a, b, x),
    lambda y, a, b, x: -beta_density(a, b, x),
    domain=(POSITIVE, POSITIVE, PROBABILITY),
)
for name, sign in (("betaincinv", 1.0), ("betainccinv", -1.0)):
    row(
        name,
        lambda y, a, b, p: -beta_by_first(a, b, y) / beta_density(a, b, y),
        lambda y, a, b, p: -beta_by_second(a, b, y) / beta_density(a, b, y),
        (lambda y, a, b, p: 1 / beta_density(a, b, y)) if sign > 0 else (lambda y, a, b, p: -1 / beta_density(a, b, y)),
        domain=(ROOMY, ROOMY, PROBABILITY),
    )
row(
    "btdtria",
    lambda y, p, b, x: 1 / beta_by_first(y, b, x),
    lambda y, p, b, x: -beta_by_second(y, b, x) / beta_by_first(y, b, x),
    lambda y, p, b, x: -beta_density(y, b, x) / beta_by_first(y, b, x),
    domain=((0.5, 0.7), ROOMY, (0.3, 0.5)),  # where y is small: large ones SciPy gives to 1e-6 only in single precision
)
row(
    "btdtrib",
    lambda y, a, p, x: -beta_by_first(a, y, x) / beta_by_second(a, y, x),
    lambda y, a, p, x: 1 / beta_by_second(a, y, x),
    lambda y, a, p, x: -beta_density(a, y, x) / beta_by_second(a, y, x),
    domain=(ROOMY, PROBABILITY, (0.3, 0.7)),
)

# -- Student's t: 1/2 I(v/2, 1/2, v / (v + t²)) below zero, by symmetry above ---------------------------------------------------


def student_density(df, t):
    return np.exp(special.gammaln((df + 1) / 2) - special.gammaln(df / 2) - (df + 1) / 2 * np.log1p(t * t / df)) / np.sqrt(
        df * math.pi
    )


def student_by_df(df, t):
    """With the smaller of v / (v + t²) and t² / (v + t²), the other of which rounds to one."""
    u, near = t * t / (df + t * t), t * t < df
    share = choose(near, runtime.betainc_slope(0, 1, 0.5, df / 2, choose(near, u, 0.5)), 0.0) - choose(
        near, 0.0, runtime.betainc_slope(1, 0, df / 2, 0.5, df / (df + t * t))
    )
    return np.sign(t) * share / 4 - student_density(df, t) * t / (2 * df)


STUDENT = ((2.0, 5.0), (0.2, 0.8))
row(
    "stdtr",
    lambda y, df, t: student_by_df(df, t),
    lambda y, df, t: student_density(df, t),
    domain=(Sample(STUDENT), Sample(((2.0, 5.0), (-6.0, -3.0)))),
)
row(
    "stdtrit",
    lambda y, df, p: -student_by_df(df, y) / student_density(df, y),
    lambda y, df, p: 1 / student_density(df, y),
    domain=((2.0, 5.0), (0.2, 0.4)),
)

# -- F and negative binomial ---------------------------------------------------------------------------------------------------


def ratio_density(n, m, x):
    return beta_density(n / 2, m / 2, n * x / (m + n * x)) * n * m / ((m + n * x) * (m + n * x))


def ratio_by_first(n, m, x):
    return beta_by_first(n / 2, m / 2, n * x / (m + n * x)) / 2 + ratio_density(n, m, x) * x / n


def ratio_by_second(n, m, x):
    return beta_by_second(n / 2, m / 2, n * x / (m + n * x)) / 2 - ratio_density(n, m, x) * x / m


FREEDOM = (2.5, 5.0)
row(
    "fdtr",
    lambda y, n, m, x: ratio_by_first(n, m, x),
    lambda y, n, m, x: ratio_by_second(n, m, x),
    lambda y, n, m, x: ratio_density(n, m, x),
    domain=(FREEDOM, FREEDOM, POSITIVE),
)
row(
    "fdtrc",
    lambda y, n, m, x: -ratio_by_first(n, m, x),
    lambda y, n, m, x: -ratio_by_second(n, m, x),
    lambda y, n, m, x: -ratio_density(n, m, x),
    domain=(FREEDOM, FREEDOM, POSITIVE),
)
row(
    "fdtri",
    lambda y, n, m, p: -ratio_by_first(n, m, y) / ratio_density(n, m, y),
    lambda y, n, m, p: -ratio_by_second(n, m, y) / ratio_density(n, m, y),
    lambda y, n, m, p: 1 / ratio_density(n, m, y),
    domain=(FREEDOM, FREEDOM, PROBABILITY),
)
row(
    "nbdtr",
    None,
    lambda y, k, n, p: beta_by_first(n, np.floor(k) + 1, p),
    lambda y, k, n, p: beta_density(n, np.floor(k) + 1, p),
    domain=Sample((2, 5, PROBABILITY)),
)
row(
    "nbdtrc",
    None,
    lambda y, k, n, p: -beta_by_first(n, np.floor(k) + 1, p),
    lambda y, k, n, p: -beta_density(n, np.floor(k) + 1, p),
    domain=Sample((2, 5, PROBABILITY)),
)
row("nbdtri", None, lambda y, k, n, p: -beta_by_first(n, k + 1.0, y) / beta_density(n, k + 1.0, y),
    lambda y, k, n, p: 1 / beta_density(n, k + 1.0, y), domain=Sample((2, 5, PROBABILITY)))  # fmt: skip
