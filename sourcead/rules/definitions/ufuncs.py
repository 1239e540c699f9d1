"""The methods reduce, accumulate and outer of NumPy's ufuncs."""

from __future__ import annotations

import numpy as np

from ...frontend.within import as_array, row, spread_axes
from ..table import TABLE
from .writing import unwritten

# -- methods of ufuncs ----------------------------------------------------------------------------------------------------


def add_reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None):
    return np.sum(as_array(array), axis, dtype=dtype, out=out, keepdims=keepdims, initial=initial, where=where)


def multiply_reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None):
    return np.prod(as_array(array), axis, dtype=dtype, out=out, keepdims=keepdims, initial=initial, where=where)


def maximum_reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None):
    return np.max(as_array(array), axis, out=out, keepdims=keepdims, initial=initial, where=where)


def minimum_reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None):
    return np.min(as_array(array), axis, out=out, keepdims=keepdims, initial=initial, where=where)


def add_accumulate(array, axis=0, dtype=None, out=None):
    unwritten(out)
    return np.cumsum(as_array(array), axis, dtype=dtype)


def multiply_accumulate(array, axis=0, dtype=None, out=None):
    unwritten(out)
    return np.cumprod(as_array(array), axis, dtype=dtype)


def maximum_accumulate(array, axis=0):
    return row("running_maximum", as_array(array), axis)


def minimum_accumulate(array, axis=0):
    return row("running_minimum", as_array(array), axis)


def logaddexp_reduce(array, axis=0, keepdims=False):
    return row("log_sum_exp", as_array(array), axis, keepdims=keepdims)


def hypot_reduce(array, axis=0, keepdims=False):
    return row("length", as_array(array), axis, keepdims=keepdims)


def all_reduce(array, axis=0, keepdims=False):
    return np.all(as_array(array), axis, keepdims=keepdims)


def any_reduce(array, axis=0, keepdims=False):
    return np.any(as_array(array), axis, keepdims=keepdims)


def outer_of(function):
    """Every element of one with every element of the other."""

    def outer(A, B):
        a, b = as_array(A), as_array(B)
        return function(a[spread_axes(a.ndim, 0, b.ndim)] if a.ndim and b.ndim else a, b)

    return outer


for ufunc, reduce, accumulate in (
    (np.add, add_reduce, add_accumulate),
    (np.multiply, multiply_reduce, multiply_accumulate),
    (np.maximum, maximum_reduce, maximum_accumulate),
    (np.minimum, minimum_reduce, minimum_accumulate),
    (np.logaddexp, logaddexp_reduce, None),
    (np.hypot, hypot_reduce, None),
    (np.logical_and, all_reduce, None),
    (np.logical_or, any_reduce, None),
):
    TABLE.define(ufunc.reduce, reduce)
    if accumulate is not None:
        TABLE.define(ufunc.accumulate, accumulate)
for name, ufunc in sorted(vars(np).items()):  # dir() would import what NumPy imports when it is asked for
    if isinstance(ufunc, np.ufunc) and ufunc.nin == 2 and ufunc.nout == 1 and ufunc.signature is None:
        TABLE.define(ufunc.outer, outer_of(ufunc))
