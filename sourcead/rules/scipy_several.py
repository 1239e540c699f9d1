"""Functions of scipy.special that give several results; Carlson's integrals, Voigt's profile, the arithmetic-geometric mean.

Sources: DLMF 6.2 (sine and cosine integrals), 7.2 (Fresnel), 9.2 (Airy), 12.2 (parabolic cylinder), 19.18 (Carlson; where two of
the arguments are equal second derivatives of these are 0/0), 22.13 (Jacobi: by way of the amplitude φ, with u = F(φ, m)), 7.10
(Faddeeva's function w, w' = -2 z w + 2i/√π).
"""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np
from scipy import special

from .. import runtime
from ..ir.kinds import results_of
from .scipy_bessel import polynomial
from .scipy_special import POSITIVE, PROBABILITY, REAL, ROOT_TWO_PI, UNIT, row
from .table import TABLE, Body, Sample, general, partials, refused

ROOT_PI = math.sqrt(math.pi)


def plus(a, b):
    return b if a is None else a if b is None else a + b


def times(g, slope):
    return None if g is None else g * slope


def fitted(g, x):
    """What flows back to an operand that was broadcast."""
    return None if g is None else runtime.unbroadcast(g, x) if x.ndim else np.sum(g)


def several(name: str, slopes: tuple[Body, ...], domain: Any) -> None:
    """A function of one argument with two or four results; each slope is a function of the results and the argument."""
    function = getattr(special, name)
    if len(slopes) == 2:
        first, second = slopes
        push = lambda x_dot, y, x: (x_dot * first(y, x), x_dot * second(y, x))  # noqa: E731
        pull = lambda g, y, x: plus(times(g[0], first(y, x)), times(g[1], second(y, x)))  # noqa: E731
    else:
        push, pull = of_four(*slopes)
    facts = {"kind": results_of(function), "spelling": f"scipy.special.{name}", "flops": None}
    samples = tuple(Sample((at,), (shape,)) for at, shape in ((domain, (3,)), (domain, ())))
    general(function, push, pull, signature=lambda x: 0, domain=samples, **facts)


def of_four(a: Body, b: Body, c: Body, d: Body) -> tuple[Callable, Callable]:
    def push(x_dot, y, x):
        return x_dot * a(y, x), x_dot * b(y, x), x_dot * c(y, x), x_dot * d(y, x)

    def pull(g, y, x):
        first = plus(times(g[0], a(y, x)), times(g[1], b(y, x)))
        return plus(first, plus(times(g[2], c(y, x)), times(g[3], d(y, x))))

    return push, pull


several("sici", (lambda y, x: np.sinc(x / math.pi), lambda y, x: np.cos(x) / x), POSITIVE)
several("shichi", (lambda y, x: (special.exprel(x) + special.exprel(-x)) / 2, lambda y, x: np.cosh(x) / x), POSITIVE)
several("fresnel", (lambda y, x: np.sin(math.pi / 2 * x * x), lambda y, x: np.cos(math.pi / 2 * x * x)), REAL)
several("airy", (lambda y, x: y[1], lambda y, x: x * y[0], lambda y, x: y[3], lambda y, x: x * y[2]), REAL)
several("iti0k0", (lambda y, x: special.i0(x), lambda y, x: special.k0(x)), POSITIVE)
several("itj0y0", (lambda y, x: special.j0(x), lambda y, x: special.y0(x)), POSITIVE)
several("it2i0k0", (lambda y, x: (special.i0(x) - 1) / x, lambda y, x: -special.k0(x) / x), POSITIVE)
several("it2j0y0", (lambda y, x: (1 - special.j0(x)) / x, lambda y, x: -special.y0(x) / x), POSITIVE)
row("itstruve0", lambda y, x: special.struve(0, x), domain=POSITIVE)
row("it2struve0", lambda y, x: -special.struve(0, x) / x, domain=POSITIVE)
row("itmodstruve0", lambda y, x: special.modstruve(0, x), domain=POSITIVE)

# -- of two arguments -----------------------------------------------------------------------------------------------------------


def amplitude_slope(y, m):
    """The derivative of the amplitude in the parameter: -F_m / F_φ."""
    sn, cn, dn, phi = y
    u = special.ellipkinc(phi, m)
    inner = special.ellipeinc(phi, m) / (2 * m * (1 - m)) - u / (2 * m) - sn * cn / (2 * (1 - m) * dn)
    return -dn * inner


def jacobi_change(u_dot, m_dot, y, m):
    """The derivative of the amplitude."""
    return plus(times(u_dot, y[2]), times(m_dot, amplitude_slope(y, m)))


def jacobi_push(u_dot, m_dot, y, u, m):
    sn, cn, dn, _ = y
    phi = jacobi_change(u_dot, m_dot, y, m)
    direct = None if m_dot is None else -m_dot * sn * sn / (2 * dn)
    return cn * phi, -sn * phi, plus(-m * sn * cn / dn * phi, direct), phi


def amplitude_bar(g, y, m):
    sn, cn, dn, _ = y
    first = plus(times(g[0], cn), times(g[1], -sn))
    return plus(first, plus(times(g[2], -m * sn * cn / dn), g[3]))


def jacobi_pull_parameter(g, y, u, m):
    direct = times(g[2], -y[0] * y[0] / (2 * y[2]))
    return fitted(plus(times(amplitude_bar(g, y, m), amplitude_slope(y, m)), direct), m)


general(
    special.ellipj,
    jacobi_push,
    lambda g, y, u, m: fitted(times(amplitude_bar(g, y, m), y[2]), u),
    jacobi_pull_parameter,
    signature=lambda u, m: 0,
    kind=results_of(special.ellipj),
    spelling="scipy.special.ellipj",
    flops=None,
    domain=(Sample((POSITIVE, PROBABILITY), ((3,), ())), Sample((POSITIVE, PROBABILITY), ((), (2,))), Sample((POSITIVE, PROBABILITY), ((), ()))),
)


def second_order(name: str, factor: Body) -> None:
    """A function and its derivative, of an order and x, that solve f'' = factor(order, x) f."""
    function = getattr(special, name)
    general(
        function,
        lambda x_dot, y, v, x: (x_dot * y[1], x_dot * factor(v, x) * y[0]),
        None,
        lambda g, y, v, x: fitted(plus(times(g[0], y[1]), times(g[1], factor(v, x) * y[0])), x),
        signature=lambda v, x: 0,
        kind=results_of(function),
        spelling=f"scipy.special.{name}",
        flops=None,
        without_rule=("v",),
        domain=(Sample((1.5, POSITIVE), ((), (3,))), Sample((0.5, POSITIVE), ((), ()))),
    )


second_order("pbdv", lambda v, x: x * x / 4 - v - 0.5)
second_order("pbvv", lambda v, x: x * x / 4 - v - 0.5)
second_order("pbwa", lambda v, x: v - x * x / 4)

# -- Voigt's profile, with the real and the imaginary part of Faddeeva's function ---------------------------------------------------


def faddeeva_slope(a, b):
    """The derivative of the real part in a, which is that of the imaginary part in b."""
    return -2 * (a * runtime.faddeeva_real(a, b) - b * runtime.faddeeva_imaginary(a, b))


def faddeeva_cross(a, b):
    """The derivative of the imaginary part in a, and minus that of the real part in b."""
    return 2 / ROOT_PI - 2 * (a * runtime.faddeeva_imaginary(a, b) + b * runtime.faddeeva_real(a, b))


for function, bodies in (
    (runtime.faddeeva_real, (lambda y, a, b: faddeeva_slope(a, b), lambda y, a, b: -faddeeva_cross(a, b))),
    (runtime.faddeeva_imaginary, (lambda y, a, b: faddeeva_cross(a, b), lambda y, a, b: faddeeva_slope(a, b))),
):
    partials(function, *bodies, operands=("a", "b"), spelling=function.__name__, flops=None, domain=(REAL, POSITIVE))


def voigt_by_width(y, x, sigma, gamma):
    a, b = x / (sigma * math.sqrt(2)), gamma / (sigma * math.sqrt(2))
    return -y / sigma - (a * faddeeva_slope(a, b) - b * faddeeva_cross(a, b)) / (sigma * sigma * ROOT_TWO_PI)


row(
    "voigt_profile",
    lambda y, x, s, g: faddeeva_slope(x / (s * math.sqrt(2)), g / (s * math.sqrt(2))) / (2 * s * s * ROOT_PI),
    voigt_by_width,
    lambda y, x, s, g: -faddeeva_cross(x / (s * math.sqrt(2)), g / (s * math.sqrt(2))) / (2 * s * s * ROOT_PI),
    domain=(REAL, POSITIVE, POSITIVE),
)

# -- Carlson's integrals ------------------------------------------------------------------------------------------------------------


def carlson_d_slope(x, y, z):
    """The derivative of R_D(x, y, z) in x, by the equation of Euler and Poisson."""
    return (special.elliprd(x, y, z) - special.elliprd(y, z, x)) / (2 * (z - x))


LOW, MIDDLE, HIGH = (0.5, 0.7), (1.0, 1.3), (1.8, 2.2)
row(
    "elliprf",
    lambda r, x, y, z: -special.elliprd(y, z, x) / 6,
    lambda r, x, y, z: -special.elliprd(z, x, y) / 6,
    lambda r, x, y, z: -special.elliprd(x, y, z) / 6,
    domain=(LOW, MIDDLE, HIGH),
)
row(
    "elliprd",
    lambda r, x, y, z: carlson_d_slope(x, y, z),
    lambda r, x, y, z: carlson_d_slope(y, x, z),
    lambda r, x, y, z: -(1.5 * r + x * carlson_d_slope(x, y, z) + y * carlson_d_slope(y, x, z)) / z,
    domain=(LOW, MIDDLE, HIGH),
)
row(
    "elliprc",
    lambda r, x, y: -special.elliprd(y, y, x) / 6,
    lambda r, x, y: (x * special.elliprd(y, y, x) / 3 - r) / (2 * y),  # it is homogeneous of degree -1/2
    domain=(LOW, HIGH),
)


def agm_slope(y, a, b, moved):
    """M = π (a + b) / (4 K(m)) with m = ((a - b) / (a + b))²; `moved` is the derivative of m."""
    m = (a - b) * (a - b) / ((a + b) * (a + b))
    return y / (a + b) - y * math.pi / 8 * special.hyp2f1(1.5, 1.5, 2.0, m) / special.ellipk(m) * moved


row(
    "agm",
    lambda y, a, b: agm_slope(y, a, b, 4 * b * (a - b) / ((a + b) * (a + b) * (a + b))),
    lambda y, a, b: agm_slope(y, a, b, -4 * a * (a - b) / ((a + b) * (a + b) * (a + b))),
    domain=(POSITIVE, POSITIVE),
)

# -- others ---------------------------------------------------------------------------------------------------------------------------

row("wright_bessel", refused, refused, lambda y, a, b, x: special.wright_bessel(a, a + b, x), domain=Sample((0.7, 1.2, POSITIVE)))
row(
    "log_wright_bessel",
    refused,
    refused,
    lambda y, a, b, x: np.exp(special.log_wright_bessel(a, a + b, x) - y),
    domain=Sample((0.7, 1.2, POSITIVE)),
)


def normal_slope(x, mean, deviation):
    """The derivative of the quantile of the normal distribution, where (x - mean) / deviation is that quantile."""
    z = (x - mean) / deviation
    return ROOT_TWO_PI * np.exp(0.5 * z * z)


row(
    "nrdtrimn",
    lambda y, p, s, x: -s * normal_slope(x, y, s),
    lambda y, p, s, x: -(x - y) / s,
    lambda y, p, s, x: 1.0,
    domain=(PROBABILITY, POSITIVE, REAL),
)
row(
    "nrdtrisd",
    lambda y, m, p, x: -y / (x - m),
    lambda y, m, p, x: -y * y / (x - m) * normal_slope(x, m, y),
    lambda y, m, p, x: y / (x - m),
    domain=((-1.0, -0.5), (0.6, 0.9), POSITIVE),
)
row(
    "lpmv",
    refused,
    refused,
    lambda y, m, v, x: (v * x * y - (v + m) * special.lpmv(m, v - 1, x)) / (x * x - 1),
    domain=(Sample((1, 2.5, UNIT)), Sample((0, 3.0, UNIT))),
)
polynomial("eval_chebyc", lambda y, n, x: n * special.eval_chebyu(n - 1, x / 2))
polynomial("eval_chebys", lambda y, n, x: special.eval_gegenbauer(n - 1, 2.0, x / 2))
polynomial("eval_sh_chebyt", lambda y, n, x: 2 * n * special.eval_chebyu(n - 1, 2 * x - 1))
polynomial("eval_sh_chebyu", lambda y, n, x: 4 * special.eval_gegenbauer(n - 1, 2.0, 2 * x - 1))
polynomial("eval_sh_legendre", lambda y, n, x: 2 * special.eval_gegenbauer(n - 1, 1.5, 2 * x - 1))
polynomial(
    "eval_sh_jacobi",
    lambda y, n, p, q, x: (n + p) * special.eval_jacobi(n - 1, p - q + 1, q, 2 * x - 1) / special.binom(2 * n + p - 1, n),
    2.5,
    1.2,
)


def assoc_laguerre(x, n, k=0.0):
    return special.eval_genlaguerre(n, k, x)


TABLE.define(special.assoc_laguerre, assoc_laguerre)
