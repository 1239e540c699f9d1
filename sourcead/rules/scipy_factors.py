"""Factors of matrices in scipy.linalg, and systems solved with them: Cholesky, LU; Lyapunov's equations; least squares.

LU: with E = Pᵀ dA and M = L⁻¹ E U⁻¹, dL = L tril(M, -1) and dU = triu(M) U (Walter & Lehmann 2012), and of a matrix that is not
square the rest of one of the factors follows. Lyapunov: Giles (2008). A pair that SciPy hands from one function to another,
such as (c, lower), is a tuple of its parts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import linalg

from .. import runtime
from ..frontend.within import is_list, refuse, row as call
from ..ir.kinds import UNKNOWN, Array, Kind, Sequence, ndim
from ..ir.primitives import sampled
from .decompositions import cholesky_pull, cholesky_push, read_triangle, symmetric_from
from .linear_systems import (
    REAL,
    lstsq_pull_matrix,
    lstsq_push,
    on_regular,
    outer_of,
    pinv_of,
    pinv_pull,
    pinv_push,
    regular,
)
from .scipy_linalg import less, of_matrices, row
from .table import TABLE, Sample, dtype_of, general, linear


def float_of(*args: Any) -> str:
    """The type LAPACK computes in: float32 for matrices of that type alone."""
    return "float32" if all(dtype_of(a.kind) == "float32" for a in args) else "float64"


def like_second(a: Any, b: Any, *args: Any, **options: Any) -> Kind:
    return Array(float_of(a, b), ndim(b.kind)) if ndim(a.kind) == 2 and ndim(b.kind) in (1, 2) else UNKNOWN


# -- Cholesky -------------------------------------------------------------------------------------------------------------------


def rest(x, lower):
    """The triangle without the factor."""
    return np.triu(x, 1) if lower else np.tril(x, -1)


def part(x, lower):
    return np.tril(x) if lower else np.triu(x)


# Up to SciPy 1.17 cho_factor leaves in the other triangle what the matrix has there; later it puts zeros.
KEEPS = bool(linalg.cho_factor(np.array([[1.0, 0.5], [0.5, 1.0]]))[0][1, 0])


def with_rest(factor, x, lower):
    return factor + rest(x, lower) if KEEPS else factor


general(
    runtime.cholesky_factor,
    lambda x_dot, y, x, lower: with_rest(cholesky_push(x_dot, part(y, lower), x, not lower), x_dot, lower),
    lambda g, y, x, lower: with_rest(cholesky_pull(part(g, lower), part(y, lower), x, not lower), g, lower),
    signature=lambda a, lower: 0,
    kind=lambda a, lower: Array(float_of(a), 2) if ndim(a.kind) == 2 else UNKNOWN,
    spelling="cholesky_factor",
    checks="cholesky_factor",
    domain=(Sample(((-0.5, 0.5), True), ((3, 3),), {}, (regular,)), Sample(((-0.5, 0.5), False), ((3, 3),), {}, (regular,))),
)


def product_change(c_dot, c, lower):
    """The derivative of L Lᵀ, or of Uᵀ U."""
    half = part(c_dot, lower) @ part(c, lower).T if lower else part(c_dot, lower).T @ part(c, lower)
    return half + half.T


def cholesky_solution_push(c_dot, b_dot, y, c, b, lower):
    moved = None if c_dot is None else product_change(c_dot, c, lower) @ y
    return runtime.cholesky_solution(c, less(b_dot, moved), lower)


def cholesky_solution_pull(g, y, c, b, lower):
    whole = outer_of(runtime.cholesky_solution(c, g, lower), y)
    both = whole + whole.T
    return -(np.tril(both @ np.tril(c)) if lower else np.triu(np.triu(c) @ both))


general(
    runtime.cholesky_solution,
    cholesky_solution_push,
    cholesky_solution_pull, lambda g, y, c, b, lower: runtime.cholesky_solution(c, g, lower),
    signature=lambda c, b, lower: 0,
    kind=like_second,
    spelling="cholesky_solution",
    domain=tuple(
        Sample(((-0.5, 0.5), REAL, lower), ((3, 3), shape), {}, (regular, None)) for lower in (True, False) for shape in ((3,), (3, 2))
    ),
)


def cho_factor(a, lower=False, overwrite_a=False, check_finite=True):
    not_overwritten(overwrite_a)
    return (call("cholesky_factor", a, lower), lower)


def cho_solve(c_and_lower, b, overwrite_b=False, check_finite=True):
    not_overwritten(overwrite_b)
    c, lower = pair(c_and_lower)
    return call("cholesky_solution", c, b, lower)


def not_overwritten(overwrite):
    if overwrite:
        refuse("overwriting an argument", "leave it out")
    return None


def pair(value):
    return value if is_list(value) and len(value) == 2 else refuse("what is no pair", "pass the pair of the factorisation")


# -- LU -------------------------------------------------------------------------------------------------------------------------


def over(x, u):
    """x u⁻¹"""
    return np.linalg.solve(u.T, x.T).T


def lu_slopes(e, l, u):
    """L⁻¹ E U⁻¹ of the leading square."""
    k = l.shape[1]
    return over(np.linalg.solve(l[:k], e[:k, :k]), u[:, :k])


def lu_push(x_dot, y, x, check_finite):
    p, l, u = y
    e, k = p.T @ x_dot, l.shape[1]
    m = lu_slopes(e, l, u)
    l_dot, u_dot = l[:k] @ np.tril(m, -1), np.triu(m) @ u[:, :k]
    below = over(e[k:, :k] - l[k:] @ u_dot, u[:, :k])
    right = np.linalg.solve(l[:k], e[:k, k:] - l_dot @ u[:, k:])
    return None, np.concatenate([l_dot, below]), np.concatenate([u_dot, right], axis=1)


def lu_pull(g, y, x, check_finite):
    p, l, u = y
    g_l = np.zeros_like(l) if g[1] is None else g[1]
    g_u = np.zeros_like(u) if g[2] is None else g[2]
    k = l.shape[1]
    below = np.linalg.solve(u[:, :k], g_l[k:].T).T
    right = np.linalg.solve(l[:k].T, g_u[:, k:])
    first, second = g_l[:k] - right @ u[:, k:].T, g_u[:, :k] - l[k:].T @ below
    corner = lu_corner(first, second, l[:k], u[:, :k])
    top = np.concatenate([corner, right], axis=1)
    bottom = np.concatenate([below, np.zeros_like(x[k:, k:])], axis=1)
    return p @ np.concatenate([top, bottom])


def lu_corner(g_l, g_u, l, u):
    m = np.tril(l.T @ g_l, -1) + np.triu(g_u @ u.T)
    return np.linalg.solve(u, np.linalg.solve(l.T, m).T).T


def lu_kind(a: Any, check_finite: Any = None) -> Kind:
    matrix = Array(float_of(a), 2)
    return Sequence(tuple, (matrix,) * 3) if ndim(a.kind) == 2 else UNKNOWN


row(
    linalg.lu,
    lu_push,
    lu_pull,
    signature=lambda a, *, check_finite=True: 0,
    kind=lu_kind,
    domain=(on_regular((3, 3)), *(Sample((REAL,), (shape,)) for shape in ((4, 2), (2, 4)))),
)


def lu(a, permute_l=False, overwrite_a=False, check_finite=True, p_indices=False):
    not_overwritten(overwrite_a)
    if p_indices:
        refuse("scipy.linalg.lu with p_indices", "use the permutation matrix, or lu_factor")
    p, l, u = linalg.lu(a)
    return (p @ l, u) if permute_l else (p, l, u)


def unit_lower(x):
    return np.tril(x, -1) + np.eye(x.shape[0])


def lu_factor_push(x_dot, y, x, check_finite):
    l, u = unit_lower(y[0]), np.triu(y[0])
    m = over(np.linalg.solve(l, runtime.pivoted(x_dot, y[1])), u)
    return l @ np.tril(m, -1) + np.triu(m) @ u, None


def lu_factor_pull(g, y, x, check_finite):
    l, u = unit_lower(y[0]), np.triu(y[0])
    return None if g[0] is None else runtime.pivoted_back(lu_corner(np.tril(g[0], -1), np.triu(g[0]), l, u), y[1])


def lu_factor_kind(a: Any, check_finite: Any = None) -> Kind:
    return Sequence(tuple, (Array(float_of(a), 2), Array("int32", 1))) if ndim(a.kind) == 2 else UNKNOWN


row(
    linalg.lu_factor,
    lu_factor_push,
    lu_factor_pull,
    signature=lambda a, *, check_finite=True: 0,
    kind=lu_factor_kind,
    domain=on_regular((3, 3)),
)


def lu_matrix_push(d, lu, pivots):
    """The derivative of the matrix, for that of its factors."""
    return runtime.pivoted_back(np.tril(d, -1) @ np.triu(lu) + unit_lower(lu) @ np.triu(d), pivots)


def lu_solution_push(lu_dot, b_dot, y, lu, pivots, b, trans):
    a_dot = None if lu_dot is None else lu_matrix_push(lu_dot, lu, pivots)
    moved = None if a_dot is None else a_dot.T @ y if trans else a_dot @ y
    return runtime.lu_solution(lu, pivots, less(b_dot, moved), trans)


def lu_solution_pull_rhs(g, y, lu, pivots, b, trans):
    return runtime.lu_solution(lu, pivots, g, 0 if trans else 1)


def lu_solution_pull(g, y, lu, pivots, b, trans):
    back = lu_solution_pull_rhs(g, y, lu, pivots, b, trans)
    e = runtime.pivoted(outer_of(y, back) if trans else outer_of(back, y), pivots)
    return -np.tril(e @ np.triu(lu).T, -1) - np.triu(unit_lower(lu).T @ e)


def lu_solution_kind(lu: Any, pivots: Any, b: Any, trans: Any) -> Kind:
    return like_second(lu, b)


PIVOTS = np.array([1, 1, 2], np.int32)
general(
    runtime.lu_solution,
    lu_solution_push,
    lu_solution_pull, None, lu_solution_pull_rhs,
    signature=lambda lu, pivots, b, trans: 0,
    kind=lu_solution_kind,
    spelling="lu_solution",
    domain=tuple(
        Sample(((-0.5, 0.5), PIVOTS, REAL, trans), ((3, 3), (3,), shape), {}, (regular, None, None))
        for trans, shape in ((0, (3,)), (1, (3, 2)))
    ),
)
for function, back in ((runtime.pivoted, runtime.pivoted_back), (runtime.pivoted_back, runtime.pivoted)):
    linear(
        function,
        (lambda g, y, x, pivots: runtime.pivoted_back(g, pivots))
        if function is runtime.pivoted
        else (lambda g, y, x, pivots: runtime.pivoted(g, pivots)),
        None,
        signature=lambda x, pivots: 0,
        kind=lambda x, pivots: x.kind,
        spelling=function.__name__,
        flops=None,
        domain=Sample((REAL, PIVOTS), ((3, 2),)),
    )


def lu_solve(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True):
    not_overwritten(overwrite_b)
    factors, pivots = pair(lu_and_piv)
    return call("lu_solution", factors, pivots, b, trans)


# -- Lyapunov's equations, A X + X Aᵀ = Q and A X Aᵀ - X + Q = 0 -------------------------------------------------------------------

row(
    linalg.solve_continuous_lyapunov,
    lambda a_dot, q_dot, y, a, q: linalg.solve_continuous_lyapunov(
        a, less(q_dot, None if a_dot is None else a_dot @ y + y @ a_dot.T)
    ),
    lambda g, y, a, q: -lyapunov_products(linalg.solve_continuous_lyapunov(a.T, g), y),
    lambda g, y, a, q: linalg.solve_continuous_lyapunov(a.T, g),
    signature=lambda a, q: 0,
    kind=of_matrices(linalg.solve_continuous_lyapunov),
    domain=on_regular((3, 3), (3, 3), made=(regular, None)),
)


def lyapunov_products(s, y):
    return s @ y.T + s.T @ y


def discrete_push(a_dot, q_dot, y, a, q, method):
    half = None if a_dot is None else a_dot @ y @ a.T
    moved = None if a_dot is None else -(half + a @ y @ a_dot.T)
    return linalg.solve_discrete_lyapunov(a, less(q_dot, moved), method=method)


def discrete_pull(g, y, a, q, method):
    s = linalg.solve_discrete_lyapunov(a.T, g, method=method)
    return s @ a @ y.T + s.T @ a @ y


row(
    linalg.solve_discrete_lyapunov,
    discrete_push,
    discrete_pull, lambda g, y, a, q, method: linalg.solve_discrete_lyapunov(a.T, g, method=method),
    signature=lambda a, q, method=None: 0,
    kind=of_matrices(linalg.solve_discrete_lyapunov),
    domain=(on_regular((3, 3), (3, 3), made=(None, None)), on_regular((3, 3), (3, 3), made=(None, None), method="bilinear")),
)


# -- pseudo-inverses and least squares -------------------------------------------------------------------------------------------

row(
    linalg.pinv,
    lambda x_dot, y, x, atol, rtol, check_finite: pinv_push(x_dot, y, x, None),
    lambda g, y, x, atol, rtol, check_finite: pinv_pull(g, y, x, None),
    signature=lambda a, *, atol=None, rtol=None, check_finite=True: 0,
    kind=of_matrices(linalg.pinv),
    domain=(Sample((REAL,), ((3, 2),)), Sample((REAL,), ((2, 3),)), on_regular((3, 3))),
)


def symmetric_inverse(y, x, lower):
    return runtime.where_full_rank(y, symmetric_from(x, lower))


def inverse_change(p, e):
    return -(p @ e @ p)


row(
    linalg.pinvh,
    lambda x_dot, y, x, atol, rtol, lower, check_finite: inverse_change(symmetric_inverse(y, x, lower), symmetric_from(x_dot, lower)),
    lambda g, y, x, atol, rtol, lower, check_finite: read_triangle(inverse_change(symmetric_inverse(y, x, lower), g), lower),
    signature=lambda a, atol=None, rtol=None, lower=True, *, check_finite=True: 0,
    kind=of_matrices(linalg.pinvh),
    domain=(on_regular((3, 3)), on_regular((3, 3), lower=False)),
)


def least_kind(a: Any, b: Any, **options: Any) -> Kind:
    found = sampled(np.linalg.solve, (a, b), {})
    if ndim(a.kind) != 2 or ndim(b.kind) not in (1, 2) or found is UNKNOWN:
        return UNKNOWN
    return Sequence(tuple, (Array(found.dtype, ndim(b.kind)), UNKNOWN, UNKNOWN, UNKNOWN))


row(
    linalg.lstsq,
    lambda a_dot, b_dot, y, a, b, cond, check_finite, driver: lstsq_push(a_dot, b_dot, y, a, b, None),
    lambda g, y, a, b, cond, check_finite, driver: None if g[0] is None else lstsq_pull_matrix(g, y, a, b, None),
    lambda g, y, a, b, cond, check_finite, driver: None if g[0] is None else pinv_of(a).T @ g[0],
    signature=lambda a, b, cond=None, *, check_finite=True, lapack_driver=None: 0,
    kind=least_kind,
    domain=tuple(Sample((REAL, REAL), shapes) for shapes in (((4, 2), (4,)), ((2, 4), (2, 3)))),
)


for function, definition in {
    linalg.cho_factor: cho_factor,
    linalg.cho_solve: cho_solve,
    linalg.lu: lu,
    linalg.lu_solve: lu_solve,
}.items():
    TABLE.define(function, definition)
