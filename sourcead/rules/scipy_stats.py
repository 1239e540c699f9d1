"""Distributions of scipy.stats: densities, distribution functions and quantiles, in the value and in the parameters.

A continuous law is described by its standard form, in z = (x - loc) / scale: its score, the derivative of the logarithm of
the density, and the derivatives of this logarithm and of the distribution function in the shape parameters. What is asked of
it follows: with f the density and F the distribution function at x,

    log f    in x: score / scale           in loc: -score / scale     in scale: -(1 + z score) / scale
    F        in x: f                       in loc: -f                 in scale: -z f
    quantile in q: 1 / f at the quantile   in loc: 1                  in scale: z

Where the density is zero its derivatives are, and those of its logarithm are taken as, zero. Derivatives from the densities
in Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions (2nd ed.), in SciPy's parametrisation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Callable

import numpy as np
from scipy import special, stats

from ..frontend.forms import choose, is_float
from .scipy_incomplete import (
    beta_by_first,
    beta_by_second,
    gamma_by_order,
    ratio_by_first,
    ratio_by_second,
    student_by_df,
)
from .table import Body, Sample, partials, refused

POSITIVE, UNIT, ROOT_TWO_PI, LN2 = (0.5, 2.0), (0.1, 0.9), float(np.sqrt(2 * np.pi)), math.log(2)


@dataclass(frozen=True)
class Law:
    """`score`, `shapes` and `cdf_shapes` take z and the shape parameters; `bounded`: the density is zero somewhere.

    The tests draw z and the shape parameters from `at`.
    """

    score: Body
    shapes: tuple[Body, ...] = ()
    cdf_shapes: tuple[Body, ...] = ()
    bounded: bool = True
    at: tuple[tuple[float, float], ...] = (POSITIVE,)


def standard(x, loc, scale):
    return (x - loc) / scale


def within(law: Law, floor: float) -> Callable:
    """`d` where the function is above its floor, and elsewhere zero, as it is constant there."""
    return (lambda y, d: choose(y > floor, d, 0.0)) if law.bounded else (lambda y, d: d)


# -- the bodies of each function: of the value, the shape parameters, loc and scale ------------------------------------------


def of_log_density(law: Law, distribution: Any) -> tuple[Body, ...]:
    inside, score = within(law, -np.inf), law.score

    def in_x(y, x, *p):
        return inside(y, score(standard(x, *p[-2:]), *p[:-2]) / p[-1])

    def in_loc(y, x, *p):
        return inside(y, -score(standard(x, *p[-2:]), *p[:-2]) / p[-1])

    def in_scale(y, x, *p):
        z = standard(x, *p[-2:])
        return inside(y, -(1 + z * score(z, *p[:-2])) / p[-1])

    def in_shape(slope):
        return lambda y, x, *p: inside(y, slope(standard(x, *p[-2:]), *p[:-2]))

    return (in_x, *(s if s is refused else in_shape(s) for s in law.shapes), in_loc, in_scale)


def of_density(law: Law, distribution: Any) -> tuple[Body, ...]:
    """f' = f (log f)'."""
    inside = within(law, 0.0)
    logarithmic = of_log_density(Law(law.score, law.shapes, bounded=False), distribution)

    def times(slope):
        return lambda y, x, *p: inside(y, y * slope(y, x, *p))

    return tuple(s if s is refused else times(s) for s in logarithmic)


def of_distribution(law: Law, distribution: Any) -> tuple[Body, ...]:
    def in_scale(y, x, *p):
        return -standard(x, *p[-2:]) * distribution.pdf(x, *p)

    def in_shape(slope):
        return lambda y, x, *p: inside(distribution.pdf(x, *p), slope(standard(x, *p[-2:]), *p[:-2]))

    inside = within(law, 0.0)
    shapes = (s if s is refused else in_shape(s) for s in law.cdf_shapes)
    return (lambda y, x, *p: distribution.pdf(x, *p), *shapes, lambda y, x, *p: -distribution.pdf(x, *p), in_scale)


def of_survival(law: Law, distribution: Any) -> tuple[Body, ...]:
    """1 - F."""

    def negated(slope):
        return lambda y, x, *p: -slope(y, x, *p)

    return tuple(s if s is refused else negated(s) for s in of_distribution(law, distribution))


def of_log_distribution(law: Law, distribution: Any, sign: float = 1.0) -> tuple[Body, ...]:
    """log F; with the sign -1, log (1 - F). The quotient f / F is formed of logarithms: both are tiny in a tail."""

    def ratio(y, x, *p):
        return sign * np.exp(distribution.logpdf(x, *p) - y)

    def in_scale(y, x, *p):
        return -standard(x, *p[-2:]) * ratio(y, x, *p)

    def in_shape(slope):
        return lambda y, x, *p: inside(distribution.pdf(x, *p), sign * slope(standard(x, *p[-2:]), *p[:-2]) / np.exp(y))

    inside = within(law, 0.0)
    shapes = (s if s is refused else in_shape(s) for s in law.cdf_shapes)
    return (ratio, *shapes, lambda y, x, *p: -ratio(y, x, *p), in_scale)


def of_log_survival(law: Law, distribution: Any) -> tuple[Body, ...]:
    return of_log_distribution(law, distribution, -1.0)


def of_quantile(law: Law, distribution: Any, sign: float = 1.0) -> tuple[Body, ...]:
    def in_shape(slope):
        return lambda y, q, *p: -slope(standard(y, *p[-2:]), *p[:-2]) / distribution.pdf(y, *p)

    shapes = (s if s is refused else in_shape(s) for s in law.cdf_shapes)
    return (
        lambda y, q, *p: sign / distribution.pdf(y, *p),
        *shapes,
        lambda y, q, *p: 1.0,
        lambda y, q, *p: standard(y, *p[-2:]),
    )


def of_upper_quantile(law: Law, distribution: Any) -> tuple[Body, ...]:
    return of_quantile(law, distribution, -1.0)


CONTINUOUS = {
    **{"logpdf": of_log_density, "pdf": of_density, "cdf": of_distribution, "sf": of_survival},
    **{"logcdf": of_log_distribution, "logsf": of_log_survival, "ppf": of_quantile, "isf": of_upper_quantile},
}


# -- the laws ------------------------------------------------------------------------------------------------------------------


def lognormal_by_shape(z, s):
    return -np.exp(-0.5 * np.square(np.log(z) / s)) / ROOT_TWO_PI * np.log(z) / (s * s)


def student_by_shape(z, v):
    constant = special.psi((v + 1) / 2) - special.psi(v / 2) - 1 / v
    return 0.5 * (constant - np.log1p(z * z / v) + (v + 1) * z * z / (v * (v + z * z)))


def ratio_score(z, n, m):
    return (n / 2 - 1) / z - (n + m) / 2 * n / (m + n * z)


def log_ratio_by_first(z, n, m):
    shared = special.psi((n + m) / 2) + 1 - np.log(m + n * z)
    return 0.5 * (shared + np.log(n) + np.log(z) - special.psi(n / 2) - (n + m) * z / (m + n * z))


def log_ratio_by_second(z, n, m):
    shared = special.psi((n + m) / 2) + 1 - np.log(m + n * z)
    return 0.5 * (shared + np.log(m) - special.psi(m / 2) - (n + m) / (m + n * z))


def mills(z):
    """The normal density over the distribution function."""
    return np.exp(-0.5 * z * z - special.log_ndtr(z)) / ROOT_TWO_PI


def nakagami_shift(z, v):
    """What the second argument v z² of the incomplete gamma function contributes."""
    return z * z * np.exp((v - 1) * np.log(v * z * z) - v * z * z - special.gammaln(v))


EVERYWHERE = {"bounded": False, "at": ((-2.0, 2.0),)}
LAWS = {
    "norm": Law(lambda z: -z, **EVERYWHERE),
    "laplace": Law(lambda z: -np.sign(z), **{**EVERYWHERE, "at": (POSITIVE,)}),
    "logistic": Law(lambda z: -np.tanh(z / 2), **EVERYWHERE),
    "cauchy": Law(lambda z: -2 * z / (1 + z * z), **EVERYWHERE),
    "gumbel_r": Law(lambda z: np.exp(-z) - 1, **EVERYWHERE),
    "gumbel_l": Law(lambda z: 1 - np.exp(z), **EVERYWHERE),
    "t": Law(
        lambda z, v: -(v + 1) * z / (v + z * z), (student_by_shape,), (lambda z, v: student_by_df(v, z),), bounded=False, at=((0.2, 0.9), (2.0, 4.0))
    ),
    "uniform": Law(lambda z: 0.0, at=(UNIT,)),
    "expon": Law(lambda z: -1.0),
    "halfnorm": Law(lambda z: -z),
    "halfcauchy": Law(lambda z: -2 * z / (1 + z * z)),
    "rayleigh": Law(lambda z: 1 / z - z),
    "gamma": Law(
        lambda z, a: (a - 1) / z - 1,
        (lambda z, a: np.log(z) - special.psi(a),),
        (lambda z, a: gamma_by_order(a, z),),
        at=(POSITIVE, POSITIVE),
    ),
    "invgamma": Law(
        lambda z, a: (1 / z - a - 1) / z, (lambda z, a: -np.log(z) - special.psi(a),), (lambda z, a: -gamma_by_order(a, 1 / z),), at=(POSITIVE, POSITIVE)
    ),
    "chi2": Law(
        lambda z, v: (v / 2 - 1) / z - 0.5,
        (lambda z, v: 0.5 * (np.log(z / 2) - special.psi(v / 2)),),
        (lambda z, v: gamma_by_order(v / 2, z / 2) / 2,),
        at=(POSITIVE, (2.0, 4.0)),
    ),
    "f": Law(
        ratio_score,
        (log_ratio_by_first, log_ratio_by_second),
        (lambda z, n, m: ratio_by_first(n, m, z), lambda z, n, m: ratio_by_second(n, m, z)),
        at=(POSITIVE, (2.0, 4.0), (2.0, 4.0)),
    ),
    "beta": Law(
        lambda z, a, b: (a - 1) / z - (b - 1) / (1 - z),
        (
            lambda z, a, b: np.log(z) - special.psi(a) + special.psi(a + b),
            lambda z, a, b: np.log1p(-z) - special.psi(b) + special.psi(a + b),
        ),
        (lambda z, a, b: beta_by_first(a, b, z), lambda z, a, b: beta_by_second(a, b, z)),
        at=((0.2, 0.7), POSITIVE, POSITIVE),
    ),
    "lognorm": Law(
        lambda z, s: -(1 + np.log(z) / (s * s)) / z,
        (lambda z, s: np.log(z) * np.log(z) / (s * s * s) - 1 / s,),
        (lognormal_by_shape,),
        at=(POSITIVE, POSITIVE),
    ),
    "pareto": Law(
        lambda z, b: -(b + 1) / z,
        (lambda z, b: 1 / b - np.log(z),),
        (lambda z, b: z ** (-b) * np.log(z),),
        at=((1.2, 3.0), POSITIVE),
    ),
    "weibull_min": Law(
        lambda z, c: (c - 1 - c * z**c) / z,
        (lambda z, c: 1 / c + np.log(z) * (1 - z**c),),
        (lambda z, c: np.exp(-(z**c)) * z**c * np.log(z),),
        at=(POSITIVE, POSITIVE),
    ),
    "truncnorm": Law(
        lambda z, a, b: -z,
        (lambda z, a, b: stats.truncnorm.pdf(a, a, b), lambda z, a, b: -stats.truncnorm.pdf(b, a, b)),
        (
            lambda z, a, b: -stats.truncnorm.pdf(a, a, b) * stats.truncnorm.sf(z, a, b),
            lambda z, a, b: -stats.truncnorm.pdf(b, a, b) * stats.truncnorm.cdf(z, a, b),
        ),
        at=(UNIT, (-0.6, -0.4), (1.4, 1.6)),
    ),
    "skewnorm": Law(
        lambda z, a: a * mills(a * z) - z,
        (lambda z, a: z * mills(a * z),),
        (lambda z, a: -np.exp(-0.5 * z * z * (1 + a * a)) / (math.pi * (1 + a * a)),),
        bounded=False,
        at=((-1.0, 1.0), POSITIVE),
    ),
    "vonmises": Law(
        lambda z, k: -k * np.sin(z),
        (lambda z, k: np.cos(z) - special.i1e(k) / special.i0e(k),),
        (refused,),
        bounded=False,
        at=((-1.0, 1.0), POSITIVE),
    ),
    "chi": Law(
        lambda z, v: (v - 1) / z - z,
        (lambda z, v: np.log(z) - (LN2 + special.psi(v / 2)) / 2,),
        (lambda z, v: gamma_by_order(v / 2, z * z / 2) / 2,),
        at=(POSITIVE, (2.0, 4.0)),
    ),
    "maxwell": Law(lambda z: 2 / z - z),
    "halflogistic": Law(lambda z: -np.tanh(z / 2)),
    "hypsecant": Law(lambda z: -np.tanh(z), **EVERYWHERE),
    "moyal": Law(lambda z: (np.exp(-z) - 1) / 2, **EVERYWHERE),
    "levy": Law(lambda z: (1 / z - 3) / (2 * z)),
    "arcsine": Law(lambda z: (z - 0.5) / (z * (1 - z)), at=((0.2, 0.7),)),
    "semicircular": Law(lambda z: -z / (1 - z * z), at=((-0.6, 0.6),)),
    "invgauss": Law(
        lambda z, m: -1.5 / z + (1 / (z * z) - 1 / (m * m)) / 2,
        (lambda z, m: (z - m) / (m * m * m),),
        (refused,),
        at=(POSITIVE, POSITIVE),
    ),
    "lomax": Law(
        lambda z, c: -(c + 1) / (1 + z),
        (lambda z, c: 1 / c - np.log1p(z),),
        (lambda z, c: np.exp(-c * np.log1p(z)) * np.log1p(z),),
        at=(POSITIVE, POSITIVE),
    ),
    "powerlaw": Law(
        lambda z, a: (a - 1) / z,
        (lambda z, a: 1 / a + np.log(z),),
        (lambda z, a: z**a * np.log(z),),
        at=((0.2, 0.7), POSITIVE),
    ),
    "weibull_max": Law(
        lambda z, c: (c - 1 - c * (-z) ** c) / z,
        (lambda z, c: 1 / c + np.log(-z) * (1 - (-z) ** c),),
        (lambda z, c: -np.exp(-((-z) ** c)) * (-z) ** c * np.log(-z),),
        at=((-2.0, -0.5), POSITIVE),
    ),
    "invweibull": Law(
        lambda z, c: (c * z ** (-c) - c - 1) / z,
        (lambda z, c: 1 / c + np.log(z) * (z ** (-c) - 1),),
        (lambda z, c: np.exp(-(z ** (-c))) * z ** (-c) * np.log(z),),
        at=(POSITIVE, POSITIVE),
    ),
    "fisk": Law(
        lambda z, c: (c - 1 - 2 * c * special.expit(c * np.log(z))) / z,
        (lambda z, c: 1 / c + np.log(z) * (1 - 2 * special.expit(c * np.log(z))),),
        (lambda z, c: np.log(z) * special.expit(c * np.log(z)) * special.expit(-c * np.log(z)),),
        at=(POSITIVE, POSITIVE),
    ),
    "gompertz": Law(
        lambda z, c: 1 - c * np.exp(z),
        (lambda z, c: 1 / c - np.expm1(z),),
        (lambda z, c: np.exp(-c * np.expm1(z)) * np.expm1(z),),
        at=(POSITIVE, POSITIVE),
    ),
    "nakagami": Law(
        lambda z, v: (2 * v - 1) / z - 2 * v * z,
        (lambda z, v: np.log(v) + 1 - special.psi(v) + 2 * np.log(z) - z * z,),
        (lambda z, v: gamma_by_order(v, v * z * z) + nakagami_shift(z, v),),
        at=(POSITIVE, POSITIVE),
    ),
    "betaprime": Law(
        lambda z, a, b: (a - 1) / z - (a + b) / (1 + z),
        (
            lambda z, a, b: np.log(z) - np.log1p(z) - special.psi(a) + special.psi(a + b),
            lambda z, a, b: -np.log1p(z) - special.psi(b) + special.psi(a + b),
        ),
        (lambda z, a, b: beta_by_first(a, b, z / (1 + z)), lambda z, a, b: beta_by_second(a, b, z / (1 + z))),
        at=(POSITIVE, POSITIVE, POSITIVE),
    ),
    "loguniform": Law(
        lambda z, a, b: -1 / z,
        (lambda z, a, b: 1 / (a * np.log(b / a)), lambda z, a, b: -1 / (b * np.log(b / a))),
        (
            lambda z, a, b: (np.log(z / a) / np.log(b / a) - 1) / (a * np.log(b / a)),
            lambda z, a, b: -np.log(z / a) / (b * np.log(b / a) * np.log(b / a)),
        ),
        at=((1.0, 1.5), (0.4, 0.6), (2.5, 3.0)),
    ),
}


def add(name: str, method: str, bodies: tuple[Body, ...], operands: tuple[str, ...], defaults: dict, sample: Sample) -> None:
    partials(
        getattr(getattr(stats, name), method),
        *bodies,
        operands=operands,
        defaults=defaults,
        name=f"{name}.{method}",
        spelling=f"scipy.stats.{name}.{method}",
        domain=sample,
    )


def parameter_names(distribution: Any) -> tuple[str, ...]:
    return tuple(distribution.shapes.split(", ")) if distribution.shapes else ()


for name, law in LAWS.items():
    distribution = getattr(stats, name)
    shapes = parameter_names(distribution)
    for method, bodies_of in CONTINUOUS.items():
        quantile = method in ("ppf", "isf")
        bodies = bodies_of(law, distribution)
        unknown = [body is refused for body in bodies[1:-2]]
        drawn = [2.5 if here and isinstance(at, tuple) else at for here, at in zip(unknown, law.at[1:])]
        low, high = law.at[0]
        first = (0.2, 0.4) if quantile else (low, high)
        sample = Sample((first, *drawn, (-0.05, 0.05), (0.95, 1.05)), ((3,), *((),) * (len(shapes) + 2)))
        add(name, method, bodies, ("q" if quantile else "x", *shapes, "loc", "scale"), {"loc": 0, "scale": 1}, sample)


# -- discrete laws: the derivatives in the parameters; k is a whole number, and so are the n of a binomial and loc ---------------


@dataclass(frozen=True)
class DiscreteLaw:
    """`shapes`: derivatives of the logarithm of the probability of k; `cdf_shapes`: what times that probability is the
    derivative of the probability of at most k. The tests take k and draw the parameters from `at`."""

    shapes: tuple[Body, ...]
    cdf_shapes: tuple[Body, ...]
    at: tuple[Any, ...]


def over(k, p):
    """k / p, and 0 for k = 0 whatever p is."""
    return k / choose(k != 0, p, 1.0)


def whole(k, loc):
    """The whole number of events that the probability of at most k counts up to."""
    return np.floor(k - loc) if is_float(k) or is_float(loc) else k - loc


DISCRETE_LAWS = {
    "poisson": DiscreteLaw((lambda k, mu: over(k, mu) - 1,), (lambda k, mu: -1.0,), (POSITIVE,)),
    "binom": DiscreteLaw(
        (refused, lambda k, n, p: over(k, p) - over(n - k, 1 - p)),
        (refused, lambda k, n, p: -over(n - k, 1 - p)),
        (4, UNIT),
    ),
    "bernoulli": DiscreteLaw((lambda k, p: over(k, p) - over(1 - k, 1 - p),), (lambda k, p: -over(1 - k, 1 - p),), (UNIT,)),
    "nbinom": DiscreteLaw(
        (lambda k, n, p: special.psi(n + k) - special.psi(n) + np.log(p), lambda k, n, p: n / p - over(k, 1 - p)),
        (lambda k, n, p: beta_by_first(n, k + 1, p) / stats.nbinom.pmf(k, n, p), lambda k, n, p: (n + k) / p),
        (POSITIVE, UNIT),
    ),
    "geom": DiscreteLaw((lambda k, p: 1 / p - over(k - 1, 1 - p),), (lambda k, p: k / p,), (UNIT,)),
}


def of_log_mass(law: DiscreteLaw, distribution: Any) -> tuple[Body, ...]:
    def body(slope):
        return lambda y, k, *p: choose(y > -np.inf, slope(k - p[-1], *p[:-1]), 0.0)

    return tuple(s if s is refused else body(s) for s in law.shapes)


def of_mass(law: DiscreteLaw, distribution: Any) -> tuple[Body, ...]:
    def body(slope):
        return lambda y, k, *p: choose(y > 0.0, y * slope(k - p[-1], *p[:-1]), 0.0)

    return tuple(s if s is refused else body(s) for s in law.shapes)


def of_steps(divided: bool, sign: float) -> Callable[..., tuple[Body, ...]]:
    """The distribution function, or with `sign` -1 one minus it; `divided`, the logarithm of either."""

    def bodies(law: DiscreteLaw, distribution: Any) -> tuple[Body, ...]:
        def change(k, slope, *p):
            count = whole(k, p[-1])
            mass = distribution.pmf(count, *p[:-1])
            return choose(mass > 0, sign * slope(count, *p[:-1]) * mass, 0.0)

        def body(slope):
            if divided:
                return lambda y, k, *p: change(k, slope, *p) / np.exp(y)
            return lambda y, k, *p: change(k, slope, *p)

        return tuple(s if s is refused else body(s) for s in law.cdf_shapes)

    return bodies


DISCRETE = {
    **{"logpmf": of_log_mass, "pmf": of_mass, "cdf": of_steps(False, 1.0), "sf": of_steps(False, -1.0)},
    **{"logcdf": of_steps(True, 1.0), "logsf": of_steps(True, -1.0)},
}

for name, discrete in DISCRETE_LAWS.items():
    distribution = getattr(stats, name)
    shapes = parameter_names(distribution)
    count = np.array([1]) if name == "bernoulli" else np.array([1, 2, 3])
    for method, bodies_of in DISCRETE.items():
        if name == "bernoulli" and method in ("cdf", "sf", "logcdf", "logsf"):
            count = np.array([0])
        bodies = bodies_of(discrete, distribution)
        drawn = [2.0 if body is refused and isinstance(at, tuple) else at for body, at in zip(bodies, discrete.at)]
        sample = Sample((count, *drawn, 0), ((3,), *((),) * (len(shapes) + 1)))
        add(name, method, (refused, *bodies, refused), ("k", *shapes, "loc"), {"loc": 0}, sample)
