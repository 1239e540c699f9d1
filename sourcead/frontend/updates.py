"""Calls that write to an array they are given: np.copyto, np.add.at, x.fill, and `out=` of any function."""

from __future__ import annotations

import ast
from typing import Callable

import numpy as np

from ..ir import kinds
from ..ir.nodes import Const
from .expressions import array_of
from .forms import FORMS, Form
from .lowerer import STRUCTURE, Lowerer
from .subset import SYMBOLS
from .values import NONE, POISON, Items, Value, is_atom, poisoned
from .writes import casts, set_item, store, write

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
        if len(args) > count:
            given = {**dict(zip(options, args[count:])), **given} if len(args) <= count + len(options) else {"%": NONE}
            args = args[:count]
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


def _sort(
    lowerer: Lowerer, node: ast.AST, array: Value, axis: Value = Const(-1), kind: Value = NONE, order: Value = NONE, stable: Value = NONE
) -> None:
    if order != NONE:
        lowerer.refuse(node, "x.sort with an order of fields is not supported", "sort the fields")
        return
    given = {"axis": axis, "kind": kind, "stable": stable}
    options = {key: value for key, value in given.items() if value not in (NONE, Const(-1))}
    write(lowerer, node, array, lowerer.compute(node, lowerer.table.named("sort"), [array], options))


def _partition(lowerer: Lowerer, node: ast.AST, array: Value, kth: Value, axis: Value = Const(-1)) -> None:
    options = {} if axis == Const(-1) else {"axis": axis}
    write(lowerer, node, array, lowerer.compute(node, lowerer.table.named("partition"), [array, kth], options))


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


# Ufuncs of two numbers that change the elements they are given one after the other, with duplicates again.
CHAINED = (
    *("multiply", "divide", "power", "maximum", "minimum", "fmax", "fmin", "hypot", "arctan2", "logaddexp", "logaddexp2"),
    *("copysign", "fmod", "remainder", "nextafter", "floor_divide", "heaviside"),
)


def _chained(name: str) -> Callable[..., None]:
    def change(lowerer: Lowerer, node: ast.AST, array: Value, indices: Value, values: Value) -> None:
        values = array_of(lowerer, node, values) if isinstance(values, Items) else values
        if not (is_atom(values) and kinds.is_number(values.kind) and kinds.is_continuous(array.kind) and casts(values.kind, array.kind)):
            lowerer.refuse(node, f"np.{name}.at of this value is not supported", "pass arrays of floats")
            return
        fn = lowerer.table.named("operated_at")
        write(lowerer, node, array, lowerer.compute(node, fn, [Const(name), array, values, indices]))

    return change


def _each(ufunc: np.ufunc) -> Callable[..., None]:
    """A ufunc of one number, at elements none of which may be named twice."""

    def change(lowerer: Lowerer, node: ast.AST, array: Value, indices: Value) -> None:
        index = lowerer.atom(node, indices)
        if index is POISON:
            return
        if kinds.has_index_array(index.kind):
            lowerer.compute(node, lowerer.table.named("require_distinct"), [array, index])
        part = lowerer.compute(node, lowerer.table.named("getitem"), [array, index])
        set_item(lowerer, node, array, index, lowerer.compute(node, lowerer.table.find(ufunc), [part]))

    return change


UNARY = """
    negative positive absolute fabs sign rint conjugate exp exp2 expm1 log log2 log10 log1p sqrt square cbrt reciprocal sin cos tan
    arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh degrees radians deg2rad rad2deg floor ceil trunc
""".split()
FORMS.update({getattr(np, name).at: _form(f"np.{name}.at", 2, _each(getattr(np, name))) for name in UNARY})
FORMS.update(
    {
        np.copyto: _form("np.copyto", 2, _copyto, ("where",)),
        np.add.at: _form("np.add.at", 3, _at(ast.Add, 1)),
        np.subtract.at: _form("np.subtract.at", 3, _at(ast.Sub, -1)),
        **{getattr(np, name).at: _form(f"np.{name}.at", 3, _chained(name)) for name in CHAINED},
    }
)

# By name: the methods that write to their array.
METHODS: dict[str, Form] = {
    "fill": _form("x.fill", 2, _fill),
    "partition": _form("x.partition", 2, _partition, ("axis",)),
    "sort": _form("x.sort", 1, _sort, ("axis", "kind", "order", "stable")),
}
STRUCTURE["methods"] = METHODS
STRUCTURE["into"] = into
