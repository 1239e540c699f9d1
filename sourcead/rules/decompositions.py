"""Matrix decompositions, of one matrix or a stack.

Cholesky: Murray, "Differentiation of the Cholesky decomposition" (2016). QR: Walter & Lehmann, "Algorithmic differentiation of
linear algebra functions" (2012), and for wide matrices Roberts & Roberts (2020). Eigenvalues and singular values: Giles (2008)
and Townsend, "Differentiating the singular value decomposition" (2016). Seeger et al. (2017) has most of them together.

`cholesky`, `eigh` and `eigvalsh` read one triangle of their argument, and so do the derivatives: the other triangle has an
adjoint of zero, and tangents there count for nothing. Where the argument is symmetric by construction, as in x @ x.T, this is
the same as any other convention.

Eigenvectors and singular vectors have derivatives where their values are distinct. Where values coincide, the derivative of a
function of the values alone is right if the function does not tell them apart (a trace, a determinant), and everything
else is nan or infinite (runtime/spectra.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..ir.kinds import UNKNOWN, Kind, results_of
from .linalg import transposed
from .linear_systems import REAL, STABLE, on_regular
from .table import Sample, general


def symmetric_from(x, lower):
    """The symmetric matrix one triangle stands for."""
    return np.tril(x) + transposed(np.tril(x, -1)) if lower else np.triu(x) + transposed(np.triu(x, 1))


def read_triangle(g, lower):
    """The adjoint of the triangle that is read, from that of the whole symmetric matrix."""
    return np.tril(g) + transposed(np.triu(g, 1)) if lower else np.triu(g) + transposed(np.tril(g, -1))


# -- Cholesky ---------------------------------------------------------------------------------------------------------------


def halved(x):
    """The lower triangle with half the diagonal."""
    return (np.tril(x) + np.tril(x, -1)) / 2


def lower_push(e, factor):
    """The tangent of the lower factor for that of the symmetric matrix: L halved(L⁻¹ e L⁻ᵀ)."""
    return factor @ halved(np.linalg.solve(factor, transposed(np.linalg.solve(factor, e))))


def lower_pull(g, factor):
    """The adjoint of the lower triangle: halved(s + sᵀ) with s = L⁻ᵀ halved(Lᵀ g) L⁻¹."""
    t = transposed(factor)
    s = np.linalg.solve(t, transposed(np.linalg.solve(t, halved(t @ g))))
    return halved(s + transposed(s))


def cholesky_push(x_dot, y, x, upper):
    e = symmetric_from(x_dot, not upper)
    return transposed(lower_push(e, transposed(y))) if upper else lower_push(e, y)


def cholesky_pull(g, y, x, upper):
    return transposed(lower_pull(transposed(g), transposed(y))) if upper else lower_pull(g, y)


general(
    np.linalg.cholesky,
    cholesky_push,
    cholesky_pull,
    signature=lambda a, *, upper=False: 0,
    domain=(
        on_regular((3, 3)),
        on_regular((3, 3), upper=True),
        on_regular((2, 3, 3)),
        on_regular((2, 2, 2), upper=True),
    ),
)


# -- QR ---------------------------------------------------------------------------------------------------------------------
# A wide matrix is (X | Y) = Q (U | V) with X = Q U and V = Qᵀ Y; a tall one has no Y.


def antisymmetric_from(x):
    """The antisymmetric matrix with the lower triangle of x."""
    return np.tril(x, -1) - transposed(np.tril(x, -1))


def over_upper(x, u):
    """x u⁻¹"""
    return transposed(np.linalg.solve(transposed(u), transposed(x)))


def qr_parts(y, x, mode):
    return np.linalg.qr(x) if mode == "r" else y


def qr_push(x_dot, y, x, mode):
    q, r = qr_parts(y, x, mode)
    m = x.shape[-2]
    u = r[..., :, :m]
    d = over_upper(x_dot[..., :, :m], u)
    e = transposed(q) @ d
    w = antisymmetric_from(e)
    q_dot = q @ (w - e) + d
    r_dot = np.concatenate([(e - w) @ u, transposed(q_dot) @ x[..., :, m:] + transposed(q) @ x_dot[..., :, m:]], axis=-1)
    return r_dot if mode == "r" else (q_dot, r_dot)


def qr_pull(g, y, x, mode):
    q, r = qr_parts(y, x, mode)
    g_q, g_r = (None, g) if mode == "r" else g
    m = x.shape[-2]
    u = r[..., :, :m]
    h = qr_columns_bar(g_q, g_r, x, m)
    c = qr_triangle_bar(h, g_r, q, u, m)
    s = np.tril(c) + transposed(np.tril(c, -1))
    left = over_upper_t(q @ s if h is None else h + q @ s, u)
    return (
        np.concatenate([left, np.zeros_like(x[..., :, m:])], axis=-1)
        if g_r is None
        else np.concatenate([left, q @ g_r[..., :, m:]], axis=-1)
    )


def over_upper_t(x, u):
    """x u⁻ᵀ"""
    return transposed(np.linalg.solve(u, transposed(x)))


def qr_columns_bar(g_q, g_r, x, m):
    """The adjoint of Q, also through V = Qᵀ Y."""
    return (
        g_q
        if g_r is None
        else x[..., :, m:] @ transposed(g_r[..., :, m:]) if g_q is None else g_q + x[..., :, m:] @ transposed(g_r[..., :, m:])
    )


def qr_triangle_bar(h, g_r, q, u, m):
    """U Ūᵀ - Q̄ᵀ Q"""
    return -transposed(h) @ q if g_r is None else u @ transposed(g_r[..., :, :m]) - transposed(h) @ q


def qr_kind(x: Any, mode: Any = None) -> Kind:
    """Complete factors of rectangular matrices are not determined by the matrix, and have no derivative."""
    if mode is not None and not (mode.is_const and mode.value in ("reduced", "r")):
        return UNKNOWN
    return results_of(np.linalg.qr)(x) if mode is None or mode.value == "reduced" else results_of(np.linalg.qr)(x, mode=mode)


general(
    np.linalg.qr,
    qr_push,
    qr_pull,
    signature=lambda a, mode="reduced": 0,
    kind=qr_kind,
    domain=(
        on_regular((3, 3)),
        Sample((REAL,), ((4, 2),)),
        Sample((REAL,), ((2, 4),)),
        Sample((REAL,), ((2, 3, 2),)),
        Sample((REAL,), ((4, 2),), {"mode": "r"}),
        Sample((REAL,), ((2, 3),), {"mode": "r"}),
    ),
)


# -- eigenvalues and eigenvectors of symmetric matrices -------------------------------------------------------------------------


def eigh_push(x_dot, y, x, UPLO):
    w, v = y
    h = transposed(v) @ symmetric_from(x_dot, UPLO == "L" or UPLO == "l") @ v
    return runtime.slopes(h, w), v @ runtime.over_gaps(h, w)


def eigh_pull(g, y, x, UPLO):
    w, v = y
    return read_triangle(v @ eigh_core(g[0], g[1], w, v) @ transposed(v), UPLO == "L" or UPLO == "l")


def eigh_core(g_w, g_v, w, v):
    """The adjoint of the symmetric matrix in the basis of its eigenvectors."""
    return (
        runtime.spread(g_w, w)
        if g_v is None
        else (
            runtime.over_gaps(transposed(v) @ g_v, w)
            if g_w is None
            else runtime.spread(g_w, w) + runtime.over_gaps(transposed(v) @ g_v, w)
        )
    )


def eigvalsh_push(x_dot, y, x, UPLO):
    w, v = np.linalg.eigh(x, UPLO=UPLO)
    return runtime.slopes(transposed(v) @ symmetric_from(x_dot, UPLO == "L" or UPLO == "l") @ v, w)


def eigvalsh_pull(g, y, x, UPLO):
    w, v = np.linalg.eigh(x, UPLO=UPLO)
    return read_triangle(v @ runtime.spread(g, w) @ transposed(v), UPLO == "L" or UPLO == "l")


def distinct(x: np.ndarray) -> np.ndarray:
    """A matrix whose eigenvalues and singular values are far apart."""
    return (x + np.eye(*x.shape[-2:]) * np.arange(1.0, x.shape[-1] + 1)).astype(x.dtype)


def on_distinct(*shape: int, **options: Any) -> Sample:
    return Sample((STABLE,), (shape,), options, (distinct,))


SYMMETRIC = (on_distinct(3, 3), on_distinct(2, 3, 3), on_distinct(3, 3, UPLO="U"))

general(
    np.linalg.eigh,
    eigh_push,
    eigh_pull,
    signature=lambda a, UPLO="L": 0,
    kind=results_of(np.linalg.eigh),
    domain=SYMMETRIC,
)
general(
    np.linalg.eigvalsh,
    eigvalsh_push,
    eigvalsh_pull,
    signature=lambda a, UPLO="L": 0,
    domain=SYMMETRIC,
)


# -- singular values and vectors ------------------------------------------------------------------------------------------------


def svd_parts(y, x, compute_uv):
    return y if compute_uv else np.linalg.svd(x, full_matrices=False)


def thin_svd(u, s, vh, full):
    """Without the vectors that belong to no singular value."""
    k = s.shape[-1]
    return (u[..., :, :k], s, vh[..., :k, :]) if full else (u, s, vh)


def across(s):
    """Singular values, each a column, to multiply or divide the columns of matrices."""
    return s[..., None, :]


def svd_push(x_dot, y, x, full_matrices, compute_uv):
    full, s, rows = svd_parts(y, x, compute_uv)
    u, s, vh = thin_svd(full, s, rows, full_matrices and compute_uv)
    p = transposed(u) @ x_dot @ transposed(vh)
    s_dot = runtime.slopes(p, s, singular=True)
    return s_dot if not compute_uv else svd_push_vectors(x_dot, u, s, vh, p, s_dot, full if full_matrices else None, rows)


def svd_push_vectors(x_dot, u, s, vh, p, s_dot, full, rows):
    c, q = across(s), transposed(p)
    e, t = x_dot @ transposed(vh), transposed(x_dot) @ u
    u_dot = u @ runtime.over_gaps(p * c + transposed(p * c), s * s) + (e - u @ p) / c
    v_dot = transposed(vh) @ runtime.over_gaps(q * c + transposed(q * c), s * s) + (t - transposed(vh) @ q) / c
    return (
        (u_dot, s_dot, transposed(v_dot))
        if full is None
        else (runtime.with_undetermined(u_dot, full), s_dot, transposed(runtime.with_undetermined(v_dot, transposed(rows))))
    )


def svd_pull(g, y, x, full_matrices, compute_uv):
    full, s, rows = svd_parts(y, x, compute_uv)
    u, s, vh = thin_svd(full, s, rows, full_matrices and compute_uv)
    g_u, g_s, g_vh = g if compute_uv else (None, g, None)
    left = None if g_u is None else left_vectors_pull(runtime.determined(g_u, s) if full_matrices else g_u, u, s, vh)
    g_v = None if g_vh is None else transposed(g_vh)
    right = None if g_v is None else right_vectors_pull(runtime.determined(g_v, s) if full_matrices else g_v, u, s, vh)
    values = None if g_s is None else u @ runtime.spread(g_s, s, singular=True) @ vh
    return total(total(left, values), right)


def total(a, b):
    """The sum of two contributions, either of which may be none."""
    return b if a is None else a if b is None else a + b


def left_vectors_pull(g, u, s, vh):
    return columns_pull(g, u, s) @ vh


def right_vectors_pull(g, u, s, vh):
    """By the left vectors of the transposed matrix."""
    return u @ transposed(columns_pull(g, transposed(vh), s))


def columns_pull(g, u, s):
    """The adjoint of A V for that of the left singular vectors of A."""
    p, c = transposed(u) @ g, across(s)
    return u @ (runtime.over_gaps(p - transposed(p), s * s) * c) + (g - u @ p) / c


def svd_kind(x: Any, full_matrices: Any = None, compute_uv: Any = None) -> Kind:
    given = {key: a for key, a in (("full_matrices", full_matrices), ("compute_uv", compute_uv)) if a is not None}
    return results_of(np.linalg.svd)(x, **given) if all(a.is_const for a in given.values()) else UNKNOWN


THIN = {"full_matrices": False}

general(
    np.linalg.svd,
    svd_push,
    svd_pull,
    signature=lambda a, full_matrices=True, compute_uv=True: 0,
    kind=svd_kind,
    domain=(
        on_distinct(3, 3),
        on_distinct(3, 3, **THIN),
        Sample((REAL,), ((4, 2),), THIN),
        Sample((REAL,), ((2, 4),), THIN),
        Sample((REAL,), ((2, 3, 2),), THIN),
        Sample((REAL,), ((3, 2),), {"compute_uv": False}),
        Sample((REAL,), ((2, 2, 3),), {"compute_uv": False, **THIN}),
    ),
)


def svdvals_push(x_dot, y, x):
    u, s, vh = np.linalg.svd(x, full_matrices=False)
    return runtime.slopes(transposed(u) @ x_dot @ transposed(vh), s, singular=True)


def svdvals_pull(g, y, x):
    u, s, vh = np.linalg.svd(x, full_matrices=False)
    return u @ runtime.spread(g, s, singular=True) @ vh


general(
    np.linalg.svdvals,
    svdvals_push,
    svdvals_pull,
    signature=lambda x: 0,
    domain=(Sample((REAL,), ((3, 2),)), Sample((REAL,), ((2, 3),)), Sample((REAL,), ((2, 2, 2),))),
)
