"""What changes or asks about the shape of an array, reads parts of it, or makes a new one."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from .. import runtime
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, Sequence, Static, is_array, ndim
from ..ir.nodes import Const
from .table import Sample, TABLE, Variadic, linear, nondifferentiable, partials, primitive_of

REAL = (-2.0, 2.0)
MATRIX = ((2, 3),)


# -- reshaping ------------------------------------------------------------------------------------------------------------


def reshape_kind(x: Any, shape: Any) -> Kind:
    """As many dimensions as the shape has items; an integer is a shape of one."""
    items = shape.kind
    count = len(items.items) if isinstance(items, Sequence) else 1
    return Array(x.kind.dtype, count)


def reshape_back(g, y, x, shape):
    return np.sum(g) if x.ndim == 0 else np.reshape(g, x.shape)


linear(np.reshape, reshape_back, None, signature=lambda x, shape: 0, kind=reshape_kind, view=True, array_operands=False,
       domain=(Sample((REAL, (3, 2)), MATRIX), Sample((REAL, -1), MATRIX)))  # fmt: skip
linear(np.ravel, lambda g, y, x: np.reshape(g, x.shape), signature=lambda x: 0, methods=["ravel", "flatten"], view=True,
       domain=Sample((REAL,), MATRIX))  # fmt: skip
linear(np.transpose, lambda g, y, x: np.transpose(g), signature=lambda x: 0, view=True, domain=Sample((REAL,), MATRIX))


def transposed(x: Any) -> Any:
    return np.asarray(x).T if np.ndim(x) else x


linear(transposed, lambda g, y, x: g.T, signature=lambda x: 0, attributes=["T"], name="T", spelling=".T", view=True,
       kind=lambda x: x.kind, domain=Sample((REAL,), MATRIX))  # fmt: skip
linear(np.swapaxes, lambda g, y, x, a, b: np.swapaxes(g, a, b), None, None, signature=lambda x, a, b: 0, view=True,
       kind=lambda x, a, b: x.kind, domain=Sample((REAL, 0, 1), MATRIX))  # fmt: skip


def expanded_kind(x: Any, axis: Any) -> Kind:
    added = len(axis.kind.items) if isinstance(axis.kind, Sequence) else 1
    return Array(x.kind.dtype, ndim(x.kind) + added)


def squeezed_kind(x: Any, axis: Any) -> Kind:
    removed = len(axis.kind.items) if isinstance(axis.kind, Sequence) else 1
    return Array(x.kind.dtype, ndim(x.kind) - removed) if axis.kind != Static(None) else UNKNOWN


linear(np.expand_dims, lambda g, y, x, axis: np.reshape(g, np.shape(x)), None, signature=lambda x, axis: 0, kind=expanded_kind,
       view=True, array_operands=False, domain=(Sample((REAL, 0), MATRIX), Sample((REAL, (0, 2)), MATRIX)))  # fmt: skip
linear(np.squeeze, lambda g, y, x, axis: np.reshape(g, np.shape(x)), None, signature=lambda x, axis: 0, kind=squeezed_kind,
       view=True, array_operands=False, domain=Sample((REAL, 1), ((2, 1, 3),)))  # fmt: skip


# -- reading parts --------------------------------------------------------------------------------------------------------


def index_kind(x: Any, index: Any) -> Kind:
    """The kind of x[index]: what is left of the dimensions after integers, slices, None, ... and at most one index array."""
    kind = index.kind
    parts = list(kind.items) if isinstance(kind, Sequence) and kind.type is tuple else [kind]
    left, dims = ndim(x.kind), 0
    arrays = [p for p in parts if isinstance(p, Array)]
    for part in parts:
        if part == Static(None):
            dims += 1
        elif isinstance(part, Array):
            if np.dtype(part.dtype).kind not in "iub" or len(arrays) > 1:
                return UNKNOWN
            left -= part.ndim if part.dtype == "bool" else 1
            dims += 1 if part.dtype == "bool" else part.ndim
        elif isinstance(part, Scalar) and part.dtype not in ("bool", "float"):
            left -= 1
        elif isinstance(part, Static) and isinstance(part.value, slice):
            left, dims = left - 1, dims + 1
        elif not (isinstance(part, Static) and part.value is Ellipsis):
            return UNKNOWN
    if left < 0:
        return UNKNOWN
    return Array(x.kind.dtype, dims + left) if dims + left or arrays or _has_ellipsis(parts) else Scalar(x.kind.dtype)


def _has_ellipsis(parts: list[Kind]) -> bool:
    return any(isinstance(p, Static) and p.value is Ellipsis for p in parts)


linear(
    operator.getitem,
    lambda g, y, x, index: runtime.scatter_like(g, x, index),
    None,
    signature=lambda x, index: 0,
    kind=index_kind,
    view=True,
    array_operands=False,
    domain=(
        Sample((REAL, 1), ((4,),)),
        Sample((REAL, (slice(None), -1)), MATRIX),
        Sample((REAL, (slice(None, None, -1), None, 0)), MATRIX),
        Sample((REAL, np.array([0, 2, 0])), ((4,),)),
        Sample((REAL, np.array([True, False, True, True])), ((4,),)),
    ),
)
linear(
    runtime.scatter_like,
    lambda g, y, x, like, index: g[index],
    None,
    None,
    signature=lambda x, like, index: 0,
    kind=lambda x, like, index: Array(x.kind.dtype if x.kind.dtype not in ("float", "int") else "float64", ndim(like.kind)),
    spelling="scatter_like",
    array_operands=False,
    domain=Sample((REAL, np.zeros(4), slice(1, 3)), ((2,), (4,), ())),
)


# -- broadcasting ---------------------------------------------------------------------------------------------------------


def unbroadcast_kind(g: Any, like: Any) -> Kind:
    dtype = g.kind.dtype
    if is_array(like.kind):
        return Array(dtype, ndim(like.kind))
    return Scalar(dtype)


linear(
    runtime.unbroadcast,
    lambda g, y, x, like: runtime.broadcast_like(g, x),
    None,
    signature=lambda x, like: 0,
    kind=unbroadcast_kind,
    spelling="unbroadcast",
    flops=lambda y, x, like: int(np.size(x) - np.size(y)),
    domain=Sample((REAL, np.zeros(3)), ((2, 3), (3,))),
)
linear(
    runtime.broadcast_like,
    lambda g, y, x, like: runtime.unbroadcast(g, x) if x.ndim else np.sum(g),
    None,
    signature=lambda x, like: 0,
    kind=lambda x, like: Array(np.dtype(x.kind.dtype).name, ndim(like.kind)),
    spelling="broadcast_like",
    domain=Sample((REAL, np.zeros((2, 3))), ((3,), (2, 3))),
)
linear(
    np.full_like,
    None,
    lambda g, y, like, x: runtime.unbroadcast(g, x) if x.ndim else np.sum(g),
    signature=lambda like, x: 0,
    kind=lambda like, x: Array(np.dtype(like.kind.dtype).name, ndim(like.kind)),
    domain=Sample((np.zeros((2, 3)), REAL), ((2, 3), ())),
)


# -- making arrays --------------------------------------------------------------------------------------------------------


def stack(*items: Any, dtype: Any = None) -> np.ndarray:
    return np.array(items, dtype)


def stack_kind(*items: Any, dtype: Any = None) -> Kind:
    kinds = [item.kind for item in items]
    if not all(isinstance(k, (Scalar, Array)) for k in kinds) or len({ndim(k) for k in kinds}) > 1:
        return UNKNOWN if kinds else Array("float64", 1)
    if dtype is not None and dtype.kind != Static(None):
        return Array(np.dtype(dtype.value).name, ndim(kinds[0]) + 1) if dtype.is_const else UNKNOWN
    return Array(np.result_type(*(np.dtype(k.dtype) for k in kinds)).name, ndim(kinds[0]) + 1)


TABLE.add(
    Variadic(
        primitive_of(stack, lambda *, dtype=None: 0, variadic=True, name="array", spelling="array", kind=stack_kind),
        (Sample((REAL, REAL)),),
        False,
        lambda g, y, i, *items: g[i],
    )
)


def array_copy(x: Any, dtype: Any = None) -> np.ndarray:
    return np.array(x, dtype)


def copied_kind(x: Any, dtype: Any = None) -> Kind:
    if dtype is None or dtype.kind == Static(None):
        return Array(np.dtype(x.kind.dtype).name, ndim(x.kind))
    return Array(np.dtype(dtype.value).name, ndim(x.kind)) if dtype.is_const else UNKNOWN


def method_copy(x: Any) -> Any:
    return x.copy()


linear(array_copy, lambda g, y, x, dtype: g, signature=lambda x, dtype=None: 0, spelling="np.array", kind=copied_kind,
       domain=Sample((REAL,), ((3,),)))  # fmt: skip
linear(np.copy, lambda g, y, x: g, signature=lambda x: 0, methods=["copy"], domain=Sample((REAL,), ((3,),)))
linear(np.asarray, lambda g, y, x: g, signature=lambda x: 0, view=True, domain=Sample((REAL,), ((3,),)))


def astype(x: Any, dtype: Any) -> Any:
    return x.astype(dtype)


def astype_kind(x: Any, dtype: Any) -> Kind:
    if not dtype.is_const:
        return UNKNOWN
    name = np.dtype(dtype.value).name
    return Array(name, ndim(x.kind)) if is_array(x.kind) else Scalar(name)


linear(astype, lambda g, y, x, dtype: g, None, signature=lambda x, dtype: 0, methods=["astype"], spelling=".astype()",
       kind=astype_kind, array_operands=False, domain=Sample((REAL, np.float64), ((3,), ())))  # fmt: skip

for scalar_type in (np.float16, np.float32, np.float64):
    partials(scalar_type, lambda y, x: 1, spelling=f"np.{scalar_type.__name__}", flops=None)


# -- nothing to differentiate ---------------------------------------------------------------------------------------------


def shape_kind(x: Any) -> Kind:
    return Sequence(tuple, (Scalar("int"),) * ndim(x.kind))


def shape(x: Any) -> tuple[int, ...]:
    return np.shape(x)


def size(x: Any) -> int:
    return int(np.size(x))


nondifferentiable(np.shape, lambda x: 0, kind=shape_kind)
nondifferentiable(shape, attributes=["shape"], spelling=".shape", kind=shape_kind)
nondifferentiable(np.size, lambda x: 0, kind=lambda x: Scalar("int"))
nondifferentiable(size, attributes=["size"], spelling=".size", kind=lambda x: Scalar("int"))
nondifferentiable(runtime.require_length, lambda x, count: 0, effect=True, spelling="require_length", kind=lambda x, count: Static(None))
for function in (np.zeros_like, np.ones_like):
    nondifferentiable(function, lambda x: 0)


def filled_kind(shape: Any, dtype: Any = Const(float)) -> Kind:
    count = len(shape.kind.items) if isinstance(shape.kind, Sequence) else 1
    return Array(np.dtype(dtype.value).name, count) if dtype.is_const else UNKNOWN


for function in (np.zeros, np.ones):
    nondifferentiable(function, lambda shape, dtype=float: 0, kind=filled_kind, array_operands=False)
nondifferentiable(np.eye, lambda n: 0, kind=lambda n: Array("float64", 2))
nondifferentiable(np.arange, lambda start, stop=None, step=None: 0)
nondifferentiable(np.argsort, lambda x, axis=-1: 0)
