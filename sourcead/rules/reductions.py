"""Reductions: what sums, averages or picks over axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from .table import Sample, general, linear, nondifferentiable

MATRIX = ((2, 3),)
REAL = (-2.0, 2.0)


def expand(g, y, x, axis, keepdims):
    """`g`, which has the shape of the reduced `y`, along the axes of `x` that were reduced."""
    return (
        g
        if x.ndim == 0
        else np.full_like(x, g)
        if g.ndim == 0
        else runtime.broadcast_like(g, x)
        if keepdims or axis is None
        else runtime.broadcast_like(np.expand_dims(g, axis), x)
    )


def expand_result(y, x, axis, keepdims):
    """The result of a reduction with its reduced axes put back at size one."""
    return y if keepdims or axis is None else np.expand_dims(y, axis)


def sum_flops(y: Any, x: Any, axis: Any = None, keepdims: bool = False) -> int:
    return int(np.size(x) - np.size(y))


def mean_flops(y: Any, x: Any, axis: Any = None, keepdims: bool = False) -> int:
    return int(np.size(x))


def samples() -> tuple[Sample, ...]:
    """Every way to name axes."""
    options = ({}, {"axis": 0}, {"axis": -1, "keepdims": True}, {"axis": (0, 1)}, {"keepdims": True})
    return tuple(Sample((REAL,), MATRIX, given) for given in options)


linear(
    np.sum,
    lambda g, y, x, axis, keepdims: expand(g, y, x, axis, keepdims),
    signature=lambda x, axis=None, keepdims=False: 0,
    methods=["sum"],
    flops=sum_flops,
    domain=samples(),
)
linear(
    np.mean,
    lambda g, y, x, axis, keepdims: expand(g / (np.size(x) / np.size(y)), y, x, axis, keepdims),
    signature=lambda x, axis=None, keepdims=False: 0,
    methods=["mean"],
    flops=mean_flops,
    domain=samples(),
)


def extreme_push(x_dot, y, x, axis, keepdims):
    """The mean of the tangents of all elements that attain the extreme."""
    return np.sum(x_dot * (x == expand_result(y, x, axis, keepdims)), axis=axis, keepdims=keepdims) / np.sum(
        x == expand_result(y, x, axis, keepdims), axis=axis, keepdims=keepdims
    )


def extreme_pull(g, y, x, axis, keepdims):
    """Ties share the adjoint equally."""
    return expand(g / np.sum(x == expand_result(y, x, axis, keepdims), axis=axis, keepdims=keepdims), y, x, axis, keepdims) * (
        x == expand_result(y, x, axis, keepdims)
    )


for function, method in ((np.max, "max"), (np.min, "min")):
    general(
        function,
        extreme_push,
        extreme_pull,
        signature=lambda x, axis=None, keepdims=False: 0,
        methods=[method],
        flops=sum_flops,
        domain=samples(),
    )
for function, method in ((np.argmax, "argmax"), (np.argmin, "argmin")):
    nondifferentiable(function, lambda x, axis=None, keepdims=False: 0, methods=[method])
for function, method in ((np.all, "all"), (np.any, "any")):
    nondifferentiable(function, lambda x, axis=None, keepdims=False: 0, methods=[method])
nondifferentiable(np.count_nonzero, lambda x, axis=None, keepdims=False: 0)
