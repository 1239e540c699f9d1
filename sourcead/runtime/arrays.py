"""Shapes undone and redone: what broadcasting and indexing need in a derivative."""

import numpy as np


def unbroadcast(g, like):
    """The sum of `g` over the axes along which `like` was broadcast: an array of the shape of `like`."""
    shape = np.shape(like)
    if np.shape(g) == shape:
        return g
    extra = np.ndim(g) - len(shape)
    if extra > 0:
        g = np.sum(g, axis=tuple(range(extra)))
    axes = tuple(i for i, n in enumerate(shape) if n == 1 and g.shape[i] != 1)
    return np.sum(g, axis=axes, keepdims=True) if axes else g


def broadcast_like(x, like):
    """A new array of the shape of `like` filled by broadcasting `x`."""
    return np.array(np.broadcast_to(x, np.shape(like)))


def scatter_like(g, like, index):
    """Zeros of the shape of `like` with `g` added at `index`: the transpose of `like[index]`."""
    out = np.zeros(np.shape(like), np.result_type(g))
    np.add.at(out, index, g)
    return out


def require_length(x, count):
    """Raise the error Python raises when `x` does not unpack into `count` names."""
    if len(x) > count:
        raise ValueError(f"too many values to unpack (expected {count})")
    if len(x) < count:
        raise ValueError(f"not enough values to unpack (expected {count}, got {len(x)})")
