"""Banded matrices in the form of LAPACK, ab[u + i - j, j] = A[i, j], and permutations of rows by pivots."""

import numpy as np


def banded_product(ab, x, l, u):
    """A x for a square matrix with `l` diagonals below the main one and `u` above it; `x` is a vector or a matrix."""
    n = np.shape(ab)[1]
    out = np.zeros(np.shape(x), np.result_type(ab, x))
    for k in range(-l, u + 1):  # A[j - k, j]
        columns = slice(max(k, 0), n + min(k, 0))
        rows = slice(columns.start - k, columns.stop - k)
        diagonal = ab[u - k, columns]
        out[rows] += (diagonal if np.ndim(x) == 1 else diagonal[:, None]) * x[columns]
    return out


def banded_outer(g, x, l, u):
    """The bands of g xᵀ, zero where the form has no element of the matrix; `g` and `x` are vectors or matrices."""
    n = len(x)
    out = np.zeros((l + u + 1, n), np.result_type(g, x))
    for k in range(-l, u + 1):
        columns = slice(max(k, 0), n + min(k, 0))
        rows = slice(columns.start - k, columns.stop - k)
        products = g[rows] * x[columns]
        out[u - k, columns] = products if np.ndim(x) == 1 else np.sum(products, axis=1)
    return out


def banded_transposed(ab, l, u):
    """The transposed matrix in the same form, with `u` diagonals below the main one and `l` above it."""
    n = np.shape(ab)[1]
    out = np.zeros_like(ab)
    for k in range(-l, u + 1):
        columns = slice(max(k, 0), n + min(k, 0))
        out[l + k, columns.start - k : columns.stop - k] = ab[u - k, columns]
    return out


def banded_solution(ab, b, l, u):
    """The solution x of A x = b."""
    from scipy import linalg

    return linalg.solve_banded((l, u), ab, b)


def symmetric_bands(ab, lower):
    """All bands of the symmetric matrix of which `ab` has the diagonal and the bands below it, or above it."""
    m = len(ab) - 1
    other = banded_transposed(ab, m, 0) if lower else banded_transposed(ab, 0, m)
    return np.concatenate([other[:-1], ab] if lower else [ab, other[1:]])


def half_bands(g, lower):
    """The transpose of `symmetric_bands`."""
    m = len(g) // 2
    whole = g + banded_transposed(g, m, m)
    half = whole[m:] if lower else whole[: m + 1]
    half[0 if lower else m] = g[m]
    return half


# -- factors ------------------------------------------------------------------------------------------------------------------


def row_order(pivots, count):
    """The order that exchanging row i with row pivots[i], one after the other, puts `count` rows into."""
    order = np.arange(count)
    for i, j in enumerate(pivots):
        order[[i, j]] = order[[j, i]]
    return order


def pivoted(x, pivots):
    """The rows of `x` after the exchanges."""
    return np.asarray(x)[row_order(pivots, len(x))]


def pivoted_back(x, pivots):
    """The rows of `x` before the exchanges."""
    out = np.empty_like(x)
    out[row_order(pivots, len(x))] = x
    return out


def lu_solution(lu, pivots, b, trans):
    """scipy.linalg.lu_solve((lu, pivots), b, trans)."""
    from scipy import linalg

    return linalg.lu_solve((lu, pivots), b, trans)


def cholesky_factor(a, lower):
    """The matrix scipy.linalg.cho_factor gives: in one triangle the factor, in the other what `a` has there, or zeros."""
    from scipy import linalg

    return linalg.cho_factor(a, lower)[0]


def cholesky_solution(c, b, lower):
    """scipy.linalg.cho_solve((c, lower), b)."""
    from scipy import linalg

    return linalg.cho_solve((c, lower), b)


def require_real(x):
    """Raise ValueError for a complex matrix: of a real one whose square root or logarithm is not real."""
    if np.iscomplexobj(x):
        raise ValueError("this function of the matrix is complex, which derivatives do not follow here")
