"""Calls that write to an array they are given: np.copyto, np.put, np.add.at, x.fill, and `out=` of any function."""

from __future__ import annotations

import ast
from typing import Callable

import numpy as np

from ..ir import kinds
from ..ir.nodes import Const
from .forms import FORMS, Form
from .lowerer import STRUCTURE, Lowerer
from .subset import SYMBOLS
from .values import NONE, POISON, Items, Value, is_atom, poisoned
from .writes import casts, set_item, store

EVERYTHING = Const(...)


def into(lowerer: Lowerer, node: ast.AST, out: Value, value: Value) -> Value:
    """Write `value` into the array `out`, as `out=` of NumPy's functions does; `out` is the value of the call."""
    if isinstance(out, Items) and out.type is tuple and len(out.values) == 1:
        out = out.values[0]
    if poisoned(out, value):
        return POISON
    if not (is_atom(out) and kinds.is_array(out.kind)):
        return lowerer.refuse(node, "out= of this value is not supported", "pass an array")
    if not casts(value.kind, out.kind):
        return lowerer.refuse(node, f"{value.kind} cannot be written to {out.kind}", "make `out` of the type of the result")
    store(lowerer, node, out, EVERYTHING, value, "store")
    return out


def _form(name: str, count: int, write: Callable[..., None], options: tuple[str, ...] = ()) -> Form:
    """The form of a call with `count` arguments that writes to the first of them and returns None."""

    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], given: dict[str, Value], label: str | None) -> Value:
        if len(args) != count or not given.keys() <= set(options):
            return lowerer.refuse(node, f"{name} with these arguments is not supported", "assign to the elements: x[i] = v")
        if not (is_atom(args[0]) and kinds.is_array(args[0].kind)):
            return lowerer.refuse(node, f"{name} of this value is not supported", "write to an array")
        write(lowerer, node, *args, **given)
        return NONE

    return form


def _fill(lowerer: Lowerer, node: ast.AST, array: Value, value: Value) -> None:
    set_item(lowerer, node, array, EVERYTHING, value)


def _copyto(lowerer: Lowerer, node: ast.AST, array: Value, value: Value, where: Value = Const(True)) -> None:
    if not (is_atom(value) and kinds.is_number(value.kind) and casts(value.kind, array.kind)):
        lowerer.refuse(node, "np.copyto of this value is not supported", f"copy what is of type {array.kind.dtype}")
        return
    if where != Const(True):
        value = lowerer.compute(node, lowerer.table.named("where"), [where, value, array])
    set_item(lowerer, node, array, EVERYTHING, value)


def _put(lowerer: Lowerer, node: ast.AST, array: Value, indices: Value, values: Value) -> None:
    """np.put counts elements in C order, whatever the layout; fewer values than indices would be repeated."""
    one = is_atom(values) and kinds.ndim(values.kind) == 0
    if not one and not (isinstance(indices, Items) and isinstance(values, Items) and len(indices.values) == len(values.values)):
        if is_atom(values) and is_atom(lowerer.atom(node, indices)):
            lowerer.compute(node, lowerer.table.named("require_shape"), [values, lowerer.atom(node, indices)])
        else:
            lowerer.refuse(node, "np.put with these values is not supported", "assign to the elements: x.flat[indices] = values")
            return
    set_item(lowerer, node, flat(lowerer, node, array), indices, values)


def flat(lowerer: Lowerer, node: ast.AST, array: Value) -> Value:
    """x.flat: the elements in C order, which write to `x`."""
    return lowerer.compute(node, lowerer.table.named("flat"), [array])


def _at(op: type[ast.operator], sign: int) -> Callable[..., None]:
    def write(lowerer: Lowerer, node: ast.AST, array: Value, indices: Value, values: Value) -> None:
        if not (is_atom(values) and kinds.is_number(values.kind) and casts(values.kind, array.kind)):
            lowerer.refuse(node, f"np ufunc.at ({SYMBOLS[op]}) of this value is not supported", "pass an array of numbers")
            return
        if sign < 0:
            values = lowerer.compute(node, lowerer.table.operator(ast.USub), [values])
        store(lowerer, node, array, indices, values, "add_at")

    return write


FORMS.update(
    {
        np.copyto: _form("np.copyto", 2, _copyto, ("where",)),
        np.put: _form("np.put", 3, _put),
        np.add.at: _form("np.add.at", 3, _at(ast.Add, 1)),
        np.subtract.at: _form("np.subtract.at", 3, _at(ast.Sub, -1)),
    }
)

# By name: the methods that write to their array.
METHODS: dict[str, Form] = {
    "fill": _form("x.fill", 2, _fill),
    "put": _form("x.put", 3, _put),
}
STRUCTURE["methods"] = METHODS
STRUCTURE["into"] = into
