"""Functions that join, split, reshape, spread and choose."""

from __future__ import annotations

import numpy as np

from ...frontend.within import (
    as_array,
    cut,
    is_bool,
    is_list,
    is_python_number,
    is_whole,
    known,
    numbers,
    refuse,
    row,
    spread_axes,
)
from ..shapes import flatten as flattened
from ..table import TABLE

# -- joining and splitting ------------------------------------------------------------------------------------------------


def append(arr, values, axis=None):
    return (
        np.concatenate([np.ravel(as_array(arr)), np.ravel(as_array(values))])
        if axis is None
        else np.concatenate([arr, as_array(values)], axis)
    )


def atleast_1d(*arys):
    return one_or_all(arys, 1)


def atleast_2d(*arys):
    return one_or_all(arys, 2)


def atleast_3d(*arys):
    return one_or_all(arys, 3)


def one_or_all(arys, count):
    found = ()
    for x in arys:
        found = found + (with_dimensions(as_array(x), count),)
    return found[0] if len(found) == 1 else found


def with_dimensions(x, count):
    """As np.atleast_3d does it: a vector becomes a column of the middle axis, a matrix gets an axis at the end."""
    return (
        np.reshape(x, (1,) * count)
        if x.ndim == 0
        else x if x.ndim >= count else x[None, :] if count == 2 else x[None, :, None] if x.ndim == 1 else x[:, :, None]
    )


def dstack(tup):
    parts = ()
    for x in tup:
        parts = parts + (with_dimensions(as_array(x), 3),)
    return np.concatenate(parts, 2)


def array_split(ary, indices_or_sections, axis=0):
    return (
        by_indices(ary, indices_or_sections, axis)
        if is_list(indices_or_sections)
        else (
            by_count(ary, indices_or_sections, axis)
            if known(indices_or_sections)
            else refuse("a number of parts that is known only at run time", "write the number of parts as a literal")
        )
    )


def split(ary, indices_or_sections, axis=0):
    return (
        in_equal_parts(ary, indices_or_sections, axis)
        if not is_list(indices_or_sections) and known(indices_or_sections)
        else array_split(ary, indices_or_sections, axis)
    )


def in_equal_parts(ary, count, axis):
    row("require_division", ary.shape[axis], count)
    each, parts = ary.shape[axis] // count, []
    for i in numbers(count):
        parts = parts + [ary[cut(axis, ary.ndim, i * each, (i + 1) * each)]]
    return parts


def by_indices(ary, indices, axis):
    parts, start = [], 0
    for stop in indices:
        parts = parts + [ary[cut(axis, ary.ndim, start, stop)]]
        start = stop
    return parts + [ary[cut(axis, ary.ndim, start, None)]]


def by_count(ary, count, axis):
    """The first parts are one longer where the length is no multiple."""
    length = ary.shape[axis]
    each, longer = length // count, length % count
    parts, start = [], 0
    for i in numbers(count):
        stop = start + each + (longer > i) * 1
        parts = parts + [ary[cut(axis, ary.ndim, start, stop)]]
        start = stop
    return parts


def hsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 0 if ary.ndim == 1 else 1)


def vsplit(ary, indices_or_sections):
    return refuse("np.vsplit of less than two dimensions", "use np.split") if ary.ndim < 2 else split(ary, indices_or_sections, 0)


def dsplit(ary, indices_or_sections):
    return (
        refuse("np.dsplit of less than three dimensions", "use np.split") if ary.ndim < 3 else split(ary, indices_or_sections, 2)
    )


# -- shapes ---------------------------------------------------------------------------------------------------------------


def rollaxis(a, axis, start=0):
    return (
        np.moveaxis(a, axis, start % (a.ndim + 1) - 1 if axis % a.ndim < start % (a.ndim + 1) else start % (a.ndim + 1))
        if known(axis) and known(start) and start >= 0
        else refuse("np.rollaxis with these axes", "use np.moveaxis")
    )


def broadcast_arrays(*args):
    shape = np.broadcast_shapes(*shapes_of(args))
    found = ()
    for x in args:
        found = found + (np.broadcast_to(x, shape),)
    return found


def shapes_of(args):
    found = ()
    for x in args:
        found = found + (np.shape(as_array(x)),)
    return found


def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    """Each argument along an axis of its own, and repeated along those of the others."""
    shape, grids = (), ()
    for x in in_order(xi, indexing):
        shape = shape + (np.size(as_array(x)),)
    for i in numbers(len(xi)):
        place = axis_of(i, len(xi), indexing)
        flat = np.ravel(as_array(xi[i]))
        line = flat[spread_axes(1, place, len(xi) - 1 - place)]
        grids = grids + ((line if sparse else np.broadcast_to(line, shape)).copy(),)
    return grids


def in_order(xi, indexing):
    return (xi[1], xi[0]) + xi[2:] if indexing == "xy" and len(xi) > 1 else xi


def axis_of(i, count, indexing):
    return i if indexing == "ij" or count == 1 or i > 1 else 1 - i


def diagflat(v, k=0):
    return np.diag(np.ravel(as_array(v)), k)


def astype(x, dtype, copy=True):
    return x.astype(dtype)


def ravel(a, order="C"):
    return np.ravel(as_array(a)) if order == "C" else np.ravel(as_array(a).T) if order == "F" else other_order()


def flatten(a, order="C"):
    return a.flatten() if order == "C" else a.T.flatten() if order == "F" else other_order()


def full_like(a, fill_value, dtype=None, order=None, subok=True, shape=None):
    like = as_array(a)
    sizes = np.shape(like) if shape is None else shape
    return np.full(sizes, fill_value, dtype=like.dtype if dtype is None else dtype)


def zeros_like(a, dtype=None, order=None, subok=True, shape=None):
    like = as_array(a)
    return np.zeros(np.shape(like) if shape is None else shape, dtype=like.dtype if dtype is None else dtype)


def ones_like(a, dtype=None, order=None, subok=True, shape=None):
    like = as_array(a)
    return np.ones(np.shape(like) if shape is None else shape, dtype=like.dtype if dtype is None else dtype)


def empty_like(prototype, dtype=None, order=None, subok=True, shape=None):
    return zeros_like(prototype, dtype, shape=shape)


def ascontiguousarray(a, dtype=None):
    x = as_array(a)
    return np.ascontiguousarray(x if x.dtype == np.dtype(dtype) else x.astype(dtype))


def asfortranarray(a, dtype=None):
    x = as_array(a)
    return np.asfortranarray(x if x.dtype == np.dtype(dtype) else x.astype(dtype))


def reshape(a, /, shape=None, order="C", *, newshape=None, copy=None):
    if copy:
        return reshape(np.copy(as_array(a)), shape, order)
    sizes = newshape if shape is None else shape
    return np.reshape(a, sizes) if order == "C" else in_columns(as_array(a), sizes) if order == "F" else other_order()


def in_columns(a, shape):
    """The order of Fortran, the first index fastest, is that of C for the transposes."""
    return np.reshape(a.T, shape[::-1] if is_list(shape) else shape).T


def other_order():
    return refuse("an order that depends on how the array lies in memory", 'write order="C" or order="F"')


def where(condition, x=None, y=None):
    if x is not None or y is not None:
        refuse("np.where with one of two values", "give both, or none")
    return np.nonzero(condition)


# -- choosing -------------------------------------------------------------------------------------------------------------


def select(condlist, choicelist, default=0):
    """The first that holds decides."""
    if is_python_number(choicelist[-1]) and is_python_number(default):
        in_double(choicelist)
    found = default
    for i in numbers(len(condlist)):
        k = len(condlist) - 1 - i
        if not is_bool(condlist[k]):
            refuse("np.select with a condition that is no truth value", "compare, to get truth values")
        found = np.where(condlist[k], choicelist[k], found)
    return found


def choose(a, choices, out=None, mode="raise"):
    a = as_array(a)
    return chosen(in_reach(a, len(choices), mode), choices) if is_list(choices) else row("choose", a, choices, mode=mode)


def in_reach(a, count, mode):
    return a if mode == "raise" else a % count if mode == "wrap" else np.clip(a, 0, count - 1)


def in_double(values):
    """Two numbers of Python's make a double, which together with the other choices they would not."""
    for value in values:
        if not is_python_number(value) and value.dtype != np.float64:
            refuse("a choice among lists that are not all in double precision", "use np.where")
    return None


def chosen(a, choices):
    if is_python_number(choices[-1]) and is_python_number(choices[-2]):
        in_double(choices)
    row("require_choice", a, len(choices))
    found = choices[-1]
    for i in numbers(len(choices) - 1):
        k = len(choices) - 2 - i
        found = np.where(a == k, choices[k], found)
    return found


def ix_(*args):
    found = ()
    for i in numbers(len(args)):
        line = as_array(args[i])
        if not is_whole(line):
            refuse("np.ix_ of what is no integers", "pass the numbers of the elements")
        found = found + (line[spread_axes(1, i, len(args) - 1 - i)],)
    return found


for function, definition in {
    np.append: append,
    np.atleast_1d: atleast_1d,
    np.atleast_2d: atleast_2d,
    np.atleast_3d: atleast_3d,
    np.dstack: dstack,
    np.array_split: array_split,
    np.split: split,
    np.hsplit: hsplit,
    np.vsplit: vsplit,
    np.dsplit: dsplit,
    np.rollaxis: rollaxis,
    np.broadcast_arrays: broadcast_arrays,
    np.meshgrid: meshgrid,
    np.diagflat: diagflat,
    np.astype: astype,
    np.ravel: ravel,
    flattened: flatten,
    np.reshape: reshape,
    np.full_like: full_like,
    np.zeros_like: zeros_like,
    np.ones_like: ones_like,
    np.empty_like: empty_like,
    np.ascontiguousarray: ascontiguousarray,
    np.asfortranarray: asfortranarray,
    np.where: where,
    np.select: select,
    np.choose: choose,
    np.ix_: ix_,
}.items():
    TABLE.define(function, definition)
