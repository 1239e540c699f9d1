"""Bessel functions and their like, and orthogonal polynomials, of scipy.special, in their arguments; orders are `refused`.

Sources: DLMF 10.6 and 10.29 (recurrences of derivatives), 10.51 (spherical functions), 11.4 (Struve), 18.9 (polynomials).
Forms divided by x, which are 0/0 at 0, are avoided.
"""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np
from scipy import special

from ..frontend.forms import choose
from .scipy_special import POSITIVE, REAL, UNIT, row
from .table import Sample, refused

ORDER = (Sample((1.5, POSITIVE)), Sample((2, POSITIVE)))
WHOLE_ORDER = (Sample((2, POSITIVE)), Sample((0, POSITIVE)))

# -- of order zero and one ---------------------------------------------------------------------------------------------------
row("j0", lambda y, x: -special.j1(x), domain=REAL)
row("j1", lambda y, x: (special.j0(x) - special.jv(2, x)) / 2, domain=REAL)
row("y0", lambda y, x: -special.y1(x), domain=POSITIVE)
row("y1", lambda y, x: (special.y0(x) - special.yv(2, x)) / 2, domain=POSITIVE)
row("i0", lambda y, x: special.i1(x), domain=REAL)
row("i1", lambda y, x: (special.i0(x) + special.iv(2, x)) / 2, domain=REAL)
row("i0e", lambda y, x: special.i1e(x) - np.sign(x) * y, domain=POSITIVE)
row(
    "i1e",
    lambda y, x: (special.i0e(x) + special.ive(2, x)) / 2 - np.sign(x) * y,
    domain=(Sample((POSITIVE,)), Sample(((-2.0, -0.5),))),
)
row("k0", lambda y, x: -special.k1(x), domain=POSITIVE)
row("k1", lambda y, x: -(special.k0(x) + special.kv(2, x)) / 2, domain=POSITIVE)
row("k0e", lambda y, x: y - special.k1e(x), domain=POSITIVE)
row("k1e", lambda y, x: y - (special.k0e(x) + special.kve(2, x)) / 2, domain=POSITIVE)

# -- of any order --------------------------------------------------------------------------------------------------------------
row("jv", refused, lambda y, v, x: (special.jv(v - 1, x) - special.jv(v + 1, x)) / 2, domain=(*ORDER, Sample((0, REAL))))
row("jve", refused, lambda y, v, x: (special.jve(v - 1, x) - special.jve(v + 1, x)) / 2, domain=ORDER)
row("yv", refused, lambda y, v, x: (special.yv(v - 1, x) - special.yv(v + 1, x)) / 2, domain=ORDER)
row("yve", refused, lambda y, v, x: (special.yve(v - 1, x) - special.yve(v + 1, x)) / 2, domain=ORDER)
row("yn", refused, lambda y, n, x: (special.yv(n - 1, x) - special.yv(n + 1, x)) / 2, domain=WHOLE_ORDER)
row("iv", refused, lambda y, v, x: (special.iv(v - 1, x) + special.iv(v + 1, x)) / 2, domain=ORDER)
row("ive", refused, lambda y, v, x: (special.ive(v - 1, x) + special.ive(v + 1, x)) / 2 - np.sign(x) * y, domain=ORDER)
row("kv", refused, lambda y, v, x: -(special.kv(v - 1, x) + special.kv(v + 1, x)) / 2, domain=ORDER)
row("kn", refused, lambda y, n, x: -(special.kv(n - 1, x) + special.kv(n + 1, x)) / 2, domain=WHOLE_ORDER)
row("kve", refused, lambda y, v, x: y - (special.kve(v - 1, x) + special.kve(v + 1, x)) / 2, domain=ORDER)


def struve_term(v, x):
    return (x / 2) ** v / (math.sqrt(math.pi) * special.gamma(v + 1.5))


row(
    "struve", refused, lambda y, v, x: (special.struve(v - 1, x) - special.struve(v + 1, x) + struve_term(v, x)) / 2, domain=ORDER
)
row(
    "modstruve",
    refused,
    lambda y, v, x: (special.modstruve(v - 1, x) + special.modstruve(v + 1, x) + struve_term(v, x)) / 2,
    domain=ORDER,
)


# -- Kelvin functions (DLMF 10.61), whose derivatives have names of their own ------------------------------------------------


def named(function: Callable) -> Callable:
    return lambda y, x: function(x)


def by_equation(function: Callable, sign: int) -> Callable:
    """The second derivative of ber is -bei - ber' / x, that of bei ber - bei' / x; of ker and kei alike."""
    return lambda y, x: sign * function(x) - y / x


for real, imaginary in (("ber", "bei"), ("ker", "kei")):
    row(real, named(getattr(special, f"{real}p")), domain=POSITIVE)
    row(imaginary, named(getattr(special, f"{imaginary}p")), domain=POSITIVE)
    row(f"{real}p", by_equation(getattr(special, imaginary), -1), domain=POSITIVE)
    row(f"{imaginary}p", by_equation(getattr(special, real), 1), domain=POSITIVE)


# -- the derivatives themselves, of order n, and spherical functions -----------------------------------------------------------


def further(function: Callable) -> Callable:
    return lambda y, v, z, n: function(v, z, n + 1)


for name in ("jvp", "yvp", "ivp", "kvp"):
    row(
        name,
        refused,
        further(getattr(special, name)),
        signature=lambda v, z, n=1: 0,
        domain=(Sample((1.5, POSITIVE)), Sample((2, POSITIVE), (), {"n": 2})),
    )


def spherical(function: Callable, sign: int) -> Callable:
    """The derivative; that of the derivative by the equation they solve, z² f'' + 2 z f' + (± z² - n (n + 1)) f = 0."""

    def slope(y, n, z, derivative):
        return second(y, n, z) if derivative else function(n, z, derivative=True)

    def second(y, n, z):
        return (n * (n + 1) / (z * z) - sign) * function(n, z) - 2 * y / z

    return slope


for name, sign in (("spherical_jn", 1), ("spherical_yn", 1), ("spherical_in", -1), ("spherical_kn", -1)):
    row(
        name,
        refused,
        spherical(getattr(special, name), sign),
        signature=lambda n, z, derivative=False: 0,
        domain=(Sample((2, POSITIVE)), Sample((0, POSITIVE)), Sample((1, POSITIVE), (), {"derivative": True})),
    )


# -- orthogonal polynomials: the derivative is a polynomial of degree one less -------------------------------------------------


def polynomial(name: str, body: Callable, *parameters: Any) -> None:
    """`body` is the derivative for degrees from one; of degree zero it is zero, and what SciPy gives for -1 is of no use."""
    names = body.__code__.co_varnames[1 : body.__code__.co_argcount]

    def slope(y, n, *others):
        return choose(n >= 1, body(y, n, *others), 0.0)

    unknown = (refused,) * (1 + len(parameters))
    row(name, *unknown, slope, operands=names, domain=tuple(Sample((n, *parameters, UNIT)) for n in (3, 1, 0)))


polynomial("eval_chebyt", lambda y, n, x: n * special.eval_chebyu(n - 1, x))
polynomial("eval_chebyu", lambda y, n, x: 2 * special.eval_gegenbauer(n - 1, 2.0, x))
polynomial("eval_legendre", lambda y, n, x: special.eval_gegenbauer(n - 1, 1.5, x))
polynomial("eval_gegenbauer", lambda y, n, a, x: 2 * a * special.eval_gegenbauer(n - 1, a + 1, x), 0.7)
polynomial("eval_jacobi", lambda y, n, a, b, x: (n + a + b + 1) / 2 * special.eval_jacobi(n - 1, a + 1, b + 1, x), 0.7, 0.3)
polynomial("eval_laguerre", lambda y, n, x: -special.eval_genlaguerre(n - 1, 1.0, x))
polynomial("eval_genlaguerre", lambda y, n, a, x: -special.eval_genlaguerre(n - 1, a + 1, x), 0.7)
polynomial("eval_hermite", lambda y, n, x: 2 * n * special.eval_hermite(n - 1, x))
polynomial("eval_hermitenorm", lambda y, n, x: n * special.eval_hermitenorm(n - 1, x))
