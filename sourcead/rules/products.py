"""Products beyond matrices: einsum, tensordot, kron, cross, convolve; traces; polynomials and interpolation."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import choose, conj
from ..frontend.contractions import MOST, dimensions, einsum_back, tensordot_subscripts
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, is_array, is_complex, is_float, is_number, ndim
from ..ir.nodes import Const
from .table import Sample, dtype_of, general, linear, multilinear, nondifferentiable

REAL = (-2.0, 2.0)
MATRIX = ((2, 3),)


# -- sums of products -----------------------------------------------------------------------------------------------------


def einsum(subscripts: str, *factors: Any, optimize: Any = False) -> Any:
    return np.einsum(subscripts, *factors, optimize=optimize)


def einsum_kind(subscripts: Any, *factors: Any, optimize: Any = None) -> Kind:
    if not subscripts.is_const or not isinstance(subscripts.value, str) or not all(is_number(f.kind) for f in factors):
        return UNKNOWN
    found = dimensions(subscripts.value, [ndim(f.kind) for f in factors])
    if found is None:
        return UNKNOWN
    dtype = np.result_type(*(dtype_of(f.kind) for f in factors)).name
    return Array(dtype, found) if found else Scalar(dtype)


def einsum_flops(y: Any, subscripts: str, *factors: Any, optimize: Any = False) -> int:
    """Each combination of indices is a product of all factors and a sum."""
    _, info = np.einsum_path(subscripts, *factors, optimize=False)
    return int(float(info.split("Naive FLOP count:")[1].split()[0]))


def einsum_pull(i: int) -> Any:
    return lambda g, y, subscripts, *factors, i=i: einsum_back(subscripts, i, g, *factors[:-1])


def einsum_signature(count: int) -> Any:
    names = ", ".join(f"x{i}" for i in range(count))
    return eval(f"lambda subscripts, {names}, *, optimize=False: 0")


EXAMPLES = {
    1: (("ij->ji", (2, 3)), ("ij->i", (2, 3)), ("ii->i", (3, 3)), ("ii", (3, 3)), ("iji->j", (2, 3, 2)), ("...i->i...", (2, 4, 3))),
    2: (("ij,jk->ik", (2, 3), (3, 2)), ("i,i", (3,), (3,)), ("i,j", (2,), (3,)), ("ij,k->i", (2, 3), (2,)),
        ("ii,i->i", (2, 2), (2,)), ("...ij,...jk->...ik", (4, 2, 3), (3, 2)), ("bij,bj->bi", (2, 2, 3), (2, 3)),
        ("...ij,kj->...ik", (4, 2, 3), (2, 3)),
        ("ij,ij->i", (1, 3), (2, 3)), ("ij,ij", (2, 1), (1, 3)), ("...i,...i->...", (4, 1, 3), (2, 3)), (" ji , jk ", (2, 3), (2, 2))),
    3: (("ij,jk,kl->il", (2, 3), (3, 2), (2, 2)), ("i,ij,j", (2,), (2, 3), (3,))),
    4: (("i,i,i,ij->j", (2,), (2,), (2,), (2, 3)),),
}  # fmt: skip
for number in range(1, MOST + 1):
    multilinear(
        einsum,
        None,
        *(einsum_pull(i) for i in range(number)),
        signature=einsum_signature(number),
        name=f"einsum_{number}",
        spelling="np.einsum",
        calls=False,
        kind=einsum_kind,
        flops=einsum_flops,
        domain=tuple(
            Sample((text, *(REAL for _ in shapes)), ((), *shapes))
            for text, *shapes in EXAMPLES.get(number, ((",".join(["i"] * number), *[(2,)] * number),))
        ),
    )


def tensordot_kind(a: Any, b: Any, axes: Any = Const(2)) -> Kind:
    if not axes.is_const or not is_array(a.kind) or not is_array(b.kind):
        return UNKNOWN
    given = axes.value
    summed = given if isinstance(given, int) else 1 if isinstance(given[0], int) else len(given[0])
    return Array(np.result_type(dtype_of(a.kind), dtype_of(b.kind)).name, ndim(a.kind) + ndim(b.kind) - 2 * summed)


multilinear(
    np.tensordot,
    lambda g, y, a, b, axes: einsum_back(tensordot_subscripts(a.ndim, b.ndim, axes), 0, g, a, b),
    lambda g, y, a, b, axes: einsum_back(tensordot_subscripts(a.ndim, b.ndim, axes), 1, g, a, b),
    signature=lambda a, b, axes=2: 0,
    kind=tensordot_kind,
    domain=(
        Sample((REAL, REAL), ((2, 3, 4), (3, 4, 2))),
        Sample((REAL, REAL), ((2, 3), (3, 2)), {"axes": 1}),
        Sample((REAL, REAL), ((2, 3), (2,)), {"axes": 0}),
        Sample((REAL, REAL), ((2, 3, 4), (4, 2)), {"axes": ((0, -1), (1, 0))}),
        Sample((REAL, REAL), ((2, 3), (3, 2)), {"axes": (1, 0)}),
    ),
)


# -- np.kron: every element of one times the other ------------------------------------------------------------------------


def kron_blocks(g, a, b):
    """The Kronecker product as an array with an axis for each of a's and b's, which alternate."""
    return (
        np.reshape(g, (a.shape[0], b.shape[0]))
        if a.ndim == 1
        else np.reshape(g, (a.shape[0], b.shape[0], a.shape[1], b.shape[1]))
    )


def kron_left(g, y, a, b):
    return kron_blocks(g, a, b) @ b if a.ndim == 1 else np.einsum("ikjl,kl->ij", kron_blocks(g, a, b), b)


def kron_right(g, y, a, b):
    return a @ kron_blocks(g, a, b) if a.ndim == 1 else np.einsum("ikjl,ij->kl", kron_blocks(g, a, b), a)


def kron_kind(a: Any, b: Any) -> Kind:
    if ndim(a.kind) != ndim(b.kind) or ndim(a.kind) not in (1, 2):
        return UNKNOWN
    return Array(np.result_type(dtype_of(a.kind), dtype_of(b.kind)).name, ndim(a.kind))


multilinear(
    np.kron,
    kron_left,
    kron_right,
    signature=lambda a, b: 0,
    kind=kron_kind,
    flops=lambda y, a, b: int(np.size(y)),
    domain=(Sample((REAL, REAL), ((2,), (3,))), Sample((REAL, REAL), ((2, 3), (3, 2)))),
)


# -- np.cross of vectors in space -----------------------------------------------------------------------------------------


def cross(a: Any, b: Any) -> Any:
    return np.cross(a, b)


def cross_kind(a: Any, b: Any) -> Kind:
    if not ndim(a.kind) or not ndim(b.kind):
        return UNKNOWN
    return Array(np.result_type(dtype_of(a.kind), dtype_of(b.kind)).name, max(ndim(a.kind), ndim(b.kind)))


multilinear(
    cross,
    lambda g, y, a, b: runtime.unbroadcast(cross(b, g), a),
    lambda g, y, a, b: runtime.unbroadcast(cross(g, a), b),
    signature=lambda a, b: 0,
    spelling="np.cross",
    kind=cross_kind,
    flops=lambda y, a, b: 3 * int(np.size(y)),
    domain=(Sample((REAL, REAL), ((3,), (3,))), Sample((REAL, REAL), ((2, 3), (3,))), Sample((REAL, REAL), ((2, 1, 3), (4, 3)))),
)


# -- convolutions: the full one, of which the other modes keep a part -----------------------------------------------------


def convolve_left(g, a, v, mode, turned=False):
    return np.correlate(runtime.full_convolution(g, a, v, mode, turned), conj(v), mode="valid")


def convolve_right(g, a, v, mode, turned=False):
    return np.correlate(runtime.full_convolution(g, a, v, mode, turned), conj(a), mode="valid")


def convolution_kind(a: Any, v: Any, mode: Any = Const("full")) -> Kind:
    if ndim(a.kind) != 1 or ndim(v.kind) != 1 or not mode.is_const:
        return UNKNOWN
    return Array(np.result_type(dtype_of(a.kind), dtype_of(v.kind)).name, 1)


def convolution_flops(y: Any, a: Any, v: Any, mode: str = "full") -> int:
    return 2 * int(np.size(a)) * int(np.size(v))


SIZES = (((4,), (3,)), ((3,), (4,)), ((5,), (2,)), ((2,), (5,)), ((3,), (1,)), ((6,), (3,)))
multilinear(
    np.convolve,
    lambda g, y, a, v, mode: convolve_left(g, a, v, mode),
    lambda g, y, a, v, mode: convolve_right(g, a, v, mode),
    signature=lambda a, v, mode="full": 0,
    kind=convolution_kind,
    flops=convolution_flops,
    domain=tuple(Sample((REAL, REAL), sizes, given) for sizes in SIZES for given in ({}, {"mode": "same"}, {"mode": "valid"})),
)


def correlate_left(g, y, a, v, mode):
    """Correlation is convolution with the second argument reversed, and conjugate."""
    return convolve_left(g, a, conj(v[::-1]), mode, True)


def correlate_right(g, y, a, v, mode):
    return conj(convolve_right(g, a, v[::-1], mode, True)[::-1])


multilinear(
    np.correlate,
    correlate_left,
    correlate_right,
    signature=lambda a, v, mode="valid": 0,
    kind=convolution_kind,
    flops=convolution_flops,
    domain=tuple(Sample((REAL, REAL), sizes, given) for sizes in SIZES for given in ({}, {"mode": "same"}, {"mode": "full"})),
)
for function, back in ((runtime.full_convolution, runtime.cut_convolution), (runtime.cut_convolution, runtime.full_convolution)):
    linear(
        function,
        (
            (lambda g, y, x, a, v, mode, turned: runtime.cut_convolution(g, a, v, mode, turned))
            if function is runtime.full_convolution
            else (lambda g, y, x, a, v, mode, turned: runtime.full_convolution(g, a, v, mode, turned))
        ),
        None,
        None,
        None,
        None,
        signature=lambda x, a, v, mode, turned: 0,
        spelling=function.__name__,
        kind=lambda x, a, v, mode, turned: x.kind,
        domain=Sample(
            (REAL, np.zeros(4), np.zeros(3), "same", False),
            ((4,) if function is runtime.full_convolution else (6,), (4,), (3,), (), ()),
        ),
    )


# -- traces and gradients along axes --------------------------------------------------------------------------------------


def trace_of(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    return np.trace(a, offset, axis1, axis2)


def trace_kind(x: Any, offset: Any = None, axis1: Any = None, axis2: Any = None) -> Kind:
    left = ndim(x.kind) - 2
    return UNKNOWN if left < 0 else Array(dtype_of(x.kind), left) if left else Scalar(dtype_of(x.kind))


def trace_back(g, y, x, offset, axis1, axis2):
    where = np.diagonal(runtime.positions(x), offset=offset, axis1=axis1, axis2=axis2)
    return runtime.sum_at(np.expand_dims(g, -1) * np.ones(where.shape), x, where)


linear(
    trace_of,
    trace_back,
    signature=lambda a, offset=0, axis1=0, axis2=1: 0,
    spelling="np.trace",
    name="trace_of",
    kind=trace_kind,
    domain=(
        Sample((REAL,), ((3, 3),), {"offset": 1}),
        Sample((REAL,), ((2, 3, 2),), {"axis1": 1, "axis2": -1}),
        Sample((REAL,), ((3, 2, 3),), {"offset": -1, "axis1": 0, "axis2": 2}),
    ),
)


def gradient_kind(f: Any) -> Kind:
    """Integers become floats."""
    if not ndim(f.kind):
        return UNKNOWN
    return f.kind if is_float(f.kind) else Array("float64", ndim(f.kind))


def gradient_along(f: Any, spacing: Any, axis: int, edge_order: int = 1) -> Any:
    return np.gradient(f, spacing, axis=axis, edge_order=edge_order)


linear(
    gradient_along,
    lambda g, y, f, spacing, axis, edge_order: runtime.gradient_back(g, spacing, axis, edge_order),
    None,
    None,
    signature=lambda f, spacing, *, axis, edge_order=1: 0,
    spelling="np.gradient",
    name="gradient_along",
    without_rule=("spacing",),
    kind=lambda f, spacing, axis, edge_order=None: gradient_kind(f),
    domain=(
        Sample((REAL, 0.5, 0), ((5,),)),
        Sample((REAL, 0.5, 1), ((2, 4),), {"edge_order": 2}),
        Sample((REAL, np.array([0.0, 0.5, 0.7, 1.9, 2.0]), 0), ((5, 2), (5,))),
        Sample((REAL, np.array([0.0, 0.5, 0.7, 1.9]), -1), ((4,), (4,)), {"edge_order": 2}),
        Sample((REAL, 1.0, 0), ((2,),)),
        Sample((REAL, 1.0, 0), ((3,),), {"edge_order": 2}),
    ),
)
linear(
    runtime.gradient_back,
    lambda g, y, x, spacing, axis, edge_order: gradient_along(g, spacing, axis=axis, edge_order=edge_order),
    None,
    None,
    None,
    signature=lambda x, spacing, axis, edge_order: 0,
    without_rule=("spacing",),
    spelling="gradient_back",
    kind=lambda x, spacing, axis, edge_order: x.kind,
    domain=Sample((REAL, np.array([0.0, 0.5, 0.7, 1.9]), 0, 1), ((4, 2), (4,), (), ())),
)


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


def interp_push(x_dot, fp_dot, y, x, xp, fp):
    return (
        interp_slope(x, xp, fp) * x_dot
        if fp_dot is None
        else np.interp(x, xp, fp_dot) if x_dot is None else np.interp(x, xp, fp_dot) + interp_slope(x, xp, fp) * x_dot
    )


def interp_back(g, y, x, xp, fp):
    k, share = segment(x, xp), interp_share(x, xp)
    return runtime.sum_at(g * (1.0 - share), fp, k) + runtime.sum_at(g * share, fp, following(k, xp))


def interp_kind(x: Any, xp: Any, fp: Any) -> Kind:
    if ndim(xp.kind) != 1 or ndim(fp.kind) != 1 or not is_number(x.kind):
        return UNKNOWN
    dtype = "complex128" if is_complex(fp.kind) else "float64"
    return Array(dtype, ndim(x.kind)) if is_array(x.kind) and ndim(x.kind) else Scalar(dtype)


general(
    np.interp,
    interp_push,
    lambda g, y, x, xp, fp: g * interp_slope(x, xp, fp),
    None,
    interp_back,
    signature=lambda x, xp, fp: 0,
    without_rule=("xp",),
    kind=interp_kind,
    domain=(
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
