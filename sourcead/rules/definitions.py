"""Library functions in terms of others, as Python: what a call of one means is the body, with the call's arguments.

Each computes bit for bit what NumPy does, in the order NumPy does it. Nothing here runs: the front end reads it. Tests on
what is known at generation (kinds, ranks, tuples of known length) choose between ways; a loop over `numbers(n)` is
written out. Where a function has a row as well, the definition is for the arguments the row does not take.
"""

from __future__ import annotations

import builtins
import math
import operator

import numpy as np

from ..frontend.within import as_array, cut, is_bool, is_list, is_whole, known, numbers, refuse, row, spread_axes
from .. import runtime
from .creation import item_of
from .shapes import flatten as flattened
from .table import TABLE

# -- joining and splitting ---------------------------------------------------------------------------------------------------


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
        else x
        if x.ndim >= count
        else x[None, :]
        if count == 2
        else x[None, :, None]
        if x.ndim == 1
        else x[:, :, None]
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
        else by_count(ary, indices_or_sections, axis)
        if known(indices_or_sections)
        else refuse("a number of parts that is known only at run time", "write the number of parts as a literal")
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
    return (
        refuse("np.vsplit of less than two dimensions", "use np.split") if ary.ndim < 2 else split(ary, indices_or_sections, 0)
    )


def dsplit(ary, indices_or_sections):
    return (
        refuse("np.dsplit of less than three dimensions", "use np.split") if ary.ndim < 3 else split(ary, indices_or_sections, 2)
    )


# -- shapes ------------------------------------------------------------------------------------------------------------------


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


def reshape(a, /, shape=None, order="C", *, newshape=None):
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


# -- choosing ----------------------------------------------------------------------------------------------------------------


def select(condlist, choicelist, default=0):
    """The first that holds decides."""
    found = default
    for i in numbers(len(condlist)):
        k = len(condlist) - 1 - i
        if not is_bool(condlist[k]):
            refuse("np.select with a condition that is no truth value", "compare, to get truth values")
        found = np.where(condlist[k], choicelist[k], found)
    return found


def choose(a, choices, mode="raise"):
    return (
        refuse("np.choose with a list and a mode", "make the choices one array") if mode != "raise" else chosen(a, choices)
    ) if is_list(choices) else row("choose", a, choices, mode=mode)  # fmt: skip


def chosen(a, choices):
    row("require_choice", a, len(choices))
    found = choices[-1]
    for i in numbers(len(choices) - 1):
        k = len(choices) - 2 - i
        found = np.where(a == k, choices[k], found)
    return found


# -- sums and differences -------------------------------------------------------------------------------------------------------


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
    unwritten(out)
    return row("sum_where", as_array(a), axis, dtype=dtype, keepdims=keepdims, initial=initial, where=where)


def mean(a, axis=None, dtype=None, out=None, keepdims=False, where=None):
    unwritten(out)
    return row("mean_where", as_array(a), axis, dtype=dtype, keepdims=keepdims, where=where)


def prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
    unwritten(out)
    return row("prod_where", as_array(a), axis, dtype=dtype, keepdims=keepdims, initial=initial, where=where)


def max_(a, axis=None, out=None, keepdims=False, initial=None, where=None):
    unwritten(out)
    return row("max_where", as_array(a), axis, keepdims=keepdims, initial=initial, where=where)


def min_(a, axis=None, out=None, keepdims=False, initial=None, where=None):
    unwritten(out)
    return row("min_where", as_array(a), axis, keepdims=keepdims, initial=initial, where=where)


def unwritten(out):
    if out is not None:
        refuse("writing the result into an array with out=", "assign the result")
    return None


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, correction=None):
    return (
        np.var(a, axis, ddof=ddof if correction is None else correction, keepdims=keepdims)
        if dtype is None and out is None
        else refuse("np.var with dtype or out", "convert the argument with astype")
    )


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, correction=None):
    return (
        np.std(a, axis, ddof=ddof if correction is None else correction, keepdims=keepdims)
        if dtype is None and out is None
        else refuse("np.std with dtype or out", "convert the argument with astype")
    )


def ptp(a, axis=None, out=None, keepdims=False):
    unwritten(out)
    a = as_array(a)
    return np.subtract(np.max(a, axis, keepdims=keepdims), np.min(a, axis, keepdims=keepdims))


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    """With weights, the sum of products over the sum of weights; these are raised as np.average raises, if that is zero."""
    a = as_array(a)
    if returned:
        refuse("np.average with returned=True", "compute the sum of the weights yourself")
    return np.mean(a, axis, keepdims=keepdims) if weights is None else weighted_average(a, axis, as_array(weights), keepdims)


def weighted_average(a, axis, weights, keepdims):
    if is_whole(a) or is_whole(weights):
        refuse("np.average of integers with weights", "make them floats")
    w = along(weights, axis, a) if weights.ndim != a.ndim else weights
    row("require_shape", w, a)
    products = np.multiply(a, w)
    total = row("sum_where", w, axis, keepdims=keepdims, dtype=products.dtype)
    row("require_nonzero", total)
    return np.sum(products, axis=axis, keepdims=keepdims) / total


def along(weights, axis, a):
    """Weights of one axis in an array of as many dimensions as `a`, repeated along the others."""
    return (
        refuse("np.average with weights of another shape than the argument, and no single axis", "give the weights that shape")
        if axis is None or is_list(axis) or weights.ndim != 1
        else along_one(weights, axis, a)
    )


def along_one(weights, axis, a):
    row("require_count", np.size(weights), a.shape[axis])
    line = weights[spread_axes(1, axis % a.ndim, a.ndim - 1 - axis % a.ndim)]
    return np.broadcast_to(line, np.shape(a))


def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    unwritten(out)
    x = as_array(x)
    if x.ndim > 1 and axis is None:
        refuse("np.cumulative_sum of several dimensions without axis", "give the axis")
    axis = 0 if axis is None else axis
    total = np.cumsum(x, axis, dtype=dtype)
    return np.concatenate([np.zeros_like(total[cut(axis, x.ndim, 0, 1)]), total], axis) if include_initial else total


def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    unwritten(out)
    x = as_array(x)
    if x.ndim > 1 and axis is None:
        refuse("np.cumulative_prod of several dimensions without axis", "give the axis")
    axis = 0 if axis is None else axis
    total = np.cumprod(x, axis, dtype=dtype)
    return np.concatenate([np.ones_like(total[cut(axis, x.ndim, 0, 1)]), total], axis) if include_initial else total


def diff(a, n=1, axis=-1, prepend=None, append=None):
    a = as_array(a)
    before = () if prepend is None else (one_along(prepend, a, axis),)
    after = () if append is None else (one_along(append, a, axis),)
    return np.diff(np.concatenate(before + (a,) + after, axis), n, axis)


def one_along(x, a, axis):
    """What is put before or after: a number is spread over the other axes."""
    x = as_array(x)
    shape, place = (), axis % a.ndim
    for i in numbers(a.ndim):
        shape = shape + ((1,) if i == place else (a.shape[i],))
    return np.broadcast_to(x, shape) if x.ndim == 0 else x


def ediff1d(ary, to_end=None, to_begin=None):
    flat = np.ravel(as_array(ary))
    begin = () if to_begin is None else (np.ravel(as_array(to_begin)),)
    end = () if to_end is None else (np.ravel(as_array(to_end)),)
    steps = flat[1:] - flat[:-1]
    return steps if to_begin is None and to_end is None else np.concatenate(begin + (steps,) + end)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = as_array(y)
    width = dx if x is None else widths(as_array(x), y, axis)
    return np.sum(width * (y[cut(axis, y.ndim, 1, None)] + y[cut(axis, y.ndim, None, -1)]) / 2.0, axis)


def widths(x, y, axis):
    return (
        np.diff(x)[spread_axes(1, axis % y.ndim, y.ndim - 1 - axis % y.ndim)] if x.ndim == 1 and y.ndim > 1 else np.diff(x, axis=axis)
    )


def gradient(f, *varargs, axis=None, edge_order=1):
    f = as_array(f)
    axes = tuple_of(axis) if axis is not None else numbers(f.ndim)
    if len(varargs) > 1 and len(varargs) != len(axes):
        refuse("np.gradient with another number of spacings than of axes", "give one spacing, or one for each axis")
    found = ()
    for i in numbers(len(axes)):
        spacing = 1.0 if len(varargs) == 0 else as_array(varargs[0] if len(varargs) == 1 else varargs[i])
        found = found + (row("gradient_along", f, spacing, axis=axes[i], edge_order=edge_order),)
    return found[0] if len(found) == 1 else found


def tuple_of(axis):
    return tuple(axis) if is_list(axis) else (axis,)


# -- products ----------------------------------------------------------------------------------------------------------------


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axisa != -1 or axisb != -1 or axisc != -1 or (axis is not None and axis != -1):
        refuse("np.cross along another axis than the last", "use np.moveaxis")
    a, b = as_array(a), as_array(b)
    row("require_space", a, b)
    return row("cross", a, b)


def einsum(subscripts, *operands, out=None, optimize=False):
    unwritten(out)
    if is_list(subscripts) or not known(subscripts) or len(operands) > 8 or len(operands) == 0:
        refuse("np.einsum without subscripts as text, or with more than eight factors", "write it as several, with text")
    factors = ()
    for x in operands:
        factors = factors + (as_array(x),)
    return row(("einsum", len(operands)), subscripts, *factors, optimize=optimize)


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    unwritten(out)
    return row("trace_of", as_array(a), offset, axis1, axis2)


def bincount(x, weights=None, minlength=0):
    return row("bincount", x, minlength=minlength) if weights is None else row("weighted_count", x, as_array(weights), minlength)


def interp(x, xp, fp, left=None, right=None, period=None):
    return refuse("np.interp with left, right or period", "use np.where for what is outside")


# -- ranges ------------------------------------------------------------------------------------------------------------------


def logspace(start, stop, num=50, endpoint=True, base=10.0):
    return np.power(base, np.linspace(start, stop, num, endpoint))


def geomspace(start, stop, num=50, endpoint=True):
    """The ends are exact, what lies between is a power of ten."""
    row("require_ends", start, stop)
    sign = np.sign(start)
    inner = np.power(10.0, np.linspace(np.log10(start / sign), np.log10(stop / sign), num, endpoint))
    first, last = np.reshape(start / sign, (1,)), np.reshape(stop / sign, (1,))
    if not known(num) or num < 2 or start.ndim or stop.ndim:
        refuse("np.geomspace of arrays, or of less than two numbers", "pass two numbers, and how many as a literal")
    return np.concatenate([first, inner[1:-1], last] if endpoint else [first, inner[1:]]) * sign


# -- covariances -----------------------------------------------------------------------------------------------------------------


def cov(m, y=None, rowvar=True, bias=False, ddof=None):
    m = as_array(m)
    first = variables(m, rowvar)
    both = first if y is None else np.concatenate([first, variables(as_array(y), rowvar)], 0)
    freedom = ddof if ddof is not None else 0 if bias else 1
    deviations = both - np.average(both, 1)[:, None]
    found = np.dot(deviations, deviations.T) * np.true_divide(1, both.shape[1] - freedom)
    if m.ndim == 1 and y is None:
        return np.squeeze(found, (0, 1))
    row("require_variables", both.shape[0])
    return found


def variables(m, rowvar):
    """One variable in each row."""
    if m.ndim > 2 or m.ndim == 0:
        refuse("np.cov of this rank", "pass a vector or a matrix")
    return m[None, :] if m.ndim == 1 else m if rowvar else m.T


def corrcoef(x, y=None, rowvar=True):
    c = cov(x, y, rowvar)
    return np.clip(c / c if c.ndim == 0 else scaled(c, np.sqrt(np.diag(c))), -1, 1)


def scaled(c, deviations):
    return c / deviations[:, None] / deviations[None, :]


# -- polynomials -------------------------------------------------------------------------------------------------------------------


def polyint(p, m=1, k=None):
    p = as_array(p)
    if m != 1 or (k is not None and is_list(k)):
        refuse("np.polyint more than once", "call it several times")
    constant = np.zeros(1) if k is None else np.reshape(k, (1,))
    return np.concatenate([p / np.arange(p.shape[0], 0, -1), constant])


def polyder(p, m=1):
    if not known(m):
        refuse("np.polyder of an order known only at run time", "write the order as a literal")
    found = as_array(p)
    for i in numbers(m):
        found = np.polyder(found)
    return found


def ix_(*args):
    found = ()
    for i in numbers(len(args)):
        line = as_array(args[i])
        if not is_whole(line):
            refuse("np.ix_ of what is no integers", "pass the numbers of the elements")
        found = found + (line[spread_axes(1, i, len(args) - 1 - i)],)
    return found


def clip(a, a_min=None, a_max=None, out=None, min=None, max=None):
    unwritten(out)
    return np.clip(a, min if a_min is None else a_min, max if a_max is None else a_max)


def all_(iterable):
    return every(iterable) if is_list(iterable) else refuse("all of this value", "use np.all for arrays")


def any_(iterable):
    return not every(opposites(iterable)) if is_list(iterable) else refuse("any of this value", "use np.any for arrays")


def every(values):
    found = True
    for value in values:
        found = bool(value) & found
    return found


def opposites(values):
    found = ()
    for value in values:
        found = found + (not value,)
    return found


# -- parts of numbers ----------------------------------------------------------------------------------------------------------


def modf(x):
    return (runtime.fraction(x), np.trunc(x))


def frexp(x):
    return (runtime.mantissa(x), row("exponent", x))


def divmod_(x, y):
    return (np.floor_divide(x, y), np.remainder(x, y))


def math_modf(x):
    return (float(runtime.fraction(x)), float(np.trunc(x)))


def math_frexp(x):
    return (float(runtime.mantissa(x)), int(row("exponent", x)))


def dist(p, q):
    steps = ()
    if not is_list(p) or not is_list(q) or len(p) != len(q):
        refuse("math.dist of arrays", "use np.linalg.norm(p - q)")
    for i in numbers(len(p)):
        steps = steps + (p[i] - q[i],)
    return math.hypot(*steps)


def hypot(*coordinates):
    return (
        abs(float(coordinates[0]))
        if len(coordinates) == 1
        else refuse("math.hypot of more than eight numbers", "use np.linalg.norm")
        if len(coordinates) > 8 or len(coordinates) == 0
        else row(("hypot", len(coordinates)), *coordinates)
    )


def fsum(seq):
    return row("sum_of", *seq) if is_list(seq) else row("fsum", seq)


def item(a, *args):
    return row("only_element", np.ravel(a)[args[0]] if len(args) == 1 else a[args])


def power(base, exp, mod=None):
    return base**exp if mod is None else refuse("pow with a modulus", "it is a function of integers: compute it outside")


# -- the functions of the module operator ------------------------------------------------------------------------------------------


def in_place(a):
    if not is_list(a) and a.ndim:
        refuse("an operator that changes an array in place, as a function", "write the statement, such as x += y")
    return None


def iadd(a, b):
    in_place(a)
    return a + b


def isub(a, b):
    in_place(a)
    return a - b


def imul(a, b):
    in_place(a)
    return a * b


def itruediv(a, b):
    in_place(a)
    return a / b


def ifloordiv(a, b):
    in_place(a)
    return a // b


def imod(a, b):
    in_place(a)
    return a % b


def ipow(a, b):
    in_place(a)
    return a**b


def concat(a, b):
    return a + b if is_list(a) else refuse("operator.concat of what is no list", "use np.concatenate")


def is_(a, b):
    return a is b


def is_not(a, b):
    return a is not b


def truth(a):
    return bool(a)


def call(obj, /, *args, **kwargs):
    return obj(*args, **kwargs)


# -- methods of ufuncs ------------------------------------------------------------------------------------------------------------


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
    np.where: where,
    np.select: select,
    np.choose: choose,
    np.sum: sum,
    np.mean: mean,
    np.prod: prod,
    np.max: max_,
    np.amax: max_,
    np.min: min_,
    np.amin: min_,
    np.var: var,
    np.std: std,
    np.ptp: ptp,
    np.average: average,
    np.cumulative_sum: cumulative_sum,
    np.cumulative_prod: cumulative_prod,
    np.diff: diff,
    np.ediff1d: ediff1d,
    np.trapezoid: trapezoid,
    np.gradient: gradient,
    np.cross: cross,
    np.einsum: einsum,
    np.trace: trace,
    np.bincount: bincount,
    np.interp: interp,
    np.logspace: logspace,
    np.geomspace: geomspace,
    np.cov: cov,
    np.corrcoef: corrcoef,
    np.polyint: polyint,
    np.polyder: polyder,
    np.ix_: ix_,
    np.clip: clip,
    builtins.all: all_,
    builtins.any: any_,
    np.modf: modf,
    np.frexp: frexp,
    np.divmod: divmod_,
    math.modf: math_modf,
    math.frexp: math_frexp,
    math.dist: dist,
    math.hypot: hypot,
    math.fsum: fsum,
}.items():
    TABLE.define(function, definition)
for name in ("iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "concat", "is_", "is_not", "truth", "call"):
    if hasattr(operator, name):  # operator.call is of Python 3.11
        TABLE.define(getattr(operator, name), globals()[name])
TABLE.define(builtins.pow, power)
TABLE.define(item_of, item)
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
for name in dir(np):
    ufunc = getattr(np, name)
    if isinstance(ufunc, np.ufunc) and ufunc.nin == 2 and ufunc.nout == 1 and ufunc.signature is None:
        TABLE.define(ufunc.outer, outer_of(ufunc))
