"""Methods of arrays that are functions with the arguments in another order, or that only a definition stands for."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ..ir import kinds
from ..ir.nodes import Const
from .calls import inline_definition, with_arguments
from .expressions import array_of
from .forms import FORMS, Form
from .lowerer import STRUCTURE, Lowerer
from .updates import METHODS
from .values import NONE, Items, Value, is_atom


def as_function(function: Any, swapped: bool = False) -> Form:
    """The method is the function of the array and the arguments; `swapped`, the array is the function's second argument."""

    def meaning(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        definition = lowerer.table.definition(function)
        if definition is not None:
            return inline_definition(lowerer, node, definition, args, options, name)
        return STRUCTURE["primitive"](lowerer, node, lowerer.table.find(function), args, options, name)

    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        given = list(args)
        if swapped and len(given) > 1:
            given[:2] = given[1::-1]
        return with_arguments(lowerer, node, function, meaning, given, options, name)

    return form


def _viewed(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """x.view() is the array with another object around the same memory."""
    if len(args) != 1 or options:
        return lowerer.refuse(node, "x.view() of another type is not supported", "convert with astype")
    return lowerer.compute(node, lowerer.table.named("getitem"), [args[0], Const(...)], name=name)


def _pad(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Constants that are known at run time only are an array."""
    values = options.get("constant_values")
    if isinstance(values, Items) and not all(map(_is_known, values.values)):
        options = {**options, "constant_values": array_of(lowerer, node, values)}
    return STRUCTURE["primitive"](lowerer, node, lowerer.table.find(np.pad), args, options, name)


def _is_known(value: Value) -> bool:
    return all(map(_is_known, value.values)) if isinstance(value, Items) else isinstance(value, Const)


def _arange(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Of numbers known at run time that are floats, a range that has a derivative."""
    given = {**dict(zip(("start", "stop", "step"), args)), **options}
    floats = [a for a in given.values() if is_atom(a) and not a.is_const and kinds.is_scalar(a.kind) and kinds.is_float(a.kind)]
    if not floats or "dtype" in given or not given.keys() <= {"start", "stop", "step"}:
        return STRUCTURE["primitive"](lowerer, node, lowerer.table.find(np.arange), args, options, name)
    if given.get("stop", NONE) == NONE:
        given["start"], given["stop"] = Const(0), given["start"]
    bounds = [given.get("start", Const(0)), given["stop"], given.get("step", Const(1))]
    bounds = [Const(1) if b == NONE else b for b in bounds]
    return lowerer.compute(node, lowerer.table.named("range_of_floats"), bounds, name=name)


def _qr(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """The complete form of a matrix that is no higher than wide is the reduced one; of others it is not determined."""
    row = lowerer.table.find(np.linalg.qr)
    mode = args[1] if len(args) > 1 else options.get("mode")
    if mode == Const("complete") and is_atom(args[0]) and kinds.is_array(args[0].kind):
        lowerer.compute(node, lowerer.table.named("require_wide"), [args[0]])
        return STRUCTURE["primitive"](lowerer, node, row, args[:1], {}, name)
    return STRUCTURE["primitive"](lowerer, node, row, args, options, name)


FORMS[np.linalg.qr] = _qr
FORMS[np.arange] = _arange
FORMS[np.pad] = _pad
METHODS |= {
    "put": as_function(np.put),
    "compress": as_function(np.compress, swapped=True),
    "choose": as_function(np.choose),
    "view": _viewed,
}
