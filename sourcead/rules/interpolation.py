"""Polynomials, interpolation, counts and histograms."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import choose
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, is_array, is_complex, is_number, ndim
from .table import Sample, dtype_of, general, linear, nondifferentiable

REAL = (-2.0, 2.0)
MATRIX = ((2, 3),)


# -- polynomials, interpolation, counts -----------------------------------------------------------------------------------


def vander_kind(x: Any, N: Any = None, increasing: Any = None) -> Kind:
    """NumPy takes powers as it does in x * 1, with an integer of its own."""
    return Array(with_integers(x), 2) if ndim(x.kind) == 1 else UNKNOWN


def with_integers(x: Any) -> str:
    return np.result_type(dtype_of(x.kind), "int64").name


general(
    np.vander,
    lambda x_dot, y, x, N, increasing: runtime.vander_derivative(1, x, y.shape[1], increasing) * np.expand_dims(x_dot, 1),
    lambda g, y, x, N, increasing: np.sum(runtime.vander_derivative(1, x, y.shape[1], increasing) * g, axis=1),
    signature=lambda x, N=None, increasing=False: 0,
    kind=vander_kind,
    domain=(Sample((REAL,), ((3,),)), Sample((REAL,), ((3,),), {"N": 4, "increasing": True}), Sample((REAL,), ((2,),), {"N": 5})),
)
general(
    runtime.vander_derivative,
    lambda x_dot, y, n, x, count, increasing: runtime.vander_derivative(n + 1, x, count, increasing) * np.expand_dims(x_dot, 1),
    None,
    lambda g, y, n, x, count, increasing: np.sum(runtime.vander_derivative(n + 1, x, count, increasing) * g, axis=1),
    signature=lambda n, x, count, increasing: 0,
    spelling="vander_derivative",
    kind=lambda n, x, count, increasing: Array(with_integers(x), 2),
    domain=Sample((1, REAL, 4, False), ((), (3,))),
)


def polynomial_kind(p: Any, x: Any) -> Kind:
    if ndim(p.kind) != 1 or not is_number(x.kind):
        return UNKNOWN
    dtype = np.result_type(dtype_of(p.kind), dtype_of(x.kind)).name
    return Array(dtype, ndim(x.kind)) if is_array(x.kind) else Scalar(dtype)


def polynomial_push(p_dot, x_dot, y, p, x):
    """The coefficients' part is the polynomial with their tangents, that of x the derivative polynomial times x's."""
    return (
        polynomial_slope(p, x) * x_dot
        if p_dot is None
        else np.polyval(p_dot, x) if x_dot is None else np.polyval(p_dot, x) + polynomial_slope(p, x) * x_dot
    )


def polynomial_slope(p, x):
    return np.polyval(np.polyder(p), x)


general(
    np.polyval,
    polynomial_push,
    lambda g, y, p, x: np.ravel(g) @ np.vander(np.ravel(x), p.shape[0]),
    lambda g, y, p, x: g * polynomial_slope(p, x),
    signature=lambda p, x: 0,
    kind=polynomial_kind,
    flops=lambda y, p, x: 2 * int(np.size(p)) * int(np.size(x)),
    domain=(Sample((REAL, REAL), ((4,), (3,))), Sample((REAL, REAL), ((3,), ())), Sample((REAL, REAL), ((3,), (2, 2)))),
)
linear(
    np.polyder,
    lambda g, y, p: np.concatenate([g * np.arange(p.shape[0] - 1, 0, -1), np.zeros(1)]),
    signature=lambda p: 0,
    kind=lambda p: Array(with_integers(p), 1) if ndim(p.kind) == 1 else UNKNOWN,
    domain=Sample((REAL,), ((4,),)),
)


def segment(x, xp):
    """The number of the interval of `xp` each `x` lies in; the first and the last for what lies outside."""
    return np.maximum(np.minimum(np.searchsorted(xp, x, side="right") - 1, xp.shape[0] - 2), 0)


def following(k, xp):
    """The number of the point at the end of an interval; with one point only, that point."""
    return np.minimum(k + 1, xp.shape[0] - 1)


def width(k, xp):
    """The length of an interval, and 1 for one without length: a jump."""
    length = np.take(xp, following(k, xp)) - np.take(xp, k)
    return choose(length != 0, length, 1.0)


def within(x, xp):
    """True where there is an interval, False outside, where np.interp is constant."""
    return (x >= xp[0]) & (x <= xp[-1])


def interp_slope(x, xp, fp):
    k = segment(x, xp)
    return np.where(within(x, xp), (np.take(fp, following(k, xp)) - np.take(fp, k)) / width(k, xp), 0.0)


def interp_share(x, xp):
    """How far into its interval each `x` lies, from 0 to 1."""
    k = segment(x, xp)
    return np.clip((x - np.take(xp, k)) / width(k, xp), 0.0, 1.0)


def interp_push(x_dot, xp_dot, fp_dot, y, x, xp, fp):
    moved = x_dot if xp_dot is None else apart(x_dot, np.interp(x, xp, xp_dot))
    turned = None if moved is None else interp_slope(x, xp, fp) * moved
    lifted = None if fp_dot is None else np.interp(x, xp, fp_dot)
    return turned if lifted is None else lifted if turned is None else lifted + turned


def apart(x_dot, places):
    """How much `x` moves against the points beside it."""
    return -places if x_dot is None else x_dot - places


def interp_back(g, y, x, xp, fp):
    k, share = segment(x, xp), interp_share(x, xp)
    return runtime.sum_at(g * (1.0 - share), fp, k) + runtime.sum_at(g * share, fp, following(k, xp))


def interp_kind(x: Any, xp: Any, fp: Any) -> Kind:
    if ndim(xp.kind) != 1 or ndim(fp.kind) != 1 or not is_number(x.kind):
        return UNKNOWN
    dtype = "complex128" if is_complex(fp.kind) else "float64"
    return Array(dtype, ndim(x.kind)) if is_array(x.kind) and ndim(x.kind) else Scalar(dtype)


def spaced(x: Any) -> Any:
    """Ever larger numbers around the interval from 0 to 1."""
    return (x + np.linspace(-0.1, 1.1, x.shape[-1])).astype(x.dtype)


general(
    np.interp,
    interp_push,
    lambda g, y, x, xp, fp: g * interp_slope(x, xp, fp),
    lambda g, y, x, xp, fp: -interp_back(g * interp_slope(x, xp, fp), y, x, xp, fp),
    interp_back,
    signature=lambda x, xp, fp: 0,
    kind=interp_kind,
    domain=(
        Sample(((0.1, 0.9), (0.0, 0.05), REAL), ((3,), (4,), (4,)), {}, (None, spaced, None)),
        Sample(((0.1, 0.9), (0.0, 0.05), REAL), ((), (4,), (4,)), {}, (None, spaced, None)),
        Sample(((0.1, 0.9), np.array([0.0, 0.02, 0.95, 1.0]), REAL), ((3,), (4,), (4,))),
        Sample(((0.1, 0.9), np.array([0.0, 0.02, 0.95, 1.0]), REAL), ((), (4,), (4,))),
        Sample(((2.0, 3.0), np.array([0.0, 0.5, 1.0]), REAL), ((2, 2), (3,), (3,))),
    ),
)


def weighted_count(x: Any, weights: Any, minlength: int = 0) -> Any:
    return np.bincount(x, weights, minlength)


linear(
    weighted_count,
    None,
    lambda g, y, x, weights, minlength: np.take(g, x),
    signature=lambda x, weights, minlength=0: 0,
    spelling="np.bincount",
    kind=lambda x, weights, minlength=None: Array("float64", 1),
    domain=(
        Sample((np.array([0, 2, 2, 1]), REAL), ((4,), (4,))),
        Sample((np.array([0, 2]), REAL), ((2,), (2,)), {"minlength": 5}),
    ),
)
nondifferentiable(
    np.bincount, lambda x, *, minlength=0: 0, kind=lambda x, minlength=None: Array("int64", 1) if ndim(x.kind) == 1 else UNKNOWN
)


# -- histograms -----------------------------------------------------------------------------------------------------------

nondifferentiable(
    runtime.bin_counts,
    lambda x, bins, limits=None: 0,
    spelling="bin_counts",
    kind=lambda x, bins, limits=None: Array("int64", 1) if ndim(bins.kind) < 2 else UNKNOWN,
    array_operands=False,
)
nondifferentiable(
    runtime.bin_numbers,
    lambda x, edges: 0,
    spelling="bin_numbers",
    kind=lambda x, edges: Array("int64", ndim(x.kind)) if ndim(edges.kind) == 1 else UNKNOWN,
)
linear(
    runtime.weighed_bins,
    None,
    lambda g, y, x, weights, edges, bins, limits: runtime.read_at(g, runtime.bin_numbers(x, edges)),
    None,
    None,
    None,
    signature=lambda x, weights, edges, bins, limits: 0,
    spelling="weighed_bins",
    kind=lambda x, weights, edges, bins, limits: Array(dtype_of(weights.kind), 1),
    array_operands=False,
    domain=Sample((np.array([0.1, 0.45, 0.8, 3.0]), REAL, np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.5, 1.0]), None), ((4,), (4,), (3,), (3,), ())),
)
