"""What changes the shape of an array, spreads it, joins several, or asks about shapes."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import inverse_axes, is_float
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, Sequence, Static, is_array, ndim
from ..ir.nodes import Const
from ..ir.primitives import sampled
from .table import TABLE, Sample, Variadic, dtype_of, general, linear, nondifferentiable, partials, primitive_of

REAL = (-2.0, 2.0)
MATRIX = ((2, 3),)


# -- reshaping ------------------------------------------------------------------------------------------------------------


def count(kind: Kind) -> int | None:
    """How many dimensions a shape, or axes a tuple of them, stands for: an integer is one. Of an array it is not known."""
    return len(kind.items) if isinstance(kind, Sequence) else 1 if isinstance(kind, Scalar) else None


def array_kind(dtype: str, dimensions: int | None, more: int = 0) -> Kind:
    return UNKNOWN if dimensions is None else Array(dtype, dimensions + more)


def reshape_kind(x: Any, shape: Any) -> Kind:
    return array_kind(dtype_of(x.kind), count(shape.kind))


def reshape_back(g, y, x, shape):
    return np.sum(g) if x.ndim == 0 else np.reshape(g, x.shape)


linear(
    np.reshape,
    reshape_back,
    None,
    signature=lambda a, shape: 0,
    kind=reshape_kind,
    methods=["reshape"],
    view=True,
    permutes=True,
    array_operands=False,
    domain=(
        Sample((REAL, (3, 2)), MATRIX),
        Sample((REAL, -1), MATRIX),
        Sample((REAL, (1, 1)), ((),)),
        Sample((REAL, ()), ((1,),)),
    ),
)


def flatten(x: Any) -> Any:
    return x.flatten()


def ravel_back(g, y, x):
    return np.sum(g) if x.ndim == 0 else np.reshape(g, x.shape)


linear(np.ravel, ravel_back, signature=lambda a: 0, methods=["ravel"], view=True, permutes=True, domain=Sample((REAL,), MATRIX))
general(
    flatten,
    lambda x_dot, y, x: np.ravel(x_dot),
    lambda g, y, x: ravel_back(g, y, x),
    signature=lambda x: 0,
    methods=["flatten"],
    spelling=".flatten()",
    flops=None,
    domain=Sample((REAL,), MATRIX),
)
linear(
    np.transpose,
    lambda g, y, x, axes: np.transpose(g) if axes is None else np.transpose(g, axes=inverse_axes(axes, x.ndim)),
    signature=lambda a, axes=None: 0,
    methods=["transpose"],
    view=True,
    permutes=True,
    kind=lambda x, axes=Const(None): x.kind if axes.is_const and is_array(x.kind) else UNKNOWN,
    domain=(
        Sample((REAL,), MATRIX),
        Sample((REAL,), ((2, 3, 4),), {"axes": (1, 2, 0)}),
        Sample((REAL,), ((2, 3, 4),), {"axes": (-1, 0, -2)}),
    ),
)


def flat(x: Any) -> Any:
    """x.flat, whose elements write to `x` also where np.ravel copies: what is written back is the whole."""
    return np.ravel(x)


linear(flat, ravel_back, signature=lambda a: 0, spelling="np.ravel", view=True, permutes=True, domain=Sample((REAL,), MATRIX))


def transposed(x: Any) -> Any:
    return np.asarray(x).T if np.ndim(x) else x


def transposed_like(g, y, x):
    """A number may be a NumPy scalar, which has the attribute, while its derivative is one of Python, which has not."""
    return g.T if g.ndim else g


general(
    transposed,
    transposed_like,
    transposed_like,
    signature=lambda x: 0,
    attributes=["T"],
    name="T",
    spelling=".T",
    view=True,
    permutes=True,
    kind=lambda x: x.kind,
    domain=Sample((REAL,), MATRIX),
)
linear(
    np.swapaxes,
    lambda g, y, x, a, b: np.swapaxes(g, a, b),
    None,
    None,
    signature=lambda a, axis1, axis2: 0,
    methods=["swapaxes"],
    view=True,
    permutes=True,
    kind=lambda x, a, b: x.kind,
    domain=Sample((REAL, 0, -1), MATRIX),
)
linear(
    np.moveaxis,
    lambda g, y, x, a, b: np.moveaxis(g, b, a),
    None,
    None,
    signature=lambda a, source, destination: 0,
    view=True,
    permutes=True,
    kind=lambda x, source, destination: x.kind,
    array_operands=False,
    domain=(Sample((REAL, 0, -1), ((2, 3, 4),)), Sample((REAL, (0, 1), (-1, 0)), ((2, 3, 4),))),
)


def expanded_kind(x: Any, axis: Any) -> Kind:
    return array_kind(dtype_of(x.kind), count(axis.kind), ndim(x.kind))


def squeezed_kind(x: Any, axis: Any) -> Kind:
    removed = count(axis.kind)
    return UNKNOWN if removed is None or not is_array(x.kind) else Array(x.kind.dtype, ndim(x.kind) - removed)


linear(
    np.expand_dims,
    reshape_back,
    None,
    signature=lambda a, axis: 0,
    kind=expanded_kind,
    view=True,
    permutes=True,
    array_operands=False,
    domain=(Sample((REAL, 0), MATRIX), Sample((REAL, (0, 2)), MATRIX), Sample((REAL, 0), ((),))),
)
linear(
    np.squeeze,
    reshape_back,
    None,
    signature=lambda a, axis: 0,
    kind=squeezed_kind,
    methods=["squeeze"],
    view=True,
    permutes=True,
    array_operands=False,
    domain=(Sample((REAL, 1), ((2, 1, 3),)), Sample((REAL, (0, -1)), ((1, 3, 1),))),
)


# -- reordering and masking -------------------------------------------------------------------------------------------------

linear(
    np.flip,
    lambda g, y, x, axis: np.flip(g, axis=axis),
    signature=lambda m, axis=None: 0,
    view=True,
    permutes=True,
    domain=(Sample((REAL,), MATRIX), Sample((REAL,), MATRIX, {"axis": -1})),
)
linear(
    np.roll,
    lambda g, y, x, shift, axis: np.roll(g, -shift, axis=axis),
    None,
    signature=lambda a, shift, axis=None: 0,
    domain=(Sample((REAL, 1), MATRIX), Sample((REAL, -2), MATRIX, {"axis": 1})),
)
for function in (np.tril, np.triu):
    body = (lambda g, y, x, k: np.tril(g, k=k)) if function is np.tril else (lambda g, y, x, k: np.triu(g, k=k))
    linear(
        function,
        body,
        signature=lambda m, k=0: 0,
        kind=lambda x, k=0: x.kind if ndim(x.kind) > 1 else UNKNOWN,
        domain=(Sample((REAL,), MATRIX), Sample((REAL,), ((2, 3, 3),), {"k": -1})),
    )


# -- broadcasting ---------------------------------------------------------------------------------------------------------


def unbroadcast_kind(g: Any, like: Any) -> Kind:
    return Array(dtype_of(g.kind), ndim(like.kind)) if is_array(like.kind) else Scalar(g.kind.dtype)


def spread_back(g, x):
    return runtime.unbroadcast(g, x) if x.ndim else np.sum(g)


linear(
    runtime.unbroadcast,
    lambda g, y, x, like: runtime.broadcast_like(g, x),
    None,
    signature=lambda x, like: 0,
    kind=unbroadcast_kind,
    spelling="unbroadcast",
    view=True,
    models=(1,),
    flops=lambda y, x, like: int(np.size(x) - np.size(y)),
    domain=(Sample((REAL, np.zeros(3)), ((2, 3), (3,))), Sample((REAL, np.zeros((2, 1))), ((2, 3), (2, 1)))),
)
linear(
    runtime.shaped_like,
    lambda g, y, x, like: runtime.shaped_like(g, x),
    None,
    signature=lambda x, like: 0,
    kind=unbroadcast_kind,
    spelling="shaped_like",
    domain=(Sample((REAL, np.zeros((2, 1))), ((2, 3), (2, 1))), Sample((REAL, np.zeros((2, 3))), ((1, 3), (2, 3)))),
)
linear(
    runtime.broadcast_like,
    lambda g, y, x, like: spread_back(g, x),
    None,
    signature=lambda x, like: 0,
    kind=lambda x, like: Array(dtype_of(x.kind), ndim(like.kind)),
    spelling="broadcast_like",
    models=(1,),
    domain=Sample((REAL, np.zeros((2, 3))), ((3,), (2, 3))),
)
linear(
    np.broadcast_to,
    lambda g, y, x, shape: spread_back(g, x),
    None,
    signature=lambda array, shape: 0,
    kind=reshape_kind,
    array_operands=False,
    view=True,
    domain=(Sample((REAL, (2, 3)), ((3,),)), Sample((REAL, (2, 3)), ((),))),
)
partials(
    np.full_like,
    None,
    lambda y, like, x: 1 if is_float(y) else 0,
    signature=lambda a, fill_value: 0,
    models=(0,),
    flops=None,
    kind=lambda like, x: Array(dtype_of(like.kind), ndim(like.kind)),
    domain=Sample((np.zeros((2, 3)), REAL), ((2, 3), ())),
)


# -- joining: np.stack and its like are lowered to this one (frontend/forms.py) ---------------------------------------------


def joined_kind(*items: Any, axis: Any = None) -> Kind:
    if axis is not None and not axis.is_const:  # known at run time: the dimensions are those of the items
        same = len({ndim(item.kind) for item in items}) == 1 and ndim(items[0].kind)
        return Array(np.result_type(*(dtype_of(item.kind) for item in items)).name, ndim(items[0].kind)) if same else UNKNOWN
    return sampled(runtime.concatenate, items, {} if axis is None else {"axis": axis})


TABLE.add(
    Variadic(
        primitive_of(runtime.concatenate, lambda *, axis=0: 0, variadic=True, spelling="concatenate", kind=joined_kind),
        (Sample((REAL, REAL), ((2,), (3,))), Sample((REAL, REAL, REAL), ((2, 3), (2, 1), (2, 2)), {"axis": -1})),
        False,
        lambda g, y, i, *rest: runtime.part(g, i, rest[-1], *rest[:-1]),
    )
)
linear(
    runtime.part,
    lambda g, y, x, number, axis, *items: runtime.padded_part(g, number, axis, *items),
    signature=lambda x, number, axis: 0,
    variadic=True,
    kind=lambda x, number, axis, *items: x.kind,
    spelling="part",
    view=True,
    domain=Sample((REAL, 1, 0, np.zeros(2), np.zeros(3)), ((5,), (), (), (2,), (3,))),
)
linear(
    runtime.padded_part,
    lambda g, y, x, number, axis, *items: runtime.part(g, number, axis, *items),
    signature=lambda x, number, axis: 0,
    variadic=True,
    kind=lambda x, number, axis, *items: x.kind,
    spelling="padded_part",
    domain=Sample((REAL, 0, -1, np.zeros((2, 2)), np.zeros((2, 3))), ((2, 2), (), (), (2, 2), (2, 3))),
)


# -- nothing to differentiate -----------------------------------------------------------------------------------------------


def shape_kind(x: Any) -> Kind:
    return Sequence(tuple, (Scalar("int"),) * ndim(x.kind))


def shape(x: Any) -> tuple[int, ...]:
    return np.shape(x)


def size(x: Any) -> int:
    return int(np.size(x))


nondifferentiable(np.shape, lambda a: 0, kind=shape_kind, models=(0,))
nondifferentiable(shape, attributes=["shape"], spelling=".shape", kind=shape_kind, models=(0,))
nondifferentiable(np.size, lambda a: 0, kind=lambda x: Scalar("int"), models=(0,))
nondifferentiable(size, attributes=["size"], spelling=".size", kind=lambda x: Scalar("int"), models=(0,))
nondifferentiable(
    runtime.require_length, lambda x, count: 0, effect=True, spelling="require_length", kind=lambda x, count: Static(None)
)
nondifferentiable(
    runtime.require_assigned,
    lambda assigned, name: 0,
    effect=True,
    spelling="require_assigned",
    kind=lambda assigned, name: Static(None),
)
nondifferentiable(
    runtime.require_value, lambda present, name: 0, effect=True, spelling="require_value", kind=lambda present, name: Static(None)
)
nondifferentiable(
    runtime.require_count, lambda count, wanted: 0, effect=True, spelling="require_count", kind=lambda count, wanted: Static(None)
)
nondifferentiable(
    runtime.require_contiguous, effect=True, spelling="require_contiguous", kind=lambda x: Static(None), models=(0,)
)
for check in (runtime.require_fit, runtime.require_shape):
    nondifferentiable(
        check, lambda a, b: 0, effect=True, spelling=check.__name__, kind=lambda a, b: Static(None), models=(0, 1)
    )
nondifferentiable(
    runtime.require_writable,
    variadic=True,
    effect=True,
    spelling="require_writable",
    kind=lambda array, *others: Static(None),
    array_operands=False,
)
for function, signature in (
    (runtime.require_division, lambda length, count: 0),
    (runtime.require_choice, lambda a, count: 0),
    (runtime.require_cube, lambda a: 0),
    (runtime.require_apart, lambda low, high: 0),
    (runtime.require_wide, lambda a: 0),
    (runtime.require_apart_all, lambda steps: 0),
    (runtime.require_leading, lambda p: 0),
    (runtime.require_distinct, lambda x, index: 0),
    (runtime.require_nonzero, lambda total: 0),
    (runtime.require_space, lambda a, b: 0),
    (runtime.require_squeezed, lambda x, axes: 0),
    (runtime.require_ends, lambda start, stop: 0),
    (runtime.require_variables, lambda count: 0),
):
    nondifferentiable(function, signature, effect=True, spelling=function.__name__, kind=lambda *args: Static(None))


def indices_kind(count: Any) -> Any:
    """A tuple of arrays of numbers of elements."""
    return lambda *args, **options: Sequence(tuple, (Array("int64", 1),) * count)


def numbered(dimensions: int) -> Kind:
    """The number of an element, or an array of them."""
    return Array("int64", dimensions) if dimensions else Scalar("int64")


def nonzero_kind(x: Any) -> Kind:
    return Sequence(tuple, (Array("int64", 1),) * ndim(x.kind)) if ndim(x.kind) else UNKNOWN


def broadcast_shape_kind(*shapes: Any) -> Kind:
    counts = [count(shape.kind) for shape in shapes]
    return UNKNOWN if None in counts else Sequence(tuple, (Scalar("int"),) * max(counts, default=0))


nondifferentiable(
    runtime.unique_parts, lambda x: 0, spelling="unique_parts", kind=lambda x: Sequence(tuple, (Array("int64", 1),) * 3)
)
nondifferentiable(
    runtime.nonzero_ends, lambda x: 0, spelling="nonzero_ends", kind=lambda x: Sequence(tuple, (Scalar("int"),) * 2)
)
nondifferentiable(np.nonzero, lambda a: 0, methods=["nonzero"], kind=nonzero_kind)
nondifferentiable(np.flatnonzero, lambda a: 0, kind=lambda x: Array("int64", 1))
nondifferentiable(np.argwhere, lambda a: 0, kind=lambda x: Array("int64", 2))
nondifferentiable(np.broadcast_shapes, variadic=True, array_operands=False, kind=broadcast_shape_kind)
for function in (np.tril_indices, np.triu_indices):
    nondifferentiable(function, lambda n, k=0, m=None: 0, kind=indices_kind(2))
for function in (np.tril_indices_from, np.triu_indices_from):
    nondifferentiable(function, lambda arr, k=0: 0, kind=indices_kind(2))
nondifferentiable(
    np.diag_indices, lambda n, ndim=2: 0,
    kind=lambda n, ndim=Const(2): (
        Sequence(tuple, (Array("int64", 1),) * ndim.value) if ndim.is_const and n.kind == Scalar("int") else UNKNOWN
    ),
)  # fmt: skip
nondifferentiable(np.diag_indices_from, lambda arr: 0, kind=nonzero_kind)
nondifferentiable(
    np.unravel_index, lambda indices, shape: 0, array_operands=False,
    kind=lambda indices, shape: (
        UNKNOWN if count(shape.kind) is None else Sequence(tuple, (numbered(ndim(indices.kind)),) * count(shape.kind))
    ),
)  # fmt: skip
nondifferentiable(np.isin, lambda element, test_elements, *, assume_unique=False, invert=False: 0)
for function in (np.array_equiv, np.shares_memory, np.may_share_memory):
    nondifferentiable(function, lambda a1, a2: 0, kind=lambda a, b: Scalar("bool"))
for function in (np.isreal, np.iscomplex):
    nondifferentiable(function, lambda x: 0)
for function in (np.isrealobj, np.iscomplexobj, np.isfortran):
    nondifferentiable(function, lambda x: 0, kind=lambda x: Scalar("bool"))
for function in (np.bartlett, np.blackman, np.hamming, np.hanning):
    nondifferentiable(function, lambda M: 0, kind=lambda M: Array("float64", 1))
nondifferentiable(np.tri, lambda N, M=None, k=0, dtype=float: 0, kind=lambda N, M=None, k=None, dtype=Const(float): (
    Array(np.dtype(dtype.value).name, 2) if dtype.is_const else UNKNOWN
))  # fmt: skip
nondifferentiable(
    np.lexsort,
    lambda keys, axis=-1: 0,
    kind=lambda keys, axis=None: Array("int64", ndim(keys.kind) - 1) if ndim(keys.kind) > 1 else UNKNOWN,
)
for name in ("itemsize", "nbytes"):
    nondifferentiable(
        {"itemsize": lambda x: x.itemsize, "nbytes": lambda x: x.nbytes}[name],
        name=name,
        attributes=[name],
        spelling=f".{name}",
        kind=lambda x: Scalar("int"),
    )
nondifferentiable(
    np.indices,
    lambda dimensions, dtype=int: 0,
    array_operands=False,
    kind=lambda sizes, dtype=Const(int): (
        array_kind(np.dtype(dtype.value).name, count(sizes.kind), 1) if dtype.is_const else UNKNOWN
    ),
)
for function in (np.ascontiguousarray, np.asfortranarray):
    linear(
        function,
        ravel_back,
        signature=lambda a: 0,
        view=True,
        domain=(Sample((REAL,), MATRIX), Sample((REAL,), ((3,),))),
    )
