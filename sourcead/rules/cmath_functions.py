"""The functions of cmath: of one number, complex whatever it is given."""

from __future__ import annotations

import cmath
import math

from .table import nondifferentiable, number_kind, partials

LN10 = math.log(10.0)
REAL, POSITIVE, UNIT, ABOVE_ONE = (-2.0, 2.0), (0.5, 2.0), (-0.9, 0.9), (1.2, 3.0)

for function, slope, interval in (
    (cmath.exp, lambda y, z: y, REAL),
    (cmath.log, lambda y, z: 1 / z, POSITIVE),
    (cmath.log10, lambda y, z: 1 / (z * LN10), POSITIVE),
    (cmath.sqrt, lambda y, z: 0.5 / y, POSITIVE),
    (cmath.sin, lambda y, z: cmath.cos(z), REAL),
    (cmath.cos, lambda y, z: -cmath.sin(z), REAL),
    (cmath.tan, lambda y, z: 1 + y * y, UNIT),
    (cmath.asin, lambda y, z: 1 / cmath.sqrt(1 - z * z), UNIT),
    (cmath.acos, lambda y, z: -1 / cmath.sqrt(1 - z * z), UNIT),
    (cmath.atan, lambda y, z: 1 / (1 + z * z), UNIT),
    (cmath.sinh, lambda y, z: cmath.cosh(z), REAL),
    (cmath.cosh, lambda y, z: cmath.sinh(z), REAL),
    (cmath.tanh, lambda y, z: 1 - y * y, REAL),
    (cmath.asinh, lambda y, z: 1 / cmath.sqrt(1 + z * z), REAL),
    (cmath.acosh, lambda y, z: 1 / (cmath.sqrt(z - 1) * cmath.sqrt(z + 1)), ABOVE_ONE),
    (cmath.atanh, lambda y, z: 1 / (1 - z * z), UNIT),
):
    partials(function, slope, domain=interval, kind=number_kind("complex"))
for function in (cmath.isnan, cmath.isinf, cmath.isfinite):
    nondifferentiable(function, kind=number_kind("bool"))
nondifferentiable(
    cmath.isclose, lambda a, b, *, rel_tol=1e-9, abs_tol=0.0: 0, kind=number_kind("bool")
)
