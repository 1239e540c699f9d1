"""Sums, averages, differences, products, ranges and polynomials: the arguments beyond those of the rows."""

from __future__ import annotations

import numpy as np

from ...frontend.forms import is_complex
from ...frontend.within import as_array, cut, is_list, is_whole, known, numbers, refuse, row, spread_axes
from ..table import TABLE
from .writing import unwritten

# -- sums and differences -------------------------------------------------------------------------------------------------


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
    unwritten(out)
    return row("sum_where", as_array(a), axis, dtype=dtype, keepdims=keepdims, initial=initial, where=as_array(where))


def mean(a, axis=None, dtype=None, out=None, keepdims=False, where=None):
    unwritten(out)
    return row("mean_where", as_array(a), axis, dtype=dtype, keepdims=keepdims, where=as_array(where))


def prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
    unwritten(out)
    return row("prod_where", as_array(a), axis, dtype=dtype, keepdims=keepdims, initial=initial, where=as_array(where))


def max_(a, axis=None, out=None, keepdims=False, initial=None, where=None):
    unwritten(out)
    return row("max_where", as_array(a), axis, keepdims=keepdims, initial=initial, where=as_array(where))


def min_(a, axis=None, out=None, keepdims=False, initial=None, where=None):
    unwritten(out)
    return row("min_where", as_array(a), axis, keepdims=keepdims, initial=initial, where=as_array(where))


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, where=None, mean=None, correction=None):
    freedom = ddof if correction is None else correction
    x = widened(as_array(a), dtype)
    if where is None and mean is None:
        return np.var(x, axis, ddof=freedom, keepdims=keepdims)
    return spread_around(x, axis, freedom, keepdims, as_array(where), mean)


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, where=None, mean=None, correction=None):
    freedom = ddof if correction is None else correction
    x = widened(as_array(a), dtype)
    if where is None and mean is None:
        return np.std(x, axis, ddof=freedom, keepdims=keepdims)
    return np.sqrt(spread_around(x, axis, freedom, keepdims, as_array(where), mean))


def spread_around(x, axis, ddof, keepdims, where, mean):
    """The mean square of the distances from the mean of the elements that count, or from one that is given."""
    if is_complex(x):
        refuse("a variance of complex numbers with where= or mean=", "compute it from np.abs")
    if where is None:
        count = np.size(x) // np.size(np.sum(x, axis=axis))
        counts = count
    else:
        counts = np.sum(np.broadcast_to(where, np.shape(x)), axis=axis, keepdims=True)
        count = np.sum(np.broadcast_to(where, np.shape(x)), axis=axis, keepdims=keepdims)
    middle = row("sum_where", x, axis, keepdims=True, initial=None, where=where) / counts if mean is None else mean
    steps = x - middle
    total = row("sum_where", steps * steps, axis, keepdims=keepdims, initial=None, where=where)
    return total / np.maximum(count - ddof, 0)


def widened(x, dtype):
    """Computing in double precision is computing with the elements in double precision."""
    if dtype is not None and np.dtype(dtype) != np.float64 and np.dtype(dtype) != x.dtype:
        refuse("a computation in lower precision, by dtype", "convert the argument with astype")
    return x if dtype is None or x.dtype == np.dtype(dtype) else x.astype(np.float64)


def nansum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
    x = replaced(widened(as_array(a), dtype), 0.0)
    return row("sum_where", x, axis, keepdims=keepdims, initial=initial, where=as_array(where))


def nanprod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
    x = replaced(widened(as_array(a), dtype), 1.0)
    return row("prod_where", x, axis, keepdims=keepdims, initial=initial, where=as_array(where))


def nanmax(a, axis=None, out=None, keepdims=False, initial=None, where=None):
    return row("max_where", replaced(as_array(a), -np.inf), axis, keepdims=keepdims, initial=initial, where=as_array(where))


def nanmin(a, axis=None, out=None, keepdims=False, initial=None, where=None):
    return row("min_where", replaced(as_array(a), np.inf), axis, keepdims=keepdims, initial=initial, where=as_array(where))


def nancumsum(a, axis=None, dtype=None, out=None):
    return np.cumsum(replaced(widened(as_array(a), dtype), 0.0), axis)


def nancumprod(a, axis=None, dtype=None, out=None):
    return np.cumprod(replaced(widened(as_array(a), dtype), 1.0), axis)


def nanmean(a, axis=None, dtype=None, out=None, keepdims=False, where=None):
    x, mask = widened(as_array(a), dtype), as_array(where)
    counting = ~np.isnan(x) if where is None else ~np.isnan(x) & mask
    total = row("sum_where", replaced(x, 0.0), axis, keepdims=keepdims, initial=None, where=mask)
    return total / np.sum(counting, axis=axis, keepdims=keepdims)


def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, where=None, mean=None, correction=None):
    freedom = ddof if correction is None else correction
    x = widened(as_array(a), dtype)
    if where is None and mean is None:
        return np.nanvar(x, axis, ddof=freedom, keepdims=keepdims)
    if is_complex(x):
        refuse("a variance of complex numbers with where= or mean=", "compute it from np.abs")
    mask = as_array(where)
    counting = ~np.isnan(x) if where is None else ~np.isnan(x) & mask
    total = row("sum_where", replaced(x, 0.0), axis, keepdims=True, initial=None, where=mask)
    middle = total / np.sum(counting, axis=axis, keepdims=True) if mean is None else mean
    steps = np.where(np.isnan(x), 0.0, replaced(x, 0.0) - middle)
    squares = row("sum_where", steps * steps, axis, keepdims=keepdims, initial=None, where=mask)
    return squares / (np.sum(counting, axis=axis, keepdims=keepdims) - freedom)


def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, where=None, mean=None, correction=None):
    freedom = ddof if correction is None else correction
    if where is None and mean is None:
        return np.nanstd(widened(as_array(a), dtype), axis, ddof=freedom, keepdims=keepdims)
    return np.sqrt(nanvar(a, axis, dtype, None, freedom, keepdims, where, mean))


def replaced(x, value):
    return np.where(np.isnan(x), value, x)


def all_(a, axis=None, out=None, keepdims=False, where=None):
    x = as_array(a)
    return np.all(x if where is None else np.where(as_array(where), x, True), axis, keepdims=keepdims)


def any_(a, axis=None, out=None, keepdims=False, where=None):
    x = as_array(a)
    return np.any(x if where is None else np.where(as_array(where), x, False), axis, keepdims=keepdims)


def size(a, axis=None):
    x, found = as_array(a), 1
    if axis is None:
        return np.size(x)
    for one in axis if is_list(axis) else (axis,):
        found = found * np.shape(x)[one]
    return found


def ptp(a, axis=None, out=None, keepdims=False):
    unwritten(out)
    a = as_array(a)
    return np.subtract(np.max(a, axis, keepdims=keepdims), np.min(a, axis, keepdims=keepdims))


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    """With weights, the sum of products over the sum of weights; these are raised as np.average raises, if that is zero."""
    a = as_array(a)
    if returned:
        return with_total(a, axis, weights, keepdims)
    return np.mean(a, axis, keepdims=keepdims) if weights is None else weighted_average(a, axis, as_array(weights), keepdims)


def with_total(a, axis, weights, keepdims):
    """The average, and the sum of the weights that each stands for."""
    if weights is None:
        found = np.mean(a, axis, keepdims=keepdims)
        return found, np.full_like(found, np.size(a) / np.size(found)) if found.ndim else np.float64(np.size(a) / np.size(found))
    w = as_array(weights)
    spread = along(w, axis, a) if w.ndim != a.ndim else w
    found = weighted_average(a, axis, w, keepdims)
    return found, row("sum_where", spread, axis, keepdims=keepdims, initial=None, where=None)


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
    if is_whole(flat) and not (to_begin is None and to_end is None):
        refuse("np.ediff1d of integers with ends", "make them floats")
    begin = () if to_begin is None else (np.ravel(np.asarray(to_begin, flat.dtype)),)
    end = () if to_end is None else (np.ravel(np.asarray(to_end, flat.dtype)),)
    steps = flat[1:] - flat[:-1]
    return steps if to_begin is None and to_end is None else np.concatenate(begin + (steps,) + end)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = as_array(y)
    width = dx if x is None else widths(as_array(x), y, axis)
    return np.sum(width * (y[cut(axis, y.ndim, 1, None)] + y[cut(axis, y.ndim, None, -1)]) / 2.0, axis)


def widths(x, y, axis):
    return (
        np.diff(x)[spread_axes(1, axis % y.ndim, y.ndim - 1 - axis % y.ndim)]
        if x.ndim == 1 and y.ndim > 1
        else np.diff(x, axis=axis)
    )


def gradient(f, *varargs, axis=None, edge_order=1):
    f = as_array(f)
    axes = tuple_of(axis) if axis is not None else numbers(f.ndim)
    if len(varargs) > 1 and len(varargs) != len(axes):
        refuse("np.gradient with another number of spacings than of axes", "give one spacing, or one for each axis")
    found = ()
    for i in numbers(len(axes)):
        spacing = 1.0 if len(varargs) == 0 else as_array(varargs[0] if len(varargs) == 1 else varargs[i])
        which = "gradient_by" if spacing.ndim == 0 else "gradient_along"
        found = found + (row(which, f, spacing, axis=axes[i], edge_order=edge_order),)
    return found[0] if len(found) == 1 else found


def tuple_of(axis):
    return tuple(axis) if is_list(axis) else (axis,)


# -- products -------------------------------------------------------------------------------------------------------------


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    a, b = as_array(a), as_array(b)
    one, other, last = (axisa, axisb, axisc) if axis is None else (axis, axis, axis)
    a = np.moveaxis(a, one, -1) if a.ndim > 1 else a
    b = np.moveaxis(b, other, -1) if b.ndim > 1 else b
    row("require_space", a, b)
    found = row("cross", a, b)
    return np.moveaxis(found, -1, last) if found.ndim > 1 and last != -1 else found


def einsum(subscripts, *operands, out=None, optimize=False):
    unwritten(out)
    if is_list(subscripts) or not known(subscripts) or len(operands) > 6 or len(operands) == 0:
        refuse("np.einsum without subscripts as text, or with more than six factors", "write it as several, with text")
    factors = ()
    for x in operands:
        factors = factors + (as_array(x),)
    return row(("einsum", len(operands)), subscripts, *factors, optimize=optimize)


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    return row("trace_of", widened(as_array(a), dtype), offset, axis1, axis2)


def linalg_trace(x, /, *, offset=0, dtype=None):
    return np.linalg.trace(widened(as_array(x), dtype), offset=offset)


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """Of a symmetric matrix, from its eigenvalues: the singular values are their absolute values."""
    if not hermitian:
        return np.linalg.svd(a, full_matrices, compute_uv)
    if is_complex(a):
        refuse("np.linalg.svd of complex numbers with hermitian=True", "leave it out")
    if not compute_uv:
        return np.flip(np.sort(np.abs(np.linalg.eigvalsh(a)), axis=-1), axis=-1)
    values, vectors = np.linalg.eigh(a)
    order = np.flip(np.argsort(np.abs(values), axis=-1), axis=-1)
    signs = np.take_along_axis(np.sign(values), order, axis=-1)
    sizes = np.take_along_axis(np.abs(values), order, axis=-1)
    u = np.take_along_axis(vectors, order[..., None, :], axis=-1)
    return u, sizes, np.matrix_transpose(u * signs[..., None, :])


def pinv(a, rcond=None, hermitian=False, *, rtol=None):
    if hermitian:
        refuse("np.linalg.pinv with hermitian=True", "leave it out: the pseudoinverse is the same")
    return np.linalg.pinv(as_array(a), rcond if rtol is None else rtol)


def bincount(x, weights=None, minlength=0):
    return row("bincount", x, minlength=minlength) if weights is None else row("weighted_count", x, as_array(weights), minlength)


def interp(x, xp, fp, left=None, right=None, period=None):
    x, xp, fp = as_array(x), as_array(xp), as_array(fp)
    return interp_periodic(x, xp, fp, np.abs(period)) if period is not None else interp_cut(x, xp, fp, left, right)


def interp_cut(x, xp, fp, left, right):
    found = np.interp(x, xp, fp)
    if right is not None:
        found = np.where(x > xp[-1], right, found) if x.ndim else np.float64(right) if x > xp[-1] else found
    if left is not None:
        found = np.where(x < xp[0], left, found) if x.ndim else np.float64(left) if x < xp[0] else found
    return found


def interp_periodic(x, xp, fp, period):
    """The points are put in order within one period, with one more before and behind."""
    places = xp % period
    order = np.argsort(places)
    places, values = places[order], fp[order]
    places = np.concatenate([places[-1:] - period, places, places[:1] + period])
    return np.interp(x % period, places, np.concatenate([values[-1:], values, values[:1]]))


def vecdot(x1, x2, /, *, axis=-1):
    """Along another axis than the last, the vectors are moved there."""
    a, b = as_array(x1), as_array(x2)
    if a.ndim == 0 or b.ndim == 0 or not known(axis):
        refuse("np.vecdot of numbers, or along an axis known only at run time", "write the axis as a literal")
    return np.vecdot(np.moveaxis(a, axis, -1), np.moveaxis(b, axis, -1)) if axis != -1 else np.vecdot(a, b)


def linalg_tensordot(x1, x2, /, *, axes=2):
    return np.tensordot(as_array(x1), as_array(x2), axes)


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """The bounds of equal bins from the smallest to the largest element, or over a range; or those that are given."""
    x = np.ravel(as_array(a))
    if known(bins) and not is_list(bins) and not is_whole(bins):
        refuse("np.histogram with bins chosen by a rule", "give their number or bounds")
    if is_list(bins) or bins.ndim == 1:
        return as_array(bins)
    if x.dtype != np.float64:
        refuse("np.histogram of this type", "make it an array of doubles")
    low, high = (np.min(x), np.max(x)) if range is None else (range[0], range[1])
    row("require_apart", low, high)
    return np.linspace(low, high, bins + 1)


def histogram(a, bins=10, range=None, density=None, weights=None):
    """How many elements are in each bin, or the sum of their weights; and the bounds of the bins."""
    x, edges = np.ravel(as_array(a)), histogram_bin_edges(a, bins, range)
    limits = None if range is None else (range[0], range[1])
    if weights is None:
        found = row("bin_counts", x, as_array(bins), limits)
    else:
        found = row("weighed_bins", x, np.ravel(as_array(weights)), edges, as_array(bins), limits)
    return (found / np.diff(edges) / np.sum(found) if density else found), edges


def kaiser(M, beta):
    if not is_whole(M):
        refuse("np.kaiser with this length", "pass a whole number")
    middle = (M - 1) / 2.0
    places = (np.arange(0, M) - middle) / middle
    row("require_items", M - 1, "kaiser")
    return np.i0(beta * np.sqrt(1 - places**2.0)) / np.i0(float(beta))


# -- ranges ---------------------------------------------------------------------------------------------------------------


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None):
    """Between arrays, each element runs for itself, along an axis that is put in front."""
    start, stop = as_array(start), as_array(stop)
    between_numbers = start.ndim == 0 and stop.ndim == 0
    found = np.linspace(start, stop, num, endpoint) if between_numbers else between_arrays(start, stop, num, endpoint)
    found = found if axis == 0 or between_numbers else np.moveaxis(found, 0, axis)
    found = found if dtype is None else found.astype(dtype)
    return (found, np.float64(stop * 1.0 - start * 1.0) / (num - 1 if endpoint else num)) if retstep else found


def between_arrays(start, stop, num, endpoint):
    if not known(num) or not known(endpoint) or num < 2 or is_whole(start) or is_whole(stop):
        refuse("np.linspace of arrays, of a number of elements known only at run time", "write the number as a literal")
    steps = stop - start
    step = steps / (num - 1 if endpoint else num)
    row("require_apart_all", steps)
    found = np.reshape(np.arange(0, num) * 1.0, (num,) + (1,) * steps.ndim) * step + start
    if endpoint:
        found[-1] = np.broadcast_to(stop, np.shape(steps))
    return found


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    found = np.power(base, linspace(start, stop, num, endpoint, axis=axis))
    return found if dtype is None else found.astype(dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """The ends are exact, what lies between is a power of ten."""
    if not known(num) or num < 2 or is_list(start) or is_list(stop) or start.ndim or stop.ndim:
        refuse("np.geomspace of arrays, or of less than two numbers", "pass two numbers, and how many as a literal")
    start, stop = float(start), float(stop)
    row("require_ends", start, stop)
    sign = np.sign(start)
    inner = np.power(10.0, np.linspace(np.log10(start / sign), np.log10(stop / sign), num, endpoint))
    first, last = np.reshape(start / sign, (1,)), np.reshape(stop / sign, (1,))
    found = np.concatenate([first, inner[1:-1], last] if endpoint else [first, inner[1:]]) * sign
    return found if dtype is None else found.astype(dtype)


# -- covariances ----------------------------------------------------------------------------------------------------------


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    if dtype is not None and np.dtype(dtype) != np.float64:
        refuse("np.cov in another precision", "convert the argument with astype")
    m = np.asarray(m, np.float64)
    first = variables(m, rowvar)
    both = first if y is None else np.concatenate([first, variables(np.asarray(y, np.float64), rowvar)], 0)
    freedom = ddof if ddof is not None else 0 if bias else 1
    found = (
        covariances(both, both.shape[1] - freedom)
        if fweights is None and aweights is None
        else weighted_covariances(both, freedom, fweights, aweights)
    )
    if m.ndim == 1 and y is None:
        return np.squeeze(found, (0, 1))
    row("require_variables", both.shape[0])
    return found


def covariances(both, count):
    deviations = both - np.average(both, 1)[:, None]
    return np.dot(deviations, deviations.T) * np.true_divide(1, max(count, 0))


def weighted_covariances(both, freedom, fweights, aweights):
    """Weights of two kinds: how often an observation was made, and how far it is to be relied on."""
    often = None if fweights is None else as_array(fweights) * 1.0
    relied = None if aweights is None else as_array(aweights) * 1.0
    w = relied if often is None else often if relied is None else often * relied
    total = np.sum(w)
    count = (
        total
        if freedom == 0
        else total - freedom if relied is None else total - freedom * np.sum(w * relied) / total
    )
    deviations = both - np.average(both, 1, weights=w)[:, None]
    return np.dot(deviations, (deviations * w).T) * np.true_divide(1, count)


def variables(m, rowvar):
    """One variable in each row."""
    if m.ndim > 2 or m.ndim == 0:
        refuse("np.cov of this rank", "pass a vector or a matrix")
    return m[None, :] if m.ndim == 1 else m if rowvar else m.T


def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    c = cov(x, y, rowvar, dtype=dtype)
    return np.clip(c / c if c.ndim == 0 else scaled(c, np.sqrt(np.diag(c))), -1, 1)


def scaled(c, deviations):
    return c / deviations[:, None] / deviations[None, :]


# -- polynomials ----------------------------------------------------------------------------------------------------------


def polyder(p, m=1):
    if not known(m):
        refuse("np.polyder of an order known only at run time", "write the order as a literal")
    found = as_array(p)
    for i in numbers(m):
        found = np.polyder(found)
    return found


def clip(a, a_min=None, a_max=None, out=None, min=None, max=None):
    unwritten(out)
    return np.clip(a, min if a_min is None else a_min, max if a_max is None else a_max)


for function, definition in {
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
    **({np.cumulative_sum: cumulative_sum, np.cumulative_prod: cumulative_prod} if hasattr(np, "cumulative_sum") else {}),
    np.diff: diff,
    np.ediff1d: ediff1d,
    np.trapezoid: trapezoid,
    np.gradient: gradient,
    np.cross: cross,
    np.einsum: einsum,
    np.trace: trace,
    np.bincount: bincount,
    np.interp: interp,
    np.linspace: linspace,
    np.linalg.trace: linalg_trace,
    np.linalg.pinv: pinv,
    np.linalg.svd: svd,
    np.nansum: nansum,
    np.nanprod: nanprod,
    np.nanmax: nanmax,
    np.nanmin: nanmin,
    np.nanmean: nanmean,
    np.nanvar: nanvar,
    np.nanstd: nanstd,
    np.nancumsum: nancumsum,
    np.nancumprod: nancumprod,
    np.all: all_,
    np.any: any_,
    np.size: size,
    np.vecdot: vecdot,
    np.linalg.vecdot: vecdot,
    np.linalg.tensordot: linalg_tensordot,
    np.histogram: histogram,
    np.histogram_bin_edges: histogram_bin_edges,
    np.kaiser: kaiser,
    np.logspace: logspace,
    np.geomspace: geomspace,
    np.cov: cov,
    np.corrcoef: corrcoef,
    np.polyder: polyder,
    np.clip: clip,
}.items():
    TABLE.define(function, definition)
