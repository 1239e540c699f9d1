"""Reductions: what sums, averages, multiplies or picks over axes; cumulative sums."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import conj, is_float
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
    signature=lambda a, axis=None, *, keepdims=False: 0,
    methods=["sum"],
    flops=sum_flops,
    domain=SAMPLES,
)
linear(
    np.mean,
    lambda g, y, x, axis, keepdims: expand(g / averaged(y, x), y, x, axis, keepdims),
    signature=lambda a, axis=None, *, keepdims=False: 0,
    methods=["mean"],
    flops=mean_flops,
    domain=SAMPLES,
)


# -- extremes: ties share equally -----------------------------------------------------------------------------------------


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
        signature=lambda a, axis=None, *, keepdims=False: 0,
        methods=methods,
        flops=sum_flops,
        domain=SAMPLES,
    )


# -- variance and standard deviation --------------------------------------------------------------------------------------


def deviation(x, axis):
    return x - np.mean(x, axis=axis, keepdims=True)


def degrees(y, x, ddof):
    """What the sum of squares is divided by."""
    return averaged(y, x) - ddof


def variance_push(x_dot, y, x, axis, ddof, keepdims):
    return 2 / degrees(y, x, ddof) * np.sum(conj(deviation(x, axis)) * x_dot, axis=axis, keepdims=keepdims)


def variance_pull(g, y, x, axis, ddof, keepdims):
    return expand_result(2 / degrees(y, x, ddof) * g, x, axis, keepdims) * conj(deviation(x, axis))


def spread_push(x_dot, y, x, axis, ddof, keepdims):
    return np.sum(conj(deviation(x, axis)) * x_dot, axis=axis, keepdims=keepdims) / (degrees(y, x, ddof) * y)


def spread_pull(g, y, x, axis, ddof, keepdims):
    return expand_result(g / (degrees(y, x, ddof) * y), x, axis, keepdims) * conj(deviation(x, axis))


for function, push, pull in ((np.var, variance_push, variance_pull), (np.std, spread_push, spread_pull)):
    general(
        function,
        push,
        pull,
        signature=lambda a, axis=None, *, ddof=0, keepdims=False: 0,
        methods=[function.__name__],
        flops=lambda y, x, axis=None, ddof=0, keepdims=False: 4 * int(np.size(x)),
        domain=(
            *(Sample((REAL,), MATRIX, given) for given in AXES),
            Sample((REAL,), MATRIX, {"ddof": 1}),
            Sample((REAL,), ((4,),), {"ddof": 1, "axis": 0}),
        ),
    )


# -- products and cumulative sums -----------------------------------------------------------------------------------------

# The partial of a product is the product divided by the factor: nan, with NumPy's warning, where a factor is zero.
general(
    np.prod,
    lambda x_dot, y, x, axis, keepdims: y * np.sum(x_dot / x, axis=axis, keepdims=keepdims),
    lambda g, y, x, axis, keepdims: expand_result(g * y, x, axis, keepdims) / x,
    signature=lambda a, axis=None, *, keepdims=False: 0,
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
    lambda g, y, x, axis, dtype: summed_from_the_end(g, y, x, axis),
    signature=lambda a, axis=None, *, dtype=None: 0,
    methods=["cumsum"],
    flops=lambda y, x, axis=None, dtype=None: int(np.size(x)),
    domain=(
        Sample((REAL,), ((3,),)),
        Sample((REAL,), ((2, 3),)),
        Sample((REAL,), ((2, 3),), {"axis": 0}),
        Sample((REAL,), ((2, 3),), {"axis": -1}),
    ),
)


general(
    np.cumprod,
    lambda x_dot, y, x, axis, dtype: y * np.cumsum(x_dot / x, axis=axis),
    lambda g, y, x, axis, dtype: summed_from_the_end(g * y, y, x, axis) / x,
    signature=lambda a, axis=None, *, dtype=None: 0,
    methods=["cumprod"],
    flops=lambda y, x, axis=None, dtype=None: int(np.size(x)),
    domain=tuple(Sample(((0.5, 2.0),), MATRIX, given) for given in ({}, {"axis": 0}, {"axis": -1})),
)


# -- with an initial value, or of some elements only: what np.sum(x, initial=..., where=...) means ------------------------


def masked(x, where):
    """The elements that count, 0 for the others."""
    return x if where is None else np.where(where, x, 0.0)


linear(
    np.sum,
    lambda g, y, x, initial, where, axis, keepdims, dtype: masked(expand(g, y, x, axis, keepdims), where),
    lambda g, y, x, initial, where, axis, keepdims, dtype: np.sum(g),
    None,
    signature=lambda a, axis=None, *, keepdims=False, dtype=None, initial, where: 0,
    name="sum_where",
    calls=False,
    array_operands=False,
    domain=(
        Sample((REAL, REAL, None), ((2, 3), ())),
        Sample((REAL, None, None), ((2, 3), ()), {"dtype": np.float64}),
        Sample((REAL, None, np.array([True, False, True])), ((2, 3), (), (3,)), {"axis": 0}),
        Sample((REAL, REAL, np.array([[True], [False]])), ((2, 3), (), (2, 1)), {"axis": 1, "keepdims": True}),
    ),
)


def counted(y, x, where, axis, keepdims):
    """How many elements count."""
    return averaged(y, x) if where is None else np.sum(runtime.broadcast_like(where, x), axis=axis, keepdims=keepdims)


linear(
    np.mean,
    lambda g, y, x, where, axis, keepdims, dtype: masked(expand(g / counted(y, x, where, axis, keepdims), y, x, axis, keepdims), where),
    None,
    signature=lambda a, axis=None, *, keepdims=False, dtype=None, where: 0,
    name="mean_where",
    calls=False,
    array_operands=False,
    domain=(
        Sample((REAL, np.array([True, False, True])), ((2, 3), (3,)), {"axis": 1}),
        Sample((REAL, np.array([[True], [False]])), ((2, 3), (2, 1))),
        Sample((REAL, None), ((2, 3), ()), {"axis": 0, "dtype": np.float32}),
    ),
)


def attained_where(y, x, where, axis, keepdims):
    attained = x == expand_result(y, x, axis, keepdims)
    return attained if where is None else attained & where


def at_least_one(attained, axis, keepdims):
    """How many elements attain the extreme; where none does, it is the initial value."""
    return np.maximum(np.sum(attained, axis=axis, keepdims=keepdims), 1)


def extreme_where_push(x_dot, y, x, initial, where, axis, keepdims):
    attained = attained_where(y, x, where, axis, keepdims)
    return np.sum(x_dot * attained, axis=axis, keepdims=keepdims) / at_least_one(attained, axis, keepdims)


def extreme_where_pull(g, y, x, initial, where, axis, keepdims):
    attained = attained_where(y, x, where, axis, keepdims)
    return expand_result(g / at_least_one(attained, axis, keepdims), x, axis, keepdims) * attained


for function in (np.max, np.min):
    general(
        function,
        extreme_where_push,
        extreme_where_pull,
        signature=lambda a, axis=None, *, keepdims=False, initial, where: 0,
        name=f"{function.__name__}_where",
        calls=False,
        array_operands=False,
        without_rule=("initial",),
        domain=(
            Sample((REAL, 0.1, None), ((2, 3),)),
            Sample((REAL, 0.1, np.array([True, False, True])), ((2, 3), (), (3,)), {"axis": 0}),
            Sample((REAL, -3.0, np.array([[True], [False]])), ((2, 3), (), (2, 1)), {"axis": 1, "keepdims": True}),
        ),
    )
general(
    np.prod,
    lambda x_dot, y, x, initial, where, axis, keepdims, dtype: y * np.sum(masked(x_dot / x, where), axis=axis, keepdims=keepdims),
    lambda g, y, x, initial, where, axis, keepdims, dtype: masked(expand_result(g * y, x, axis, keepdims) / x, where),
    signature=lambda a, axis=None, *, keepdims=False, dtype=None, initial, where: 0,
    name="prod_where",
    calls=False,
    array_operands=False,
    without_rule=("initial",),
    domain=(
        Sample(((0.5, 2.0), 2.0, None), ((2, 3),)),
        Sample(((0.5, 2.0), None, np.array([True, False, True])), ((2, 3), (), (3,)), {"axis": 0}),
    ),
)


# -- logarithms of sums of exponentials, lengths: what np.logaddexp.reduce and np.hypot.reduce mean -----------------------


def log_sum_exp(x: Any, axis: Any = 0, keepdims: bool = False) -> Any:
    return np.logaddexp.reduce(x, axis, keepdims=keepdims)


def length(x: Any, axis: Any = 0, keepdims: bool = False) -> Any:
    return np.hypot.reduce(x, axis, keepdims=keepdims)


general(
    log_sum_exp,
    lambda x_dot, y, x, axis, keepdims: np.sum(share(y, x, axis, keepdims) * x_dot, axis=axis, keepdims=keepdims),
    lambda g, y, x, axis, keepdims: expand_result(g, x, axis, keepdims) * share(y, x, axis, keepdims),
    signature=lambda array, axis=0, *, keepdims=False: 0,
    spelling="np.logaddexp.reduce",
    domain=(Sample((REAL,), ((4,),)), *(Sample((REAL,), MATRIX, given) for given in ({}, {"axis": 1, "keepdims": True}))),
)
general(
    length,
    lambda x_dot, y, x, axis, keepdims: np.sum(x * x_dot, axis=axis, keepdims=keepdims) / y,
    lambda g, y, x, axis, keepdims: expand_result(g / y, x, axis, keepdims) * x,
    signature=lambda array, axis=0, *, keepdims=False: 0,
    spelling="np.hypot.reduce",
    domain=(Sample((REAL,), ((4,),)), *(Sample((REAL,), MATRIX, given) for given in ({}, {"axis": 1, "keepdims": True}))),
)


def share(y, x, axis, keepdims):
    """What each element contributes to the sum of the exponentials."""
    return np.exp(x - expand_result(y, x, axis, keepdims))


# -- nothing to differentiate ---------------------------------------------------------------------------------------------

for function in (np.argmax, np.argmin):
    nondifferentiable(function, lambda a, axis=None, *, keepdims=False: 0, methods=[function.__name__])
for function in (np.all, np.any):
    nondifferentiable(function, lambda a, axis=None, *, keepdims=False: 0, methods=[function.__name__])
nondifferentiable(np.count_nonzero, lambda a, axis=None, *, keepdims=False: 0)
