"""Reductions: what sums, averages, multiplies or picks over axes; cumulative sums."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import is_float
from .table import Sample, general, linear, nondifferentiable

MATRIX = ((2, 3),)
REAL = (-2.0, 2.0)


def expand(g, y, x, axis, keepdims):
    """`g`, which has the shape of the reduced `y`, along the axes of `x` that were reduced."""
    return (
        g
        if x.ndim == 0
        else np.full_like(x, g) if g.ndim == 0 and is_float(x) else runtime.broadcast_like(expand_result(g, x, axis, keepdims), x)
    )


def expand_result(y, x, axis, keepdims):
    """The result of a reduction with its reduced axes put back at size one, unless it is a number."""
    return y if keepdims or axis is None or y.ndim == 0 else np.expand_dims(y, axis)


def averaged(y, x):
    """How many elements of `x` each element of `y` stands for."""
    return np.size(x) if y.ndim == 0 else np.size(x) / np.size(y)


def sum_flops(y: Any, x: Any, axis: Any = None, keepdims: bool = False) -> int:
    return int(np.size(x) - np.size(y))


def mean_flops(y: Any, x: Any, axis: Any = None, keepdims: bool = False) -> int:
    return int(np.size(x))


AXES = (
    {},
    {"axis": 0},
    {"axis": -1, "keepdims": True},
    {"axis": (0, 1)},
    {"axis": (-1, 0), "keepdims": True},
    {"keepdims": True},
)
SAMPLES = (
    *(Sample((REAL,), MATRIX, given) for given in AXES),
    Sample((REAL,), ((3,),), {"axis": 0}),
    Sample((REAL,), ((3,),), {"axis": -1, "keepdims": True}),
    Sample((REAL,), ((2, 3, 2),), {"axis": (0, -1)}),
    Sample((REAL,), ((),)),
)


linear(
    np.sum,
    lambda g, y, x, axis, keepdims: expand(g, y, x, axis, keepdims),
    signature=lambda a, axis=None, keepdims=False: 0,
    methods=["sum"],
    flops=sum_flops,
    domain=SAMPLES,
)
linear(
    np.mean,
    lambda g, y, x, axis, keepdims: expand(g / averaged(y, x), y, x, axis, keepdims),
    signature=lambda a, axis=None, keepdims=False: 0,
    methods=["mean"],
    flops=mean_flops,
    domain=SAMPLES,
)


# -- extremes: ties share equally -------------------------------------------------------------------------------------------


def extreme_push(x_dot, y, x, axis, keepdims):
    """The mean of the tangents of all elements that attain the extreme."""
    attained = x == expand_result(y, x, axis, keepdims)
    return np.sum(x_dot * attained, axis=axis, keepdims=keepdims) / np.sum(attained, axis=axis, keepdims=keepdims)


def extreme_pull(g, y, x, axis, keepdims):
    attained = x == expand_result(y, x, axis, keepdims)
    return expand_result(g / np.sum(attained, axis=axis, keepdims=keepdims), x, axis, keepdims) * attained


for function, methods in ((np.max, ["max"]), (np.min, ["min"]), (np.amax, []), (np.amin, [])):
    general(
        function,
        extreme_push,
        extreme_pull,
        signature=lambda a, axis=None, keepdims=False: 0,
        methods=methods,
        flops=sum_flops,
        domain=SAMPLES,
    )


# -- variance and standard deviation ----------------------------------------------------------------------------------------


def deviation(x, axis):
    return x - np.mean(x, axis=axis, keepdims=True)


def degrees(y, x, ddof):
    """What the sum of squares is divided by."""
    return averaged(y, x) - ddof


def variance_push(x_dot, y, x, axis, ddof, keepdims):
    return 2 / degrees(y, x, ddof) * np.sum(deviation(x, axis) * x_dot, axis=axis, keepdims=keepdims)


def variance_pull(g, y, x, axis, ddof, keepdims):
    return expand_result(2 / degrees(y, x, ddof) * g, x, axis, keepdims) * deviation(x, axis)


def spread_push(x_dot, y, x, axis, ddof, keepdims):
    return np.sum(deviation(x, axis) * x_dot, axis=axis, keepdims=keepdims) / (degrees(y, x, ddof) * y)


def spread_pull(g, y, x, axis, ddof, keepdims):
    return expand_result(g / (degrees(y, x, ddof) * y), x, axis, keepdims) * deviation(x, axis)


for function, push, pull in ((np.var, variance_push, variance_pull), (np.std, spread_push, spread_pull)):
    general(
        function,
        push,
        pull,
        signature=lambda a, axis=None, ddof=0, keepdims=False: 0,
        methods=[function.__name__],
        flops=lambda y, x, axis=None, ddof=0, keepdims=False: 4 * int(np.size(x)),
        domain=(
            *(Sample((REAL,), MATRIX, given) for given in AXES),
            Sample((REAL,), MATRIX, {"ddof": 1}),
            Sample((REAL,), ((4,),), {"ddof": 1, "axis": 0}),
        ),
    )


# -- products and cumulative sums -------------------------------------------------------------------------------------------

# The partial of a product is the product divided by the factor: nan, with NumPy's warning, where a factor is zero.
general(
    np.prod,
    lambda x_dot, y, x, axis, keepdims: y * np.sum(x_dot / x, axis=axis, keepdims=keepdims),
    lambda g, y, x, axis, keepdims: expand_result(g * y, x, axis, keepdims) / x,
    signature=lambda a, axis=None, keepdims=False: 0,
    methods=["prod"],
    flops=sum_flops,
    domain=tuple(Sample(((0.5, 2.0),), MATRIX, given) for given in AXES),
)


def summed_from_the_end(g, y, x, axis):
    return (
        all_summed_from_the_end(g, x)
        if axis is None or x.ndim == 0
        else np.flip(np.cumsum(np.flip(g, axis=axis), axis=axis), axis=axis)
    )


def all_summed_from_the_end(g, x):
    total = np.flip(np.cumsum(np.flip(g)))
    return total if x.ndim == 1 else np.reshape(total, np.shape(x))


linear(
    np.cumsum,
    summed_from_the_end,
    signature=lambda a, axis=None: 0,
    methods=["cumsum"],
    flops=lambda y, x, axis=None: int(np.size(x)),
    domain=(
        Sample((REAL,), ((3,),)),
        Sample((REAL,), ((2, 3),)),
        Sample((REAL,), ((2, 3),), {"axis": 0}),
        Sample((REAL,), ((2, 3),), {"axis": -1}),
    ),
)


# -- nothing to differentiate -----------------------------------------------------------------------------------------------

for function in (np.argmax, np.argmin):
    nondifferentiable(function, lambda a, axis=None, keepdims=False: 0, methods=[function.__name__])
for function in (np.all, np.any):
    nondifferentiable(function, lambda a, axis=None, keepdims=False: 0, methods=[function.__name__])
nondifferentiable(np.count_nonzero, lambda a, axis=None, keepdims=False: 0)
nondifferentiable(np.argsort, lambda a, axis=-1: 0, methods=["argsort"])
