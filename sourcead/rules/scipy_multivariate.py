"""Multivariate distributions of scipy.stats: the normal and Student's t, and Dirichlet's, of one point or an array of points.

With d = x - m, s = C⁻¹ d and w = 1, or w = (v + p) / (v + d s) for Student's t with v degrees of freedom in p dimensions,
the logarithm of the density has the derivatives

    in x: -w s        in m: w s        in C: (w s sᵀ - C⁻¹) / 2

(Petersen & Pedersen, The Matrix Cookbook, 8.1). SciPy reads the lower triangle of C, and so do the derivatives.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special, stats

from .. import runtime
from ..frontend.forms import choose
from ..frontend.stand_ins import StandIn
from ..frontend.within import as_array, is_list, object_of, refuse, row
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, Static, is_array, is_number, ndim
from .decompositions import read_triangle, symmetric_from
from .linear_systems import regular
from .table import TABLE, Sample, general, linear, nondifferentiable

REAL, SMALL = (-1.0, 1.0), (-0.4, 0.4)


def reduced_kind(x: Kind, dtype: str = "float64") -> Kind:
    """One number for each point."""
    return Scalar(dtype) if x.ndim == 1 else Array(dtype, x.ndim - 1)


def points_kind(x: Any, mean: Any, matrix: Any, *freedom: Any) -> Kind:
    known = is_array(x.kind) and ndim(mean.kind) == 1 and ndim(matrix.kind) == 2 and all(ndim(v.kind) == 0 for v in freedom)
    return reduced_kind(x.kind) if known else UNKNOWN


# -- elliptical laws, of points in the rows of a matrix --------------------------------------------------------------------------


def in_rows(x, d):
    return d[None, :] if x.ndim == 1 else np.reshape(d, (-1, d.shape[-1]))


def one_each(x, g):
    """What belongs to each point, as a vector."""
    return np.reshape(g, (1,)) if x.ndim == 1 else np.ravel(g)


def like_result(y, v):
    return v[0] if y.ndim == 0 else v if y.ndim == 1 else np.reshape(v, np.shape(y))


def solved(x, mean, matrix):
    """C⁻¹ (x - m), a row for each point."""
    return np.linalg.solve(symmetric_from(matrix, True), in_rows(x, x - mean).T).T


def length(x, mean, s):
    return np.sum(in_rows(x, x - mean) * s, axis=1)


def weight(x, mean, s, freedom):
    return (freedom + s.shape[1]) / (freedom + length(x, mean, s))


def weighted(x, mean, s, freedom):
    return s if freedom is None else weight(x, mean, s, freedom)[:, None] * s


def change(x_dot, m_dot, c_dot, x, mean, matrix, freedom):
    s = solved(x, mean, matrix)
    ws = weighted(x, mean, s, freedom)
    moved = None if x_dot is None else -np.sum(in_rows(x, x_dot) * ws, axis=1)
    shifted = plus(moved, None if m_dot is None else ws @ m_dot)
    return plus(shifted, None if c_dot is None else widened(s, ws, symmetric_from(c_dot, True), symmetric_from(matrix, True)))


def plus(a, b):
    return b if a is None else a if b is None else a + b


def widened(s, ws, c_dot, c):
    return (np.sum((s @ c_dot) * ws, axis=1) - np.sum(np.linalg.inv(c) * c_dot)) / 2


def points_bar(g, x, mean, matrix, freedom):
    """What flows back to each point, in rows."""
    return -one_each(x, g)[:, None] * weighted(x, mean, solved(x, mean, matrix), freedom)


def pull_points(g, x, mean, matrix, freedom):
    return np.reshape(points_bar(g, x, mean, matrix, freedom), np.shape(x))


def pull_mean(g, x, mean, matrix, freedom):
    return -np.sum(points_bar(g, x, mean, matrix, freedom), axis=0)


def pull_matrix(g, x, mean, matrix, freedom):
    s = solved(x, mean, matrix)
    products = s.T @ (one_each(x, g)[:, None] * weighted(x, mean, s, freedom))
    return read_triangle((products - np.sum(g) * np.linalg.inv(symmetric_from(matrix, True))) / 2, True)


def shapes_of(points: tuple[int, ...]) -> tuple:
    return (points, (3,), (3, 3))


general(
    stats.multivariate_normal.logpdf,
    lambda x_dot, m_dot, c_dot, y, x, m, c: like_result(y, change(x_dot, m_dot, c_dot, x, m, c, None)),
    lambda g, y, x, m, c: pull_points(g, x, m, c, None),
    lambda g, y, x, m, c: pull_mean(g, x, m, c, None),
    lambda g, y, x, m, c: pull_matrix(g, x, m, c, None),
    signature=lambda x, mean, cov: 0,
    name="multivariate_normal.logpdf",
    checks="multivariate_normal.logpdf",  # it raises for parameters that are none
    spelling="scipy.stats.multivariate_normal.logpdf",
    kind=points_kind,
    calls=False,
    domain=tuple(Sample((REAL, REAL, SMALL), shapes_of(p), {}, (None, None, regular)) for p in ((3,), (4, 3), (2, 4, 3))),
)


def freedom_slope(x, mean, matrix, v):
    s = solved(x, mean, matrix)
    q, p = length(x, mean, s), s.shape[1]
    shared = special.psi((v + p) / 2) - special.psi(v / 2) - p / v
    return 0.5 * (shared - np.log1p(q / v) + (v + p) / (v + q) * q / v)


def student_push(x_dot, m_dot, c_dot, v_dot, y, x, m, c, v):
    moved = None if x_dot is None and m_dot is None and c_dot is None else change(x_dot, m_dot, c_dot, x, m, c, v)
    return like_result(y, plus(moved, None if v_dot is None else v_dot * freedom_slope(x, m, c, v)))


general(
    stats.multivariate_t.logpdf,
    student_push,
    lambda g, y, x, m, c, v: pull_points(g, x, m, c, v),
    lambda g, y, x, m, c, v: pull_mean(g, x, m, c, v),
    lambda g, y, x, m, c, v: pull_matrix(g, x, m, c, v),
    lambda g, y, x, m, c, v: np.sum(one_each(x, g) * freedom_slope(x, m, c, v)),
    signature=lambda x, loc, shape, df: 0,
    name="multivariate_t.logpdf",
    checks="multivariate_t.logpdf",  # it raises for parameters that are none
    spelling="scipy.stats.multivariate_t.logpdf",
    kind=points_kind,
    calls=False,
    domain=tuple(
        Sample((REAL, REAL, SMALL, (2.0, 4.0)), (*shapes_of(p), ()), {}, (None, None, regular, None)) for p in ((3,), (4, 3))
    ),
)
nondifferentiable(
    runtime.require_points, lambda x, dimension: 0, effect=True, spelling="require_points", kind=lambda x, dimension: Static(None)
)
nondifferentiable(runtime.require_columns, lambda x: 0, effect=True, spelling="require_columns", kind=lambda x: Static(None))


def prepared(x, mean, matrix):
    """The points, their centre and the matrix, in full."""
    x, matrix = as_array(x), as_array(matrix)
    several = matrix.ndim == 2 if mean is None else as_array(mean).ndim == 1 and matrix.ndim <= 2
    return (
        in_full(x, mean, matrix)
        if x.ndim > 0 and several
        else refuse("a multivariate distribution in one dimension, or of several matrices", "use the distribution of numbers, norm or t")
    )


def in_full(x, mean, matrix):
    size = matrix.shape[0] if mean is None else as_array(mean).shape[0]
    row("require_points", x, size)
    full = matrix * np.eye(size) if matrix.ndim == 0 else np.diag(matrix) if matrix.ndim == 1 else matrix
    return x, np.zeros(size) if mean is None else as_array(mean), full


def normal_log(x, mean=None, cov=1, allow_singular=False):
    if allow_singular:
        refuse("a density with allow_singular", "leave it out: a singular matrix has no derivative")
    x, mean, cov = prepared(x, mean, cov)
    return row("multivariate_normal.logpdf", x, mean, cov)


def normal(x, mean=None, cov=1, allow_singular=False):
    return np.exp(normal_log(x, mean, cov, allow_singular))


def student_log(x, loc=None, shape=1, df=1):
    x, loc, shape = prepared(x, loc, shape)
    return row("multivariate_t.logpdf", x, loc, shape, df)


def student(x, loc=None, shape=1, df=1):
    return np.exp(student_log(x, loc, shape, df))


# -- Dirichlet: shares along the first axis, of which the last may be left out ---------------------------------------------------


def log_shares(x, alpha):
    return np.log(runtime.completed(x, alpha)) - over_points(x, special.psi(alpha) - special.psi(np.sum(alpha)))


def over_points(x, v):
    return v if x.ndim == 1 else v[:, None] if x.ndim == 2 else v[:, None, None]


def share_slopes(x, alpha):
    """(α - 1) / x, and zero for α = 1 whatever x is."""
    a, shares = over_points(x, alpha) - 1, runtime.completed(x, alpha)
    return choose(a != 0, a, 0.0) / choose(shares != 0, shares, choose(a != 0, 0.0, 1.0))


def dirichlet_push(x_dot, a_dot, y, x, alpha):
    moved = None if x_dot is None else np.sum(share_slopes(x, alpha) * runtime.balanced(x_dot, alpha), axis=0)
    return plus(moved, None if a_dot is None else np.sum(over_points(x, a_dot) * log_shares(x, alpha), axis=0))


def dirichlet_pull_parameters(g, y, x, alpha):
    whole = g * log_shares(x, alpha)
    return whole if x.ndim == 1 else np.sum(np.reshape(whole, (whole.shape[0], -1)), axis=1)


def shares_kind(x: Any, alpha: Any) -> Kind:
    if not (is_array(x.kind) and ndim(x.kind) <= 3 and ndim(alpha.kind) == 1):
        return UNKNOWN
    return reduced_kind(x.kind, np.result_type(x.kind.dtype, alpha.kind.dtype, np.float32).name)


SHARES = (0.15, 0.3)
general(
    stats.dirichlet.logpdf,
    dirichlet_push,
    lambda g, y, x, alpha: runtime.balanced_back(g * share_slopes(x, alpha), x),
    dirichlet_pull_parameters,
    signature=lambda x, alpha: 0,
    name="dirichlet.logpdf",
    checks="dirichlet.logpdf",  # it raises for parameters that are none
    spelling="scipy.stats.dirichlet.logpdf",
    kind=shares_kind,
    calls=False,
    domain=(Sample((SHARES, (0.5, 3.0)), ((2,), (3,))), Sample((SHARES, (0.5, 3.0)), ((2, 4), (3,)))),
)


def shares_kind_of(x: Any, like: Any) -> Kind:
    return x.kind if is_number(x.kind) else UNKNOWN


general(
    runtime.completed,
    lambda x_dot, y, x, like: runtime.balanced(x_dot, like),
    lambda g, y, x, like: runtime.balanced_back(g, x),
    signature=lambda x, like: 0,
    kind=shares_kind_of,
    spelling="completed",
    domain=(Sample((SHARES, np.ones(3)), ((2,),)), Sample((SHARES, np.ones(3)), ((2, 4),)), Sample((SHARES, np.ones(3)), ((3,),))),
)
linear(
    runtime.balanced,
    lambda g, y, x, like: runtime.balanced_back(g, x),
    None,
    signature=lambda x, like: 0,
    kind=shares_kind_of,
    spelling="balanced",
    domain=(Sample((SHARES, np.ones(3)), ((2,),)), Sample((SHARES, np.ones(3)), ((2, 4),))),
)
linear(
    runtime.balanced_back,
    lambda g, y, x, like: runtime.balanced(g, x),
    None,
    signature=lambda g, like: 0,
    kind=shares_kind_of,
    spelling="balanced_back",
    domain=(Sample((SHARES, np.ones(2)), ((3,),)), Sample((SHARES, np.ones((2, 4))), ((3, 4),))),
)


def dirichlet_log(x, alpha):
    x = as_array(x)
    row("require_columns", x)
    return row("dirichlet.logpdf", x, as_array(alpha))


def dirichlet(x, alpha):
    return np.exp(dirichlet_log(x, alpha))


# -- what is called ---------------------------------------------------------------------------------------------------------------


class FrozenNormal(StandIn):
    called = "multivariate_normal with its parameters"
    advice = "call multivariate_normal.logpdf(x, mean, cov)"

    def logpdf(self, x):
        return normal_log(x, self.mean_, self.cov_)

    def pdf(self, x):
        return normal(x, self.mean_, self.cov_)


class FrozenStudent(StandIn):
    called = "multivariate_t with its parameters"
    advice = "call multivariate_t.logpdf(x, loc, shape, df)"

    def logpdf(self, x):
        return student_log(x, self.loc_, self.shape_, self.df_)

    def pdf(self, x):
        return student(x, self.loc_, self.shape_, self.df_)


class FrozenDirichlet(StandIn):
    called = "dirichlet with its parameters"
    advice = "call dirichlet.logpdf(x, alpha)"

    def logpdf(self, x):
        return dirichlet_log(x, self.alpha)

    def pdf(self, x):
        return dirichlet(x, self.alpha)


def kept(matrix):
    """SciPy factorises the matrix when the object is made: what is written to it afterwards changes nothing."""
    return matrix if is_list(matrix) or as_array(matrix).ndim == 0 else matrix.copy()


def frozen_normal(mean=None, cov=1, allow_singular=False):
    if allow_singular:
        refuse("a density with allow_singular", "leave it out: a singular matrix has no derivative")
    return object_of(FrozenNormal, mean_=mean, cov_=kept(cov))


def frozen_student(loc=None, shape=1, df=1, allow_singular=False):
    if allow_singular:
        refuse("a density with allow_singular", "leave it out: a singular matrix has no derivative")
    return object_of(FrozenStudent, loc_=loc, shape_=kept(shape), df_=df)


def frozen_dirichlet(alpha):
    return object_of(FrozenDirichlet, alpha=alpha)


for function, definition in {
    stats.multivariate_normal: frozen_normal,
    stats.multivariate_normal.logpdf: normal_log,
    stats.multivariate_normal.pdf: normal,
    stats.multivariate_t: frozen_student,
    stats.multivariate_t.logpdf: student_log,
    stats.multivariate_t.pdf: student,
    stats.dirichlet: frozen_dirichlet,
    stats.dirichlet.logpdf: dirichlet_log,
    stats.dirichlet.pdf: dirichlet,
}.items():
    TABLE.define(function, definition)
