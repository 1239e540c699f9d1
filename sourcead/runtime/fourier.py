"""What the transposes of Fourier transforms are made of."""

import numpy as np


def cut_to(x, like):
    """`x` cut, or padded with zeros, to the shape of `like`, at the end of every axis."""
    if np.shape(x) == np.shape(like):
        return x
    out = np.zeros(np.shape(like), np.result_type(x))
    kept = tuple(slice(0, min(sizes)) for sizes in zip(np.shape(x), np.shape(like)))
    out[kept] = x[kept]
    return out


def twice_inside(halves, whole, axis=-1):
    """How many entries of the spectrum of the real numbers `whole` each entry of the half `halves` of it stands for: 1 or 2."""
    count, size = np.shape(halves)[axis], np.shape(whole)[axis]
    counts = np.full(count, 2.0)
    counts[0] = 1
    if size % 2 == 0:
        counts[-1] = 1
    shape = [1] * np.ndim(halves)
    shape[axis] = count
    return counts.reshape(shape)
