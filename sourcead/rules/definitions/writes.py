"""Functions that change an array that they are given: what they do, as statements that change it."""

from __future__ import annotations

import operator

import numpy as np

from ...frontend.within import as_array, is_bool, is_list, known, numbers, refuse, row, spread_axes
from ..table import TABLE


def repeated(values, count):
    """As many values as there are elements to write, from the start again where they run out."""
    row("require_items", np.size(values), "values")
    return values if values.ndim == 0 else np.resize(values, count)


def fill_diagonal(a, val, wrap=False):
    values, step, end = as_array(val), 1, None
    if a.ndim < 2 or not known(wrap):
        refuse("np.fill_diagonal of this array", "assign to the elements")
    if a.ndim == 2:
        step = a.shape[1] + 1
        end = np.size(a) if wrap else min(a.shape[1] * a.shape[1], np.size(a))
    else:
        row("require_cube", a)
        each = 1
        for i in numbers(a.ndim - 1):
            each = each * a.shape[0]
            step = step + each
        end = np.size(a)
    a.flat[:end:step] = repeated(values, (end - 1) // step + 1)


def place(arr, mask, vals):
    chosen, values = as_array(mask), as_array(vals)
    if not is_bool(chosen) or chosen.ndim != arr.ndim:
        refuse("np.place with a mask that is no array of truth values of that shape", "compare, to get truth values")
    row("require_shape", chosen, arr)
    arr[chosen] = repeated(np.ravel(values), np.count_nonzero(chosen))


def putmask(a, /, mask, values):
    """Which value an element gets depends on its number in the array, not in the mask."""
    chosen, given = as_array(mask), as_array(values)
    if not is_bool(chosen) or chosen.ndim != a.ndim:
        refuse("np.putmask with a mask that is no array of truth values of that shape", "compare, to get truth values")
    row("require_shape", chosen, a)
    a[chosen] = repeated(given, np.shape(a))[chosen] if given.ndim else given


def put_along_axis(arr, indices, values, axis):
    where = as_array(indices)
    if axis is None:
        arr.flat[where] = as_array(values)
    elif known(axis) and where.ndim == arr.ndim:
        arr[along_axis(where, arr, axis % arr.ndim)] = as_array(values)
    else:
        refuse("np.put_along_axis with these indices", "give the axis as a literal, and indices of as many dimensions as the array")


def along_axis(where, arr, axis):
    """The indices along one axis, and all numbers along the others."""
    index = ()
    for i in numbers(arr.ndim):
        index = index + (where if i == axis else np.arange(arr.shape[i])[spread_axes(1, i, arr.ndim - 1 - i)],)
    return index


def put(a, ind, v, mode="raise"):
    """Elements are counted in C order, whatever the layout."""
    where, values = as_array(ind), as_array(v)
    if mode == "raise":
        a.flat[where] = in_shape(values, where)
    elif mode == "wrap":
        a.flat[where % np.size(a)] = in_shape(values, where)
    else:
        a.flat[np.clip(where, 0, np.size(a) - 1)] = in_shape(values, where)


def in_shape(values, where):
    return (
        values
        if values.ndim == 0
        else np.reshape(repeated(np.ravel(values), np.size(where)), np.shape(where)) if where.ndim else np.ravel(values)[0]
    )


def nan_to_num(x, copy=True, nan=None, posinf=None, neginf=None):
    if copy:
        return np.nan_to_num(as_array(x), nan=nan, posinf=posinf, neginf=neginf)
    if is_list(x) or x.ndim == 0:
        refuse("np.nan_to_num of this value with copy=False", "leave out copy=False")
    x[...] = np.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf)
    return x


# -- the statements that change a value, as functions -------------------------------------------------------------------------


def setitem(a, b, c):
    a[b] = c


def iadd(a, b):
    a += b
    return a


def isub(a, b):
    a -= b
    return a


def imul(a, b):
    a *= b
    return a


def itruediv(a, b):
    a /= b
    return a


def ifloordiv(a, b):
    a //= b
    return a


def imod(a, b):
    a %= b
    return a


def ipow(a, b):
    a **= b
    return a


def imatmul(a, b):
    a @= b
    return a


def iand(a, b):
    a &= b
    return a


def ior(a, b):
    a |= b
    return a


def ixor(a, b):
    a ^= b
    return a


def ilshift(a, b):
    a <<= b
    return a


def irshift(a, b):
    a >>= b
    return a


def iconcat(a, b):
    if not is_list(a):
        refuse("operator.iconcat of what is no list", "use np.concatenate")
    a += b
    return a


for function, definition in {
    np.fill_diagonal: fill_diagonal,
    np.place: place,
    np.putmask: putmask,
    np.put_along_axis: put_along_axis,
    np.put: put,
    np.nan_to_num: nan_to_num,
}.items():
    TABLE.define(function, definition)
for name in (
    *("setitem", "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "imatmul", "iand", "ior", "ixor", "ilshift"),
    *("irshift", "iconcat"),
):
    TABLE.define(getattr(operator, name), globals()[name])
