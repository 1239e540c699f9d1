"""Elementwise functions of NumPy and math: a row is the function's partial derivatives.

Sources: Abramowitz & Stegun chapters 4 and 6 for the derivatives. At corners: |x| and the like have derivative 0 at 0; where the
arguments of maximum and minimum tie, each gets half.
"""

from __future__ import annotations

import math

import numpy as np

from .. import runtime
from ..ir.kinds import Scalar
from .table import Sample, linear, nondifferentiable, partials

LN2, LN10 = math.log(2.0), math.log(10.0)
REAL, POSITIVE, UNIT, ABOVE_ONE = (-2.0, 2.0), (0.5, 2.0), (-0.9, 0.9), (1.2, 3.0)

# -- exponentials and logarithms ------------------------------------------------------------------------------------------
partials((np.exp, math.exp), lambda y, x: y, domain=REAL)
partials((np.expm1, math.expm1), lambda y, x: y + 1, domain=REAL)
partials(np.exp2, lambda y, x: y * LN2, domain=REAL)
partials((np.log, math.log), lambda y, x: 1 / x, domain=POSITIVE)
partials((np.log1p, math.log1p), lambda y, x: 1 / (1 + x), domain=POSITIVE)
partials((np.log2, math.log2), lambda y, x: 1 / (x * LN2), domain=POSITIVE)
partials((np.log10, math.log10), lambda y, x: 1 / (x * LN10), domain=POSITIVE)
partials(np.logaddexp, lambda y, a, b: np.exp(a - y), lambda y, a, b: np.exp(b - y), domain=(REAL, REAL))
partials(np.logaddexp2, lambda y, a, b: np.exp2(a - y), lambda y, a, b: np.exp2(b - y), domain=(REAL, REAL))

# -- powers and roots -----------------------------------------------------------------------------------------------------
partials((np.sqrt, math.sqrt), lambda y, x: 0.5 / y, domain=POSITIVE)
partials(np.cbrt, lambda y, x: 1 / (3 * y * y), domain=POSITIVE)
partials(np.square, lambda y, x: 2 * x, domain=REAL)
partials(np.reciprocal, lambda y, x: -y * y, domain=POSITIVE)
partials((np.hypot, math.hypot), lambda y, a, b: a / y, lambda y, a, b: b / y, domain=(POSITIVE, POSITIVE))
partials(
    math.pow,
    lambda y, x, p: p * math.pow(x, p - 1 if p != 0 else 1),
    lambda y, x, p: y * math.log(x if x != 0 else 1),
    domain=(POSITIVE, REAL),
)

# -- trigonometric and hyperbolic -----------------------------------------------------------------------------------------
partials((np.sin, math.sin), lambda y, x: np.cos(x), domain=REAL)
partials((np.cos, math.cos), lambda y, x: -np.sin(x), domain=REAL)
partials((np.tan, math.tan), lambda y, x: 1 + y * y, domain=UNIT)
partials((np.arcsin, math.asin), lambda y, x: 1 / np.sqrt(1 - x * x), domain=UNIT)
partials((np.arccos, math.acos), lambda y, x: -1 / np.sqrt(1 - x * x), domain=UNIT)
partials((np.arctan, math.atan), lambda y, x: 1 / (1 + x * x), domain=REAL)
partials(
    (np.arctan2, math.atan2),
    lambda y, a, b: b / (a * a + b * b),
    lambda y, a, b: -a / (a * a + b * b),
    domain=(POSITIVE, POSITIVE),
)
partials((np.sinh, math.sinh), lambda y, x: np.cosh(x), domain=REAL)
partials((np.cosh, math.cosh), lambda y, x: np.sinh(x), domain=REAL)
partials((np.tanh, math.tanh), lambda y, x: 1 - y * y, domain=REAL)
partials((np.arcsinh, math.asinh), lambda y, x: 1 / np.sqrt(x * x + 1), domain=REAL)
partials((np.arccosh, math.acosh), lambda y, x: 1 / np.sqrt(x * x - 1), domain=ABOVE_ONE)
partials((np.arctanh, math.atanh), lambda y, x: 1 / (1 - x * x), domain=UNIT)
partials((np.deg2rad, math.radians, np.radians), lambda y, x: math.pi / 180, domain=REAL)
partials((np.rad2deg, math.degrees, np.degrees), lambda y, x: 180 / math.pi, domain=REAL)


def sinc_partial(y, x):
    """(cos(pi x) - sinc(x)) / x, and 0 at 0, where the quotient has no value."""
    return (np.cos(math.pi * x) - y) / (x if x != 0 else 1)


partials(np.sinc, sinc_partial, domain=POSITIVE)

# -- special functions of math --------------------------------------------------------------------------------------------
partials(math.erf, lambda y, x: 2 / math.sqrt(math.pi) * math.exp(-x * x), domain=REAL)
partials(math.erfc, lambda y, x: -2 / math.sqrt(math.pi) * math.exp(-x * x), domain=REAL)
partials(math.gamma, lambda y, x: y * runtime.polygamma(0, x), domain=POSITIVE)
partials(math.lgamma, lambda y, x: runtime.polygamma(0, x), domain=POSITIVE)
partials(runtime.polygamma, None, lambda y, n, x: runtime.polygamma(n + 1, x), spelling="polygamma", kind=lambda n, x: Scalar("float"),
         domain=Sample((0, POSITIVE)))  # fmt: skip
if hasattr(math, "cbrt"):  # Python 3.11
    partials(math.cbrt, lambda y, x: 1 / (3 * y * y), domain=POSITIVE)
    partials(math.exp2, lambda y, x: y * LN2, domain=REAL)
if hasattr(math, "fma"):  # Python 3.13
    partials(math.fma, lambda y, a, b, c: b, lambda y, a, b, c: a, lambda y, a, b, c: 1, domain=(REAL, REAL, REAL))

# -- corners --------------------------------------------------------------------------------------------------------------
partials(np.absolute, lambda y, x: np.sign(x), spelling="np.abs", name="abs", domain=POSITIVE)
partials((np.fabs, math.fabs), lambda y, x: np.sign(x), domain=POSITIVE)
partials((np.copysign, math.copysign), lambda y, a, b: np.copysign(1.0, a) * np.copysign(1.0, b), None, domain=(POSITIVE, POSITIVE))
partials((np.fmod, math.fmod), lambda y, a, b: 1, lambda y, a, b: -np.trunc(a / b), domain=((2.1, 2.9), (0.8, 1.0)))
for larger, smaller in ((np.maximum, np.minimum), (np.fmax, np.fmin)):
    partials(
        larger,
        lambda y, a, b: np.heaviside(a - b, 0.5),
        lambda y, a, b: np.heaviside(b - a, 0.5),
        domain=((1.0, 2.0), (-2.0, -1.0)),
    )
    partials(
        smaller,
        lambda y, a, b: np.heaviside(b - a, 0.5),
        lambda y, a, b: np.heaviside(a - b, 0.5),
        domain=((1.0, 2.0), (-2.0, -1.0)),
    )
linear(
    np.where,
    None,
    lambda g, y, test, a, b: np.where(test, g, 0.0),
    lambda g, y, test, a, b: np.where(test, 0.0, g),
    signature=lambda condition, x, y: 0,
    elementwise=True,
    domain=Sample((np.array([True, False, True]), REAL, REAL), ((3,), (3,), (3,))),
)


def clip_partial(y, x, lo, hi):
    """1 inside and on the bounds, 0 outside."""
    return np.where((x >= lo) & (x <= hi), 1.0, 0.0)


partials(
    np.clip,
    clip_partial,
    lambda y, x, lo, hi: np.where(x < lo, 1.0, 0.0),
    lambda y, x, lo, hi: np.where(x > hi, 1.0, 0.0),
    methods=["clip"],
    domain=(REAL, (-1.0, -0.5), (0.5, 1.0)),
)

# -- piecewise constant, or not a number ----------------------------------------------------------------------------------
for function in (np.sign, np.floor, np.ceil, np.rint, np.trunc, np.fix, np.isnan, np.isinf, np.isfinite, np.signbit, np.logical_not):
    nondifferentiable(function)
for function in (math.floor, math.ceil, math.trunc, math.isnan, math.isinf, math.isfinite, math.factorial):
    nondifferentiable(function)
for function in (
    *(np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal, np.floor_divide),
    *(np.logical_and, np.logical_or, np.logical_xor, np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.heaviside),
):
    nondifferentiable(function)
nondifferentiable(np.round, lambda a, decimals=0: 0, methods=["round"])

