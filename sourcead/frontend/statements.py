"""Statements: binding names to values, and returning."""

from __future__ import annotations

import ast

from ..ir import kinds
from ..ir.nodes import Const, Var
from .expressions import binary, closure
from .lowerer import STATEMENTS, STRUCTURE, Lowerer
from .objects import is_object
from .values import POISON, Items, Value, is_atom, single_use


def assign(lowerer: Lowerer, node: ast.Assign, rest: list[ast.stmt]) -> None:
    names = [t.id for t in node.targets if isinstance(t, ast.Name) and t.id.isidentifier()]
    value = lowerer.raw(node.value, names[0] if names else None)
    for target in node.targets:
        bind_target(lowerer, target, value)


def annotated(lowerer: Lowerer, node: ast.AnnAssign, rest: list[ast.stmt]) -> None:
    if node.value is not None:
        name = node.target.id if isinstance(node.target, ast.Name) else None
        bind_target(lowerer, node.target, lowerer.raw(node.value, name))


def augmented(lowerer: Lowerer, node: ast.AugAssign, rest: list[ast.stmt]) -> None:
    """`y += v` rebinds a number, and changes an array or a list in place."""
    if isinstance(node.target, ast.Subscript):
        STRUCTURE["augment_item"](lowerer, node, node.target)
        return
    if isinstance(node.target, ast.Attribute):
        _augment_attribute(lowerer, node, node.target)
        return
    if not isinstance(node.target, ast.Name):
        return  # the subset check has reported it
    name = node.target.id
    old = lowerer.settled(node.target, lowerer.lookup(node.target, name))
    value = lowerer.expr(node.value)
    if old is POISON or value is POISON:
        bind_target(lowerer, node.target, POISON)
    elif is_object(old):
        STRUCTURE["change"](lowerer, node, old, value, name)
    else:
        bind_target(lowerer, node.target, binary(lowerer, node, type(node.op), old, value, name))


def _augment_attribute(lowerer: Lowerer, node: ast.AugAssign, target: ast.Attribute) -> None:
    """`base.attr op= value`."""
    base = lowerer.expr(target.value)
    read = ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
    old = lowerer.expr(read)
    value = lowerer.expr(node.value)
    if old is POISON or value is POISON or base is POISON:
        return
    if is_object(old):
        STRUCTURE["change"](lowerer, node, old, value, ast.unparse(target))
    else:
        STRUCTURE["set_attribute"](lowerer, target, base, binary(lowerer, node, type(node.op), old, value, None))


def bind_target(lowerer: Lowerer, target: ast.expr, value: Value) -> None:
    frame = lowerer.stack[-1]
    if isinstance(target, ast.Name):
        if single_use(value):
            value = lowerer.refuse(target, "an iterator is given a name, and can be run over once only", "write it in the for statement")
        frame.locals[target.id] = value
    elif isinstance(target, ast.Subscript):
        base, index = lowerer.expr(target.value), lowerer.expr(target.slice)
        STRUCTURE["set_item"](lowerer, target, base, index, lowerer.settled(target, value))
    elif isinstance(target, ast.Attribute):
        STRUCTURE["set_attribute"](lowerer, target, lowerer.expr(target.value), lowerer.settled(target, value))
    elif isinstance(target, (ast.Tuple, ast.List)):
        for item, part in zip(target.elts, unpack(lowerer, target, lowerer.settled(target, value))):
            bind_target(lowerer, item.value if isinstance(item, ast.Starred) else item, part)


def unpack(lowerer: Lowerer, target: ast.Tuple | ast.List, value: Value) -> list[Value]:
    """The values the items of an unpacking target get."""
    count = len(target.elts)
    starred = next((i for i, e in enumerate(target.elts) if isinstance(e, ast.Starred)), None)
    if isinstance(value, Items):
        over = STRUCTURE["iteration"](lowerer, target, value)
        if over is POISON:
            return [POISON] * count
        values = list(over.values)
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
    elif is_atom(value) and kinds.is_array(value.kind) and starred is not None:
        lowerer.refuse(target, "an array cannot be unpacked with a star", "take its parts, as in first, others = v[0], v[1:]")
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
    return node.id if isinstance(node, ast.Name) and node.id.isidentifier() else None


def expression(lowerer: Lowerer, node: ast.Expr, rest: list[ast.stmt]) -> None:
    if not isinstance(node.value, ast.Constant):  # a docstring, or an ellipsis
        lowerer.raw(node.value)  # whose value may be None


def returns(lowerer: Lowerer, node: ast.Return, rest: list[ast.stmt]) -> None:
    frame = lowerer.stack[-1]
    frame.locals["%result"] = Const(None) if node.value is None else lowerer.raw(node.value)
    frame.locals["%exit"] = frame.locals["%break"] = frame.locals["%return"] = Const(True)


def define(lowerer: Lowerer, node: ast.FunctionDef, rest: list[ast.stmt]) -> None:
    decorators = [lowerer.expr(d) for d in node.decorator_list]
    made: Value = closure(lowerer, node)
    for place, decorator in zip(reversed(node.decorator_list), reversed(decorators)):
        made = POISON if decorator is POISON else STRUCTURE["apply"](lowerer, place, decorator, [made], {}, None)
    lowerer.stack[-1].locals[node.name] = made


def delete(lowerer: Lowerer, node: ast.Delete, rest: list[ast.stmt]) -> None:
    for target in node.targets:
        for leaf in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
            if isinstance(leaf, ast.Name):
                lowerer.lookup(leaf, leaf.id)  # what is not assigned cannot be deleted
                lowerer.stack[-1].locals.pop(leaf.id, None)
            elif isinstance(leaf, ast.Subscript):
                STRUCTURE["delete_item"](lowerer, leaf)
            else:
                lowerer.refuse(leaf, "only names and items can be deleted", "leave it: what is not read costs nothing in the derivative")


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
STRUCTURE["bind_target"] = bind_target
