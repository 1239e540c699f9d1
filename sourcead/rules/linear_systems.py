"""Determinants, inverses, linear systems and least squares.

Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation" (2008), section 2.2;
Golub & Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems" (1973), for those of
rectangular matrices. Matrices may be stacked, and stacks broadcast where NumPy broadcasts them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import conj, is_complex
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, Sequence, kind_of, ndim, results_of
from ..ir.primitives import sampled
from .linalg import hermitian, transposed
from .table import Sample, general, linear

REAL = (-2.0, 2.0)
# Small next to the diagonal they are added to, so that the matrices are regular.
STABLE = (-0.5, 0.5)


def regular(x: np.ndarray) -> np.ndarray:
    """A regular square matrix made of `x`: its diagonal dominates."""
    return (x + 2 * np.eye(x.shape[-1])).astype(x.dtype)


def on_regular(*shapes: tuple[int, ...], made: tuple = (regular,), **options: Any) -> Sample:
    return Sample((STABLE,) * len(shapes), shapes, options, made)


def per_matrix(g, x):
    """`g`, which has a number for each matrix of `x`, to be multiplied with these."""
    return g if x.ndim == 2 else g[..., None, None]


def products(x, y):
    """The sum of x * y for each matrix."""
    return np.sum(x * y) if x.ndim == 2 else np.sum(x * y, axis=(-2, -1))


# -- determinants -----------------------------------------------------------------------------------------------------------

general(
    np.linalg.det,
    lambda x_dot, y, x: products(runtime.cofactors(x), x_dot),
    lambda g, y, x: per_matrix(g, x) * runtime.cofactors(x),
    signature=lambda a: 0,
    domain=(on_regular((3, 3)), on_regular((2, 3, 3)), on_regular((1, 1))),
)


def cofactors_push(x_dot, y, x):
    """Of det(x) x⁻ᵀ. Divides by the determinant: not finite where that is 0, though cofactors are polynomials."""
    return (per_matrix(products(y, x_dot), x) * y - y @ transposed(x_dot) @ y) / per_matrix(np.linalg.det(x), x)


general(
    runtime.cofactors,
    cofactors_push,
    lambda g, y, x: cofactors_push(g, y, x),
    signature=lambda a: 0,
    spelling="cofactors",
    kind=lambda x: x.kind,
    domain=(on_regular((3, 3)), on_regular((2, 2, 2))),
)


def slogdet_push(x_dot, y, x):
    """The sign of a complex matrix turns with the imaginary part of the logarithm of the determinant."""
    change = products(transposed(np.linalg.inv(x)), x_dot)
    return (1j * y[0] * change.imag, change.real) if is_complex(x) else (None, change)


def slogdet_pull(g, y, x):
    change = (
        g[1]
        if g[0] is None or not is_complex(x)
        else 1j * (g[0] * y[0]).imag if g[1] is None else g[1] + 1j * (g[0] * y[0]).imag
    )
    return None if change is None else per_matrix(change, x) * transposed(np.linalg.inv(x))


general(
    np.linalg.slogdet,
    slogdet_push,
    slogdet_pull,
    signature=lambda a: 0,
    kind=results_of(np.linalg.slogdet),
    domain=(on_regular((3, 3)), on_regular((2, 3, 3))),
)


# -- inverses ---------------------------------------------------------------------------------------------------------------

general(
    np.linalg.inv,
    lambda x_dot, y, x: -(y @ x_dot @ y),
    lambda g, y, x: -(transposed(y) @ g @ transposed(y)),
    signature=lambda a: 0,
    domain=(on_regular((3, 3)), on_regular((2, 3, 3))),
)


def pinv_push(x_dot, y, x, rcond):
    p = runtime.where_full_rank(y, x)
    e = hermitian(x_dot)
    left, right = p @ hermitian(p) @ e, e @ hermitian(p) @ p
    return left - (left @ x) @ p + right - p @ (x @ right) - p @ x_dot @ p


def pinv_pull(g, y, x, rcond):
    """The conjugate of what `g` gives: see rules/decompositions.py."""
    return conj(pinv_back(conj(g), runtime.where_full_rank(y, x), x))


def pinv_back(g, p, x):
    t, h = hermitian(p), hermitian(g)
    left, right = h @ p @ t, t @ p @ h
    return left - x @ (p @ left) + right - (right @ p) @ x - t @ g @ t


general(
    np.linalg.pinv,
    pinv_push,
    pinv_pull,
    signature=lambda a, rcond=None: 0,
    domain=(
        Sample((REAL,), ((3, 2),)),
        Sample((REAL,), ((2, 3),)),
        Sample((REAL,), ((2, 4, 2),)),
        on_regular((3, 3), rcond=1e-10),
    ),
)
linear(
    runtime.where_full_rank,
    lambda g, y, p, x: runtime.where_full_rank(g, x),
    None,
    signature=lambda p, a: 0,
    spelling="where_full_rank",
    kind=lambda p, a: p.kind,
    domain=Sample((REAL, np.array([[1.0, 2.0], [0.5, 3.0], [2.0, 2.0]])), ((2, 3), (3, 2))),
)


# -- linear systems: the right-hand side is a vector if it has one dimension, and otherwise a stack of matrices -------------


def solution(a, b, y, rhs):
    """The solution for right-hand sides like `y`; vectors of a stack of systems are columns on the way."""
    return np.linalg.solve(a, rhs) if a.ndim == 2 or b.ndim > 1 else np.linalg.solve(a, rhs[..., None])[..., 0]


def applied(a, b, y):
    """a @ y, for y a vector of each system or a matrix."""
    return a @ y if a.ndim == 2 or b.ndim > 1 else (a @ y[..., None])[..., 0]


def solve_push(a_dot, b_dot, y, a, b):
    return (
        np.linalg.solve(a, b_dot)
        if a_dot is None
        else solution(a, b, y, -applied(a_dot, b, y) if b_dot is None else b_dot - applied(a_dot, b, y))
    )


def solve_pull_matrix(g, y, a, b):
    """-a⁻ᵀ g yᵀ, summed over what the matrix was broadcast to."""
    back = solution(transposed(a), b, y, g)
    return (
        -(np.outer(back, y) if a.ndim == 2 else back[..., :, None] * y[..., None, :])
        if b.ndim == 1
        else -(back @ y.T) if a.ndim == 2 and b.ndim == 2 else -runtime.unbroadcast(back @ transposed(y), a)
    )


def solve_pull_rhs(g, y, a, b):
    back = solution(transposed(a), b, y, g)
    return back if a.ndim == 2 and b.ndim <= 2 else runtime.unbroadcast(back, b)


general(
    np.linalg.solve,
    solve_push,
    solve_pull_matrix, solve_pull_rhs,
    signature=lambda a, b: 0,
    domain=tuple(
        on_regular(*shapes, made=(regular, None))
        for shapes in (
            ((3, 3), (3,)),
            ((3, 3), (3, 2)),
            ((2, 3, 3), (3,)),
            ((2, 3, 3), (3, 2)),
            ((3, 3), (2, 3, 2)),
            ((2, 3, 3), (2, 3, 2)),
            ((2, 1, 3, 3), (4, 3, 2)),
        )
    ),
)


# -- tensors: a linear system of the elements ---------------------------------------------------------------------------------


def tensorsolve_push(a_dot, b_dot, y, a, b, axes):
    m, x = runtime.as_square(a), np.ravel(y)
    return np.reshape(np.linalg.solve(m, tensor_rhs(a_dot, b_dot, x)), np.shape(y))


def tensor_rhs(a_dot, b_dot, x):
    return (
        np.ravel(b_dot)
        if a_dot is None
        else -(runtime.as_square(a_dot) @ x) if b_dot is None else np.ravel(b_dot) - runtime.as_square(a_dot) @ x
    )


def tensor_back(g, a):
    return np.linalg.solve(runtime.as_square(a).T, np.ravel(g))


general(
    np.linalg.tensorsolve,
    tensorsolve_push,
    lambda g, y, a, b, axes: -np.reshape(np.outer(tensor_back(g, a), np.ravel(y)), np.shape(a)),
    lambda g, y, a, b, axes: np.reshape(tensor_back(g, a), np.shape(b)),
    signature=lambda a, b, axes=None: 0,
    kind=lambda a, b, axes=None: (
        sampled(np.linalg.tensorsolve, (a, b), {}) if axes is None or axes.kind == kind_of(None) else UNKNOWN
    ),
    domain=Sample(
        (STABLE, REAL), ((2, 3, 6), (2, 3)), {}, (lambda x: (x + 2 * np.eye(6).reshape(2, 3, 6)).astype(x.dtype), None)
    ),
)


def tensorinv_push(x_dot, y, x, ind):
    m = runtime.as_square(y)
    return -np.reshape(m @ runtime.as_square(x_dot) @ m, np.shape(y))


def tensorinv_pull(g, y, x, ind):
    m = runtime.as_square(y).T
    return -np.reshape(m @ runtime.as_square(g) @ m, np.shape(x))


general(
    np.linalg.tensorinv,
    tensorinv_push,
    tensorinv_pull,
    signature=lambda a, ind=2: 0,
    domain=(
        Sample((STABLE,), ((2, 2, 4),), {}, (lambda x: (x + 2 * np.eye(4).reshape(2, 2, 4)).astype(x.dtype),)),
        Sample((STABLE,), ((4, 2, 2),), {"ind": 1}, (lambda x: (x + 2 * np.eye(4).reshape(4, 2, 2)).astype(x.dtype),)),
    ),
)
linear(
    runtime.as_square,
    lambda g, y, x: np.reshape(g, np.shape(x)),
    signature=lambda x: 0,
    spelling="as_square",
    kind=lambda x: Array(x.kind.dtype, 2),
    view=True,
    domain=Sample((REAL,), ((2, 2, 4),)),
)


# -- least squares ------------------------------------------------------------------------------------------------------------
# The residuals, the rank and the singular values lstsq returns besides have no derivative rule: their kind is unknown, and
# what is computed from them is refused.


def lstsq_kind(a: Any, b: Any, rcond: Any = None) -> Kind:
    found = sampled(np.linalg.solve, (a, b), {})
    if ndim(a.kind) != 2 or ndim(b.kind) not in (1, 2) or found is UNKNOWN:
        return UNKNOWN
    return Sequence(tuple, (Array(found.dtype, ndim(b.kind)), UNKNOWN, Scalar("int32"), UNKNOWN))


def pinv_of(a):
    return runtime.where_full_rank(np.linalg.pinv(a), a)


def lstsq_push(a_dot, b_dot, y, a, b, rcond):
    p, x = pinv_of(a), y[0]
    moved = None if a_dot is None else lstsq_push_matrix(a_dot, p, x, a, b)
    return (moved if b_dot is None else p @ b_dot if moved is None else p @ b_dot + moved, None, None, None)


def lstsq_push_matrix(a_dot, p, x, a, b):
    free = hermitian(a_dot) @ (hermitian(p) @ x)
    return p @ (hermitian(p) @ (hermitian(a_dot) @ (b - a @ x))) + free - p @ (a @ free) - p @ (a_dot @ x)


def outer_of(u, v):
    return np.outer(u, conj(v)) if u.ndim == 1 else u @ hermitian(v)


def lstsq_pull_matrix(g, y, a, b, rcond):
    p, x, h = pinv_of(a), y[0], conj(g[0])
    back = hermitian(p) @ h
    return conj(outer_of(b - a @ x, p @ back) + outer_of(hermitian(p) @ x, h - p @ (a @ h)) - outer_of(back, x))


general(
    np.linalg.lstsq,
    lstsq_push,
    lambda g, y, a, b, rcond: None if g[0] is None else lstsq_pull_matrix(g, y, a, b, rcond),
    lambda g, y, a, b, rcond: None if g[0] is None else pinv_of(a).T @ g[0],
    signature=lambda a, b, rcond=None: 0,
    kind=lstsq_kind,
    domain=tuple(Sample((REAL, REAL), shapes) for shapes in (((4, 2), (4,)), ((4, 2), (4, 3)), ((2, 4), (2,)), ((2, 4), (2, 3)))),
)
