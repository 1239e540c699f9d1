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


def _one_quantile(order, last, q, method):
    """The weights along the last axis, for `order` from small to large and `last` the place of the largest."""
    if method in _PLACES:
        alpha, beta = _PLACES[method]
        place = (last + 1) * q + (alpha + q * (1 - alpha - beta)) - 1
    else:
        place = last * q
        place = {"lower": np.floor, "higher": np.ceil, "nearest": np.rint}.get(method, np.asarray)(place)
    place = np.clip(place, 0, np.maximum(last, 0))
    below = np.floor(place).astype(int)
    above = np.ceil(place).astype(int)
    share = place - below
    if method == "midpoint":
        share = np.where(above > below, 0.5, 0.0)
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
