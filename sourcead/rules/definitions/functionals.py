"""Functions that take functions: np.piecewise, np.apply_along_axis, np.vectorize and their like."""

from __future__ import annotations

import numpy as np

from ...frontend.within import as_array, is_bool, is_function, is_list, known, numbers, refuse, row, spread_axes
from ..table import TABLE


def piecewise(x, condlist, funclist, *args, **kw):
    """Each function is called with the elements for which its condition holds; the last that holds decides."""
    x = as_array(x)
    if x.ndim == 0:
        refuse("np.piecewise of a number", "write if and else, or pass an array")
    found = np.zeros_like(x)
    conditions = condlist if is_list(condlist) and not is_flat(condlist) else (as_array(condlist),)
    if len(funclist) != len(conditions) and len(funclist) != len(conditions) + 1:
        refuse("np.piecewise with another number of functions than of conditions", "give one for each, and one for the rest")
    rest = np.ones_like(x, dtype=bool)
    for i in numbers(len(conditions)):
        holds = as_array(conditions[i])
        if not is_bool(holds) or holds.ndim != x.ndim:
            refuse("np.piecewise with a condition that is no array of truth values", "compare, to get truth values")
        rest = rest & ~holds
        found = with_piece(found, x, holds, funclist[i], args, kw)
    return with_piece(found, x, rest, funclist[-1], args, kw) if len(funclist) > len(conditions) else found


def is_flat(values):
    """Whether a list holds truth values themselves."""
    return is_bool(values[0]) and not is_list(values[0]) and values[0].ndim == 0


def with_piece(found, x, holds, function, args, kw):
    row("require_shape", holds, x)
    if not is_function(function):
        found[holds] = function
    elif np.any(holds):
        found[holds] = function(x[holds], *args, **kw)
    return found


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    """One call for each vector along the axis; what these give stands where the vectors stood."""
    x = as_array(arr)
    if not known(axis) or x.ndim == 0:
        refuse("np.apply_along_axis along this axis", "write the axis as a literal")
    if x.ndim == 1:
        return np.asarray(func1d(x, *args, **kwargs))
    ordered = np.moveaxis(x, axis, -1)
    rows = np.reshape(ordered, (-1, ordered.shape[-1]))
    results = np.array([func1d(rows[i], *args, **kwargs) for i in range(rows.shape[0])])
    kept = ()
    for i in numbers(x.ndim - 1):
        kept = kept + (ordered.shape[i],)
    if results.ndim == 1:
        return np.reshape(results, kept)
    if results.ndim == 2:
        return np.moveaxis(np.reshape(results, kept + (-1,)), -1, axis % x.ndim)
    return refuse("np.apply_along_axis with a function that gives matrices", "write a loop")


def apply_over_axes(func, a, axes):
    """One call after the other, each with one axis; an axis that is gone is put back at size one."""
    x = as_array(a)
    if not known(axes):
        refuse("np.apply_over_axes over axes known only at run time", "write the axes as literals")
    found = x
    for axis in axes if is_list(axes) else (axes,):
        place = axis % x.ndim
        result = func(found, place)
        found = result if result.ndim == found.ndim else np.expand_dims(result, place)
    return found


def fromfunction(function, shape, *, dtype=float, **kwargs):
    """The function of the numbers of rows, columns, ..., each an array of the shape."""
    if not is_list(shape):
        refuse("np.fromfunction of this shape", "pass a tuple")
    grids = ()
    for i in numbers(len(shape)):
        line = np.arange(shape[i]).astype(dtype)
        grids = grids + (np.array(np.broadcast_to(line[spread_axes(1, i, len(shape) - 1 - i)], shape)),)
    return function(*grids, **kwargs)


def vectorized(function, *args):
    """One call for each element, with numbers of Python's; numbers and smaller arrays are spread out."""
    arrays = ()
    for a in args:
        arrays = arrays + (as_array(a),)
    if len(args) == 0:
        refuse("a vectorized function without arguments", "call the function")
    shape = np.broadcast_shapes(*shapes_of(arrays))
    lines = ()
    for x in arrays:
        lines = lines + (np.ravel(np.broadcast_to(x, shape)),)
    count = np.size(lines[0])
    row("require_items", count, "vectorize")
    found = np.array([called(function, lines, k) for k in range(count)])
    return np.reshape(found, shape)


def max_by(values, key):
    """The first element for which the key is largest."""
    row("require_items", values.shape[0], "max")
    return values[np.argmax(np.array([key(values[k]) for k in range(values.shape[0])]))]


def min_by(values, key):
    row("require_items", values.shape[0], "min")
    return values[np.argmin(np.array([key(values[k]) for k in range(values.shape[0])]))]


def called(function, lines, k):
    numbers_there = ()
    for line in lines:
        numbers_there = numbers_there + (line[k].item(),)
    return function(*numbers_there)


def shapes_of(arrays):
    found = ()
    for x in arrays:
        found = found + (np.shape(x),)
    return found


for function, definition in {
    np.piecewise: piecewise,
    np.apply_along_axis: apply_along_axis,
    np.apply_over_axes: apply_over_axes,
    np.fromfunction: fromfunction,
    "vectorized": vectorized,  # by name: what frontend/makers.py lowers calls of such objects to
    "max_by": max_by,
    "min_by": min_by,
}.items():
    TABLE.define(function, definition)
