"""Methods of arrays that are functions with the arguments in another order, or that only a definition stands for."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ..ir.nodes import Const
from .calls import inline_definition, with_arguments
from .forms import Form
from .lowerer import STRUCTURE, Lowerer
from .updates import METHODS
from .values import Value


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


METHODS |= {
    "put": as_function(np.put),
    "compress": as_function(np.compress, swapped=True),
    "choose": as_function(np.choose),
    "view": _viewed,
}
