"""What makes a new array, copies one, or changes its type."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import is_float
from ..ir.kinds import UNKNOWN, Array, History, Kind, Scalar, Static, derivative_kind, is_array, ndim
from ..ir.nodes import Const
from ..ir.primitives import sampled
from .shapes import array_kind, count, spread_back
from .table import TABLE, Sample, Variadic, dtype_of, linear, nondifferentiable, partials, primitive_of

REAL = (-2.0, 2.0)


# -- arrays of numbers or arrays --------------------------------------------------------------------------------------------


def stack(*items: Any, dtype: Any = None) -> np.ndarray:
    return np.array(items, dtype)


def stack_kind(*items: Any, dtype: Any = None) -> Kind:
    kinds = [item.kind for item in items]
    if not all(isinstance(k, (Scalar, Array)) for k in kinds) or len({ndim(k) for k in kinds}) > 1:
        return UNKNOWN
    if dtype is not None and dtype.kind != Static(None):
        return Array(np.dtype(dtype.value).name, (ndim(kinds[0]) if kinds else 0) + 1) if dtype.is_const else UNKNOWN
    if not kinds:
        return Array("float64", 1)
    return Array(np.result_type(*map(dtype_of, kinds)).name, ndim(kinds[0]) + 1)


TABLE.add(
    Variadic(
        primitive_of(stack, lambda *, dtype=None: 0, variadic=True, name="array", spelling="array", kind=stack_kind),
        (Sample((REAL, REAL)), Sample((REAL, REAL, REAL), ((2,), (2,), (2,)))),
        False,
        lambda g, y, i, *items: g[i],
    )
)


# -- copies and conversions -------------------------------------------------------------------------------------------------


def array_copy(x: Any, dtype: Any = None) -> np.ndarray:
    return np.array(x, dtype)


def copied_kind(x: Any, dtype: Any = None) -> Kind:
    if dtype is None or dtype.kind == Static(None):
        return Array(dtype_of(x.kind), ndim(x.kind))
    return Array(np.dtype(dtype.value).name, ndim(x.kind)) if dtype.is_const else UNKNOWN


def copy_method(x: Any) -> Any:
    return x.copy()


def astype(x: Any, dtype: Any) -> Any:
    return x.astype(dtype)


def astype_kind(x: Any, dtype: Any) -> Kind:
    if not dtype.is_const:
        return UNKNOWN
    name = np.dtype(dtype.value).name
    return Array(name, ndim(x.kind)) if is_array(x.kind) else Scalar(name)


def converted_kind(scalar_type: type) -> Any:
    """np.float32 and its like make arrays of arrays (before NumPy 2.3, np.float64 made a number of an array of size one)."""
    name = np.dtype(scalar_type).name
    return lambda x: Array(name, ndim(x.kind)) if ndim(x.kind) else Scalar(name)


def unless_truncated(y, x, dtype=None):
    """A copy has the derivative of what it copies; one of integers is piecewise constant."""
    return 1 if is_float(y) else 0


VECTOR = Sample((REAL,), ((3,),))
NUMBER = Sample((REAL,), ((),))
partials(
    array_copy,
    unless_truncated,
    signature=lambda x, dtype=None: 0,
    spelling="np.array",
    kind=copied_kind,
    flops=None,
    domain=(VECTOR, NUMBER, Sample((REAL,), ((3,),), {"dtype": np.float64})),
)
partials(
    astype,
    unless_truncated,
    None,
    signature=lambda x, dtype: 0,
    methods=["astype"],
    spelling=".astype()",
    kind=astype_kind,
    flops=None,
    array_operands=False,
    domain=(Sample((REAL, np.float64), ((3,), ())), Sample((REAL, float), ((3,), ()))),
)
partials(np.copy, lambda y, x: 1, signature=lambda a: 0, flops=None, domain=(VECTOR, NUMBER))
partials(copy_method, lambda y, x: 1, methods=["copy"], spelling=".copy()", flops=None, domain=VECTOR)
nondifferentiable(runtime.copied, kind=lambda values: values.kind)
nondifferentiable(runtime.zeros_of, kind=lambda values: derivative_kind(values.kind) if isinstance(values.kind, History) else UNKNOWN)
partials(np.asarray, lambda y, x: 1, signature=lambda a: 0, view=True, flops=None, domain=(VECTOR, NUMBER))

for scalar_type in (np.float16, np.float32, np.float64, np.complex64, np.complex128):
    partials(
        scalar_type,
        lambda y, x: 1,
        spelling=f"np.{scalar_type.__name__}",
        kind=converted_kind(scalar_type),
        view=True,  # an array of the dtype is handed back as it is
        flops=None,
        domain=REAL,
    )
for scalar_type in (np.bool_, *(getattr(np, f"{sign}int{bits}") for sign in ("", "u") for bits in (8, 16, 32, 64))):
    nondifferentiable(scalar_type, spelling=f"np.{scalar_type.__name__}")


# -- the number in an array of one ------------------------------------------------------------------------------------------------


def item_of(x: Any) -> Any:
    return x.item()


def item_kind(x: Any) -> Kind:
    """A number of Python's."""
    names = {"f": "float", "c": "complex", "i": "int", "u": "int", "b": "bool"}
    return Scalar(names[np.dtype(x.kind.dtype).kind])


linear(
    item_of,
    lambda g, y, x: np.full_like(x, g) if x.ndim else g,
    signature=lambda x: 0,
    methods=["item"],
    name="only_element",
    spelling=".item()",
    kind=item_kind,
    domain=(Sample((REAL,), ((1, 1),)),),
)


# -- filled arrays and ranges -----------------------------------------------------------------------------------------------


def filled_kind(shape: Any, dtype: Any = Const(float)) -> Kind:
    return array_kind(np.dtype(dtype.value).name, count(shape.kind)) if dtype.is_const else UNKNOWN


def like_kind(a: Any, dtype: Any = Const(None)) -> Kind:
    if not dtype.is_const:
        return UNKNOWN
    return array_kind(dtype_of(a.kind) if dtype.value is None else np.dtype(dtype.value).name, ndim(a.kind))


def full_kind(shape: Any, value: Any, dtype: Any = Const(None)) -> Kind:
    given = dtype_of(value.kind) if dtype.value is None else np.dtype(dtype.value).name
    return array_kind(given, count(shape.kind)) if dtype.is_const else UNKNOWN


def linspace_kind(start: Any, stop: Any, num: Any = Const(50), endpoint: Any = None) -> Kind:
    return sampled(np.linspace, (start, stop), {"num": num}) if ndim(start.kind) == ndim(stop.kind) == 0 else UNKNOWN


def range_kind(start: Any, stop: Any = None, step: Any = None) -> Kind:
    """Only integers: the derivative of a range of floats in its ends is not zero, and has no rule."""
    given = [a for a in (start, stop, step) if a is not None]
    floats = any(not a.is_const and isinstance(a.kind, Scalar) and np.dtype(a.kind.dtype).kind == "f" for a in given)
    options = {key: a for key, a in (("stop", stop), ("step", step)) if a is not None}
    return UNKNOWN if floats else sampled(np.arange, (start,), options)


linear(
    np.full,
    None,
    lambda g, y, shape, value, dtype: spread_back(g, value),
    signature=lambda shape, fill_value, dtype=None: 0,
    kind=full_kind,
    array_operands=False,
    domain=(Sample((4, REAL), ((), ())), Sample(((2, 3), REAL), ((), (3,)))),
)
linear(
    np.linspace,
    lambda g, y, start, stop, num, endpoint: np.sum(g * np.linspace(1.0, 0.0, num, endpoint=endpoint)),
    lambda g, y, start, stop, num, endpoint: np.sum(g * np.linspace(0.0, 1.0, num, endpoint=endpoint)),
    signature=lambda start, stop, num=50, endpoint=True: 0,
    kind=linspace_kind,
    domain=(Sample((REAL, REAL), ((), ()), {"num": 5}), Sample((REAL, REAL), ((), ()), {"num": 4, "endpoint": False})),
)
for function in (np.zeros_like, np.ones_like):
    nondifferentiable(function, lambda a, dtype=None: 0, kind=like_kind, models=(0,))
nondifferentiable(np.empty_like, lambda prototype, dtype=None: 0, kind=like_kind, models=(0,))
for function in (np.zeros, np.ones, np.empty):
    nondifferentiable(function, lambda shape, dtype=float: 0, kind=filled_kind, array_operands=False)


def square_kind(N: Any, M: Any = None, k: Any = None, dtype: Any = Const(float)) -> Kind:
    return Array(np.dtype(dtype.value).name, 2) if dtype.is_const else UNKNOWN


nondifferentiable(np.eye, lambda N, M=None, k=0, dtype=float: 0, kind=square_kind)
nondifferentiable(np.identity, lambda n, dtype=float: 0, kind=lambda n, dtype=Const(float): square_kind(n, dtype=dtype))
nondifferentiable(np.arange, lambda start, stop=None, step=None: 0, kind=range_kind)
