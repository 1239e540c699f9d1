"""What sorts, and what depends on the order of elements: sort, partition, median and quantiles, running extremes.

Elements that are equal keep the order in which they stand: a stable sort decides which is which.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import axes_behind
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, is_array, ndim
from ..ir.nodes import Const
from ..ir.primitives import sampled
from .reductions import expand_result
from .table import Sample, dtype_of, general, nondifferentiable

REAL = (-40.0, 40.0)  # so wide that differences do not change the order
VECTOR, MATRIX, CUBE = ((4,),), ((2, 3),), ((2, 3, 2),)


# -- sorting ------------------------------------------------------------------------------------------------------------------


def order(x, axis):
    """The positions of the elements of `x` along `axis`, from small to large."""
    return np.take_along_axis(runtime.positions(x), np.argsort(x, axis=axis, kind="stable"), axis)


def order_as_in(y, x, axis):
    """The positions in `x` of the elements of `y`, which are those of `x` in another order along `axis`."""
    rank = np.argsort(np.argsort(y, axis=axis, kind="stable"), axis=axis, kind="stable")
    return np.take_along_axis(order(x, axis), rank, axis)


def sorted_kind(x: Any, axis: Any = Const(-1), **options: Any) -> Kind:
    if not is_array(x.kind) or ndim(x.kind) == 0:
        return UNKNOWN
    if not axis.is_const:
        return x.kind if isinstance(axis.kind, Scalar) else UNKNOWN
    return x.kind if axis.value is not None else Array(x.kind.dtype, 1)


def partitioned_kind(x: Any, kth: Any, axis: Any = Const(-1)) -> Kind:
    return sorted_kind(x, axis)


general(
    np.sort,
    lambda x_dot, y, x, axis, kind, stable: runtime.read_at(x_dot, order(x, axis)),
    lambda g, y, x, axis, kind, stable: runtime.sum_at(g, x, order(x, axis)),
    signature=lambda a, axis=-1, kind=None, *, stable=None: 0,
    kind=sorted_kind,
    domain=(
        Sample((REAL,), VECTOR),
        Sample((REAL,), MATRIX, {"axis": 0}),
        Sample((REAL,), MATRIX, {"axis": None}),
        Sample((REAL,), MATRIX, {"kind": "stable"}),
    ),
)
general(
    np.partition,
    lambda x_dot, y, x, kth, axis: runtime.read_at(x_dot, order_as_in(y, x, axis)),
    lambda g, y, x, kth, axis: runtime.sum_at(g, x, order_as_in(y, x, axis)),
    signature=lambda a, kth, axis=-1: 0,
    array_operands=False,
    kind=partitioned_kind,
    domain=(
        Sample((REAL, 2), VECTOR),
        Sample((REAL, (0, 1)), MATRIX, {"axis": -1}),
        Sample((REAL, 1), MATRIX, {"axis": 0}),
        Sample((REAL, 3), MATRIX, {"axis": None}),
    ),
)
nondifferentiable(
    np.argsort,
    lambda a, axis=-1, kind=None, *, stable=None: 0,
    methods=["argsort"],
    kind=lambda x, axis=Const(-1), **options: UNKNOWN if ndim(x.kind) == 0 else sampled(np.argsort, (x,), {"axis": axis}),
)
nondifferentiable(
    np.argpartition, lambda a, kth, axis=-1: 0, methods=["argpartition"], array_operands=False,
    kind=lambda x, kth, axis=Const(-1): UNKNOWN if ndim(x.kind) == 0 else sampled(np.argsort, (x,), {"axis": axis}),
)  # fmt: skip
for function, methods in ((np.searchsorted, ["searchsorted"]), (np.digitize, [])):
    if methods:
        nondifferentiable(function, lambda a, v, side="left", sorter=None: 0, methods=methods)
    else:
        nondifferentiable(function, lambda x, bins, right=False: 0)


# -- quantiles ----------------------------------------------------------------------------------------------------------------

METHODS = (
    *("linear", "lower", "higher", "midpoint", "nearest", "hazen", "weibull"),
    *("interpolated_inverted_cdf", "median_unbiased", "normal_unbiased"),
    *("inverted_cdf", "averaged_inverted_cdf", "closest_observation"),
)


def weights_kind(x: Any, q: Any, axis: Any, method: Any) -> Kind:
    dtype = dtype_of(x.kind)
    return Array(dtype if np.dtype(dtype).kind == "f" else "float64", ndim(x.kind) + ndim(q.kind))


nondifferentiable(runtime.quantile_rates, lambda x, q, axis, method: 0, kind=weights_kind, spelling="quantile_rates")


def for_each(q, x):
    """What belongs to each of the `q`, along the axes in front of those of `x`."""
    return q if q.ndim == 0 else np.reshape(q, (-1,) + (1,) * x.ndim)


general(
    runtime.quantile_weights,
    lambda q_dot, y, x, q, axis, method: for_each(q_dot, x) * runtime.quantile_rates(x, q, axis, method),
    None,
    lambda g, y, x, q, axis, method: (
        np.sum(g * runtime.quantile_rates(x, q, axis, method))
        if q.ndim == 0
        else np.sum(g * runtime.quantile_rates(x, q, axis, method), axis=axes_behind(None, x.ndim))
    ),
    None,
    None,
    signature=lambda x, q, axis, method: 0,
    kind=weights_kind,
    spelling="quantile_weights",
    domain=(
        Sample((np.array([3.0, 1.0, 2.0, 7.0]), (0.4, 0.6), None, "linear"), ((4,), ())),
        Sample((np.array([[3.0, 1.0, 2.5], [7.0, 2.0, 8.0]]), (0.6, 0.8), 1, "hazen"), ((2, 3), (2,))),
    ),
)


def weighed(x_dot, w, x, q, axis, keepdims):
    """The sum of tangents times weights: one for each q."""
    return (
        np.sum(w * x_dot, axis=axis, keepdims=keepdims)
        if q.ndim == 0
        else np.sum(w * x_dot, axis=axes_behind(axis, x.ndim), keepdims=keepdims)
    )


def weighed_back(g, w, x, q, axis, keepdims):
    return (
        expand_result(g, x, axis, keepdims) * w
        if q.ndim == 0
        else np.sum((g if keepdims else np.expand_dims(g, axes_behind(axis, x.ndim))) * w, axis=0)
    )


def slope_in_q(x, q, axis, method, keepdims):
    """The derivative of each quantile in its `q`."""
    return weighed(x, runtime.quantile_rates(x, q, axis, method), x, q, axis, keepdims)


def quantile_push(x_dot, q_dot, y, x, q, axis, method, keepdims):
    moved = None if x_dot is None else weighed(x_dot, runtime.quantile_weights(x, q, axis, method), x, q, axis, keepdims)
    turned = None if q_dot is None else along_results(q_dot, q, y) * slope_in_q(x, q, axis, method, keepdims)
    return turned if moved is None else moved if turned is None else moved + turned


def along_results(q_dot, q, y):
    return q_dot if q.ndim == 0 or y.ndim == 1 else np.reshape(q_dot, (-1,) + (1,) * (y.ndim - 1))


def quantile_pull(g, y, x, q, axis, method, keepdims):
    return weighed_back(g, runtime.quantile_weights(x, q, axis, method), x, q, axis, keepdims)


def quantile_pull_q(g, y, x, q, axis, method, keepdims):
    slopes = g * slope_in_q(x, q, axis, method, keepdims)
    return np.sum(slopes) if q.ndim == 0 else slopes if y.ndim == 1 else np.sum(slopes, axis=axes_behind(None, y.ndim - 1))


def quantile_kind(function: Any) -> Any:
    """A method that is not a continuous or discrete one named here, or a shape of q beyond a vector, has no rule."""

    def kind(x: Any, q: Any, axis: Any = Const(None), method: Any = Const("linear"), keepdims: Any = Const(False)) -> Kind:
        known = axis.is_const and method.is_const and method.value in METHODS and ndim(q.kind) < 2
        if not known or not is_array(x.kind) or ndim(x.kind) == 0:
            return UNKNOWN
        return sampled(function, (x, q), {"axis": axis, "keepdims": keepdims})

    return kind


QUANTILES = (
    Sample((REAL, 0.3), VECTOR),
    Sample((REAL, 0.5), MATRIX, {"axis": 0}),
    Sample((REAL, 0.7), MATRIX, {"axis": (0, 1), "keepdims": True}),
    Sample((REAL, np.array([0.1, 0.5, 0.9])), VECTOR),
    Sample((REAL, np.array([0.1, 0.6])), CUBE, {"axis": (0, -1)}),
    Sample((REAL, np.array([0.1, 0.6])), MATRIX, {"axis": 1, "keepdims": True}),
    *(Sample((REAL, 0.4), VECTOR, {"method": method}) for method in METHODS[1:]),
)
IN_Q = (
    Sample((np.array([3.0, 1.0, 2.0, 7.0]), (0.4, 0.6)), ((4,), ())),
    Sample((REAL, (0.4, 0.6)), (*VECTOR, ())),
    Sample((REAL, (0.6, 0.8)), (*MATRIX, (2,)), {"axis": 1}),
    Sample((REAL, (0.7, 0.75)), (*MATRIX, (2,)), {"axis": (0, 1), "keepdims": True}),
    Sample((REAL, (0.4, 0.6)), (*VECTOR, ()), {"method": "weibull"}),
)
for function in (np.quantile, np.nanquantile):
    general(
        function,
        quantile_push,
        quantile_pull,
        quantile_pull_q,
        signature=lambda a, q, axis=None, *, method="linear", keepdims=False: 0,
        kind=quantile_kind(function),
        domain=(*QUANTILES, *IN_Q),
    )
for function in (np.percentile, np.nanpercentile):
    general(
        function,
        lambda x_dot, q_dot, y, x, q, axis, method, keepdims: quantile_push(
            x_dot, None if q_dot is None else q_dot / 100, y, x, q / 100, axis, method, keepdims
        ),
        lambda g, y, x, q, axis, method, keepdims: quantile_pull(g, y, x, q / 100, axis, method, keepdims),
        lambda g, y, x, q, axis, method, keepdims: quantile_pull_q(g / 100, y, x, q / 100, axis, method, keepdims),
        signature=lambda a, q, axis=None, *, method="linear", keepdims=False: 0,
        kind=quantile_kind(function),
        domain=(
            Sample((REAL, 25), VECTOR),
            Sample((REAL, np.array([10, 60])), MATRIX, {"axis": 0}),
            Sample((REAL, 40.0), MATRIX, {"axis": 1, "keepdims": True, "method": "midpoint"}),
            Sample((REAL, (40.0, 60.0)), (*VECTOR, ())),
        ),
    )


def median_kind(function: Any) -> Any:
    return lambda x, axis=Const(None), keepdims=Const(False): (
        sampled(function, (x,), {"axis": axis, "keepdims": keepdims}) if axis.is_const and ndim(x.kind) else UNKNOWN
    )


for function in (np.median, np.nanmedian):
    general(
        function,
        lambda x_dot, y, x, axis, keepdims: quantile_push(x_dot, None, y, x, 0.5, axis, "linear", keepdims),
        lambda g, y, x, axis, keepdims: quantile_pull(g, y, x, 0.5, axis, "linear", keepdims),
        signature=lambda a, axis=None, *, keepdims=False: 0,
        kind=median_kind(function),
        domain=(
            Sample((REAL,), ((3,),)),
            Sample((REAL,), VECTOR),
            Sample((REAL,), MATRIX, {"axis": 0}),
            Sample((REAL,), CUBE, {"axis": (0, -1), "keepdims": True}),
            Sample((REAL,), MATRIX),
        ),
    )


# -- running extremes -----------------------------------------------------------------------------------------------------------


def running_maximum(x: Any, axis: int = 0) -> Any:
    return np.maximum.accumulate(x, axis)


def running_minimum(x: Any, axis: int = 0) -> Any:
    return np.minimum.accumulate(x, axis)


nondifferentiable(
    runtime.running_extreme,
    lambda y, x, axis=0: 0,
    kind=lambda y, x, axis=None: Array("int64", ndim(x.kind)),
    spelling="running_extreme",
)
for function, spelling in ((running_maximum, "np.maximum.accumulate"), (running_minimum, "np.minimum.accumulate")):
    general(
        function,
        lambda x_dot, y, x, axis: runtime.read_at(x_dot, runtime.running_extreme(y, x, axis=axis)),
        lambda g, y, x, axis: runtime.sum_at(g, x, runtime.running_extreme(y, x, axis=axis)),
        signature=lambda array, axis=0: 0,
        spelling=spelling,
        kind=lambda x, axis=None: x.kind if ndim(x.kind) else UNKNOWN,
        domain=(Sample((REAL,), ((6,),)), Sample((REAL,), ((2, 5),), {"axis": -1})),
    )
