"""Matrices of scipy.linalg made of a few numbers, as Python: Toeplitz, Hankel, circulant, block diagonal and their like.

Each is what an index, or a few joins, makes of its data. Those made of whole numbers alone are constants.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg

from ..frontend.forms import conj
from ..frontend.within import as_array, is_whole, numbers, refuse
from .table import TABLE, nondifferentiable


def line(x):
    """Data along one line; SciPy makes stacks of matrices of more dimensions."""
    x = as_array(x)
    return x if x.ndim == 1 else refuse("a structured matrix of data that are no vector", "pass a vector")


def toeplitz(c, r=None):
    """Element (i, j) is c[i - j], or r[j - i] above the diagonal; the matrix is Hermitian where there is no r."""
    c = line(c)
    r = conj(c) if r is None else line(r)
    values = np.concatenate([c[::-1], r[1:]])
    return values[np.arange(c.shape[0])[::-1][:, None] + np.arange(r.shape[0])[None, :]]


def hankel(c, r=None):
    c = line(c)
    r = np.zeros_like(c) if r is None else line(r)
    values = np.concatenate([c, r[1:]])
    return values[np.arange(c.shape[0])[:, None] + np.arange(r.shape[0])[None, :]]


def circulant(c):
    c = line(c)
    return c[(np.arange(c.shape[0])[:, None] - np.arange(c.shape[0])[None, :]) % c.shape[0]]


def companion(a):
    a = line(a)
    first = -a[1:] / (1.0 * a[0])
    return np.concatenate([first[None, :], np.eye(a.shape[0] - 2, a.shape[0] - 1)])


def leslie(f, s):
    f, s = line(f), line(s)
    below = np.concatenate([np.diag(s), np.zeros((s.shape[0], 1))], 1)
    return np.concatenate([f[None, :], below])


def fiedler(a):
    a = line(a)
    return np.abs(a[:, None] - a)


def khatri_rao(a, b):
    """The Kronecker product of each two columns."""
    a, b = as_array(a), as_array(b)
    if a.ndim != 2 or b.ndim != 2:
        refuse("khatri_rao of what are no matrices", "pass matrices")
    products = a[:, None, :] * b[None, :, :]
    return np.reshape(products, (a.shape[0] * b.shape[0], a.shape[1]))


def block_diag(*arrs):
    blocks, rows = (), ()
    for x in arrs:
        blocks = blocks + (as_block(as_array(x)),)
    for i in numbers(len(blocks)):
        rows = rows + (in_its_columns(blocks, i),)
    return np.concatenate(rows)


def as_block(x):
    if is_whole(x):
        refuse("block_diag of integers", "make them floats")
    return (
        np.reshape(x, (1, 1))
        if x.ndim == 0
        else x[None, :] if x.ndim == 1 else x if x.ndim == 2 else refuse("block_diag of stacks", "pass matrices")
    )


def in_its_columns(blocks, i):
    parts = ()
    for j in numbers(len(blocks)):
        parts = parts + ((blocks[i] if i == j else np.zeros((blocks[i].shape[0], blocks[j].shape[1]))),)
    return np.concatenate(parts, 1)


for function, definition in {
    linalg.toeplitz: toeplitz,
    linalg.hankel: hankel,
    linalg.circulant: circulant,
    linalg.companion: companion,
    linalg.leslie: leslie,
    linalg.fiedler: fiedler,
    linalg.khatri_rao: khatri_rao,
    linalg.block_diag: block_diag,
}.items():
    TABLE.define(function, definition)
for name in ("hadamard", "hilbert", "invhilbert", "pascal", "invpascal", "helmert"):
    nondifferentiable(getattr(linalg, name), lambda n: 0, spelling=f"scipy.linalg.{name}")
for name in ("issymmetric", "ishermitian", "bandwidth"):
    nondifferentiable(getattr(linalg, name), lambda a: 0, spelling=f"scipy.linalg.{name}")
