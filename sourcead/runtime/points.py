"""Points in arrays: checks of their shapes, and shares that add up to one."""

import numpy as np


def require_points(x, dimension):
    """Raise ValueError unless `x` is one point of this dimension, or an array of points of which no axis has size one.

    SciPy removes axes of size one from what it gives for several points, so that its rank would depend on their number.
    """
    shape = np.shape(x)
    if shape[-1] != dimension:
        raise ValueError(f"points of dimension {dimension} are expected along the last axis, not of {shape[-1]}")
    if 1 in shape[:-1]:
        raise ValueError("an axis of points has size one, which SciPy removes: pass the point itself, such as x[0]")


def require_columns(x):
    """Raise ValueError for points in columns, where there is one column alone, which SciPy makes a number."""
    if np.ndim(x) > 1 and 1 in np.shape(x)[1:]:
        raise ValueError("an axis of points has size one, which SciPy removes: pass the point itself, such as x[:, 0]")


def completed(x, like):
    """Shares along the first axis: `x`, where there are as many as in `like`; with one less, the last makes them one."""
    return np.asarray(x) if len(x) == len(like) else np.concatenate([x, 1 - np.sum(x, axis=0, keepdims=True)])


def balanced(x, like):
    """The derivative of `completed` along `x`: the last share takes what the others give."""
    return np.asarray(x) if len(x) == len(like) else np.concatenate([x, -np.sum(x, axis=0, keepdims=True)])


def balanced_back(g, like):
    """The transpose of `balanced`, for `x` of the length of `like`."""
    return np.asarray(g) if len(g) == len(like) else g[:-1] - g[-1]
