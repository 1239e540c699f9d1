"""Indices through views: what A[i][j] reads or writes is A[i, j], and y[1:3][0] is one step after the other."""

from __future__ import annotations

import ast
from typing import Any

from ..ir import kinds
from ..ir.nodes import Atom, Const
from .lowerer import Lowerer
from .values import POISON, Items, Value, poisoned


def through(lowerer: Lowerer, node: ast.AST, base: Value, index: Value) -> tuple[Value, Atom | Any]:
    """The array that `base` is a part of, a part of a part and so on, and what picks of it what `index` picks of `base`."""
    steps = [lowerer.atom(node, index)]
    while (view := lowerer.objects.view(base)) is not None and view.fn.name == "getitem" and not poisoned(*steps):
        for step in reversed(lowerer.objects.paths.get(view.args[0], view.args[:1])):
            steps = _joined(lowerer, node, step, steps)
        base = view.base
    if poisoned(*steps):
        return base, POISON
    if len(steps) == 1:
        return base, steps[0]
    path = lowerer.compute(node, lowerer.table.named("path"), steps)
    lowerer.objects.paths[path] = tuple(steps)
    return base, path


def _joined(lowerer: Lowerer, node: ast.AST, first: Atom, steps: list[Atom]) -> list[Atom]:
    """The steps of an index after `first`; a position and the first of them are one."""
    if not _is_position(first) or kinds.has_index_array(steps[0].kind):
        return [first, *steps]

    def parts(index: Atom) -> list[Value]:
        if index.is_const:
            return [Const(v) for v in index.value] if isinstance(index.value, tuple) else [index]
        if isinstance(index.kind, kinds.Sequence):
            item = lowerer.table.named("item")
            return [lowerer.compute(node, item, [index, Const(i)]) for i in range(len(index.kind.items))]
        return [index]

    return [lowerer.atom(node, Items(tuple, (*parts(first), *parts(steps[0])))), *steps[1:]]


def _is_position(index: Atom) -> bool:
    parts = index.kind.items if isinstance(index.kind, kinds.Sequence) else (index.kind,)
    return all(isinstance(part, kinds.Scalar) and part.dtype != "bool" for part in parts)
