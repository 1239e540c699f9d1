"""Matrix decompositions, of one matrix or a stack.

Cholesky: Murray, "Differentiation of the Cholesky decomposition" (2016). QR: Walter & Lehmann, "Algorithmic differentiation of
linear algebra functions" (2012), and for wide matrices Roberts & Roberts (2020). Eigenvalues and singular values: Giles (2008)
and Townsend, "Differentiating the singular value decomposition" (2016). Seeger et al. (2017) has most of them together.

`cholesky`, `eigh` and `eigvalsh` read one triangle of their argument, and so do the derivatives: the other triangle has an
adjoint of zero, and tangents there count for nothing. Where the argument is symmetric by construction, as in x @ x.T, this is
the same as any other convention.

Pulls are written for the inner product Re(conj(g) e) of the literature, in which the transpose is the conjugate transpose:
they are given the conjugate of an adjoint, and give the conjugate of one (rules/complex_numbers.py).

Complex eigenvectors and singular vectors are determined up to a phase, and so have derivatives only as far as what is
computed from them does not depend on it. A pull that finds that it does raises ValueError; a push takes the tangents without
a component along the vectors' phases. Those of np.linalg.eig are normalised, phases included, and have derivatives as they are.

Eigenvectors and singular vectors have derivatives where their values are distinct. Where values coincide, the derivative of a
function of the values alone is right if the function does not tell them apart (a trace, a determinant), and everything
else is nan or infinite (runtime/spectra.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import conj, is_complex
from ..ir.kinds import UNKNOWN, Kind, results_of
from .linalg import hermitian, transposed
from .linear_systems import REAL, STABLE, on_regular
from .table import Sample, general


def symmetric_from(x, lower):
    """The symmetric matrix one triangle stands for; the Hermitian one, whose diagonal is real."""
    return twofold(halved(x) if lower else hermitian(halved(hermitian(x)))) if is_complex(x) else mirrored(x, lower)


def mirrored(x, lower):
    return np.tril(x) + transposed(np.tril(x, -1)) if lower else np.triu(x) + transposed(np.triu(x, 1))


def twofold(x):
    return x + hermitian(x)


def halved(x):
    """The lower triangle with half the diagonal."""
    return (np.tril(x) + np.tril(x, -1)) / 2


def read_triangle(g, lower):
    """The adjoint of the triangle that is read, from that of the whole symmetric matrix."""
    return (halved(twofold(g)) if lower else hermitian(halved(twofold(g)))) if is_complex(g) else folded(g, lower)


def folded(g, lower):
    return np.tril(g) + transposed(np.triu(g, 1)) if lower else np.triu(g) + transposed(np.tril(g, -1))


# -- Cholesky ---------------------------------------------------------------------------------------------------------------


def lower_push(e, factor):
    """The tangent of the lower factor for that of the symmetric matrix: L halved(L⁻¹ e L⁻ᵀ)."""
    return factor @ halved(np.linalg.solve(factor, hermitian(np.linalg.solve(factor, e))))


def lower_pull(g, factor):
    """The adjoint of the lower triangle: halved(s + sᵀ) with s = L⁻ᵀ halved(Lᵀ g) L⁻¹."""
    t = hermitian(factor)
    s = np.linalg.solve(t, hermitian(np.linalg.solve(t, halved(t @ g))))
    return halved(s + hermitian(s))


def cholesky_push(x_dot, y, x, upper):
    e = symmetric_from(x_dot, not upper)
    return hermitian(lower_push(e, hermitian(y))) if upper else lower_push(e, y)


def cholesky_pull(g, y, x, upper):
    return transposed(lower_pull(transposed(g), hermitian(y))) if upper else conj(lower_pull(conj(g), y))


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
    """The antisymmetric matrix with the lower triangle of x; the antihermitian one, whose diagonal is imaginary."""
    return halved(x) - hermitian(halved(x)) if is_complex(x) else np.tril(x, -1) - transposed(np.tril(x, -1))


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
    e = hermitian(q) @ d
    w = antisymmetric_from(e)
    q_dot = q @ (w - e) + d
    r_dot = np.concatenate([(e - w) @ u, hermitian(q_dot) @ x[..., :, m:] + hermitian(q) @ x_dot[..., :, m:]], axis=-1)
    return r_dot if mode == "r" else (q_dot, r_dot)


def qr_pull(g, y, x, mode):
    q, r = qr_parts(y, x, mode)
    g_q, g_r = (None, g) if mode == "r" else g
    return conj(qr_back(None if g_q is None else conj(g_q), None if g_r is None else conj(g_r), q, r, x))


def qr_back(g_q, g_r, q, r, x):
    m = x.shape[-2]
    u = r[..., :, :m]
    h = qr_columns_bar(g_q, g_r, x, m)
    c = qr_triangle_bar(h, g_r, q, u, m)
    s = symmetric_from(c, True)
    left = over_upper_t(q @ s if h is None else h + q @ s, u)
    return (
        np.concatenate([left, np.zeros_like(x[..., :, m:])], axis=-1)
        if g_r is None
        else np.concatenate([left, q @ g_r[..., :, m:]], axis=-1)
    )


def over_upper_t(x, u):
    """x u⁻ᵀ"""
    return hermitian(np.linalg.solve(u, hermitian(x)))


def qr_columns_bar(g_q, g_r, x, m):
    """The adjoint of Q, also through V = Qᵀ Y."""
    return (
        g_q
        if g_r is None
        else x[..., :, m:] @ hermitian(g_r[..., :, m:]) if g_q is None else g_q + x[..., :, m:] @ hermitian(g_r[..., :, m:])
    )


def qr_triangle_bar(h, g_r, q, u, m):
    """U Ūᵀ - Q̄ᵀ Q"""
    return -hermitian(h) @ q if g_r is None else u @ hermitian(g_r[..., :, :m]) - hermitian(h) @ q


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
    h = hermitian(v) @ symmetric_from(x_dot, UPLO == "L" or UPLO == "l") @ v
    return runtime.slopes(h, w), v @ runtime.over_gaps(h, w)


def eigh_pull(g, y, x, UPLO):
    w, v = y
    core = eigh_core(g[0], None if g[1] is None else conj(g[1]), w, v)
    return conj(read_triangle(v @ core @ hermitian(v), UPLO == "L" or UPLO == "l"))


def without_phase(p):
    """The products of vectors with their adjoints, which raise where these depend on the phases of the vectors."""
    return runtime.phase_free(p, np.linalg.diagonal(p).imag) if is_complex(p) else p


def eigh_core(g_w, g_v, w, v):
    """The adjoint of the symmetric matrix in the basis of its eigenvectors."""
    return (
        runtime.spread(g_w, w)
        if g_v is None
        else (
            runtime.over_gaps(without_phase(hermitian(v) @ g_v), w)
            if g_w is None
            else runtime.spread(g_w, w) + runtime.over_gaps(without_phase(hermitian(v) @ g_v), w)
        )
    )


def eigvalsh_push(x_dot, y, x, UPLO):
    w, v = np.linalg.eigh(x, UPLO=UPLO)
    return runtime.slopes(hermitian(v) @ symmetric_from(x_dot, UPLO == "L" or UPLO == "l") @ v, w)


def eigvalsh_pull(g, y, x, UPLO):
    w, v = np.linalg.eigh(x, UPLO=UPLO)
    return conj(read_triangle(v @ runtime.spread(g, w) @ hermitian(v), UPLO == "L" or UPLO == "l"))


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
    p = hermitian(u) @ x_dot @ hermitian(vh)
    s_dot = runtime.slopes(p, s, singular=True)
    return s_dot if not compute_uv else svd_push_vectors(x_dot, u, s, vh, p, s_dot, full if full_matrices else None, rows)


def svd_push_vectors(x_dot, u, s, vh, p, s_dot, full, rows):
    u_dot = left_vectors_push(x_dot @ hermitian(vh), u, s, p)
    v_dot = left_vectors_push(hermitian(x_dot) @ u, hermitian(vh), s, hermitian(p))
    return (
        (u_dot, s_dot, hermitian(v_dot))
        if full is None
        else (runtime.with_undetermined(u_dot, full), s_dot, hermitian(runtime.with_undetermined(v_dot, hermitian(rows))))
    )


def left_vectors_push(e, u, s, p):
    """The tangent of the left vectors for that of the matrix times the right ones, and p = uᴴ e."""
    c = across(s)
    return with_turn(u @ runtime.over_gaps(p * c + hermitian(p * c), s * s) + (e - u @ p) / c, u, s, p)


def with_turn(x, u, s, p):
    """Half of what the phases of both vectors of a complex pair change by, relative to each other."""
    return x + u * (0.5j * np.linalg.diagonal(p).imag / s)[..., None, :] if is_complex(p) else x


def svd_pull(g, y, x, full_matrices, compute_uv):
    full, s, rows = svd_parts(y, x, compute_uv)
    u, s, vh = thin_svd(full, s, rows, full_matrices and compute_uv)
    g_u, g_s, g_vh = g if compute_uv else (None, g, None)
    g_u = None if g_u is None else conj(runtime.determined(g_u, s) if full_matrices else g_u)
    g_v = None if g_vh is None else transposed(g_vh)
    g_v = None if g_v is None else runtime.determined(g_v, s) if full_matrices else g_v
    return conj(svd_back(g_u, g_s, g_v, u, s, vh))


def svd_back(g_u, g_s, g_v, u, s, vh):
    v = hermitian(vh)
    p = None if g_u is None else hermitian(u) @ g_u
    q = None if g_v is None else hermitian(v) @ g_v
    p, q = both_without_phase(p, q) if is_complex(u) else (p, q)
    left = None if p is None else columns_pull(g_u, u, s, p) @ vh
    right = None if q is None else u @ hermitian(columns_pull(g_v, v, s, q))
    values = None if g_s is None else u @ runtime.spread(g_s, s, singular=True) @ vh
    return total(total(left, values), right)


def both_without_phase(p, q):
    """A pair of vectors may turn together, and what is computed from both must not depend on that."""
    return (
        (p, without_phase(q))
        if p is None
        else (without_phase(p), q) if q is None else (runtime.phase_free(p, np.linalg.diagonal(p + q).imag), q)
    )


def total(a, b):
    """The sum of two contributions, either of which may be none."""
    return b if a is None else a if b is None else a + b


def columns_pull(g, u, s, p):
    """The adjoint of A V for that of the left singular vectors of A, with p = uᴴ g."""
    c = across(s)
    return with_turn(u @ (runtime.over_gaps(p - hermitian(p), s * s) * c) + (g - u @ p) / c, u, s, p)


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
    return runtime.slopes(hermitian(u) @ x_dot @ hermitian(vh), s, singular=True)


def svdvals_pull(g, y, x):
    u, s, vh = np.linalg.svd(x, full_matrices=False)
    return conj(u @ runtime.spread(g, s, singular=True) @ vh)


general(
    np.linalg.svdvals,
    svdvals_push,
    svdvals_pull,
    signature=lambda x: 0,
    domain=(Sample((REAL,), ((3, 2),)), Sample((REAL,), ((2, 3),)), Sample((REAL,), ((2, 2, 2),))),
)
