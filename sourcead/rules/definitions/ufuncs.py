"""The methods reduce, accumulate and outer of NumPy's ufuncs."""

from __future__ import annotations

import numpy as np

from ...frontend.within import as_array, cut, is_bool, is_list, is_whole, refuse, row, spread_axes
from ..scans import REDUCED_BY_OTHERS, SCANS, SEGMENTED, UNRELIABLE
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


def reduced_by(which):
    """A reduction in one row: an initial value comes first, and what `where` leaves out is not met."""

    def reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None):
        unwritten(out)
        if where is not None:
            refuse("this reduction with where=", "reduce the elements that count")
        if initial is not None and (axis is None or is_list(axis)):
            refuse("this reduction over several axes with an initial value", "reduce one axis after the other")
        x = real_array(array, dtype)
        return row(which, x if initial is None else begun(x, initial, axis), axis, keepdims=keepdims)

    return reduce


logaddexp_reduce, hypot_reduce = reduced_by("log_sum_exp"), reduced_by("length")


def all_reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None):
    return np.all(as_array(array), axis, out=out, keepdims=keepdims) if initial is None and where is None else unmasked()


def any_reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None):
    return np.any(as_array(array), axis, out=out, keepdims=keepdims) if initial is None and where is None else unmasked()


def unmasked():
    return refuse("a reduction to a truth value with initial= or where=", "reduce the elements that count")


def accumulated(name):
    """A scan, whose row bears the name of the ufunc."""

    def accumulate(array, axis=0, dtype=None, out=None):
        unwritten(out)
        return row((name, "accumulate"), real_array(array, dtype), axis)

    return accumulate


def reduced(name):
    """Along one axis; with an initial value, that comes first, and what `where` leaves out is not met."""

    def reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None):
        unwritten(out)
        if where is not None:
            refuse("the reduction of a ufunc that is no sum, product or extreme, with where=", "reduce the elements that count")
        if axis is None or is_list(axis):
            refuse("the reduction of such a ufunc over several axes", "reduce one axis after the other")
        x = real_array(array, dtype)
        return row((name, "reduce"), x if initial is None else begun(x, initial, axis), axis, keepdims=keepdims)

    return reduce


def begun(x, initial, axis):
    """The initial value before the elements along an axis."""
    first = np.zeros_like(x[cut(axis, x.ndim, None, 1)]) + initial
    return np.concatenate([first, x], axis)


def segmented(name):
    """The reductions of segments."""

    def reduceat(array, indices, axis=0, dtype=None, out=None):
        unwritten(out)
        return row((name, "reduceat"), real_array(array, dtype), as_array(indices), axis)

    return reduceat


def unreliable(array, *args, **options):
    return refuse("this reduction, whose value in NumPy depends on the machine", "write a loop, or use accumulate")


def real_array(array, dtype):
    x = as_array(array)
    if dtype is not None:
        x = x.astype(dtype)
    if is_whole(x) or is_bool(x):
        refuse("this method of a ufunc of integers", "make them floats")
    return x


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
for name in SEGMENTED:
    TABLE.define(getattr(np, name).reduceat, unreliable if name in UNRELIABLE else segmented(name))
for name in SCANS:
    TABLE.define(getattr(np, name).accumulate, accumulated(name))
    if name in UNRELIABLE:
        TABLE.define(getattr(np, name).reduce, unreliable)
    elif name not in REDUCED_BY_OTHERS:
        TABLE.define(getattr(np, name).reduce, reduced(name))
for name, ufunc in sorted(vars(np).items()):  # dir() would import what NumPy imports when it is asked for
    if isinstance(ufunc, np.ufunc) and ufunc.nin == 2 and ufunc.nout == 1 and ufunc.signature is None:
        TABLE.define(ufunc.outer, outer_of(ufunc))
