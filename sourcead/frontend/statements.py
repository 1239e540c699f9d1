"""Statements: binding names to values, and returning."""

from __future__ import annotations

import ast

import numpy as np

from ..ir import kinds
from ..ir.nodes import Const, Let, Var
from ..ir.traversal import reads
from .expressions import binary, closure
from .lowerer import STATEMENTS, Lowerer
from .subset import SYMBOLS
from .values import POISON, Closure, Counted, Items, Value, is_atom


def assign(lowerer: Lowerer, node: ast.Assign, rest: list[ast.stmt]) -> None:
    names = [t.id for t in node.targets if isinstance(t, ast.Name)]
    value = lowerer.raw(node.value, names[0] if names else None)
    for target in node.targets:
        bind_target(lowerer, target, value)


def annotated(lowerer: Lowerer, node: ast.AnnAssign, rest: list[ast.stmt]) -> None:
    if node.value is not None:
        name = node.target.id if isinstance(node.target, ast.Name) else None
        bind_target(lowerer, node.target, lowerer.raw(node.value, name))


def augmented(lowerer: Lowerer, node: ast.AugAssign, rest: list[ast.stmt]) -> None:
    """`y += v` rebinds a number. An array it changes in place, which is the same only while nobody else holds it."""
    if not isinstance(node.target, ast.Name):
        return  # the subset check has reported it
    name = node.target.id
    old = lowerer.settled(node.target, lowerer.lookup(node.target, name))
    value = lowerer.expr(node.value)
    if old is POISON or value is POISON:
        bind_target(lowerer, node.target, POISON)
        return
    if isinstance(old, Items) and old.type is list and _names_of(lowerer, old) != 1:
        refused = f"the list {name!r} is changed in place while something else holds it"
        lowerer.refuse(node, refused, f"write {name} = {name} {_symbol(node)} ...")
        held = lowerer.stack[-1].locals  # nothing more is known of the list, under any name
        held.update((key, POISON) for key, item in held.items() if item is old)
        return
    new = binary(lowerer, node, type(node.op), old, value, name)
    if is_atom(old) and kinds.is_array(old.kind) and new is not POISON:
        if is_shared(lowerer, old, name):
            new = lowerer.refuse(
                node,
                f"{name!r} is changed in place while something else may hold the same array",
                f"write {name} = {name} {_symbol(node)} ..., or work on a copy: {name} = {name}.copy()",
            )
        elif kinds.is_number(new.kind) and new.kind != old.kind and _casts(new.kind, old.kind):
            new = lowerer.compute(node, lowerer.table.named("astype"), [new, Const(np.dtype(old.kind.dtype).type)], name=name)
        elif new.kind != old.kind:
            new = lowerer.refuse(
                node,
                f"{name!r} of kind {old.kind} cannot be changed in place to {new.kind}",
                f"write {name} = {name} {_symbol(node)} ...",
            )
        if is_atom(value) and kinds.is_array(value.kind) and new is not POISON:
            lowerer.compute(node, lowerer.table.named("require_shape"), [new, old])
    bind_target(lowerer, node.target, new)


def _casts(new: kinds.Kind, old: kinds.Kind) -> bool:
    """Whether NumPy writes values of the one kind into an array of the other."""
    return kinds.ndim(new) == kinds.ndim(old) and np.can_cast(new.dtype, old.dtype, "same_kind")


def _names_of(lowerer: Lowerer, value: Value) -> int:
    """How many names and containers hold this very list."""

    def held(item: Value) -> int:
        inside = 2 * sum(map(held, item.values)) if isinstance(item, Items) and item is not value else 0
        return int(item is value) + inside

    return sum(held(v) for frame in lowerer.stack for v in frame.locals.values())


def _symbol(node: ast.AugAssign) -> str:
    return SYMBOLS[type(node.op)]


def is_shared(lowerer: Lowerer, array: Var, name: str) -> bool:
    """Whether anything but `name` may reach the memory of `array`: a caller, a view, another name."""
    defined = next((s for s in lowerer.builder.stmts if isinstance(s, Let) and s.out is array), None)
    if defined is None or _is_view(defined):
        return True  # a parameter or captured array belongs to the caller; a view to its base
    if any(not isinstance(s, Let) and array in reads(s) for s in lowerer.builder.stmts):
        return True  # a branch or loop may have given it another name
    if any(isinstance(s, Let) and _is_view(s) and array in s.args for s in lowerer.builder.stmts):
        return True
    holders = 0
    for frame in lowerer.stack:
        holders += sum(_holds(value, array) for value in frame.locals.values())
    return holders != 1


def _is_view(stmt: Let) -> bool:
    """Whether the result may share memory with an operand; indexing with an array copies."""
    if stmt.fn.spelling == "[]" and kinds.is_array(stmt.args[1].kind):
        return False
    return stmt.fn.view


def _holds(value: Value, array: Var) -> int:
    if isinstance(value, Items):
        return 2 * sum(_holds(v, array) for v in value.values)
    if isinstance(value, Closure):  # what it reads by name is counted with its frame
        return 2 * sum(_holds(v, array) for v in (*value.defaults, *dict(value.kw_defaults).values()))
    return int(value is array or value == array)


def bind_target(lowerer: Lowerer, target: ast.expr, value: Value) -> None:
    frame = lowerer.stack[-1]
    if isinstance(target, ast.Name):
        if isinstance(value, Counted) and not value.counts:
            value = lowerer.refuse(target, "an iterator is given a name, and can be run over once only", "write it in the for statement")
        frame.locals[target.id] = value
    elif isinstance(target, (ast.Tuple, ast.List)):
        for item, part in zip(target.elts, unpack(lowerer, target, lowerer.settled(target, value))):
            bind_target(lowerer, item.value if isinstance(item, ast.Starred) else item, part)


def unpack(lowerer: Lowerer, target: ast.Tuple | ast.List, value: Value) -> list[Value]:
    """The values the items of an unpacking target get."""
    count = len(target.elts)
    starred = next((i for i, e in enumerate(target.elts) if isinstance(e, ast.Starred)), None)
    if isinstance(value, Items):
        values = list(value.values)
        if starred is not None and len(values) >= count - 1:
            tail = count - starred - 1
            middle = values[starred : len(values) - tail]
            return [*values[:starred], Items(list, tuple(middle)), *values[len(values) - tail :]]
        if starred is None and len(values) == count:
            if value.atom is not None:
                _name_items(value.atom, values, target.elts)
            return values
        lowerer.refuse(target, f"{len(values)} values cannot be unpacked into {count} names", "match the number of names")
    elif is_atom(value) and isinstance(value.kind, kinds.Sequence) and starred is None and len(value.kind.items) == count:
        item = lowerer.table.named("item")
        return [lowerer.compute(target, item, [value, Const(i)], name=_name(e)) for i, e in enumerate(target.elts)]
    elif is_atom(value) and kinds.is_array(value.kind) and value.kind.ndim > 0 and starred is None:
        lowerer.compute(target, lowerer.table.named("require_length"), [value, Const(count)])
        item = lowerer.table.named("getitem")
        return [lowerer.compute(target, item, [value, Const(i)], name=_name(e)) for i, e in enumerate(target.elts)]
    elif value is not POISON:
        lowerer.refuse(target, "this value cannot be unpacked", "unpack tuples, lists and arrays only")
    return [POISON] * count


def _name_items(whole: Var, values: list[Value], targets: list[ast.expr]) -> None:
    """The items of an argument, or of a tuple a function gave, are called what they are unpacked to first."""
    for i, (item, target) in enumerate(zip(values, targets)):
        atom = item.atom if isinstance(item, Items) else item
        if isinstance(atom, Var) and atom.name in (None, f"{whole.name}_{i}"):
            atom.name = _name(target) or atom.name


def _name(node: ast.expr) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def expression(lowerer: Lowerer, node: ast.Expr, rest: list[ast.stmt]) -> None:
    if not isinstance(node.value, ast.Constant):  # a docstring, or an ellipsis
        lowerer.expr(node.value)


def returns(lowerer: Lowerer, node: ast.Return, rest: list[ast.stmt]) -> None:
    frame = lowerer.stack[-1]
    frame.locals["%result"] = Const(None) if node.value is None else lowerer.raw(node.value)
    frame.locals["%exit"] = frame.locals["%break"] = frame.locals["%return"] = Const(True)


def define(lowerer: Lowerer, node: ast.FunctionDef, rest: list[ast.stmt]) -> None:
    lowerer.stack[-1].locals[node.name] = closure(lowerer, node)


def delete(lowerer: Lowerer, node: ast.Delete, rest: list[ast.stmt]) -> None:
    for target in node.targets:
        for leaf in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
            if isinstance(leaf, ast.Name):
                lowerer.lookup(leaf, leaf.id)  # what is not assigned cannot be deleted
                lowerer.stack[-1].locals.pop(leaf.id, None)
            else:
                lowerer.refuse(leaf, "only names can be deleted", "leave it: what is not read costs nothing in the derivative")


STATEMENTS |= {
    ast.Delete: delete,
    ast.Assign: assign,
    ast.AnnAssign: annotated,
    ast.AugAssign: augmented,
    ast.Expr: expression,
    ast.Return: returns,
    ast.FunctionDef: define,
    ast.Pass: lambda lowerer, node, rest: None,
}
