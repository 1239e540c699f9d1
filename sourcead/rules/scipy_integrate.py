"""Integration of samples, scipy.integrate: linear in the samples, and in the points or their distance.

The trapezoidal rule is Σ diff(x) interval_means(y). Points are a vector, or one distance apart; the points of Simpson's rule
are `refused`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import integrate

from .. import runtime
from ..ir.kinds import UNKNOWN, Array, Kind, Static, is_numpy_integer, ndim
from ..ir.nodes import Const
from ..ir.primitives import sampled
from .axes import along
from .table import TABLE, Multilinear, Sample, dtype_of, linear, multilinear, primitive_of, refused

REAL, STEP = (-2.0, 2.0), (0.2, 0.6)


def rule_kind(function: Any) -> Any:
    """Of samples in an array at points in a vector, or `dx` apart: with points given, the distance has no meaning."""

    def kind(y: Any, x: Any, dx: Any, axis: Any = None, **options: Any) -> Kind:
        apart = x.kind == Static(None)
        usual = ndim(y.kind) > 0 and not is_numpy_integer(y.kind) and (apart or (ndim(x.kind) == 1 and dx == Const(1.0)))
        given = {**({} if axis is None else {"axis": axis}), **options}
        return sampled(function, (y, x, dx), given) if usual else UNKNOWN

    return kind


def spacing(f, x, dx, axis):
    return dx if x is None else along(x[1:] - x[:-1], f, axis)


def onto_points(c, f, axis):
    """What flows back to the points from the intervals of all samples."""
    others = np.sum(np.reshape(np.moveaxis(c, axis, 0), (c.shape[axis], -1)), axis=1) if f.ndim > 1 else c
    return runtime.interval_ends(others)


# -- the trapezoidal rule ----------------------------------------------------------------------------------------------------


def trapezoid_samples(g, y, f, x, dx, axis):
    return runtime.point_shares(np.expand_dims(g, axis) * spacing(f, x, dx, axis), f, axis)


def trapezoid_points(g, y, f, x, dx, axis):
    return onto_points(np.expand_dims(g, axis) * runtime.interval_means(f, axis), f, axis)


def trapezoid_step(g, y, f, x, dx, axis):
    return np.sum(g * integrate.trapezoid(f, axis=axis))


def from_each_on(g, axis, initial):
    """The sums of `g` from each interval to the end."""
    sums = np.flip(np.cumsum(np.flip(g, axis=axis), axis=axis), axis=axis)
    return sums if initial is None else np.moveaxis(np.moveaxis(sums, axis, 0)[1:], 0, axis)


def running_samples(g, y, f, x, dx, axis, initial):
    return runtime.point_shares(from_each_on(g, axis, initial) * spacing(f, x, dx, axis), f, axis)


def running_points(g, y, f, x, dx, axis, initial):
    return onto_points(from_each_on(g, axis, initial) * runtime.interval_means(f, axis), f, axis)


def running_step(g, y, f, x, dx, axis, initial):
    return np.sum(g * integrate.cumulative_trapezoid(f, axis=axis, initial=initial))


SAMPLES = (
    Sample((REAL, None, STEP), ((5,), (), ())),
    Sample((REAL, REAL, 1.0), ((5,), (5,), ())),
    Sample((REAL, REAL, 1.0), ((4, 3), (4,), ()), {"axis": 0}),
    Sample((REAL, None, STEP), ((3, 4), (), ())),
    Sample((REAL, None, STEP), ((3, 1), (), ())),
)
STEPS = {"x": None, "dx": 1.0}


def rule_flops(y: Any, f: Any, x: Any = None, *args: Any, **options: Any) -> int:
    return (3 if x is None else 4) * int(np.size(f))


multilinear(
    integrate.trapezoid,
    trapezoid_samples,
    trapezoid_points,
    trapezoid_step,
    signature=lambda y, x, dx, *, axis=-1: 0,
    defaults=STEPS,
    kind=rule_kind(integrate.trapezoid),
    spelling="scipy.integrate.trapezoid",
    flops=rule_flops,
    domain=SAMPLES,
)
multilinear(
    integrate.cumulative_trapezoid,
    running_samples,
    running_points,
    running_step,
    signature=lambda y, x, dx, *, axis=-1, initial=None: 0,
    defaults=STEPS,
    kind=rule_kind(integrate.cumulative_trapezoid),
    spelling="scipy.integrate.cumulative_trapezoid",
    flops=rule_flops,
    domain=(*SAMPLES[:4], Sample((REAL, REAL, 1.0), ((4, 3), (4,), ()), {"axis": 0, "initial": 0})),
)
linear(
    runtime.interval_means,
    lambda g, y, f, axis: runtime.point_shares(g, f, axis),
    None,
    signature=lambda f, axis: 0,
    spelling="interval_means",
    flops=lambda y, f, axis: 2 * int(np.size(y)),
    domain=Sample((REAL, 0), ((4, 3),)),
)
linear(
    runtime.point_shares,
    lambda g, y, d, like, axis: reduced(runtime.interval_means(g, axis), d),
    None,
    None,
    signature=lambda d, like, axis: 0,
    kind=lambda d, like, axis: Array(dtype_of(d.kind), ndim(like.kind)),
    spelling="point_shares",
    flops=lambda y, d, like, axis: 2 * int(np.size(y)),
    domain=(Sample((REAL, np.zeros((4, 3)), 0), ((3, 1), (4, 3))), Sample((REAL, np.zeros((4, 3)), -1), ((4, 1), (4, 3)))),
)


def reduced(g, d):
    return runtime.unbroadcast(g, d) if d.ndim else np.sum(g)


linear(
    runtime.interval_ends,
    lambda g, y, c: g[1:] - g[:-1],
    signature=lambda c: 0,
    kind=lambda c: c.kind,
    spelling="interval_ends",
    flops=lambda y, c: int(np.size(c)),
    domain=Sample((REAL,), ((4,),)),
)


# -- Simpson's rule ----------------------------------------------------------------------------------------------------------


def simpson(y: Any, x: Any = None, dx: float = 1.0, axis: int = -1) -> Any:
    return integrate.simpson(y, x=x, dx=dx, axis=axis)


def simpson_kind(y: Any, x: Any, dx: Any, axis: Any = None) -> Kind:
    """Of float32 the result is one too or not, by the number of samples."""
    return UNKNOWN if dtype_of(y.kind) == "float32" else rule_kind(simpson)(y, x, dx, axis)


def simpson_samples(g, y, f, x, dx, axis):
    return np.expand_dims(g * dx, axis) * along(runtime.simpson_weights(f, x, axis), f, axis)


def simpson_step(g, y, f, x, dx, axis):
    return np.sum(g * integrate.simpson(f, axis=axis))


primitive = primitive_of(
    simpson,
    lambda y, x, dx, *, axis=-1: 0,
    defaults=STEPS,
    kind=simpson_kind,
    spelling="scipy.integrate.simpson",
    flops=rule_flops,
)
SIMPSON = (
    *(Sample((REAL, None, STEP), ((count,), (), ())) for count in (1, 2, 3, 4, 5, 6)),
    Sample((REAL, None, STEP), ((4, 3), (), ()), {"axis": 0}),
)
TABLE.add(Multilinear(primitive, SIMPSON, False, (simpson_samples, refused, simpson_step)), [integrate.simpson])
linear(
    runtime.simpson_weights,
    None,
    refused,
    None,
    signature=lambda like, x, axis: 0,
    kind=lambda like, x, axis: Array("float64", 1),
    spelling="simpson_weights",
    domain=Sample((np.zeros(4), None, 0), ((4,),)),
)
