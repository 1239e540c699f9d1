"""Reductions that leave out what is NaN: like those of the same name, with derivative 0 for an element that is NaN."""

from __future__ import annotations

import numpy as np

from ..frontend.forms import conj
from .reductions import expand_result, extreme_pull, extreme_push, summed_from_the_end
from .table import Sample, general, nondifferentiable

REAL, POSITIVE = (-2.0, 2.0), (0.5, 2.0)
MATRIX = ((2, 3),)
AXES = ({}, {"axis": 0}, {"axis": -1, "keepdims": True}, {"axis": (0, 1)})


def kept(x_dot, x):
    """Tangents of the elements that count."""
    return np.where(np.isnan(x), 0.0, x_dot)


def spread(g, x, axis, keepdims):
    """The adjoint of a reduction's result at each element that counts."""
    return np.where(np.isnan(x), 0.0, expand_result(g, x, axis, keepdims))


def how_many(x, axis, keepdims):
    return np.sum(~np.isnan(x), axis=axis, keepdims=keepdims)


def deviation(x, axis):
    """The difference from the mean, 0 for what is NaN."""
    return np.where(np.isnan(x), 0.0, x - np.nanmean(x, axis=axis, keepdims=True))


def samples(interval, axes=AXES):
    """A NaN among the elements is tested apart: it has no differences."""
    return tuple(Sample((interval,), MATRIX, given) for given in axes)


general(
    np.nansum,
    lambda x_dot, y, x, axis, keepdims: np.sum(kept(x_dot, x), axis=axis, keepdims=keepdims),
    lambda g, y, x, axis, keepdims: spread(g, x, axis, keepdims),
    signature=lambda a, axis=None, *, keepdims=False: 0,
    domain=samples(REAL),
)
general(
    np.nanmean,
    lambda x_dot, y, x, axis, keepdims: np.sum(kept(x_dot, x), axis=axis, keepdims=keepdims) / how_many(x, axis, keepdims),
    lambda g, y, x, axis, keepdims: spread(g / how_many(x, axis, keepdims), x, axis, keepdims),
    signature=lambda a, axis=None, *, keepdims=False: 0,
    domain=samples(REAL),
)
for function in (np.nanmax, np.nanmin):
    general(
        function,
        extreme_push,
        extreme_pull,
        signature=lambda a, axis=None, *, keepdims=False: 0,
        domain=samples(REAL),
    )
general(
    np.nanprod,
    lambda x_dot, y, x, axis, keepdims: y * np.sum(kept(x_dot / x, x), axis=axis, keepdims=keepdims),
    lambda g, y, x, axis, keepdims: kept(spread(g * y, x, axis, keepdims) / x, x),
    signature=lambda a, axis=None, *, keepdims=False: 0,
    domain=samples(POSITIVE),
)


def variance_push(x_dot, y, x, axis, ddof, keepdims):
    moved = np.sum(conj(deviation(x, axis)) * kept(x_dot, x), axis=axis, keepdims=keepdims)
    return 2 * moved / (how_many(x, axis, keepdims) - ddof)


def variance_pull(g, y, x, axis, ddof, keepdims):
    return expand_result(2 * g / (how_many(x, axis, keepdims) - ddof), x, axis, keepdims) * conj(deviation(x, axis))


def spread_push(x_dot, y, x, axis, ddof, keepdims):
    moved = np.sum(conj(deviation(x, axis)) * kept(x_dot, x), axis=axis, keepdims=keepdims)
    return moved / ((how_many(x, axis, keepdims) - ddof) * y)


def spread_pull(g, y, x, axis, ddof, keepdims):
    return expand_result(g / ((how_many(x, axis, keepdims) - ddof) * y), x, axis, keepdims) * conj(deviation(x, axis))


for function, push, pull in ((np.nanvar, variance_push, variance_pull), (np.nanstd, spread_push, spread_pull)):
    general(
        function,
        push,
        pull,
        signature=lambda a, axis=None, *, ddof=0, keepdims=False: 0,
        domain=samples(REAL, (*AXES, {"ddof": 1})),
    )
general(
    np.nancumsum,
    lambda x_dot, y, x, axis: np.cumsum(kept(x_dot, x), axis=axis),
    lambda g, y, x, axis: kept(summed_from_the_end(g, y, x, axis), x),
    signature=lambda a, axis=None: 0,
    domain=samples(REAL, ({}, {"axis": 0}, {"axis": -1})),
)
general(
    np.nancumprod,
    lambda x_dot, y, x, axis: y * np.cumsum(kept(x_dot / x, x), axis=axis),
    lambda g, y, x, axis: kept(summed_from_the_end(g * y, y, x, axis) / x, x),
    signature=lambda a, axis=None: 0,
    domain=samples(POSITIVE, ({}, {"axis": 0}, {"axis": -1})),
)
for function in (np.nanargmax, np.nanargmin):
    nondifferentiable(function, lambda a, axis=None, *, keepdims=False: 0)
