"""Order statistics as weighted sums."""

import numpy as np

# alpha and beta of the position (Hyndman & Fan, Sample quantiles in statistical packages, 1996) of a continuous quantile.
_PLACES = {
    "linear": (1, 1),
    "interpolated_inverted_cdf": (0, 1),
    "hazen": (0.5, 0.5),
    "weibull": (0, 0),
    "median_unbiased": (1 / 3, 1 / 3),
    "normal_unbiased": (3 / 8, 3 / 8),
}


def quantile_weights(x, q, axis, method):
    """What each element of `x` counts for in np.quantile(x, q, axis, method=method), 0 for those that are NaN.

    An array of the shape of `x`, after the shape of `q`. Elements that are equal count in the order in which they stand.
    """
    x = np.asarray(x)
    axes = range(x.ndim) if axis is None else np.atleast_1d(axis)
    axes = [a % x.ndim for a in axes]
    kept = [a for a in range(x.ndim) if a not in axes]
    rows = np.transpose(x, [*kept, *axes])
    shape, rows = rows.shape, rows.reshape([x.shape[a] for a in kept] + [-1])
    if not np.size(x):
        return np.zeros(np.shape(q) + x.shape)
    order = np.argsort(rows, axis=-1, kind="stable")
    last = np.sum(~np.isnan(rows), axis=-1, keepdims=True) - 1
    back = np.argsort([*kept, *axes])
    weights = [np.transpose(_one_quantile(order, last, one, method).reshape(shape), back) for one in np.ravel(q)]
    dtype = x.dtype if x.dtype.kind == "f" else float
    return np.array(weights, dtype).reshape(np.shape(q) + x.shape)


def quantile_rates(x, q, axis, method):
    """How fast the weights of `quantile_weights` change with `q`."""
    x = np.asarray(x)
    shape, dtype = np.shape(q) + x.shape, x.dtype if x.dtype.kind == "f" else float
    if method not in _PLACES or not np.size(x):
        return np.zeros(shape, dtype)
    alpha, beta = _PLACES[method]
    axes = tuple(range(x.ndim)) if axis is None else tuple(a % x.ndim for a in np.atleast_1d(axis))
    last = np.sum(~np.isnan(x), axis=axes, keepdims=True) - 1
    q = np.reshape(q, np.shape(q) + (1,) * x.ndim)
    place = _place(last, q, method)
    inside = (place > 0) & (place < last)
    below = np.minimum(np.floor(place), np.maximum(last - 1, 0))
    low, high = (_at_place(x, axes, place, np.shape(q)) for place in (below, below + 1))
    return np.array((high - low) * inside * (last + 2 - alpha - beta), dtype).reshape(shape)


def _at_place(x, axes, place, ahead):
    """1 for the element at a place in the order along some axes, 0 for the others."""
    kept = [a for a in range(x.ndim) if a not in axes]
    rows = np.transpose(x, [*kept, *axes])
    flat = rows.reshape([*rows.shape[: len(kept)], -1])
    rank = np.argsort(np.argsort(flat, axis=-1, kind="stable"), axis=-1).reshape(rows.shape)
    rank = np.transpose(rank, np.argsort([*kept, *axes]))
    return (rank == place).astype(float)


def _place(last, q, method):
    """The place of a continuous quantile in the order, which need not be a whole number."""
    alpha, beta = _PLACES[method]
    return (last + 1) * q + (alpha + q * (1 - alpha - beta)) - 1


def _discrete(last, q, method):
    """The two places a discontinuous quantile may take, and what the second counts for (Hyndman & Fan, definitions 1 to 3)."""
    place = (last + 1) * q - (1.5 if method == "closest_observation" else 1)
    below = np.floor(place)
    exact = place == below
    if method == "closest_observation":
        exact &= below % 2 == 1
    share = np.where(exact, 0.5 if method == "averaged_inverted_cdf" else 0.0, 1.0)
    return (np.clip(at, 0, np.maximum(last, 0)).astype(int) for at in (below, below + 1)), share


def _one_quantile(order, last, q, method):
    """The weights along the last axis, for `order` from small to large and `last` the place of the largest."""
    if method in ("inverted_cdf", "averaged_inverted_cdf", "closest_observation"):
        (below, above), share = _discrete(last, q, method)
        return _weights(order, below, above, share)
    if method in _PLACES:
        place = _place(last, q, method)
    else:
        place = last * q
        place = {"lower": np.floor, "higher": np.ceil, "nearest": np.rint}.get(method, np.asarray)(place)
    place = np.clip(place, 0, np.maximum(last, 0))
    below = np.floor(place).astype(int)
    above = np.ceil(place).astype(int)
    share = place - below
    if method == "midpoint":
        share = np.where(above > below, 0.5, 0.0)
    return _weights(order, below, above, share)


def _weights(order, below, above, share):
    weights = np.zeros(order.shape)
    for at, weight in ((below, 1 - share), (above, share)):
        where = np.take_along_axis(order, at, -1)
        np.put_along_axis(weights, where, np.take_along_axis(weights, where, -1) + weight, -1)
    return weights


def running_extreme(y, x, axis=0):
    """Where each element of a running maximum or minimum `y` of `x` along `axis` comes from: the first that attains it."""
    count = np.arange(np.size(x)).reshape(np.shape(x))
    attained = np.asarray(x) == y
    fresh = attained & np.concatenate([np.ones_like(np.take(attained, [0], axis)), np.diff(y, axis=axis) != 0], axis)
    steps = np.maximum.accumulate(np.where(fresh, np.arange(np.shape(x)[axis]).reshape(_along(axis, np.ndim(x))), 0), axis)
    return np.take_along_axis(count, steps, axis)


def _along(axis, ndim):
    shape = [1] * ndim
    shape[axis] = -1
    return shape


def bin_counts(x, bins, limits=None):
    """How many elements np.histogram counts in each bin."""
    return np.histogram(x, bins if np.ndim(bins) else int(bins), limits)[0]


def weighed_bins(x, weights, edges, bins, limits):
    """The sum of the weights of the elements that np.histogram counts in each bin."""
    return np.histogram(x, bins if np.ndim(bins) else int(bins), limits, weights=weights)[0]


def bin_numbers(x, edges):
    """The number of the bin of each element, the last bound belonging to the last bin; -1 outside."""
    found = np.searchsorted(edges, x, side="right") - 1
    found = np.where(np.asarray(x) == edges[-1], np.size(edges) - 2, found)
    return np.where((np.asarray(x) < edges[0]) | (np.asarray(x) > edges[-1]), -1, found)
