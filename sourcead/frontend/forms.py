"""Calls whose meaning depends on what is known at generation: len of a tuple, isinstance, min of several numbers."""

from __future__ import annotations

import ast
from functools import reduce
from typing import Any, Callable

import numpy as np

from ..ir import kinds
from ..ir.kinds import Sequence, sample
from ..ir.nodes import Const
from .expressions import array_of
from .lowerer import Lowerer
from .values import Items, Known, Value, is_atom

Form = Callable[[Lowerer, ast.Call, list[Value], dict[str, Value], str | None], Value]


def constant(x: Any) -> bool:
    """In the body of a rule: whether the argument is known at generation."""
    raise RuntimeError("constant() has a meaning only in the body of a rule")


def _simple(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], count: int) -> bool:
    return len(args) == count and not options


def _constant(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    return Const(isinstance(args[0], Const))


def _len(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if _simple(lowerer, node, args, options, 1):
        if isinstance(args[0], Items):
            return Const(len(args[0].values))
        if is_atom(args[0]):
            return lowerer.compute(node, lowerer.table.named("len"), args, name=name)
    return lowerer.refuse(node, "len of this value is not supported", "use x.shape or x.size")


def _isinstance(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Kinds know the type of every value."""
    value = args[0]
    types = [a.object for a in (args[1].values if isinstance(args[1], Items) else args[1:]) if isinstance(a, Known)]
    if isinstance(value, Items):
        return Const(issubclass(value.type, tuple(types)))
    if isinstance(value, Known):
        return Const(isinstance(value.object, tuple(types)))
    if is_atom(value) and value.kind != kinds.UNKNOWN:
        example = value.value if value.is_const else sample(value.kind)
        return Const(isinstance(example, tuple(types)))
    return lowerer.refuse(node, "isinstance of this value is not supported", "remove the test")


def _extreme(which: str) -> Form:
    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        values = list(args[0].values) if len(args) == 1 and isinstance(args[0], Items) else args
        if options or len(values) < 2 or not all(is_atom(v) and kinds.is_scalar(v.kind) for v in values):
            return lowerer.refuse(node, f"{which} of these arguments is not supported", f"use np.{which} for arrays")
        fn = lowerer.table.named(f"builtin_{which}")
        return reduce(lambda a, b: lowerer.compute(node, fn, [a, b]), values)

    return form


def _sum(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Python's sum adds from the left, starting with its second argument."""
    if options or len(args) not in (1, 2) or not isinstance(args[0], Items):
        return lowerer.refuse(node, "sum of this value is not supported", "use np.sum for arrays")
    start = args[1] if len(args) == 2 else Const(0)
    add = lowerer.table.operator(ast.Add)
    return reduce(lambda a, b: lowerer.compute(node, add, [a, b]), args[0].values, start)


def _sequence(type_: type) -> Form:
    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        if not args:
            return Items(type_, ())
        if _simple(lowerer, node, args, options, 1) and isinstance(args[0], Items):
            return Items(type_, args[0].values)
        if _simple(lowerer, node, args, options, 1) and is_atom(args[0]) and isinstance(args[0].kind, Sequence):
            return args[0]
        return lowerer.refuse(node, f"{type_.__name__} of this value is not supported", "keep it an array")

    return form


def _array(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """np.array of a nest of lists builds an array; of an array, copies it."""
    if len(args) != 1 or not options.keys() <= {"dtype"}:
        return lowerer.refuse(node, "np.array with these arguments is not supported", "pass the data, and dtype if needed")
    if isinstance(args[0], Items):
        return array_of(lowerer, node, args[0], options.get("dtype"))
    return lowerer.compute(node, lowerer.table.named("array_copy"), args, options, name)


def _asarray(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if args and isinstance(args[0], Items):
        return _array(lowerer, node, args, options, name)
    if not _simple(lowerer, node, args, options, 1):
        return lowerer.refuse(node, "np.asarray with these arguments is not supported", "pass the data alone")
    return lowerer.compute(node, lowerer.table.named("asarray"), args, options, name)


def _divmod(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if not _simple(lowerer, node, args, options, 2):
        return lowerer.refuse(node, "divmod takes two arguments", "check the call")
    pair = (lowerer.compute(node, lowerer.table.operator(op), list(args)) for op in (ast.FloorDiv, ast.Mod))
    return Items(tuple, tuple(pair))


FORMS: dict[Any, Form] = {
    constant: _constant,
    len: _len,
    isinstance: _isinstance,
    min: _extreme("min"),
    max: _extreme("max"),
    sum: _sum,
    tuple: _sequence(tuple),
    list: _sequence(list),
    np.array: _array,
    np.asarray: _asarray,
    divmod: _divmod,
}

