"""The methods accumulate, reduce, reduceat and at of ufuncs that are neither sums nor extremes.

All are scans: y[k] = f(y[k-1], x[k]). With A[k] and B[k] the partials of f in its two arguments, the tangent is the linear
recurrence y_dot[k] = A[k] y_dot[k-1] + B[k] x_dot[k], and the adjoint the same backwards. A and B come from the row of the
ufunc itself. For np.ufunc.at, the elements that are written each make a chain of their own with the values they meet.
"""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import FORMS
from ..frontend.lowerer import STRUCTURE, Lowerer
from ..frontend.values import Value
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, Sequence, ndim
from ..ir.nodes import Const
from ..ir.primitives import sampled
from .reductions import expand_result
from .table import TABLE, Sample, dtype_of, general, linear, nondifferentiable

REAL, POSITIVE = (-2.0, 2.0), (0.5, 2.0)
VECTOR, MATRIX = ((4,),), ((2, 3),)


def partial(name: str, number: int, y: Any, a: Any, b: Any) -> Any:
    """In the body of a rule: the partial derivative of the ufunc of that name in its argument of that number."""
    raise RuntimeError("partial() has a meaning only in the body of a rule")


def _partial(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    row = TABLE.row(TABLE.find(getattr(np, args[0].value)))
    body = getattr(row, "bodies", (None, None))[args[1].value]
    if body is None:
        return Const(0.0)
    return STRUCTURE["apply_rule"](body, args[2:], lowerer.table, lowerer.builder)


FORMS[partial] = _partial


# -- linear recurrences ------------------------------------------------------------------------------------------------------


def same_kind(x: Any, *others: Any) -> Kind:
    return x.kind if ndim(x.kind) else UNKNOWN


linear(
    runtime.previous,
    lambda g, y, x, axis: runtime.following(g, axis),
    None,
    signature=lambda y, axis: 0,
    spelling="previous",
    kind=same_kind,
    domain=Sample((REAL, -1), MATRIX),
)
linear(
    runtime.following,
    lambda g, y, x, axis: runtime.previous(g, axis),
    None,
    signature=lambda y, axis: 0,
    spelling="following",
    kind=same_kind,
    domain=Sample((REAL, 0), MATRIX),
)
nondifferentiable(runtime.starts, lambda x, axis: 0, spelling="starts", kind=lambda x, axis: Array("bool", ndim(x.kind)), models=(0,))


def added(one, other):
    return other if one is None else one if other is None else one + other


general(
    runtime.recurrence,
    lambda c_dot, b_dot, z, c, b, axis: runtime.recurrence(
        c, added(b_dot, None if c_dot is None else c_dot * runtime.previous(z, axis)), axis
    ),
    lambda g, z, c, b, axis: runtime.recurrence_back(c, g, axis) * runtime.previous(z, axis),
    lambda g, z, c, b, axis: runtime.recurrence_back(c, g, axis),
    signature=lambda c, b, axis: 0,
    spelling="recurrence",
    kind=lambda c, b, axis: Array(np.result_type(dtype_of(c.kind), dtype_of(b.kind)).name, ndim(b.kind)),
    domain=(Sample((REAL, REAL, 0), (*VECTOR, *VECTOR)), Sample((REAL, REAL, -1), (*MATRIX, *MATRIX))),
)
general(
    runtime.recurrence_back,
    lambda c_dot, g_dot, w, c, g, axis: runtime.recurrence_back(
        c, added(g_dot, None if c_dot is None else runtime.following(c_dot * w, axis)), axis
    ),
    lambda bar, w, c, g, axis: runtime.previous(runtime.recurrence(c, bar, axis), axis) * w,
    lambda bar, w, c, g, axis: runtime.recurrence(c, bar, axis),
    signature=lambda c, g, axis: 0,
    spelling="recurrence_back",
    kind=lambda c, g, axis: Array(np.result_type(dtype_of(c.kind), dtype_of(g.kind)).name, ndim(g.kind)),
    domain=(Sample((REAL, REAL, 0), (*VECTOR, *VECTOR)), Sample((REAL, REAL, -1), (*MATRIX, *MATRIX))),
)


# -- scans ---------------------------------------------------------------------------------------------------------------------


def carried(name, y, x, first, axis):
    """What the result so far counts for in the next: A."""
    a, b = np.where(first, 1.0, runtime.previous(y, axis)), np.where(first, 1.0, x)
    return np.where(first, 0.0, np.zeros_like(x) + partial(name, 0, y, a, b))


def entered(name, y, x, first, axis):
    """What an element counts for in the result it enters: B."""
    a, b = np.where(first, 1.0, runtime.previous(y, axis)), np.where(first, 1.0, x)
    return np.where(first, 1.0, np.zeros_like(x) + partial(name, 1, y, a, b))


def scan_push(name, x_dot, y, x, first, axis):
    return runtime.recurrence(carried(name, y, x, first, axis), entered(name, y, x, first, axis) * x_dot, axis)


def scan_pull(name, g, y, x, first, axis):
    return entered(name, y, x, first, axis) * runtime.recurrence_back(carried(name, y, x, first, axis), g, axis)


general(
    runtime.scanned,
    lambda x_dot, y, name, x, first, axis: scan_push(name, x_dot, y, x, first, axis),
    None,
    lambda g, y, name, x, first, axis: scan_pull(name, g, y, x, first, axis),
    signature=lambda name, x, first, axis: 0,
    spelling="scanned",
    kind=lambda name, x, first, axis: x.kind,
    domain=Sample(("hypot", POSITIVE, np.array([True, False, False, True, False]), 0), ((), (5,), (5,), ())),
)


def accumulated(name: str) -> Any:
    ufunc = getattr(np, name)

    def accumulate(array: Any, axis: int = 0) -> Any:
        return ufunc.accumulate(array, axis)

    return accumulate


def accumulate_push(name: str) -> Any:
    return lambda x_dot, y, x, axis: scan_push(name, x_dot, y, x, runtime.starts(x, axis), axis)


def accumulate_pull(name: str) -> Any:
    return lambda g, y, x, axis: scan_pull(name, g, y, x, runtime.starts(x, axis), axis)


def reduced(name: str) -> Any:
    ufunc = getattr(np, name)

    def reduce(array: Any, axis: int = 0, keepdims: bool = False) -> Any:
        return ufunc.reduce(array, axis, keepdims=keepdims)

    return reduce


def weights(name, x, axis):
    """What each element counts for in the last of the scan."""
    first = runtime.starts(x, axis)
    last = np.where(np.flip(first, axis=axis), np.ones_like(x), 0.0)
    return scan_pull(name, last, runtime.scanned(name, x, first, axis), x, first, axis)


def reduce_push(name: str) -> Any:
    return lambda x_dot, y, x, axis, keepdims: np.sum(weights(name, x, axis) * x_dot, axis=axis, keepdims=keepdims)


def reduce_pull(name: str) -> Any:
    return lambda g, y, x, axis, keepdims: expand_result(g, x, axis, keepdims) * weights(name, x, axis)


# -- segments --------------------------------------------------------------------------------------------------------------------



def has_segments(x: Any, indices: Any, axis: Any) -> bool:
    whole = [np.dtype(dtype_of(k)).kind in "iu" for k in (indices.kind, axis.kind)]
    return ndim(x.kind) > 0 and ndim(indices.kind) == 1 and ndim(axis.kind) == 0 and all(whole)


def places_kind(x: Any, indices: Any, axis: Any) -> Kind:
    return Array("int64", 1) if has_segments(x, indices, axis) else UNKNOWN


def starts_kind(x: Any, indices: Any, axis: Any) -> Kind:
    return Array("bool", ndim(x.kind)) if has_segments(x, indices, axis) else UNKNOWN


for function, kind in (
    (runtime.segment_elements, places_kind),
    (runtime.segment_ends, places_kind),
    (runtime.segment_starts, starts_kind),
):
    nondifferentiable(function, lambda x, indices, axis: 0, spelling=function.__name__, kind=kind, models=(0,))


def segmented(name: str) -> Any:
    ufunc = getattr(np, name)

    def reduceat(array: Any, indices: Any, axis: int = 0) -> Any:
        return ufunc.reduceat(array, indices, axis)

    return reduceat


def segmented_push(name, x_dot, x, indices, axis):
    taken = runtime.segment_elements(x, indices, axis)
    first, xs = runtime.segment_starts(x, indices, axis), np.take(x, taken, axis=axis)
    pushed = scan_push(name, np.take(x_dot, taken, axis=axis), runtime.scanned(name, xs, first, axis), xs, first, axis)
    return np.take(pushed, runtime.segment_ends(x, indices, axis), axis=axis)


def segmented_pull(name, g, x, indices, axis):
    taken, ends = runtime.segment_elements(x, indices, axis), runtime.segment_ends(x, indices, axis)
    first, xs = runtime.segment_starts(x, indices, axis), np.take(x, taken, axis=axis)
    seeds = runtime.sum_at(g, xs, np.take(runtime.positions(xs), ends, axis=axis))
    back = scan_pull(name, seeds, runtime.scanned(name, xs, first, axis), xs, first, axis)
    return runtime.sum_at(back, x, np.take(runtime.positions(x), taken, axis=axis))


def segmented_kind(x: Any, indices: Any, axis: Any = Const(0)) -> Kind:
    return x.kind if ndim(x.kind) and ndim(indices.kind) == 1 and axis.is_const else UNKNOWN


def reduceat_push(name: str) -> Any:
    return lambda x_dot, y, x, indices, axis: segmented_push(name, x_dot, x, indices, axis)


def reduceat_pull(name: str) -> Any:
    return lambda g, y, x, indices, axis: segmented_pull(name, g, x, indices, axis)


# -- at --------------------------------------------------------------------------------------------------------------------------

nondifferentiable(
    runtime.chains,
    lambda x, value, index: 0,
    spelling="chains",
    kind=lambda x, value, index: Sequence(tuple, (Array("int64", 1),) * 4),
    array_operands=False,
    models=(0, 1),
)


def end_to_end(x, value):
    return np.concatenate([np.ravel(x), np.ravel(value)])


def tangents_end_to_end(x_dot, v_dot, x, value):
    return end_to_end(np.zeros_like(x) if x_dot is None else x_dot, np.zeros_like(value) if v_dot is None else v_dot)


def at_push(x_dot, v_dot, y, name, x, value, index):
    source, heads, ends, elements = runtime.chains(x, value, index)
    first, xs = heads == 1, np.take(end_to_end(x, value), source)
    dots = np.take(tangents_end_to_end(x_dot, v_dot, x, value), source)
    pushed = scan_push(name, dots, runtime.scanned(name, xs, first, 0), xs, first, 0)
    before = np.zeros_like(x) if x_dot is None else x_dot
    return np.reshape(runtime.store(np.ravel(before), np.take(pushed, ends), elements), x.shape)


def at_back(g, name, x, value, index):
    """The adjoints of the elements that are written and of the values, end to end."""
    source, heads, ends, elements = runtime.chains(x, value, index)
    first, whole = heads == 1, end_to_end(x, value)
    xs = np.take(whole, source)
    seeds = runtime.sum_at(np.take(np.ravel(g), elements), xs, ends)
    return runtime.sum_at(scan_pull(name, seeds, runtime.scanned(name, xs, first, 0), xs, first, 0), whole, source)


def at_pull(g, y, name, x, value, index):
    kept = runtime.store(np.ravel(g), 0.0, runtime.chains(x, value, index)[3])
    return np.reshape(kept + at_back(g, name, x, value, index)[: np.size(x)], x.shape)


def at_pull_value(g, y, name, x, value, index):
    found = at_back(g, name, x, value, index)[np.size(x) :]
    return np.sum(found) if value.ndim == 0 else np.reshape(found, value.shape)


general(
    runtime.operated_at,
    at_push,
    None,
    at_pull,
    at_pull_value,
    None,
    signature=lambda name, x, value, index: 0,
    spelling="operated_at",
    kind=lambda name, x, value, index: x.kind,
    array_operands=False,
    domain=(
        Sample(("multiply", POSITIVE, POSITIVE, [0, 2, 0]), ((), (4,), (3,), ())),
        Sample(("divide", POSITIVE, POSITIVE, [0, 2, 0, 0]), ((), (4,), (), ())),
        Sample(("hypot", POSITIVE, POSITIVE, np.array([[0, 1], [1, 1]])), ((), (2, 3), (3,), ())),
        Sample(("power", POSITIVE, POSITIVE, (slice(None), 1)), ((), (2, 3), (2,), ())),
    ),
)


# -- the rows ----------------------------------------------------------------------------------------------------------------------

# Ufuncs of two numbers, with the interval their samples are drawn from; NEAR stands for samples away from jumps and ties.
NEAR = (0.0, 0.03)
SCANS = {
    **dict.fromkeys(("subtract", "divide", "power", "hypot", "arctan2", "logaddexp", "logaddexp2"), POSITIVE),
    **dict.fromkeys(("copysign", "fmod", "remainder", "nextafter", "floor_divide", "heaviside", "fmax", "fmin"), NEAR),
}
# What is a sum, a product or an extreme has rules of its own (rules/reductions.py, rules/ordering.py), but for segments.
SEGMENTED = {**SCANS, "add": REAL, "multiply": POSITIVE, "maximum": NEAR, "minimum": NEAR}
REDUCED_BY_OTHERS = {"logaddexp", "hypot"}
# On machines with AVX-512, NumPy's reductions by these meet the first and the last element only.
UNRELIABLE = {"power", "arctan2"}


def reduction_kind(x: Any, axis: Any = Const(0), keepdims: Any = Const(False)) -> Kind:
    if not ndim(x.kind) or not keepdims.is_const:
        return UNKNOWN
    if not axis.is_const and axis.kind == Scalar("int"):
        axis = Const(0)  # whichever it is
    if not axis.is_const or not isinstance(axis.value, int):
        return UNKNOWN
    return sampled(np.maximum.reduce, (x,), {"axis": axis, "keepdims": keepdims})


def falling(x: Any) -> Any:
    """Ever smaller numbers, apart from one another and from each other's multiples."""
    return (x + 2.9 * 0.7 ** np.arange(x.shape[-1])).astype(x.dtype)


def sample(interval: tuple[float, float], shapes: Any, options: Any = None, *others: Any) -> Sample:
    return Sample((interval, *others), shapes, options or {}, (falling if interval is NEAR else None,))


for which, interval in SCANS.items():
    general(
        accumulated(which),
        accumulate_push(which),
        accumulate_pull(which),
        signature=lambda array, axis=0: 0,
        name=f"{which}_accumulate",
        spelling=f"np.{which}.accumulate",
        kind=lambda x, axis=None: x.kind if ndim(x.kind) else UNKNOWN,
        domain=(sample(interval, VECTOR), sample(interval, MATRIX, {"axis": -1})),
    )
    if which not in REDUCED_BY_OTHERS | UNRELIABLE:
        general(
            reduced(which),
            reduce_push(which),
            reduce_pull(which),
            signature=lambda array, axis=0, *, keepdims=False: 0,
            name=f"{which}_reduce",
            spelling=f"np.{which}.reduce",
            kind=reduction_kind,
            domain=(sample(interval, VECTOR), sample(interval, MATRIX, {"axis": -1, "keepdims": True})),
        )
for which, interval in SEGMENTED.items():
    if which in UNRELIABLE:
        continue
    general(
        segmented(which),
        reduceat_push(which),
        reduceat_pull(which),
        signature=lambda array, indices, axis=0: 0,
        name=f"{which}_reduceat",
        spelling=f"np.{which}.reduceat",
        kind=segmented_kind,
        domain=(
            sample(interval, (*VECTOR, (3,)), {}, np.array([0, 2, 1])),
            sample(interval, (*MATRIX, (2,)), {"axis": -1}, np.array([0, 1])),
        ),
    )
