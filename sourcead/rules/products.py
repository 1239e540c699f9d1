"""Products beyond matrices: einsum, tensordot, kron, cross, convolve; traces and gradients along axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import conj
from ..frontend.contractions import MOST, dimensions, einsum_back, tensordot_subscripts
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, is_array, is_float, is_number, ndim
from ..ir.nodes import Const
from .table import Sample, dtype_of, general, linear, multilinear

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


def gradient_by(f: Any, spacing: Any, axis: int, edge_order: int = 1) -> Any:
    return np.gradient(f, spacing, axis=axis, edge_order=edge_order)


def gradient_by_push(f_dot, spacing_dot, y, f, spacing, axis, edge_order):
    """The differences are divided by the spacing."""
    moved = None if f_dot is None else gradient_by(f_dot, spacing, axis=axis, edge_order=edge_order)
    scaled = None if spacing_dot is None else -y * (spacing_dot / spacing)
    return scaled if moved is None else moved if scaled is None else moved + scaled


general(
    gradient_by,
    gradient_by_push,
    lambda g, y, f, spacing, axis, edge_order: runtime.gradient_back(g, 1.0, axis, edge_order) / spacing,
    lambda g, y, f, spacing, axis, edge_order: -np.sum(g * y) / spacing,
    None,
    signature=lambda f, spacing, *, axis, edge_order=1: 0,
    spelling="np.gradient",
    name="gradient_by",
    kind=lambda f, spacing, axis, edge_order=None: gradient_kind(f),
    domain=(
        Sample((REAL, (0.5, 1.0), 0), ((5,), ())),
        Sample((REAL, (0.5, 1.0), 1), ((2, 4), ()), {"edge_order": 2}),
    ),
)
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
