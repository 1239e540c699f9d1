"""Writing to objects: elements and slices of arrays, items of lists, whole arrays in place."""

from __future__ import annotations

import ast
import numpy as np

from ..ir import kinds
from ..ir.nodes import Atom, Const, Var
from .expressions import array_of, binary
from .lowerer import STRUCTURE, Lowerer
from .objects import View, is_object, reachable
from .paths import through
from .subset import SYMBOLS
from .values import POISON, Items, Value, is_atom, poisoned


def set_item(lowerer: Lowerer, node: ast.AST, base: Value, index: Value, value: Value) -> None:
    """`base[index] = value`."""
    if poisoned(base, index, value):
        return
    if isinstance(base, Items):
        _set_sequence_item(lowerer, node, base, index, value)
    elif is_atom(base) and kinds.is_list(base.kind):
        STRUCTURE["set_list_item"](lowerer, node, base, index, value)
    elif is_atom(base) and kinds.is_array(base.kind):
        if isinstance(value, Items):
            value = array_of(lowerer, node, value)
        if not (is_atom(value) and (value is POISON or kinds.is_number(value.kind))):
            lowerer.refuse(node, "only numbers and arrays can be written to an array", "write a number or an array")
        else:
            store(lowerer, node, base, index, value, "store")
    else:
        lowerer.refuse(node, "only elements of arrays and lists can be assigned", "use an array")


def _set_sequence_item(lowerer: Lowerer, node: ast.AST, base: Items, index: Value, value: Value) -> None:
    if base.type is dict:
        _set_entry(lowerer, node, base, index, value)
        return
    if base.type is list and is_atom(index) and not index.is_const and (items := STRUCTURE["one_value"](lowerer, node, base)) is not None:
        STRUCTURE["set_list_item"](lowerer, node, items, index, value)
        return
    if base.type is not list or not isinstance(index, Const) or type(index.value) is not int:
        lowerer.refuse(node, f"assigning this item of a {base.type.__name__} is not supported", "use an array, or a list and a known index")
        return
    values = list(base.values)
    try:
        values[index.value] = value
    except IndexError:
        lowerer.refuse(node, f"index {index.value} is out of range for {len(values)} items", "check the index")
        return
    write(lowerer, node, base, Items(list, tuple(values)))


def _set_entry(lowerer: Lowerer, node: ast.AST, base: Items, key: Value, value: Value) -> None:
    if not isinstance(key, Const) or type(key.value) not in (str, int):
        lowerer.refuse(node, "the keys of a dict must be strings or whole numbers known at generation", "use a list or an array", True)
        return
    entries = {**dict(zip(base.keys, base.values)), key.value: value}
    write(lowerer, node, base, Items(dict, tuple(entries.values()), keys=tuple(entries)))


def store(lowerer: Lowerer, node: ast.AST, base: Value, index: Value, value: Value, how: str) -> None:
    """Write `value` into part of an array (`how` is store) or add it there (add_at).

    What is written through a part of an array, or a part of that, is written to the array at once: A[i][j] is A[i, j].
    """
    base, path = through(lowerer, node, base, index)
    if path is POISON:
        return
    new = lowerer.compute(node, lowerer.table.named(how), [base, value, path], name=_name(base))
    write(lowerer, node, base, new)


def write(lowerer: Lowerer, node: ast.AST, base: Value, new: Value) -> None:
    """Make `new` the newest version of the object `base`, and of what it is a view of."""
    objects = lowerer.objects
    if new is POISON:
        return
    target = objects.of(base)
    view = objects.views.get(target)
    if target in objects.kept:
        lowerer.refuse(node, objects.kept[target], "work on a copy of it", True)
        return
    if view is not None:
        whole = _written_back(lowerer, node, view, new)
        if whole is POISON:
            return
        write(lowerer, node, view.base, whole)
        objects.owner[new] = target
        objects.versions[target] = (lowerer.current(node, view.base), new)
        return
    captured = (v for v in lowerer.captures.values() if is_object(v))
    for held in (*reachable(objects, lowerer.stack), *captured, *lowerer.tried):
        if objects.touches(target, held):
            name = f"{target.name!r}" if getattr(target, "name", None) else "an array"
            lowerer.refuse(
                node,
                f"{name} is changed in place while something else may hold the same array",
                "work on a copy: x = x.copy()",
            )
            return
    objects.new_version(target, new)
    if target in objects.lent:
        objects.written[target] = None


def _written_back(lowerer: Lowerer, node: ast.AST, view: View, new: Atom) -> Value:
    """The array `view` shows, where it shows `new` now."""
    name = _name(view.base)
    if view.fn.name == "getitem":
        return lowerer.compute(node, lowerer.table.named("store"), [view.base, new, view.args[0]], name=name)
    inverse = lowerer.table.inverse(view.fn)
    if inverse is None or not lowerer.shared(node, view):
        what = view.fn.spelling.removeprefix("np.").strip(".()")
        return lowerer.refuse(node, f"writing through {what} is not supported here", "write to the array itself, or to a copy")
    base = lowerer.current(node, view.base)
    given = [view.options.get(key, Const(default)) for key, default in view.fn.options.items()]
    whole = STRUCTURE["apply_rule"](inverse, [new, new, base, *view.args, *given], lowerer.table, lowerer.builder)
    whole.name = whole.name or name
    return whole


def _name(value: Value) -> str | None:
    return getattr(value, "name", None)


def augment_item(lowerer: Lowerer, node: ast.AugAssign, target: ast.Subscript) -> None:
    """`base[index] op= value`: the part is read, the value evaluated, and what the operator gives written."""
    base, index = lowerer.expr(target.value), lowerer.expr(target.slice)
    if poisoned(base, index):
        lowerer.expr(node.value)
        return
    if is_atom(base) and kinds.is_array(base.kind) and kinds.is_continuous(base.kind) and isinstance(node.op, (ast.Add, ast.Sub)):
        atom = lowerer.atom(target, index)
        if atom is not POISON and not kinds.has_index_array(atom.kind):
            _add_item(lowerer, node, target, base, atom)
            return
    old = STRUCTURE["part"](lowerer, target, base, index)
    value = lowerer.expr(node.value)
    if poisoned(old, value):
        return
    if is_object(old) and lowerer.objects.view(old) is not None or isinstance(old, Items):
        change(lowerer, node, old, value, ast.unparse(target))
        return
    new = binary(lowerer, node, type(node.op), old, value, None)
    set_item(lowerer, node, base, index, new)


def _add_item(lowerer: Lowerer, node: ast.AugAssign, target: ast.Subscript, base: Value, index: Atom) -> None:
    """Adding to part of an array is one operation, whose adjoint only reads."""
    value = lowerer.expr(node.value)
    if isinstance(value, Items):
        value = array_of(lowerer, node, value)
    if value is POISON:
        return
    if not (is_atom(value) and kinds.is_number(value.kind)):
        lowerer.refuse(node, "only numbers and arrays can be added to part of an array", "add a number or an array")
        return
    if isinstance(node.op, ast.Sub):
        value = lowerer.compute(node, lowerer.table.operator(ast.USub), [value])
    store(lowerer, node, base, index, value, "add_at")


def change(lowerer: Lowerer, node: ast.AugAssign, old: Value, value: Value, name: str) -> None:
    """`old op= value` for an array, a view or a list, which change in place."""
    if is_atom(old) and kinds.is_list(old.kind):
        if isinstance(node.op, ast.Add):
            STRUCTURE["extend_list"](lowerer, node, old, value)
        else:
            lowerer.refuse(node, "only += is supported for this list", "append item by item in a loop")
        return
    if isinstance(old, Items):
        extended = binary(lowerer, node, type(node.op), old, _as_list(value), None)
        if isinstance(extended, Items):
            write(lowerer, node, old, Items(old.type, extended.values, keys=extended.keys))
        return
    new = binary(lowerer, node, type(node.op), old, value, name if name.isidentifier() else None)
    if new is POISON:
        return
    if new.kind != old.kind and kinds.is_number(new.kind) and casts(new.kind, old.kind) and kinds.ndim(new.kind) == kinds.ndim(old.kind):
        new = lowerer.compute(node, lowerer.table.named("astype"), [new, Const(np.dtype(old.kind.dtype).type)], name=_name(old))
    elif new.kind != old.kind:
        lowerer.refuse(
            node,
            f"{name!r} of kind {old.kind} cannot be changed in place to {new.kind}",
            f"write {name} = {name} {SYMBOLS[type(node.op)]} ...",
        )
        return
    if is_atom(value) and kinds.is_array(value.kind):
        lowerer.compute(node, lowerer.table.named("require_shape"), [new, old])
    if isinstance(new, Var):
        write(lowerer, node, old, new)


def _as_list(value: Value) -> Value:
    return Items(list, value.values) if isinstance(value, Items) and value.type is not dict else value


def casts(new: kinds.Kind, old: kinds.Kind) -> bool:
    """Whether NumPy writes the result of an in-place operation of the one kind into an array of the other."""
    return np.can_cast(new.dtype, old.dtype, "same_kind")


STRUCTURE |= {"set_item": set_item, "write": write, "augment_item": augment_item, "change": change}
