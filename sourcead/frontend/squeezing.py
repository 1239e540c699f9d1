"""np.squeeze without an axis: kinds do not know sizes, but some axes are seen to have size one where they are made.

Those are removed; that no other axis has size one is checked when the function runs, since its rank would be another.
"""

from __future__ import annotations

import ast

import numpy as np

from ..ir import kinds
from ..ir.nodes import Atom, Const, Let
from .calls import primitive
from .forms import FORMS, METHODS
from .lowerer import Lowerer
from .values import NONE, Value, is_atom

REDUCTIONS = {"sum", "mean", "prod", "max", "min", "amax", "amin", "var", "std", "median"}


def _squeeze(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    fn = lowerer.table.named("squeeze")
    given = options.get("axis", args[1] if len(args) > 1 else NONE)
    if len(args) != 1 or given != NONE or not is_atom(args[0]):
        return primitive(lowerer, node, fn, args, options, name)
    x = args[0]
    axes = sorted(_ones(lowerer, x))
    if not axes and kinds.ndim(x.kind):
        return lowerer.refuse(
            node, "the rank of np.squeeze(x) depends on the sizes of x", "give the axis: np.squeeze(x, axis=...)"
        )
    if len(axes) < kinds.ndim(x.kind):
        lowerer.builder.emit(lowerer.table.named("require_squeezed"), x, Const(tuple(axes)))
    return lowerer.compute(node, fn, [x, Const(tuple(axes))], name=name)


def _ones(lowerer: Lowerer, x: Atom) -> set[int]:
    """The axes of `x` that are seen to have size one."""
    made = next((s for s in reversed(lowerer.builder.stmts) if x in s.outs), None)
    count = kinds.ndim(x.kind)
    if not isinstance(made, Let):
        return set()
    options = dict(made.options)
    if made.fn.name == "expand_dims":
        new = _positions(made.args[1], count)
        old = iter(i for i in range(count) if i not in new)
        inner = _ones(lowerer, made.args[0])
        return new | {place for i, place in enumerate(old) if i in inner}
    if made.fn.name in REDUCTIONS and options.get("keepdims") == Const(True):
        axis = options.get("axis", NONE)
        return set(range(count)) if axis == NONE else _positions(axis, count)
    if made.fn.name == "reshape":
        return {i for i, size in enumerate(_items(lowerer, made.args[1])) if size == Const(1)}
    if made.fn.name == "getitem":
        return _new_axes(_items(lowerer, made.args[1]), count)
    return set()


def _positions(axis: Atom, count: int) -> set[int]:
    if not axis.is_const:
        return set()
    given = axis.value if isinstance(axis.value, tuple) else (axis.value,)
    return {a % count for a in given}


def _items(lowerer: Lowerer, atom: Atom) -> list[Atom]:
    """The parts of an index or shape."""
    if atom.is_const:
        return [Const(v) for v in atom.value] if isinstance(atom.value, tuple) else [atom]
    made = next((s for s in reversed(lowerer.builder.stmts) if atom in s.outs), None)
    return list(made.args) if isinstance(made, Let) and made.fn.name == "tuple" else [atom]


def _new_axes(parts: list[Atom], count: int) -> set[int]:
    """Where None puts axes, with slices and integers beside it: an ellipsis or an array would move them."""
    found, place = set(), 0
    for part in parts:
        if part == NONE:
            found.add(place)
            place += 1
        elif isinstance(part.kind, kinds.Static) and isinstance(part.kind.value, slice):
            place += 1
        elif not kinds.is_scalar(part.kind):
            return set()
    return found


FORMS[np.squeeze] = _squeeze
METHODS[np.squeeze] = _squeeze
