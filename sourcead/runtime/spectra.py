"""Eigenvalues and singular values in derivatives: where they coincide, a derivative is nan unless it does not depend on that."""

import numpy as np


def spread(g, values, singular=False):
    """The diagonal matrices of the adjoints `g` of eigenvalues, or `singular` values.

    nan where `g` tells equal values apart, or a singular value is 0 and `g` is not: there they have no derivative.
    """
    apart = _tied(values) & (g[..., :, None] != g[..., None, :])
    lost = np.any(apart, axis=-1) | (singular & (values == 0) & (g != 0))
    out = np.zeros(np.shape(g) + np.shape(g)[-1:], np.result_type(g))
    np.einsum("...ii->...i", out)[...] = np.where(lost, np.nan, g)
    return out


def slopes(h, values, singular=False):
    """The tangents of eigenvalues, or `singular` values: the diagonals of the matrices `h`, which are turned into their basis.

    nan where `h` tells equal values apart, or a singular value is 0 and its slope is not.
    """
    slope = np.einsum("...ii->...i", h)
    apart = _tied(values) & ((h != 0) | (slope[..., :, None] != slope[..., None, :]))
    lost = np.any(apart, axis=-1) | (singular & (values == 0) & (slope != 0))
    return np.where(lost, np.nan, slope)


def phase_free(p, turns):
    """`p`; raises ValueError unless `turns`, what depends on the phases of complex vectors, is zero but for rounding.

    The phases of eigenvectors and singular vectors are arbitrary: what depends on them has no derivative.
    """
    size = np.max(np.abs(p), axis=(-2, -1), initial=0)[..., None]
    if np.any(np.abs(turns) > np.sqrt(np.finfo(p.dtype).eps) * size):
        raise ValueError("the result depends on the phases of complex eigenvectors or singular vectors, which are arbitrary")
    return p


def over_gaps(x, values):
    """x[i, j] / (values[j] - values[i]) off the diagonal, 0 on it; not finite where values coincide."""
    gaps = values[..., None, :] - values[..., :, None]
    diagonal = np.eye(np.shape(values)[-1], dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(diagonal, 0, x / np.where(diagonal, 1, gaps))


def _tied(values):
    """Which two of several values are equal."""
    return (values[..., :, None] == values[..., None, :]) & ~np.eye(np.shape(values)[-1], dtype=bool)


def cofactors(a):
    """The matrices of cofactors: det(a) inv(a).T, and its limit where `a` is singular."""
    det = np.linalg.det(a)
    try:
        inverse = np.linalg.inv(a)
    except np.linalg.LinAlgError:
        inverse = np.full_like(a, np.inf)
    size = np.max(np.abs(a), axis=(-2, -1), initial=0) * np.max(np.abs(inverse), axis=(-2, -1), initial=0)
    if np.all(np.isfinite(size)) and np.all(size < 1e12):
        return det[..., None, None] * np.swapaxes(inverse, -1, -2)
    u, s, vh = np.linalg.svd(a)
    others = np.where(np.eye(np.shape(s)[-1], dtype=bool), 1, s[..., None, :])
    sign = np.linalg.det(u) * np.linalg.det(vh)
    return (u * (sign[..., None] * np.prod(others, axis=-1))[..., None, :]) @ vh


def where_full_rank(p, a):
    """`p`, and nan for the matrices `a` that have not full rank: there their pseudoinverses are not even continuous."""
    full = np.linalg.matrix_rank(a) == min(np.shape(a)[-2:])
    return np.where(np.asarray(full)[..., None, None], p, np.nan)


def determined(g, s):
    """The columns of `g` that belong to the singular values `s`; raises ValueError if there are others that are not 0.

    The vectors that complete a basis are not determined by a rectangular matrix.
    """
    k = np.shape(s)[-1]
    if np.any(g[..., k:] != 0):
        raise ValueError("the extra singular vectors of a rectangular matrix have no derivative: use full_matrices=False")
    return g[..., :k]


def with_undetermined(x, like):
    """The columns of `x`, and columns of nan until there are as many as `like` has: the transpose of `determined`."""
    extra = np.shape(like)[-1] - np.shape(x)[-1]
    return np.concatenate([x, np.full((*np.shape(x)[:-1], extra), np.nan, x.dtype)], axis=-1) if extra else x


def as_square(x):
    """The elements of `x` as a square matrix."""
    rows = int(np.sqrt(np.size(x)) + 0.5)
    return np.reshape(x, (rows, rows))


def diagonals_like(g, like, offset):
    """Zeros of the shape of the matrices `like` with `g` on their diagonals: the transpose of np.linalg.diagonal(like)."""
    rows, columns = np.shape(like)[-2:]
    first = max(-offset, 0)
    along = np.arange(first, first + max(min(rows - first, columns - max(offset, 0)), 0))
    out = np.zeros(np.shape(like), np.result_type(g))
    out[..., along, along + offset] = g
    return out
