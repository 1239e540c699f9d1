"""Interpolants made inside a differentiated function: linear in the values they go through, smooth in the place of evaluation.

CubicSpline(x, y) is its coefficients, a linear function of y, and what evaluates them; PchipInterpolator computes slopes from y,
then the coefficients of the cubics with these; make_interp_spline is like CubicSpline, with B-splines. The points x are data.
`nu` counts derivatives: that in the place is the value for `nu` one higher.
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
from scipy import interpolate

from .. import runtime
from ..frontend.stand_ins import StandIn
from ..frontend.within import as_array, is_list, known, object_of, refuse, row
from ..ir.kinds import Array, Kind, Static, ndim
from .table import TABLE, Sample, general, linear, nondifferentiable

REAL = (-2.0, 2.0)
X, INSIDE = np.array([0.0, 0.4, 1.0, 1.7, 2.0, 3.0]), (0.1, 2.9)

# -- coefficients -----------------------------------------------------------------------------------------------------------------


def like_values(more: int, values: int = 1) -> Callable[..., Kind]:
    return lambda *args: Array("float64", ndim(args[values].kind) + more)


VALUES = (((6,), (6,)), ((6,), (6, 2)))
ENDS = ("not-a-knot", "natural", "clamped", ("clamped", "not-a-knot"), ((2, 0.0), (1, 0.0)))
FEW = tuple(Sample((X[:n], REAL, "not-a-knot"), ((n,), (n,))) for n in (2, 3, 4))
general(
    runtime.cubic_coefficients,
    lambda y_dot, c, x, y, ends: runtime.cubic_change(x, y_dot, ends),
    None,
    lambda g, c, x, y, ends: runtime.cubic_back(g, x, ends),
    signature=lambda x, y, ends: 0,
    kind=like_values(1),
    spelling="cubic_coefficients",
    array_operands=False,
    without_rule=("x",),
    domain=(Sample((X, REAL, "natural"), VALUES[1]), Sample((X, REAL, ((1, 0.5), (2, -1.0))), VALUES[0])),
)
linear(
    runtime.cubic_change,
    None,
    lambda g, c, x, y, ends: runtime.cubic_back(g, x, ends),
    None,
    signature=lambda x, y, ends: 0,
    kind=like_values(1),
    spelling="cubic_change",
    array_operands=False,
    without_rule=("x",),
    domain=(*(Sample((X, REAL, ends), VALUES[0]) for ends in ENDS), *FEW),
)
linear(
    runtime.cubic_back,
    lambda h, y, g, x, ends: runtime.cubic_change(x, h, ends),
    None,
    None,
    signature=lambda g, x, ends: 0,
    kind=lambda g, x, ends: Array("float64", ndim(g.kind) - 1),
    spelling="cubic_back",
    array_operands=False,
    without_rule=("x",),
    domain=(Sample((REAL, X, "natural"), ((4, 5), (6,))), Sample((REAL, X[:4], "clamped"), ((4, 3, 2), (4,)))),
)
linear(
    runtime.hermite_coefficients,
    None,
    lambda g, c, x, y, s: runtime.values_back(g, x),
    lambda g, c, x, y, s: runtime.slopes_back(g, x),
    signature=lambda x, y, s: 0,
    kind=like_values(1),
    spelling="hermite_coefficients",
    without_rule=("x",),
    domain=tuple(Sample((X, REAL, REAL), (*shapes, shapes[1])) for shapes in VALUES),
)
for back, first in ((runtime.values_back, True), (runtime.slopes_back, False)):
    linear(
        back,
        (lambda h, y, g, x: runtime.hermite_coefficients(x, h, np.zeros_like(h)))
        if first
        else (lambda h, y, g, x: runtime.hermite_coefficients(x, np.zeros_like(h), h)),
        None,
        signature=lambda g, x: 0,
        kind=lambda g, x: Array("float64", ndim(g.kind) - 1),
        spelling=back.__name__,
        without_rule=("x",),
        domain=Sample((REAL, X), ((4, 5, 2), (6,))),
    )
linear(
    runtime.spline_coefficients,
    None,
    lambda g, c, x, y, k: runtime.spline_coefficients_back(g, x, k),
    None,
    signature=lambda x, y, k: 0,
    kind=like_values(0),
    spelling="spline_coefficients",
    without_rule=("x",),
    domain=tuple(Sample((X, REAL, k), shapes) for k, shapes in ((3, VALUES[0]), (1, VALUES[1]), (2, VALUES[0]))),
)
linear(
    runtime.spline_coefficients_back,
    lambda h, y, g, x, k: runtime.spline_coefficients(x, h, k),
    None,
    None,
    signature=lambda g, x, k: 0,
    kind=like_values(0, 0),
    spelling="spline_coefficients_back",
    without_rule=("x",),
    domain=Sample((REAL, X, 3), ((6, 2), (6,))),
)
nondifferentiable(runtime.spline_knots, lambda x, k: 0, spelling="spline_knots", kind=lambda x, k: Array("float64", 1), without_rule=("x",))
nondifferentiable(runtime.require_within, lambda at, x: 0, effect=True, spelling="require_within", kind=lambda at, x: Static(None))


# -- evaluation ------------------------------------------------------------------------------------------------------------------


def beside(v, at, y):
    """What belongs to each place, in front of the axes of a value."""
    missing = y.ndim - at.ndim
    return v if missing == 0 else v[..., None] if missing == 1 else v[..., None, None]


def over_value(p, at):
    """The sum over the axes of a value."""
    return p if p.ndim == at.ndim else np.sum(p, axis=tuple_behind(at.ndim, p.ndim))


def tuple_behind(start, stop):
    return -1 if stop - start == 1 else (-2, -1)


def value_kind(c: Any, at: Any, own: int) -> Kind:
    return Array("float64", ndim(at.kind) + ndim(c.kind) - own)


def piecewise_push(c_dot, at_dot, y, c, x, at, nu, extrapolate):
    moved = None if at_dot is None else beside(at_dot, at, y) * runtime.piecewise(c, x, at, nu + 1, extrapolate)
    along = None if c_dot is None else runtime.piecewise(c_dot, x, at, nu, extrapolate)
    return moved if along is None else along if moved is None else along + moved


def piecewise_pull_place(g, y, c, x, at, nu, extrapolate):
    return over_value(g * runtime.piecewise(c, x, at, nu + 1, extrapolate), at)


CUBIC = (4, 5)
general(
    runtime.piecewise,
    piecewise_push,
    lambda g, y, c, x, at, nu, extrapolate: runtime.piecewise_back(g, c, x, at, nu, extrapolate),
    None,
    piecewise_pull_place,
    signature=lambda c, x, at, nu, extrapolate: 0,
    kind=lambda c, x, at, nu, extrapolate: value_kind(c, at, 2),
    spelling="piecewise",
    without_rule=("x",),
    domain=(
        Sample((REAL, X, INSIDE, 0, True), (CUBIC, (6,), (3,))),
        Sample((REAL, X, (2.2, 2.8), 1, False), ((*CUBIC, 2), (6,), (3,))),
        Sample((REAL, X, (3.2, 3.3), 0, "periodic"), (CUBIC, (6,), ())),
        Sample((REAL, X, (3.1, 3.5), 2, True), (CUBIC, (6,), (2, 2))),
    ),
)


def piecewise_back_push(g_dot, at_dot, y, g, c, x, at, nu, extrapolate):
    moved = None if at_dot is None else runtime.piecewise_back(g * beside(at_dot, at, g), c, x, at, nu + 1, extrapolate)
    along = None if g_dot is None else runtime.piecewise_back(g_dot, c, x, at, nu, extrapolate)
    return moved if along is None else along if moved is None else along + moved


general(
    runtime.piecewise_back,
    piecewise_back_push,
    lambda h, y, g, c, x, at, nu, extrapolate: runtime.piecewise(h, x, at, nu, extrapolate),
    None,
    None,
    lambda h, y, g, c, x, at, nu, extrapolate: over_value(g * runtime.piecewise(h, x, at, nu + 1, extrapolate), at),
    signature=lambda g, c, x, at, nu, extrapolate: 0,
    kind=lambda g, c, x, at, nu, extrapolate: Array("float64", ndim(c.kind)),
    spelling="piecewise_back",
    models=(1,),
    without_rule=("x",),
    domain=(
        Sample((REAL, np.zeros(CUBIC), X, INSIDE, 0, True), ((3,), CUBIC, (6,), (3,))),
        Sample((REAL, np.zeros((*CUBIC, 2)), X, (2.2, 2.8), 1, True), ((3, 2), (*CUBIC, 2), (6,), (3,))),
    ),
)


def spline_push(c_dot, at_dot, y, c, t, k, at, nu, extrapolate):
    moved = None if at_dot is None else beside(at_dot, at, y) * runtime.spline_value(c, t, k, at, nu + 1, extrapolate)
    along = None if c_dot is None else runtime.spline_value(c_dot, t, k, at, nu, extrapolate)
    return moved if along is None else along if moved is None else along + moved


T = np.array([0.0, 0, 0, 0, 0, 1.0, 1.7, 3.0, 3.0, 3.0, 3.0, 3.0])  # of degree four, so that four derivatives are there
general(
    runtime.spline_value,
    spline_push,
    lambda g, y, c, t, k, at, nu, extrapolate: runtime.spline_value_back(g, c, t, k, at, nu, extrapolate),
    None,
    None,
    lambda g, y, c, t, k, at, nu, extrapolate: over_value(g * runtime.spline_value(c, t, k, at, nu + 1, extrapolate), at),
    signature=lambda c, t, k, at, nu, extrapolate: 0,
    kind=lambda c, t, k, at, nu, extrapolate: value_kind(c, at, 1),
    spelling="spline_value",
    without_rule=("t",),
    domain=(
        Sample((REAL, T, 4, INSIDE, 0, True), ((7,), (12,), (), (3,))),
        Sample((REAL, T, 4, (2.2, 2.8), 1, False), ((7, 2), (12,), (), (3,))),
    ),
)


def spline_back_push(g_dot, at_dot, y, g, c, t, k, at, nu, extrapolate):
    moved = None if at_dot is None else runtime.spline_value_back(g * beside(at_dot, at, g), c, t, k, at, nu + 1, extrapolate)
    along = None if g_dot is None else runtime.spline_value_back(g_dot, c, t, k, at, nu, extrapolate)
    return moved if along is None else along if moved is None else along + moved


general(
    runtime.spline_value_back,
    spline_back_push,
    lambda h, y, g, c, t, k, at, nu, extrapolate: runtime.spline_value(h, t, k, at, nu, extrapolate),
    None,
    None,
    None,
    lambda h, y, g, c, t, k, at, nu, extrapolate: over_value(g * runtime.spline_value(h, t, k, at, nu + 1, extrapolate), at),
    signature=lambda g, c, t, k, at, nu, extrapolate: 0,
    kind=lambda g, c, t, k, at, nu, extrapolate: Array("float64", ndim(c.kind)),
    spelling="spline_value_back",
    models=(1,),
    without_rule=("t",),
    domain=Sample((REAL, np.zeros(7), T, 4, INSIDE, 0, True), ((3,), (7,), (12,), (), (3,))),
)


# -- what is made and called -----------------------------------------------------------------------------------------------------


class Piecewise(StandIn):
    """`c` and `x` of a piecewise polynomial, and whether it goes on beyond its ends."""

    called = "piecewise polynomial made here"
    advice = "evaluate it, or its derivative; make it outside the function for anything else"
    fields = ("c", "x")

    def __call__(self, x, nu=0, extrapolate=None):
        return row("piecewise", self.c, self.x, as_array(x), nu, self.continued if extrapolate is None else extrapolate)

    def derivative(self, nu=1):
        if nu != 1:
            refuse("a derivative of this order as a spline", "call derivative() several times, or evaluate with nu")
        kept = self.c[:-1]
        factors = np.arange(kept.shape[0], 0.0, -1.0)
        scaled = kept * (factors[:, None] if self.c.ndim == 2 else factors[:, None, None])
        return object_of(Piecewise, c=scaled, x=self.x, continued=self.continued)


class Spline(StandIn):
    """The coefficients, knots and degree of a B-spline."""

    called = "B-spline made here"
    advice = "evaluate it; make it outside the function for anything else"
    fields = ("c", "t", "k")

    def __call__(self, x, nu=0, extrapolate=None):
        return row("spline_value", self.c, self.t, self.k, as_array(x), nu, True if extrapolate is None else extrapolate)


class Table1(StandIn):
    """Points and values joined by straight lines."""

    called = "interp1d made here"
    advice = "evaluate it"

    def __call__(self, x):
        x = as_array(x)
        row("require_within", x, self.x)
        return np.asarray(np.interp(x, self.x, self.y))


def kept(x):
    """A copy of the points, which SciPy keeps: what is written to the caller's array afterwards changes nothing."""
    return as_array(x).copy()


def points(x, y, axis):
    y = as_array(y)
    if axis != 0 and not (y.ndim == 1 and axis == -1):
        refuse("an interpolant along another axis than the first", "use np.moveaxis on the values")
    return y if y.ndim > 0 and y.ndim <= 3 else refuse("an interpolant of values of this rank", "pass a vector or a matrix")


def cubic_spline(x, y, axis=0, bc_type="not-a-knot", extrapolate=None):
    if not known(bc_type):
        refuse("the values of derivatives at the ends", "write them as numbers: they are no argument of the derivative here")
    if not is_list(bc_type) and bc_type == "periodic":
        refuse("a periodic CubicSpline of values that are not constant", "repeat the values over three periods")
    c = row("cubic_coefficients", as_array(x), points(x, y, axis), bc_type)
    return object_of(Piecewise, c=c, x=kept(x), continued=True if extrapolate is None else extrapolate)


def hermite_spline(x, y, dydx, axis=0, extrapolate=None):
    y = points(x, y, axis)
    c = row("hermite_coefficients", as_array(x), y, as_array(dydx))
    return object_of(Piecewise, c=c, x=kept(x), continued=True if extrapolate is None else extrapolate)


def monotone(x, y, axis=0, extrapolate=None):
    """Slopes by Fritsch & Butland, A method for constructing local monotone piecewise cubic interpolants (1984)."""
    x, y = as_array(x), points(x, y, axis)
    if y.ndim != 1:
        refuse("PchipInterpolator of several values at once", "make one for each")
    h = x[1:] - x[:-1]
    m = (y[1:] - y[:-1]) / h
    before, after = 2 * h[1:] + h[:-1], h[1:] + 2 * h[:-1]
    turning = (np.sign(m[1:]) != np.sign(m[:-1])) | (m[1:] == 0) | (m[:-1] == 0)
    mean = (before / np.where(m[:-1] == 0, 1.0, m[:-1]) + after / np.where(m[1:] == 0, 1.0, m[1:])) / (before + after)
    inner = np.where(turning, 0.0, 1.0 / np.where(turning, 1.0, mean))
    first, last = end_slope(h[0], h[1], m[0], m[1]), end_slope(h[-1], h[-2], m[-1], m[-2])
    slopes = np.concatenate([np.reshape(first, (1,)), inner, np.reshape(last, (1,))])
    c = row("hermite_coefficients", x, y, slopes)
    return object_of(Piecewise, c=c, x=kept(x), continued=True if extrapolate is None else extrapolate)


def end_slope(h0, h1, m0, m1):
    """Of three points, and no steeper than keeps the shape."""
    d = ((2 * h0 + h1) * m0 - h0 * m1) / (h0 + h1)
    steep = (np.sign(m0) != np.sign(m1)) & (np.abs(d) > 3.0 * np.abs(m0))
    return np.where(np.sign(d) != np.sign(m0), 0.0, np.where(steep, 3.0 * m0, d))


def interpolating_spline(x, y, k=3, t=None, bc_type=None, axis=0):
    if t is not None or bc_type is not None:
        refuse("make_interp_spline with knots or conditions at the ends", "use CubicSpline with bc_type")
    x, y = as_array(x), points(x, y, axis)
    return object_of(Spline, c=row("spline_coefficients", x, y, k), t=row("spline_knots", x, k), k=k)


def table(x, y, kind="linear", axis=-1):
    x, y = as_array(x), as_array(y)
    if kind != "linear" or y.ndim != 1:
        refuse("interp1d of this kind", "use CubicSpline or make_interp_spline")
    return object_of(Table1, x=kept(x), y=kept(y))


for function, definition in {
    interpolate.CubicSpline: cubic_spline,
    interpolate.CubicHermiteSpline: hermite_spline,
    interpolate.PchipInterpolator: monotone,
    interpolate.make_interp_spline: interpolating_spline,
    interpolate.interp1d: table,
}.items():
    TABLE.define(function, definition)
