"""Scans: each element of the result is a function of the one before and of an element of the argument.

The derivative of a scan is a linear recurrence, z[k] = c[k] z[k-1] + b[k], run forwards or, for its transpose, backwards.
"""

import numpy as np


def starts(x, axis):
    """True for the first elements of `x` along an axis, in an array of its shape."""
    first = np.zeros(np.shape(x), bool)
    np.moveaxis(first, axis, 0)[:1] = True
    return first


def previous(y, axis):
    """The elements of `y` moved on by one along an axis, with zeros in the first place."""
    return _moved(y, axis, 1)


def following(y, axis):
    """The elements of `y` moved back by one along an axis, with zeros in the last place: the transpose of `previous`."""
    return _moved(y, axis, -1)


def _moved(y, axis, by):
    out = np.zeros_like(y)
    source, target = np.moveaxis(np.asarray(y), axis, 0), np.moveaxis(out, axis, 0)
    if by > 0:
        target[1:] = source[:-1]
    else:
        target[:-1] = source[1:]
    return out


def recurrence(c, b, axis):
    """z[k] = c[k] z[k-1] + b[k] along an axis, with z[0] = b[0]."""
    out = np.array(b, np.result_type(c, b))
    z, factors = np.moveaxis(out, axis, 0), np.moveaxis(np.broadcast_to(c, out.shape), axis, 0)
    if z.ndim == 1:  # numbers of Python's are faster than elements of arrays
        total, found = 0.0, []
        for factor, more in zip(factors.tolist(), z.tolist()):
            total = factor * total + more if found else more
            found.append(total)
        z[:] = found
        return out
    for k in range(1, len(z)):
        z[k] += factors[k] * z[k - 1]
    return out


def recurrence_back(c, g, axis):
    """w[k] = g[k] + c[k+1] w[k+1] along an axis: the transpose of `recurrence` in b."""
    back = np.flip(following(np.broadcast_to(c, np.shape(g)), axis), axis)
    return np.flip(recurrence(back, np.flip(g, axis), axis), axis)


def scanned(name, x, first, axis):
    """The ufunc of that name applied along an axis to the result so far and the next element, anew where `first` is true."""
    ufunc = getattr(np, name)
    out = np.array(x)
    y, fresh = np.moveaxis(out, axis, 0), np.moveaxis(first, axis, 0)
    for k in range(1, len(y)):
        y[k] = np.where(fresh[k], y[k], ufunc(y[k - 1], y[k]))
    return out


def reduced_positions(x, axis):
    """The numbers of the elements of `x` that are reduced together, along the last of two axes."""
    axes = tuple(range(np.ndim(x))) if axis is None else tuple(a % np.ndim(x) for a in np.atleast_1d(axis))
    rest = [a for a in range(np.ndim(x)) if a not in axes]
    rows = np.transpose(np.arange(np.size(x)).reshape(np.shape(x)), [*rest, *axes])
    count = int(np.prod([np.shape(x)[a] for a in axes], dtype=int))
    return rows.reshape(-1, count) if count else rows.reshape(0, 0)


def products_of_others(y, x, axis, keepdims):
    """The derivative of the product `y` of the elements of `x` along axes in each: the product of the others.

    By division, where the product is given and no factor is zero.
    """
    if y is not None and np.all(x):
        return np.asarray((y if keepdims or axis is None or np.ndim(y) == 0 else np.expand_dims(y, axis)) / x)
    where = reduced_positions(x, axis)
    rows = np.reshape(x, -1)[where]
    ones = np.ones_like(rows[:, :1])
    before = np.cumprod(np.concatenate([ones, rows[:, :-1]], 1), 1)
    behind = np.flip(np.cumprod(np.concatenate([ones, np.flip(rows[:, 1:], 1)], 1), 1), 1)
    out = np.empty_like(x)
    out.reshape(-1)[where] = before * behind
    return out


# -- segments: what ufunc.reduceat reduces -----------------------------------------------------------------------------


def segments(indices, count):
    """The first and the last number of each segment of ufunc.reduceat."""
    begin = np.asarray(indices)
    end = np.append(begin[1:], count)
    return begin, np.maximum(end, begin + 1)


def segment_elements(x, indices, axis):
    """The numbers along an axis of the elements of all segments, one segment after the other."""
    begin, end = segments(indices, np.shape(x)[axis])
    return np.concatenate([np.arange(a, b) for a, b in zip(begin, end)])


def segment_starts(x, indices, axis):
    """True for the first element of each segment, where the segments follow one another along an axis."""
    begin, end = segments(indices, np.shape(x)[axis])
    shape = list(np.shape(x))
    shape[axis] = int(np.sum(end - begin))
    first = np.zeros(shape, bool)
    np.moveaxis(first, axis, 0)[np.cumsum(end - begin) - (end - begin)] = True
    return first


def segment_ends(x, indices, axis):
    """The places of the last elements of the segments, where these follow one another."""
    begin, end = segments(indices, np.shape(x)[axis])
    return np.cumsum(end - begin) - 1


# -- ufunc.at: one chain for each element that is written ------------------------------------------------------------------


def operated_at(name, x, value, index):
    """A copy of `x` to whose elements at `index` the ufunc of that name is applied, to one that is named twice again."""
    out = np.array(x)
    getattr(np, name).at(out, index, value)
    return out


def chains(x, value, index):
    """What happens to the elements that ufunc.at writes, one chain after the other: an element and the values it meets.

    Four arrays of integers: where the parts of the chains come from in the elements of `x` followed by those of `value`; 1
    where a chain starts and 0 elsewhere; where each chain ends; the numbers in `x` of the elements that are written.
    """
    touched = np.arange(np.size(x)).reshape(np.shape(x))[index]
    met = np.broadcast_to(np.arange(np.size(value)).reshape(np.shape(value)), np.shape(touched))
    touched, met = np.ravel(touched), np.ravel(met)
    order = np.argsort(touched, kind="stable")
    elements, counts = np.unique(touched, return_counts=True)
    heads = np.cumsum(counts + 1) - (counts + 1)
    source = np.empty(touched.size + elements.size, int)
    first = np.zeros(source.size, int)
    first[heads] = 1
    source[heads] = elements
    source[first == 0] = met[order] + np.size(x)
    return source, first, heads + counts, elements
