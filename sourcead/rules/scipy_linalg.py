"""Linear algebra of SciPy, of single matrices: what differs from np.linalg, whose rules the others share.

`solve` with a structure that is declared, `cholesky`, `eigh` and `eigvalsh` read one triangle, and so do their derivatives, as
those of NumPy do. The exponential's derivative is a corner of that of a matrix of twice the size (Najfeld & Havel 1995,
Higham, Functions of Matrices, theorem 3.6); that of the Sylvester equation by Giles (2008).
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
from scipy import linalg

from .. import runtime
from ..ir.kinds import UNKNOWN, Kind, ndim, results_of
from .decompositions import (
    cholesky_pull,
    cholesky_push,
    eigh_pull,
    eigh_push,
    eigvalsh_pull,
    eigvalsh_push,
    on_distinct,
    qr_pull,
    qr_push,
    read_triangle,
    svd_pull,
    svd_push,
    svdvals_pull,
    svdvals_push,
    symmetric_from,
)
from .linear_systems import REAL, on_regular, outer_of, regular
from .norms import norm_pull, norm_push
from .table import Body, Sample, general


def of_matrices(function: Callable, **fixed: Any) -> Callable[..., Kind]:
    """The kind of the result for matrices, and vectors on the right-hand side; stacks are not supported."""
    sampled = results_of(function)

    def kind(*args: Any, **options: Any) -> Kind:
        known = all(a.is_const for a in options.values())
        return sampled(*args, **options) if known and all(ndim(a.kind) <= 2 for a in args) else UNKNOWN

    return kind


def row(function: Callable, push: Body, pull: Body | tuple[Body, ...], **facts: Any) -> None:
    general(function, push, pull, spelling=f"scipy.linalg.{function.__name__}", **facts)


def side(lower):
    return "L" if lower else "U"


row(
    linalg.inv,
    lambda x_dot, y, x, check_finite: -(y @ x_dot @ y),
    lambda g, y, x, check_finite: -(y.T @ g @ y.T),
    signature=lambda a, *, check_finite=True: 0,
    kind=of_matrices(linalg.inv),
    domain=on_regular((3, 3)),
)
row(
    linalg.det,
    lambda x_dot, y, x, check_finite: np.sum(runtime.cofactors(x) * x_dot),
    lambda g, y, x, check_finite: g * runtime.cofactors(x),
    signature=lambda a, *, check_finite=True: 0,
    kind=of_matrices(linalg.det),
    domain=on_regular((3, 3)),
)


# -- linear systems -----------------------------------------------------------------------------------------------------------


def is_symmetric(assume_a):
    return (
        assume_a == "sym" or assume_a == "pos" or assume_a == "her" or assume_a == "symmetric" or assume_a == "positive definite"
    )


def given_matrix(a, lower, assume_a):
    return symmetric_from(a, lower) if is_symmetric(assume_a) else a


def solve_push(a_dot, b_dot, y, a, b, lower, check_finite, assume_a):
    m = given_matrix(a, lower, assume_a)
    return (
        np.linalg.solve(m, b_dot)
        if a_dot is None
        else (
            -np.linalg.solve(m, given_matrix(a_dot, lower, assume_a) @ y)
            if b_dot is None
            else np.linalg.solve(m, b_dot - given_matrix(a_dot, lower, assume_a) @ y)
        )
    )


def solve_pull_rhs(g, y, a, b, lower, check_finite, assume_a):
    return np.linalg.solve(given_matrix(a, lower, assume_a).T, g)


def solve_pull_matrix(g, y, a, b, lower, check_finite, assume_a):
    whole = -outer_of(solve_pull_rhs(g, y, a, b, lower, check_finite, assume_a), y)
    return read_triangle(whole, lower) if is_symmetric(assume_a) else whole


def solve_kind(a: Any, b: Any, lower: Any = None, check_finite: Any = None, assume_a: Any = None) -> Kind:
    """Only the structures whose reading is known here: others (triangular, banded) read other parts."""
    structure = None if assume_a is None else assume_a.value if assume_a.is_const else ""
    given = {key: o for key, o in (("lower", lower), ("assume_a", assume_a)) if o is not None}
    if structure not in (None, "gen", "general", "sym", "symmetric", "pos", "positive definite", "her"):
        return UNKNOWN
    return of_matrices(linalg.solve)(a, b, **given)


row(
    linalg.solve,
    solve_push,
    (solve_pull_matrix, solve_pull_rhs),
    signature=lambda a, b, lower=False, *, check_finite=True, assume_a=None: 0,
    kind=solve_kind,
    domain=(
        on_regular((3, 3), (3,), made=(regular, None)),
        on_regular((3, 3), (3, 2), made=(regular, None)),
        on_regular((3, 3), (3, 2), made=(regular, None), assume_a="sym", lower=True),
        on_regular((3, 3), (3,), made=(regular, None), assume_a="pos"),
    ),
)


def triangle(x, lower, unit_diagonal):
    """The part of a triangular matrix that is read."""
    return np.tril(x, -1 if unit_diagonal else 0) if lower else np.triu(x, 1 if unit_diagonal else 0)


def is_plain(trans):
    return trans == 0 or trans == "N"


def triangular_push(a_dot, b_dot, y, a, b, trans, lower, unit_diagonal, check_finite):
    moved = None if a_dot is None else triangular_change(triangle(a_dot, lower, unit_diagonal), y, trans)
    rhs = b_dot if moved is None else -moved if b_dot is None else b_dot - moved
    return linalg.solve_triangular(a, rhs, trans=trans, lower=lower, unit_diagonal=unit_diagonal)


def triangular_change(t_dot, y, trans):
    return t_dot @ y if is_plain(trans) else t_dot.T @ y


def triangular_pull_rhs(g, y, a, b, trans, lower, unit_diagonal, check_finite):
    return linalg.solve_triangular(a, g, trans=1 if is_plain(trans) else 0, lower=lower, unit_diagonal=unit_diagonal)


def triangular_pull_matrix(g, y, a, b, trans, lower, unit_diagonal, check_finite):
    back = triangular_pull_rhs(g, y, a, b, trans, lower, unit_diagonal, check_finite)
    return -triangle(outer_of(back, y) if is_plain(trans) else outer_of(y, back), lower, unit_diagonal)


row(
    linalg.solve_triangular,
    triangular_push,
    (triangular_pull_matrix, triangular_pull_rhs),
    signature=lambda a, b, trans=0, lower=False, unit_diagonal=False, *, check_finite=True: 0,
    kind=of_matrices(linalg.solve_triangular),
    domain=(
        on_regular((3, 3), (3,), made=(regular, None)),
        on_regular((3, 3), (3, 2), made=(regular, None), lower=True),
        on_regular((3, 3), (3, 2), made=(regular, None), trans=1),
        on_regular((3, 3), (3,), made=(regular, None), trans="T", lower=True, unit_diagonal=True),
    ),
)


def sylvester_push(a_dot, b_dot, q_dot, y, a, b, q):
    return linalg.solve_sylvester(
        a, b, less(less(q_dot, None if a_dot is None else a_dot @ y), None if b_dot is None else y @ b_dot)
    )


def less(a, b):
    return a if b is None else -b if a is None else a - b


row(
    linalg.solve_sylvester,
    sylvester_push,
    (
        lambda g, y, a, b, q: -(linalg.solve_sylvester(a.T, b.T, g) @ y.T),
        lambda g, y, a, b, q: -(y.T @ linalg.solve_sylvester(a.T, b.T, g)),
        lambda g, y, a, b, q: linalg.solve_sylvester(a.T, b.T, g),
    ),
    signature=lambda a, b, q: 0,
    kind=of_matrices(linalg.solve_sylvester),
    domain=on_regular((3, 3), (2, 2), (3, 2), made=(regular, regular, None)),
)


# -- functions of matrices ------------------------------------------------------------------------------------------------------


def exponential_slope(e, a):
    """exp(A E; 0 A) is (exp(A) L; 0 exp(A)) with L the derivative along E."""
    m = a.shape[0]
    upper, lower = np.concatenate([a, e], axis=1), np.concatenate([np.zeros_like(a), a], axis=1)
    return linalg.expm(np.concatenate([upper, lower], axis=0))[:m, m:]


row(
    linalg.expm,
    lambda x_dot, y, x: exponential_slope(x_dot, x),
    lambda g, y, x: exponential_slope(g, x.T),
    signature=lambda A: 0,
    kind=of_matrices(linalg.expm),
    domain=(on_regular((3, 3)), Sample((REAL,), ((2, 2),))),
)


# -- decompositions ---------------------------------------------------------------------------------------------------------------

row(
    linalg.cholesky,
    lambda x_dot, y, x, lower, check_finite: cholesky_push(x_dot, y, x, not lower),
    lambda g, y, x, lower, check_finite: cholesky_pull(g, y, x, not lower),
    signature=lambda a, lower=False, *, check_finite=True: 0,
    kind=of_matrices(linalg.cholesky),
    domain=(on_regular((3, 3)), on_regular((3, 3), lower=True)),
)


def factors_kind(a: Any, mode: Any = None, check_finite: Any = None) -> Kind:
    """The factors of a complete decomposition are not determined where there are more rows than columns."""
    economic = mode is not None and mode.is_const and mode.value == "economic"
    return of_matrices(linalg.qr)(a, mode=mode) if economic else UNKNOWN


row(
    linalg.qr,
    lambda x_dot, y, x, mode, check_finite: qr_push(x_dot, y, x, "reduced"),
    lambda g, y, x, mode, check_finite: qr_pull(g, y, x, "reduced"),
    signature=lambda a, *, mode="full", check_finite=True: 0,
    kind=factors_kind,
    domain=tuple(Sample((REAL,), (shape,), {"mode": "economic"}) for shape in ((4, 2), (2, 4))),
)


def symmetric_push(x_dot, y, x, lower, eigvals_only, check_finite):
    return eigvalsh_push(x_dot, y, x, side(lower)) if eigvals_only else eigh_push(x_dot, y, x, side(lower))


def symmetric_pull(g, y, x, lower, eigvals_only, check_finite):
    return eigvalsh_pull(g, y, x, side(lower)) if eigvals_only else eigh_pull(g, y, x, side(lower))


row(
    linalg.eigh,
    symmetric_push,
    symmetric_pull,
    signature=lambda a, *, lower=True, eigvals_only=False, check_finite=True: 0,
    kind=of_matrices(linalg.eigh),
    # The driver gives eigenvectors a sign that nearby matrices do not share: they are tested by their squares, in test_scipy_linalg.
    domain=(on_distinct(3, 3, eigvals_only=True), on_distinct(3, 3, lower=False, eigvals_only=True)),
)
row(
    linalg.eigvalsh,
    lambda x_dot, y, x, lower, check_finite: eigvalsh_push(x_dot, y, x, side(lower)),
    lambda g, y, x, lower, check_finite: eigvalsh_pull(g, y, x, side(lower)),
    signature=lambda a, *, lower=True, check_finite=True: 0,
    kind=of_matrices(linalg.eigvalsh),
    domain=(on_distinct(3, 3), on_distinct(3, 3, lower=False)),
)
row(
    linalg.svd,
    lambda x_dot, y, x, full_matrices, compute_uv, check_finite: svd_push(x_dot, y, x, full_matrices, compute_uv),
    lambda g, y, x, full_matrices, compute_uv, check_finite: svd_pull(g, y, x, full_matrices, compute_uv),
    signature=lambda a, full_matrices=True, compute_uv=True, *, check_finite=True: 0,
    kind=of_matrices(linalg.svd),
    domain=(
        on_distinct(3, 3),
        Sample((REAL,), ((3, 2),), {"full_matrices": False}),
        Sample((REAL,), ((2, 3),), {"compute_uv": False}),
    ),
)
row(
    linalg.svdvals,
    lambda x_dot, y, x, check_finite: svdvals_push(x_dot, y, x),
    lambda g, y, x, check_finite: svdvals_pull(g, y, x),
    signature=lambda a, *, check_finite=True: 0,
    kind=of_matrices(linalg.svdvals),
    domain=Sample((REAL,), ((3, 2),)),
)
row(
    linalg.norm,
    lambda x_dot, y, x, ord, axis, keepdims, check_finite: norm_push(x_dot, y, x, ord, axis, keepdims),
    lambda g, y, x, ord, axis, keepdims, check_finite: norm_pull(g, y, x, ord, axis, keepdims),
    signature=lambda a, ord=None, axis=None, keepdims=False, *, check_finite=True: 0,
    kind=of_matrices(linalg.norm),
    domain=(
        Sample((REAL,), ((3,),)),
        Sample((REAL,), ((2, 3),), {"ord": "nuc"}),
        Sample((REAL,), ((2, 3),), {"ord": 3, "axis": 1}),
    ),
)
