"""Products of vectors and matrices. Transposes as in Giles, "Collected matrix derivative results for forward and reverse
mode algorithmic differentiation" (2008), section 2.2.1."""

from __future__ import annotations

import ast
import operator
from typing import Any

import numpy as np

from .. import runtime
from .table import Sample, multilinear

REAL = (-2.0, 2.0)
DOT_SHAPES = (((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)))
MATMUL_SHAPES = (*DOT_SHAPES, ((5, 2, 3), (3, 4)), ((5, 2, 3), (5, 3, 4)), ((3,), (5, 3, 2)), ((5, 2, 3), (3,)), ((2, 3), (5, 3, 2)))


def matmul_left(g, y, a, b):
    """The adjoint of `a` in a @ b: g bᵀ, with vectors as row or column, summed over broadcast batches."""
    return (
        g * b
        if a.ndim == 1 and b.ndim == 1
        else np.outer(g, b)
        if a.ndim == 2 and b.ndim == 1
        else b @ g
        if a.ndim == 1 and b.ndim == 2
        else g @ b.T
        if a.ndim == 2 and b.ndim == 2
        else runtime.unbroadcast(np.expand_dims(g, -1) * b, a)
        if b.ndim == 1
        else runtime.unbroadcast(np.squeeze(np.expand_dims(g, -2) @ np.swapaxes(b, -1, -2), -2), a)
        if a.ndim == 1
        else runtime.unbroadcast(g @ np.swapaxes(b, -1, -2), a)
    )


def matmul_right(g, y, a, b):
    """The adjoint of `b` in a @ b: aᵀ g, likewise."""
    return (
        g * a
        if a.ndim == 1 and b.ndim == 1
        else a.T @ g
        if a.ndim == 2 and b.ndim == 1
        else np.outer(a, g)
        if a.ndim == 1 and b.ndim == 2
        else a.T @ g
        if a.ndim == 2 and b.ndim == 2
        else runtime.unbroadcast(np.expand_dims(g, -1) * a, b)
        if b.ndim == 1
        else runtime.unbroadcast(np.expand_dims(a, -1) * np.expand_dims(g, -2), b)
        if a.ndim == 1
        else runtime.unbroadcast(np.swapaxes(a, -1, -2) @ g, b)
    )


def product_flops(y: Any, a: Any, b: Any) -> int:
    """Each element of the product is a sum of n products."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return int(np.size(y))
    return int(np.size(y) * (2 * np.shape(a)[-1] - 1))


multilinear(
    operator.matmul,
    matmul_left,
    matmul_right,
    signature=lambda a, b: 0,
    operators=[ast.MatMult],
    flops=product_flops,
    domain=tuple(Sample((REAL, REAL), shapes) for shapes in MATMUL_SHAPES),
)
multilinear(
    np.matmul,
    matmul_left,
    matmul_right,
    signature=lambda a, b: 0,
    flops=product_flops,
    domain=tuple(Sample((REAL, REAL), shapes) for shapes in MATMUL_SHAPES),
)


def dot_left(g, y, a, b):
    """np.dot is matmul up to two dimensions, and multiplication where one factor is a number."""
    return runtime.unbroadcast(g * b, a) if a.ndim == 0 or b.ndim == 0 else matmul_left(g, y, a, b)


def dot_right(g, y, a, b):
    return runtime.unbroadcast(g * a, b) if a.ndim == 0 or b.ndim == 0 else matmul_right(g, y, a, b)


def dot_kind(a: Any, b: Any) -> Any:
    """np.dot of more than two dimensions contracts other axes than matmul: unsupported."""
    from ..ir.kinds import UNKNOWN, ndim
    from ..ir.primitives import sampled

    return UNKNOWN if max(ndim(a.kind), ndim(b.kind)) > 2 else sampled(np.dot, (a, b), {})


multilinear(
    np.dot,
    dot_left,
    dot_right,
    signature=lambda a, b: 0,
    methods=["dot"],
    flops=product_flops,
    kind=dot_kind,
    domain=tuple(Sample((REAL, REAL), shapes) for shapes in (*DOT_SHAPES, ((), (3,)), ((2, 3), ()))),
)
multilinear(
    np.outer,
    lambda g, y, a, b: g @ b if a.ndim == 1 and b.ndim == 1 else np.reshape(g @ np.ravel(b), a.shape),
    lambda g, y, a, b: a @ g if a.ndim == 1 and b.ndim == 1 else np.reshape(np.ravel(a) @ g, b.shape),
    signature=lambda a, b: 0,
    flops=lambda y, a, b: int(np.size(y)),
    domain=(Sample((REAL, REAL), ((2,), (3,))), Sample((REAL, REAL), ((2, 2), (3,)))),
)
