"""Elementwise functions of NumPy and math: a row is the function's partial derivatives.

Sources: Abramowitz & Stegun chapters 4 and 6 for the derivatives. At corners: |x| and the like have derivative 0 at 0; where the
arguments of maximum and minimum tie, each gets half; clip is 1 inside and on its bounds.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import choose, is_complex
from ..ir.kinds import UNKNOWN, Array, Scalar, is_array, is_number, ndim
from .complex_numbers import slope_of_abs
from .table import TABLE, Partials, Sample, Variadic, elements, general, linear, nondifferentiable, number_kind, partials, primitive_of

LN2, LN10 = math.log(2.0), math.log(10.0)
REAL, POSITIVE, UNIT, ABOVE_ONE = (-2.0, 2.0), (0.5, 2.0), (-0.9, 0.9), (1.2, 3.0)

# -- exponentials and logarithms ------------------------------------------------------------------------------------------
partials((np.exp, math.exp), lambda y, x: y, domain=REAL)
partials((np.expm1, math.expm1), lambda y, x: y + 1, domain=REAL)
partials((np.exp2, *([math.exp2] if hasattr(math, "exp2") else [])), lambda y, x: y * LN2, domain=REAL)  # Python 3.11
partials((np.log, math.log), lambda y, x: 1 / x, domain=POSITIVE)
partials((np.log1p, math.log1p), lambda y, x: 1 / (1 + x), domain=POSITIVE)
partials((np.log2, math.log2), lambda y, x: 1 / (x * LN2), domain=POSITIVE)
partials((np.log10, math.log10), lambda y, x: 1 / (x * LN10), domain=POSITIVE)
partials(np.logaddexp, lambda y, a, b: np.exp(a - y), lambda y, a, b: np.exp(b - y), domain=(REAL, REAL))
partials(np.logaddexp2, lambda y, a, b: np.exp2(a - y), lambda y, a, b: np.exp2(b - y), domain=(REAL, REAL))

# -- powers and roots -----------------------------------------------------------------------------------------------------
partials((np.sqrt, math.sqrt), lambda y, x: 0.5 / y, domain=POSITIVE)
partials((np.cbrt, *([math.cbrt] if hasattr(math, "cbrt") else [])), lambda y, x: 1 / (3 * y * y), domain=POSITIVE)
partials(np.square, lambda y, x: 2 * x, domain=REAL)
partials(np.reciprocal, lambda y, x: -y * y, domain=POSITIVE)
partials((np.hypot, math.hypot), lambda y, a, b: a / y, lambda y, a, b: b / y, domain=(POSITIVE, POSITIVE))
partials(
    math.pow,
    lambda y, x, p: p * math.pow(x, choose(p != 0, p - 1, 1)),
    lambda y, x, p: y * math.log(choose(x != 0, x, 1)),
    domain=(POSITIVE, REAL),
)
partials((np.ldexp, math.ldexp), lambda y, x, n: np.ldexp(1.0, n), None, domain=Sample((REAL, 3)))

# -- trigonometric and hyperbolic -----------------------------------------------------------------------------------------
partials((np.sin, math.sin), lambda y, x: np.cos(x), domain=REAL)
partials((np.cos, math.cos), lambda y, x: -np.sin(x), domain=REAL)
partials((np.tan, math.tan), lambda y, x: 1 + y * y, domain=UNIT)
partials((np.arcsin, math.asin), lambda y, x: 1 / np.sqrt(1 - x * x), domain=UNIT)
partials((np.arccos, math.acos), lambda y, x: -1 / np.sqrt(1 - x * x), domain=UNIT)
partials((np.arctan, math.atan), lambda y, x: 1 / (1 + x * x), domain=REAL)
partials(
    (np.arctan2, math.atan2),
    lambda y, a, b: b / np.hypot(a, b) / np.hypot(a, b),
    lambda y, a, b: -(a / np.hypot(a, b) / np.hypot(a, b)),
    domain=(POSITIVE, POSITIVE),
)
partials((np.sinh, math.sinh), lambda y, x: np.cosh(x), domain=REAL)
partials((np.cosh, math.cosh), lambda y, x: np.sinh(x), domain=REAL)
partials((np.tanh, math.tanh), lambda y, x: 1 - y * y, domain=REAL)
partials((np.arcsinh, math.asinh), lambda y, x: 1 / (np.sqrt(1 + x * x) if is_complex(x) else np.hypot(x, 1)), domain=REAL)
partials((np.arccosh, math.acosh), lambda y, x: 1 / (np.sqrt(x - 1) * np.sqrt(x + 1)), domain=ABOVE_ONE)
partials((np.arctanh, math.atanh), lambda y, x: 1 / (1 - x * x), domain=UNIT)
partials((np.deg2rad, math.radians, np.radians), lambda y, x: math.pi / 180, domain=REAL)
partials((np.rad2deg, math.degrees, np.degrees), lambda y, x: 180 / math.pi, domain=REAL)



def bessel_kind(x: Any) -> Any:
    """np.i0 gives arrays also of numbers, in double precision but for arrays of another."""
    if not is_number(x.kind):
        return UNKNOWN
    dtype = np.dtype(x.kind.dtype)
    return Array(dtype.name if dtype.kind == "f" else "float64", ndim(x.kind))


# -- special functions ----------------------------------------------------------------------------------------------------
partials(math.erf, lambda y, x: 2 / math.sqrt(math.pi) * math.exp(-x * x), domain=REAL)
partials(math.erfc, lambda y, x: -2 / math.sqrt(math.pi) * math.exp(-x * x), domain=REAL)
partials(math.gamma, lambda y, x: y * runtime.polygamma(0, x), domain=POSITIVE)
partials(math.lgamma, lambda y, x: runtime.polygamma(0, x), domain=POSITIVE)
partials(
    runtime.polygamma,
    None,
    lambda y, n, x: runtime.polygamma(n + 1, x),
    spelling="polygamma",
    kind=number_kind("float"),
    domain=(Sample((0, POSITIVE)), Sample((2, (-1.8, -1.2)))),
)
partials(np.sinc, lambda y, x: runtime.sinc_derivative(1, x), domain=(Sample((REAL,)), Sample(((-1e-3, 1e-3),))))
partials(
    runtime.sinc_derivative,
    None,
    lambda y, n, x: runtime.sinc_derivative(n + 1, x),
    spelling="sinc_derivative",
    domain=(Sample((1, (-2.0, 9.0))), Sample((2, (-1e-3, 1e-3)))),
)
partials(np.i0, lambda y, x: runtime.bessel_i(1, x), kind=bessel_kind, domain=(Sample((REAL,)), Sample(((5.0, 20.0),))))
partials(
    runtime.bessel_i,
    None,
    lambda y, n, x: (runtime.bessel_i(n + 1, x) + runtime.bessel_i(abs(n - 1), x)) / 2,
    spelling="bessel_i",
    kind=lambda n, x: bessel_kind(x),
    domain=(Sample((1, REAL)), Sample((3, (2.0, 9.0)))),
)
if hasattr(math, "fma"):  # Python 3.13
    partials(math.fma, lambda y, a, b, c: b, lambda y, a, b, c: a, lambda y, a, b, c: 1, domain=(REAL, REAL, REAL))

# -- corners --------------------------------------------------------------------------------------------------------------
ABOVE, BELOW = (1.0, 2.0), (-2.0, -1.0)

partials(np.absolute, slope_of_abs, spelling="np.abs", name="abs", domain=(Sample((ABOVE,)), Sample((BELOW,))))
partials((np.fabs, math.fabs), lambda y, x: np.sign(x), domain=(Sample((ABOVE,)), Sample((BELOW,))))
partials((np.copysign, math.copysign), lambda y, a, b: np.copysign(1.0, a) * np.copysign(1.0, b), None, domain=(ABOVE, BELOW))
partials((np.fmod, math.fmod), lambda y, a, b: 1, lambda y, a, b: -np.trunc(a / b), domain=((-2.6, -2.2), (0.9, 1.0)))
partials(math.remainder, lambda y, a, b: 1, lambda y, a, b: -np.rint((a - y) / b), domain=((2.6, 2.9), (0.9, 1.0)))
for larger, smaller in ((np.maximum, np.minimum), (np.fmax, np.fmin)):
    partials(
        larger,
        lambda y, a, b: np.heaviside(a - b, 0.5),
        lambda y, a, b: np.heaviside(b - a, 0.5),
        domain=(Sample((ABOVE, BELOW)), Sample((BELOW, ABOVE))),
    )
    partials(
        smaller,
        lambda y, a, b: np.heaviside(b - a, 0.5),
        lambda y, a, b: np.heaviside(a - b, 0.5),
        domain=(Sample((ABOVE, BELOW)), Sample((BELOW, ABOVE))),
    )


def indicator(test):
    """1 where the test holds, else 0. An array of truth values is that already, and keeps float32 products float32."""
    return test if test.ndim else choose(test, 1.0, 0.0)


def by_parts(re, im):
    """1 where the real part is replaced, 1j where the imaginary part is."""
    return indicator(re) + 1j * indicator(im)


def inside(x, lo, hi):
    return x <= hi if lo is None else x >= lo if hi is None else (x >= lo) & (x <= hi)


partials(
    np.clip,
    lambda y, x, lo, hi: indicator(inside(x, lo, hi)),
    lambda y, x, lo, hi: indicator(x < lo if hi is None else (x < lo) & (lo <= hi)),
    lambda y, x, lo, hi: indicator(x > hi if lo is None else (x > hi) | (lo > hi)),
    signature=lambda a, a_min, a_max: 0,
    methods=["clip"],
    domain=(
        *(Sample((interval, (-1.0, -0.6), (0.6, 1.0))) for interval in ((-0.5, 0.5), ABOVE, (-2.0, -1.1))),
        Sample((ABOVE, None, BELOW)),
        Sample((ABOVE, BELOW, None)),
    ),
)
linear(
    np.where,
    None,
    lambda g, y, test, a, b: np.where(test, g, 0.0),
    lambda g, y, test, a, b: np.where(test, 0.0, g),
    signature=lambda condition, x, y: 0,
    elementwise=True,
    domain=(
        Sample((np.array([True, False, True]), REAL, REAL), ((3,), (3,), (3,))),
        Sample((np.array([True, False, True]), REAL, REAL), ((3,), (2, 1), ())),
        Sample((True, REAL, REAL), ((), (3,), (2, 1))),
    ),
)


# -- parts of numbers -------------------------------------------------------------------------------------------------------

partials(runtime.fraction, lambda y, x: 1, spelling="fraction", domain=(Sample(((1.2, 1.8),)), Sample(((-1.8, -1.2),))))
partials(
    runtime.mantissa,
    lambda y, x: y / choose(x != 0, x, 1.0),
    spelling="mantissa",
    domain=(Sample(((2.2, 3.8),)), Sample(((-1.8, -1.2),))),
)
partials(
    (np.nextafter, *([math.nextafter] if hasattr(math, "nextafter") else [])),
    lambda y, x, towards: 1,
    None,
    domain=Sample((REAL, 7.0)),
)
partials(
    np.nan_to_num,
    lambda y, x, nan, posinf, neginf: indicator(np.isfinite(x)),
    lambda y, x, nan, posinf, neginf: by_parts(np.isnan(np.real(x)), np.isnan(np.imag(x))) if is_complex(x) else indicator(np.isnan(x)),
    lambda y, x, nan, posinf, neginf: (
        by_parts(np.isposinf(np.real(x)), np.isposinf(np.imag(x))) if is_complex(x) else indicator(np.isposinf(x))
    ),
    lambda y, x, nan, posinf, neginf: (
        by_parts(np.isneginf(np.real(x)), np.isneginf(np.imag(x))) if is_complex(x) else indicator(np.isneginf(x))
    ),
    signature=lambda x, *, nan, posinf, neginf: 0,
    domain=(Sample((REAL, None, None, None)), Sample((REAL, REAL, 7.0, REAL))),
)
nondifferentiable(runtime.exponent, spelling="exponent")
partials(
    np.unwrap,
    lambda y, x, period, discont, axis: 1,
    None,
    signature=lambda p, discont=None, axis=-1, *, period: 0,
    without_rule=("period",),
    kind=lambda x, period=None, discont=None, axis=None: x.kind if is_array(x.kind) and np.dtype(x.kind.dtype).kind == "f" else UNKNOWN,
    domain=(Sample(((-6.0, 6.0), None), ((5,),)), Sample(((-6.0, 6.0), 3.0), ((2, 3),), {"axis": 0})),
)


# -- functions of any number of numbers --------------------------------------------------------------------------------------


def of_one(i: int) -> Any:
    """The partial of the square root of a sum of squares in its i-th argument."""
    return lambda y, *xs, i=i: xs[i] / y


def of_arity(count: int) -> Any:
    return eval(f"lambda {', '.join(f'x{i}' for i in range(count))}: 0")


for number in range(3, 9):
    row = Partials(
        primitive_of(math.hypot, of_arity(number), name=f"hypot_{number}", flops=elements),
        (Sample((POSITIVE,) * number),),
        True,
        tuple(map(of_one, range(number))),
    )
    TABLE.add(row)
TABLE.add(
    Variadic(
        primitive_of(runtime.sum_of, lambda: 0, variadic=True, spelling="sum_of", kind=number_kind("float")),
        (Sample((REAL, REAL, REAL), ((), (), ())),),
        False,
        lambda g, y, i, *items: g,
    )
)
linear(
    math.fsum,
    lambda g, y, x: np.full_like(x, g),
    signature=lambda seq: 0,
    calls=False,
    kind=lambda x: Scalar("float") if ndim(x.kind) == 1 else UNKNOWN,
    domain=Sample((REAL,), ((4,),)),
)


# -- the same of arrays ------------------------------------------------------------------------------------------------------


def number_of_vectors(*args: Any) -> Any:
    return Scalar("float") if all(ndim(a.kind) == 1 for a in args) else UNKNOWN


def apart(p_dot, q_dot):
    return -q_dot if p_dot is None else p_dot if q_dot is None else p_dot - q_dot


general(
    runtime.length_of,
    lambda x_dot, y, x: np.sum(x * x_dot) / choose(y != 0, y, 1.0),
    lambda g, y, x: x * (g / choose(y != 0, y, 1.0)),
    signature=lambda x: 0,
    spelling="length_of",
    kind=number_of_vectors,
    domain=Sample((POSITIVE,), ((10,),)),
)
general(
    math.dist,
    lambda p_dot, q_dot, y, p, q: np.sum((p - q) * apart(p_dot, q_dot)) / choose(y != 0, y, 1.0),
    lambda g, y, p, q: (p - q) * (g / choose(y != 0, y, 1.0)),
    lambda g, y, p, q: (q - p) * (g / choose(y != 0, y, 1.0)),
    signature=lambda p, q: 0,
    name="distance",
    calls=False,
    kind=number_of_vectors,
    domain=Sample((POSITIVE, (3.0, 4.0)), ((4,), (4,))),
)


# -- piecewise constant, or not a number ----------------------------------------------------------------------------------

for function in (
    *(np.sign, np.floor, np.ceil, np.rint, np.trunc, np.isnan, np.isinf, np.isfinite, np.signbit, np.logical_not),
    *(np.invert, np.spacing, np.isposinf, np.isneginf),
):
    nondifferentiable(function)
for function in (math.floor, math.ceil, math.trunc, math.factorial, math.isqrt):
    nondifferentiable(function, kind=number_kind("int"))
for function in (math.isnan, math.isinf, math.isfinite):
    nondifferentiable(function, kind=number_kind("bool"))
for function in (math.comb, math.gcd, math.lcm, math.perm):
    nondifferentiable(function, lambda a, b: 0, kind=number_kind("int"))
nondifferentiable(math.ulp, kind=number_kind("float"))
nondifferentiable(math.isclose, lambda a, b, rel_tol=1e-9, abs_tol=0.0: 0, kind=number_kind("bool"))
for function in (
    *(np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal, np.floor_divide, np.heaviside),
    *(np.logical_and, np.logical_or, np.logical_xor, np.bitwise_and, np.bitwise_or, np.bitwise_xor),
    *(np.left_shift, np.right_shift, np.gcd, np.lcm),
):
    nondifferentiable(function)
nondifferentiable(np.bitwise_count)
if hasattr(np, "fix"):  # deprecated in NumPy 2.5
    nondifferentiable(np.fix)
nondifferentiable(np.isclose, lambda a, b, rtol=1e-5, atol=1e-8, equal_nan=False: 0)
nondifferentiable(np.allclose, lambda a, b, rtol=1e-5, atol=1e-8, equal_nan=False: 0)
nondifferentiable(np.array_equal, lambda a1, a2, equal_nan=False: 0)
for function in (np.round, np.around):
    nondifferentiable(function, lambda a, decimals=0: 0, methods=["round"] if function is np.round else [])
