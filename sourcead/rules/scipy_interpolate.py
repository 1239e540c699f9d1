"""Interpolants of scipy.interpolate, called: made once, outside, and differentiated in the place where they are evaluated.

Each of them is a function of its own, whose row is made when it is met. The derivative is what the interpolant itself gives for
`nu` one higher; where pieces meet, the derivative of the piece SciPy evaluates there. Interpolants of several values at once
(curves, surfaces) have no row.
"""

from __future__ import annotations

import re
from typing import Any, Callable

import numpy as np
from scipy import interpolate

from ..ir.primitives import Primitive
from .table import TABLE, partials

# How many dimensions the coefficients have of an interpolant with one value.
COEFFICIENTS = {interpolate.PPoly: 2, interpolate.BSpline: 1}


def of_piecewise_polynomial(function: Any) -> Primitive | None:
    dimensions = next(count for of, count in COEFFICIENTS.items() if isinstance(function, of))
    if np.ndim(function.c) != dimensions or np.iscomplexobj(function.c):
        return None

    def slope(y, x, nu, extrapolate):
        return function(x, nu=nu + 1, extrapolate=extrapolate)

    return made(function, slope, lambda x, nu=0, extrapolate=None: 0)


def of_univariate_spline(function: Any) -> Primitive | None:
    def slope(y, x, nu, ext):
        return function(x, nu=nu + 1, ext=ext)

    return made(function, slope, lambda x, nu=0, ext=None: 0)


def made(function: Any, slope: Callable, signature: Callable) -> Primitive | None:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(function).__name__).lower()
    number = sum(row.primitive.name.startswith(name) for row in TABLE.rows.values())
    name = f"{name}{number + 1}" if number else name
    partials(function, slope, signature=signature, name=name, spelling=name)
    return TABLE.find(function)


PIECEWISE = ("PPoly", "CubicSpline", "CubicHermiteSpline", "PchipInterpolator", "Akima1DInterpolator", "BSpline")
UNIVARIATE = ("UnivariateSpline", "InterpolatedUnivariateSpline", "LSQUnivariateSpline")
TABLE.makers.update({getattr(interpolate, name): of_piecewise_polynomial for name in PIECEWISE})
TABLE.makers.update({getattr(interpolate, name): of_univariate_spline for name in UNIVARIATE})
