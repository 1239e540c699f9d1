"""Products of vectors and matrices. Transposes as in Giles, "Collected matrix derivative results for forward and reverse
mode algorithmic differentiation" (2008), section 2.2.1."""

from __future__ import annotations

import ast
import operator
from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import conj
from ..ir.kinds import UNKNOWN, ndim
from ..ir.primitives import sampled
from .table import Sample, linear, multilinear

REAL = (-2.0, 2.0)
DOT_SHAPES = (((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)))
MATMUL_SHAPES = (
    *DOT_SHAPES,
    ((5, 2, 3), (3, 4)),
    ((5, 2, 3), (5, 3, 4)),
    ((3,), (5, 3, 2)),
    ((5, 2, 3), (3,)),
    ((2, 3), (5, 3, 2)),
)


def samples(shapes: tuple) -> tuple[Sample, ...]:
    return tuple(Sample((REAL, REAL), pair) for pair in shapes)


def product_flops(y: Any, a: Any, b: Any) -> int:
    """Each element of the product is a sum of n products."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return int(np.size(y))
    return int(np.size(y) * (2 * np.shape(a)[-1] - 1))


def transposed(x):
    """Every matrix of a stack transposed."""
    return x.T if x.ndim == 2 else np.swapaxes(x, -1, -2)


def hermitian(x):
    """Every matrix of a stack transposed, and conjugate."""
    return conj(transposed(x))


# -- matmul: vectors are a row on the left, a column on the right; more than two dimensions are batches, which broadcast --


def matmul_left(g, y, a, b):
    """The adjoint of `a` in a @ b: g bᵀ."""
    return left_of_vector(g, a, b) if b.ndim == 1 else left_of_matrix(g, a, b)


def left_of_vector(g, a, b):
    return g * b if a.ndim == 1 else np.outer(g, b) if a.ndim == 2 else np.expand_dims(g, -1) * b


def left_of_matrix(g, a, b):
    return vector_left_of_matrix(g, a, b) if a.ndim == 1 else matrix_left_of_matrix(g, a, b)


def vector_left_of_matrix(g, a, b):
    return b @ g if b.ndim == 2 else runtime.unbroadcast(np.squeeze(b @ np.expand_dims(g, -1), -1), a)


def matrix_left_of_matrix(g, a, b):
    return g @ b.T if a.ndim == 2 and b.ndim == 2 else runtime.unbroadcast(g @ np.swapaxes(b, -1, -2), a)


def matmul_right(g, y, a, b):
    """The adjoint of `b` in a @ b: aᵀ g."""
    return right_of_vector(g, a, b) if a.ndim == 1 else right_of_matrix(g, a, b)


def right_of_vector(g, a, b):
    return g * a if b.ndim == 1 else np.outer(a, g) if b.ndim == 2 else np.expand_dims(a, -1) * np.expand_dims(g, -2)


def right_of_matrix(g, a, b):
    return vector_right_of_matrix(g, a, b) if b.ndim == 1 else matrix_right_of_matrix(g, a, b)


def vector_right_of_matrix(g, a, b):
    return g @ a if a.ndim == 2 else runtime.unbroadcast(np.expand_dims(g, -1) * a, b)


def matrix_right_of_matrix(g, a, b):
    return a.T @ g if a.ndim == 2 and b.ndim == 2 else runtime.unbroadcast(np.swapaxes(a, -1, -2) @ g, b)


for function, operators in ((operator.matmul, [ast.MatMult]), (np.matmul, [])):
    multilinear(
        function,
        matmul_left,
        matmul_right,
        signature=lambda a, b: 0,
        operators=operators,
        flops=product_flops,
        domain=samples(MATMUL_SHAPES),
    )


# -- np.dot is matmul up to two dimensions, and multiplication where one factor is a number; beyond, it contracts other axes --


def dot_left(g, y, a, b):
    return runtime.unbroadcast(g * b, a) if a.ndim == 0 or b.ndim == 0 else matmul_left(g, y, a, b)


def dot_right(g, y, a, b):
    return runtime.unbroadcast(g * a, b) if a.ndim == 0 or b.ndim == 0 else matmul_right(g, y, a, b)


def up_to_matrices(function: Any) -> Any:
    """More than two dimensions are unsupported."""
    return lambda a, b: UNKNOWN if max(ndim(a.kind), ndim(b.kind)) > 2 else sampled(function, (a, b), {})


multilinear(
    np.dot,
    dot_left,
    dot_right,
    signature=lambda a, b: 0,
    methods=["dot"],
    flops=product_flops,
    kind=up_to_matrices(np.dot),
    domain=samples((*DOT_SHAPES, ((), (3,)), ((2, 3), ()))),
)


# -- np.inner contracts the last axes --------------------------------------------------------------------------------------


def inner_left(g, y, a, b):
    return runtime.unbroadcast(g * b, a) if a.ndim == 0 or b.ndim == 0 else inner_pull(g, a, b)


def inner_right(g, y, a, b):
    return runtime.unbroadcast(g * a, b) if a.ndim == 0 or b.ndim == 0 else inner_pull(g.T if g.ndim == 2 else g, b, a)


def inner_pull(g, a, b):
    """The adjoint of `a` in a bᵀ."""
    return inner_of_vector(g, a, b) if b.ndim == 1 else g @ b


def inner_of_vector(g, a, b):
    return g * b if a.ndim == 1 else np.outer(g, b)


multilinear(
    np.inner,
    inner_left,
    inner_right,
    signature=lambda a, b: 0,
    flops=product_flops,
    kind=up_to_matrices(np.inner),
    domain=samples((((3,), (3,)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 3), (4, 3)), ((), (3,)))),
)


# -- of all elements, and outer ---------------------------------------------------------------------------------------------


def vdot_pull(g, a, b):
    return g * b if a.ndim == b.ndim and a.ndim < 2 else np.reshape(g * b, np.shape(a))


multilinear(
    np.vdot,
    lambda g, y, a, b: conj(vdot_pull(g, a, b)),
    lambda g, y, a, b: vdot_pull(g, b, conj(a)),
    signature=lambda a, b: 0,
    flops=lambda y, a, b: 2 * int(np.size(a)) - 1,
    domain=samples((((3,), (3,)), ((2, 3), (3, 2)), ((2, 3), (6,)))),
)
multilinear(
    np.outer,
    lambda g, y, a, b: g @ b if a.ndim == 1 and b.ndim == 1 else np.reshape(g @ np.ravel(b), np.shape(a)),
    lambda g, y, a, b: a @ g if a.ndim == 1 and b.ndim == 1 else np.reshape(np.ravel(a) @ g, np.shape(b)),
    signature=lambda a, b: 0,
    flops=lambda y, a, b: int(np.size(y)),
    domain=samples((((2,), (3,)), ((2, 2), (3,)))),
)


# -- batches of vectors and matrices (NumPy 2.0 and 2.2) ------------------------------------------------------------------


def rows(g, y, a, b):
    return runtime.unbroadcast(np.expand_dims(g, -1) * b, a)


def columns(g, y, a, b):
    return runtime.unbroadcast(np.expand_dims(a, -1) * np.expand_dims(g, -2), b)


multilinear(
    np.vecdot,
    lambda g, y, a, b: conj(rows(g, y, a, b)),
    lambda g, y, a, b: rows(g, y, b, conj(a)),
    signature=lambda a, b: 0,
    flops=product_flops,
    domain=samples((((3,), (3,)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 1, 3), (4, 3)))),
)
if hasattr(np, "matvec"):
    multilinear(
        np.matvec,
        lambda g, y, a, b: runtime.unbroadcast(np.expand_dims(g, -1) * np.expand_dims(b, -2), a),
        lambda g, y, a, b: runtime.unbroadcast(np.vecmat(conj(g), a), b),
        signature=lambda a, b: 0,
        flops=lambda y, a, b: int(np.size(y)) * (2 * np.shape(a)[-1] - 1),
        domain=samples((((2, 3), (3,)), ((5, 2, 3), (3,)), ((2, 3), (5, 3)))),
    )
    multilinear(
        np.vecmat,
        lambda g, y, a, b: conj(runtime.unbroadcast(np.matvec(b, g), a)),
        lambda g, y, a, b: columns(g, y, conj(a), b),
        signature=lambda a, b: 0,
        flops=lambda y, a, b: int(np.size(y)) * (2 * np.shape(a)[-1] - 1),
        domain=samples((((3,), (3, 2)), ((5, 3), (3, 2)), ((3,), (5, 3, 2)))),
    )


# -- traces ------------------------------------------------------------------------------------------------------------


def matrix_only(function: Any) -> Any:
    return lambda x: sampled(function, (x,), {}) if ndim(x.kind) == 2 else UNKNOWN


linear(
    np.trace,
    lambda g, y, x: g * np.eye(x.shape[0], x.shape[1]),
    signature=lambda a: 0,
    methods=["trace"],
    kind=matrix_only(np.trace),
    flops=lambda y, x: min(np.shape(x)) - 1,
    domain=(Sample((REAL,), ((3, 3),)), Sample((REAL,), ((2, 3),))),
)


