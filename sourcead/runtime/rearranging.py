"""Rearrangements: functions whose result is made of elements of their argument.

Such a function does to the numbers of the elements what it does to the elements, so `function(positions(x))` says where
each element of its result comes from, whatever the function is.
"""

import numpy as np


def positions(x):
    """The number of each element of `x`, counted from 0, in an array of its shape."""
    return np.arange(np.size(x)).reshape(np.shape(x))


def read_at(x, where):
    """The elements of `x` at the positions `where`; 0 for a negative position."""
    where = np.asarray(where)
    if not np.size(x):
        return np.zeros(np.shape(where), np.result_type(x))
    return np.where(where < 0, np.zeros_like(x, shape=()), np.reshape(x, -1)[where])[()]


def sum_at(g, like, where):
    """Zeros of the shape of `like` with each element of `g` added at its position: the transpose of `read_at(like, where)`."""
    out = np.zeros(np.shape(like), np.result_type(g))
    where = np.asarray(where)
    if not out.size:
        return out
    kept = where >= 0
    np.add.at(out.reshape(-1), where[kept], np.broadcast_to(g, where.shape)[kept])
    return out


def unique_parts(x):
    """Of np.unique: where the elements of the result come from, which of them each element of `x` is, and how often."""
    _, first, inverse, counts = np.unique(x, return_index=True, return_inverse=True, return_counts=True)
    return first, np.ravel(inverse), counts


def nonzero_ends(x):
    """Where the first element of a vector that is not zero stands, and the place after the last one."""
    found = np.flatnonzero(x)
    return (int(found[0]), int(found[-1]) + 1) if found.size else (np.size(x), 0)


def differences_back(g, like, n, axis):
    """The transpose of np.diff(like, n, axis): differences again, with zeros around and the sign of n."""
    if not np.size(g):
        return np.zeros(np.shape(like), np.result_type(g))
    widths = [(0, 0)] * np.ndim(like)
    widths[axis] = (1, 1)
    for _ in range(n):
        g = -np.diff(np.pad(g, widths), axis=axis)
    return g


def gradient_back(g, spacing, axis, edge_order):
    """The transpose of np.gradient along one axis, for a spacing that is a number or the coordinates.

    Each element of the result is a sum of a few neighbours times weights, which are those of np.gradient itself for unit
    vectors: at most three for inner elements, and three for each end.
    """
    g = np.moveaxis(np.asarray(g), axis, -1)
    n = g.shape[-1]
    out = np.zeros(g.shape, g.dtype)
    if np.ndim(spacing) == 0:
        left, right = np.full(n - 2, -0.5 / spacing), np.full(n - 2, 0.5 / spacing)
        middle = np.zeros(n - 2)
    else:
        before, after = np.diff(spacing)[:-1], np.diff(spacing)[1:]
        left, right = -after / (before * (before + after)), before / (after * (before + after))
        middle = (after - before) / (before * after)
    inner = g[..., 1:-1]
    out[..., :-2] += left * inner
    out[..., 1:-1] += middle * inner
    out[..., 2:] += right * inner
    count = edge_order + 1
    for row, place in ((0, slice(0, count)), (-1, slice(n - count, n))):
        around = spacing if np.ndim(spacing) == 0 else spacing[place]
        weights = np.gradient(np.eye(count), around, axis=0, edge_order=edge_order)[row]
        out[..., place] += weights * g[..., row : row + 1 or None]
    return np.moveaxis(out, -1, axis)


def full_convolution(g, a, v, mode, turned):
    """`g`, a convolution of `a` and `v` in `mode`, with zeros at both ends to the length of the full convolution.

    `turned` says that it is np.correlate that keeps a part: it exchanges the two where the second is longer.
    """
    before, after = _cut(a, v, mode, turned)
    return np.pad(g, (before, after))


def cut_convolution(full, a, v, mode, turned):
    """The part of the full convolution of `a` and `v` that `mode` keeps."""
    before, after = _cut(a, v, mode, turned)
    return full[before : len(full) - after]


def _cut(a, v, mode, turned):
    """How many elements of the full convolution a mode leaves out before and after what it keeps."""
    small = min(np.size(a), np.size(v))
    cut = small - 1 if mode != "full" else 0
    before, after = (cut, cut) if mode == "valid" else (cut // 2, cut - cut // 2)
    return (after, before) if turned and np.size(v) > np.size(a) else (before, after)
