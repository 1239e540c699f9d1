"""What picks, repeats or moves elements of an array.

All of these do to the numbers of the elements what they do to the elements: where an element of the result comes from is
found by applying the function to `positions(x)`. The transpose adds up what arrives at each element.
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from .. import runtime
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, Static, is_array, is_number, ndim
from ..ir.nodes import Const
from .shapes import count, reshape_kind
from .table import Sample, dtype_of, general, linear, nondifferentiable

REAL = (-2.0, 2.0)
VECTOR, MATRIX, CUBE = ((3,),), ((2, 3),), ((2, 3, 2),)


# -- the two halves of every rearrangement ------------------------------------------------------------------------------------


def read_kind(x: Any, where: Any) -> Kind:
    return Array(dtype_of(x.kind), ndim(where.kind)) if is_array(where.kind) else Scalar(dtype_of(x.kind))


nondifferentiable(runtime.positions, spelling="positions", kind=lambda x: Array("int64", ndim(x.kind)))
linear(
    runtime.read_at,
    lambda g, y, x, where: runtime.sum_at(g, x, where),
    None,
    signature=lambda x, where: 0,
    kind=read_kind,
    spelling="read_at",
    domain=(
        Sample((REAL, np.array([[0, 5, 5], [2, -1, 1]])), MATRIX),
        Sample((REAL, np.array([1, 1, 0])), VECTOR),
    ),
)
linear(
    runtime.sum_at,
    lambda g, y, x, like, where: runtime.read_at(g, where),
    None,
    None,
    signature=lambda x, like, where: 0,
    kind=lambda x, like, where: Array(dtype_of(x.kind), ndim(like.kind)),
    spelling="sum_at",
    domain=Sample((REAL, np.zeros((2, 3)), np.array([0, 5, 5, -1])), ((4,), (2, 3), (4,))),
)


def rearrangement(function: Callable, signature: Callable, **facts: Any) -> None:
    """Add a function that rearranges the elements of its first argument; the others say how."""
    others = len([d for d in signature.__code__.co_varnames]) - len(signature.__defaults__ or ()) - 1

    def back(g, y, x, *how):
        return runtime.sum_at(g, x, function(runtime.positions(x), *how)) if x.ndim else np.sum(g)

    linear(function, back, *[None] * others, signature=signature, **facts)


def along(x: Any, axis: Any, flat: int = 1) -> Kind:
    """An array of as many dimensions as `x`, or `flat` where there is no axis: the function has flattened it."""
    given = axis is not None and axis.kind != Static(None)
    return Array(dtype_of(x.kind), ndim(x.kind) if given else flat)


def taken_kind(x: Any, indices: Any, axis: Any = None, mode: Any = None) -> Kind:
    if not (is_array(x.kind) and is_number(indices.kind)) or np.dtype(indices.kind.dtype).kind not in "iu":
        return UNKNOWN
    dimensions = along(x, axis).ndim - 1 + ndim(indices.kind)
    return Array(dtype_of(x.kind), dimensions) if dimensions else Scalar(dtype_of(x.kind))


# -- picking -------------------------------------------------------------------------------------------------------------------

linear(
    np.take,
    lambda g, y, x, indices, axis, mode: runtime.sum_at(g, x, np.take(runtime.positions(x), indices, axis=axis, mode=mode)),
    None,
    signature=lambda a, indices, axis=None, *, mode="raise": 0,
    methods=["take"],
    kind=taken_kind,
    domain=(
        Sample((REAL, 1), MATRIX),
        Sample((REAL, np.array([0, -1, 0])), MATRIX),
        Sample((REAL, np.array([[0, 2], [1, 0]])), MATRIX, {"axis": 1}),
        Sample((REAL, 1), MATRIX, {"axis": 0}),
        Sample((REAL, np.array([0, 7, -5])), MATRIX, {"axis": -1, "mode": "wrap"}),
        Sample((REAL, np.array([0, 7])), MATRIX, {"mode": "clip"}),
    ),
)
rearrangement(
    np.take_along_axis,
    lambda arr, indices, axis: 0,
    kind=lambda x, indices, axis: Array(dtype_of(x.kind), ndim(indices.kind)) if is_array(x.kind) else UNKNOWN,
    domain=(
        Sample((REAL, np.array([[0, 1, 0]]), 0), MATRIX),
        Sample((REAL, np.array([[0, 2], [1, -1]]), -1), MATRIX),
        Sample((REAL, np.array([5, 0, 0]), None), MATRIX),
    ),
)
for function, methods in ((np.compress, []), (np.extract, [])):
    picks_along = function is np.compress
    linear(
        function,
        None,
        (
            (lambda g, y, test, x, axis: runtime.sum_at(g, x, np.compress(test, runtime.positions(x), axis=axis)))
            if picks_along
            else (lambda g, y, test, x: runtime.sum_at(g, x, np.extract(test, runtime.positions(x))))
        ),
        signature=(lambda condition, a, axis=None: 0) if picks_along else (lambda condition, arr: 0),
        kind=(lambda test, x, axis=None: along(x, axis)) if picks_along else (lambda test, x: Array(dtype_of(x.kind), 1)),
        domain=(
            Sample((np.array([True, False, True]), REAL), ((3,), (3,))),
            Sample((np.array([True, False, True]), REAL), ((3,), (2, 3)), {"axis": 1} if picks_along else {}),
        )[: 2 if picks_along else 1],
    )
linear(
    np.choose,
    None,
    lambda g, y, a, x, mode: runtime.sum_at(g, x, np.choose(a, runtime.positions(x), mode=mode)),
    signature=lambda a, choices, *, mode="raise": 0,
    kind=lambda a, x, mode=None: Array(dtype_of(x.kind), max(ndim(a.kind), ndim(x.kind) - 1)) if is_array(x.kind) else UNKNOWN,
    calls=False,
    domain=(
        Sample((np.array([1, 0, 1]), REAL), ((3,), (2, 3))),
        Sample((np.array([[1, 0, 3]]), REAL), ((1, 3), (2, 3)), {"mode": "wrap"}),
    ),
)
rearrangement(
    np.diagonal,
    lambda a, offset=0, axis1=0, axis2=1: 0,
    methods=["diagonal"],
    view=True,
    kind=lambda x, offset=None, axis1=None, axis2=None: (
        Array(dtype_of(x.kind), ndim(x.kind) - 1) if ndim(x.kind) > 1 else UNKNOWN
    ),
    domain=(
        Sample((REAL,), MATRIX),
        Sample((REAL,), ((3, 3),), {"offset": 1}),
        Sample((REAL,), CUBE, {"offset": -1, "axis1": 1, "axis2": 2}),
    ),
)
rearrangement(
    np.delete,
    lambda arr, obj, axis=None: 0,
    array_operands=False,
    kind=lambda x, obj, axis=None: along(x, axis) if is_array(x.kind) else UNKNOWN,
    domain=(
        Sample((REAL, 1), VECTOR),
        Sample((REAL, [0, 2]), MATRIX, {"axis": 1}),
        Sample((REAL, slice(0, 2)), MATRIX),
    ),
)
linear(
    np.insert,
    lambda g, y, x, obj, values, axis: runtime.sum_at(g, x, np.insert(runtime.positions(x), obj, none_of(values), axis=axis)),
    None,
    lambda g, y, x, obj, values, axis: inserted_back(g, x, obj, values, axis),
    signature=lambda arr, obj, values, axis=None: 0,
    kind=lambda x, obj, values, axis=None: along(x, axis) if is_array(x.kind) else UNKNOWN,
    domain=(
        Sample((REAL, 1, REAL), ((3,), (), ())),
        Sample((REAL, 1, REAL), ((2, 3), (), (3,)), {"axis": 0}),
        Sample((REAL, np.array([0, 2]), REAL), ((3,), (2,), (2,))),
        Sample((REAL, 1, REAL), ((3,), (), (2,))),
    ),
)


def none_of(values):
    """A negative position for each of the values: they are no elements."""
    return np.zeros_like(runtime.positions(values)) - 1 if values.ndim else -1


def inserted_back(g, x, obj, values, axis):
    """Where the inserted values have gone: their own positions among -1 for the others."""
    others = np.zeros_like(runtime.positions(x)) - 1
    return (
        runtime.sum_at(g, values, np.insert(others, obj, runtime.positions(values), axis=axis))
        if values.ndim
        else np.sum(g * (np.insert(others, obj, 0, axis=axis) >= 0))
    )


# -- repeating ---------------------------------------------------------------------------------------------------------------

rearrangement(
    np.repeat,
    lambda a, repeats, axis=None: 0,
    methods=["repeat"],
    kind=lambda x, repeats, axis=None: along(x, axis),
    domain=(
        Sample((REAL, 2), MATRIX),
        Sample((REAL, 3), MATRIX, {"axis": 1}),
        Sample((REAL, np.array([1, 0, 2])), MATRIX, {"axis": -1}),
        Sample((REAL, 2), ((),)),
    ),
)


def tiled_kind(x: Any, reps: Any) -> Kind:
    given = count(reps.kind)
    return UNKNOWN if given is None else Array(dtype_of(x.kind), max(ndim(x.kind), given))


rearrangement(
    np.tile,
    lambda A, reps: 0,
    array_operands=False,
    kind=tiled_kind,
    domain=(Sample((REAL, 2), VECTOR), Sample((REAL, (2, 1, 2)), MATRIX), Sample((REAL, (2,)), ((),))),
)
rearrangement(
    np.resize,
    lambda a, new_shape: 0,
    array_operands=False,
    kind=reshape_kind,
    domain=(Sample((REAL, (2, 4)), VECTOR), Sample((REAL, 2), VECTOR)),
)
PADDED = ("constant", "edge", "reflect", "symmetric", "wrap")


def padded_kind(x: Any, width: Any, constant_values: Any = None, mode: Any = Const("constant")) -> Kind:
    return x.kind if is_array(x.kind) and mode.is_const and mode.value in PADDED else UNKNOWN


def padded_positions(x, width, mode):
    return (
        np.pad(runtime.positions(x), width, constant_values=-1)
        if mode == "constant"
        else np.pad(runtime.positions(x), width, mode=mode)
    )


def padded_push(x_dot, c_dot, y, x, width, constant_values, mode):
    moved = None if x_dot is None else np.pad(x_dot, width, mode=mode)
    around = None if c_dot is None else np.pad(np.zeros_like(x), width, constant_values=c_dot)
    return around if moved is None else moved if around is None else moved + around


def padding_back(g, y, x, width, constant_values, mode):
    """What each of the constants is put at, found by padding with their numbers."""
    inside = np.zeros_like(runtime.positions(x)) - 1
    return (
        np.sum(g * np.pad(np.zeros_like(x), width, constant_values=1.0))
        if constant_values.ndim == 0
        else runtime.sum_at(g, constant_values, np.pad(inside, width, constant_values=runtime.positions(constant_values)))
    )


general(
    np.pad,
    padded_push,
    lambda g, y, x, width, constant_values, mode: runtime.sum_at(g, x, padded_positions(x, width, mode)),
    None,
    padding_back,
    signature=lambda array, pad_width, mode="constant", *, constant_values: 0,
    array_operands=False,
    kind=padded_kind,
    domain=(
        Sample((REAL, 2, None), VECTOR),
        Sample((REAL, (1, 2), 5.0), VECTOR),
        Sample((REAL, 2, REAL), (*VECTOR, (), ())),
        Sample((REAL, ((1, 0), (2, 1)), REAL), (*MATRIX, (), (2, 2))),
        Sample((REAL, 1, REAL), (*MATRIX, (), (2,))),
        Sample((REAL, ((1, 0), (2, 1)), None), MATRIX),
        *(Sample((REAL, 2, None), VECTOR, {"mode": mode}) for mode in PADDED[1:]),
        Sample((REAL, ((1, 1), (0, 2)), None), MATRIX, {"mode": "reflect"}),
    ),
)


# -- turning ----------------------------------------------------------------------------------------------------------------

linear(
    np.rot90,
    lambda g, y, x, k, axes: np.rot90(g, k=-k, axes=axes),
    signature=lambda m, k=1, axes=(0, 1): 0,
    view=True,
    array_operands=False,
    kind=lambda x, k=None, axes=None: x.kind if ndim(x.kind) > 1 else UNKNOWN,
    domain=(Sample((REAL,), MATRIX), Sample((REAL,), CUBE, {"k": 3, "axes": (2, 0)})),
)
linear(np.flipud, lambda g, y, x: np.flipud(g), signature=lambda m: 0, view=True, domain=Sample((REAL,), MATRIX))
linear(np.fliplr, lambda g, y, x: np.fliplr(g), signature=lambda m: 0, view=True, domain=Sample((REAL,), MATRIX))
linear(
    np.matrix_transpose,
    lambda g, y, x: np.matrix_transpose(g),
    signature=lambda x: 0,
    view=True,
    kind=lambda x: x.kind if ndim(x.kind) > 1 else UNKNOWN,
    domain=(Sample((REAL,), MATRIX), Sample((REAL,), CUBE)),
)


def last_two_swapped(x: Any) -> Any:
    return x.mT


linear(
    last_two_swapped,
    lambda g, y, x: g.mT,
    signature=lambda x: 0,
    attributes=["mT"],
    spelling=".mT",
    view=True,
    kind=lambda x: x.kind if ndim(x.kind) > 1 else UNKNOWN,
    domain=Sample((REAL,), CUBE),
)


# -- differences of neighbours -----------------------------------------------------------------------------------------------

linear(
    np.diff,
    lambda g, y, x, n, axis: runtime.differences_back(g, x, n, axis),
    signature=lambda a, n=1, axis=-1: 0,
    kind=lambda x, n=None, axis=None: x.kind if is_array(x.kind) else UNKNOWN,
    flops=lambda y, x, n=1, axis=-1: int(np.size(y)) * n,
    domain=(
        Sample((REAL,), ((4,),)),
        Sample((REAL,), ((5,),), {"n": 3}),
        Sample((REAL,), MATRIX, {"axis": 0}),
        Sample((REAL,), MATRIX, {"n": 2, "axis": 1}),
        Sample((REAL,), ((1,),)),
    ),
)
linear(
    runtime.differences_back,
    lambda g, y, x, like, n, axis: np.diff(g, n=n, axis=axis),
    None,
    None,
    None,
    signature=lambda x, like, n, axis: 0,
    spelling="differences_back",
    kind=lambda x, like, n, axis: Array(dtype_of(x.kind), ndim(like.kind)),
    domain=Sample((REAL, np.zeros((2, 4)), 2, -1), ((2, 2), (2, 4), (), ())),
)
