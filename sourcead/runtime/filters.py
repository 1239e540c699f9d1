"""Convolutions cut to size, filters with boundaries, weights of integration: what their transposes need."""

import numpy as np


def cut(shape_a, shape_b, mode):
    """Where a convolution of mode 'same' or 'valid' lies in the full one, as slices."""
    slices = []
    for a, b in zip(shape_a, shape_b):
        start, count = ((b - 1) // 2, a) if mode == "same" else (min(a, b) - 1, abs(a - b) + 1)
        slices.append(slice(start, start + count))
    return tuple(slices)


def cut_to_mode(full, a, b, mode):
    """The part of the full convolution of `a` and `b` that `mode` keeps."""
    return full[cut(np.shape(a), np.shape(b), mode)]


def padded_to_full(g, a, b, mode):
    """Zeros of the shape of the full convolution of `a` and `b` with `g` where `mode` cuts: the transpose of `cut_to_mode`."""
    full = np.zeros([m + n - 1 for m, n in zip(np.shape(a), np.shape(b))], np.result_type(g))
    full[cut(np.shape(a), np.shape(b), mode)] = g
    return full


def lagged_products(g, w, like, axis):
    """Σ g[n] w[n - k] for each k an element of the vector `like` has, over all lines along `axis`."""
    g, w = np.moveaxis(g, axis, -1), np.moveaxis(w, axis, -1)
    count = g.shape[-1]
    sums = [np.sum(g[..., k:] * w[..., : max(count - k, 0)]) for k in range(len(like))]
    return np.array(sums, np.result_type(g, w))
