"""Sums over intervals between points: what the transposes of integration rules need."""

import numpy as np


def interval_means(f, axis):
    """The mean of the two ends of each interval between neighbours along `axis`."""
    f = np.moveaxis(f, axis, -1)
    return np.moveaxis((f[..., 1:] + f[..., :-1]) / 2, -1, axis)


def point_shares(d, like, axis):
    """Half of what belongs to each interval, `d`, for either end: the transpose of interval_means(like, axis)."""
    points = np.moveaxis(np.zeros(np.shape(like), np.result_type(d)), axis, -1)
    shape = list(np.shape(like))
    shape[axis] -= 1
    halves = np.moveaxis(np.broadcast_to(d, shape), axis, -1) / 2
    points[..., 1:] += halves
    points[..., :-1] += halves
    return np.moveaxis(points, -1, axis)


def interval_ends(c):
    """What `c`, one number for each interval, contributes to the ends of the intervals: the transpose of np.diff."""
    points = np.zeros(len(c) + 1, np.result_type(c))
    points[1:] += c
    points[:-1] -= c
    return points


def simpson_weights(like, x, axis):
    """The weight of each point in scipy.integrate.simpson, a vector; the points are `x`, or one apart where it is None.

    Parabolas through three points each; for an even number of them Cartwright's parabola for the last interval.
    """
    count = np.shape(like)[axis]
    h = np.ones(count - 1) if x is None else np.diff(x)
    w = np.zeros(count, np.result_type(h, np.float64 if x is None else x))
    if count == 2:
        w[:] = h[0] / 2
        return w
    i = np.arange(0, count - 2 if count % 2 else count - 3, 2)
    h0, h1 = h[i], h[i + 1]
    w[i] += (h0 + h1) / 6 * (2 - _over(h1, h0))
    w[i + 1] += (h0 + h1) / 6 * _over((h0 + h1) ** 2, h0 * h1)
    w[i + 2] += (h0 + h1) / 6 * (2 - _over(h0, h1))
    if count % 2 == 0:
        h0, h1 = h[-2], h[-1]
        w[-1] += _over(2 * h1**2 + 3 * h0 * h1, 6 * (h0 + h1))
        w[-2] += _over(h1**2 + 3 * h0 * h1, 6 * h0)
        w[-3] -= _over(h1**3, 6 * h0 * (h0 + h1))
    return w


def _over(a, b):
    """The quotient, zero where the divisor is: points that coincide count once."""
    return np.where(b != 0, a / np.where(b != 0, b, 1), 0)
