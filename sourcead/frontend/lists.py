"""Lists whose length is known only at run time: what a loop or a branch appends to.

A list of known length stays a sequence of values for as long as its length is known on every way. Where it is not, the list
becomes one value at run time, whose items are numbers or arrays of one kind.
"""

from __future__ import annotations

import ast
from functools import reduce
from typing import Any

from ..ir import kinds
from ..ir.kinds import Kind, List, is_list, joined
from ..ir.nodes import Atom, Const, Let, Var
from .forms import Form
from .lowerer import STRUCTURE, Lowerer
from .values import NONE, POISON, Items, Value, is_atom, poisoned
from .writes import write

LAST = Const(-1)


def list_kind(value: Value) -> Kind | None:
    """The kind of a list as one value; None for what is no list of numbers or arrays of one kind. Empty: any kind."""
    if is_atom(value):
        return value.kind if is_list(value.kind) else None
    if not isinstance(value, Items) or value.type is not list:
        return None
    if not all(is_atom(v) and kinds.is_number(v.kind) for v in value.values):
        return None
    item = reduce(lambda a, b: a and joined(a, b), (v.kind for v in value.values)) if value.values else kinds.UNKNOWN
    return item and List(item)


def common_kind(one: Value, other: Value) -> Kind | None:
    """The kind of a list that is one or the other; None where it has none."""
    first, second = list_kind(one), list_kind(other)
    if first is None or second is None:
        return None
    if kinds.UNKNOWN in (first.item, second.item):
        found = first if second.item == kinds.UNKNOWN else second
        return None if found.item == kinds.UNKNOWN else found
    return joined(first, second)


def as_list(lowerer: Lowerer, node: ast.AST, value: Value, kind: Kind) -> Atom | Any:
    """A list as one value of this kind."""
    if is_atom(value):
        return lowerer.current(node, value)
    value = lowerer.current(node, value)
    if is_atom(value) or value is POISON:
        return value
    atoms = [lowerer.atom(node, v) for v in value.values]
    if poisoned(*atoms):
        return POISON
    out = Var(kind, value.name)
    lowerer.builder.stmts.append(
        Let(out, lowerer.table.named("list_of"), tuple(atoms), (), lowerer.builder.pos, lowerer.builder.exact)
    )
    _hold(lowerer, value, atoms)
    _hold(lowerer, out, atoms)
    return out


def _hold(lowerer: Lowerer, items: Value, values: list[Value]) -> None:
    arrays = {lowerer.objects.of(v) for v in values if isinstance(v, Var) and kinds.is_array(v.kind)}
    lowerer.objects.hold(items, arrays)


def item(lowerer: Lowerer, node: ast.AST, items: Atom, index: Value, name: str | None = None) -> Value:
    """items[index], an item or, for a slice, a new list."""
    if is_atom(index) and isinstance(index.kind, kinds.Static) and isinstance(index.kind.value, slice):
        found = lowerer.compute(node, lowerer.table.named("list_part"), [items, index], name=name)
        lowerer.objects.hold(found, lowerer.objects.held(items))
        return found
    if not (is_atom(index) and kinds.is_scalar(index.kind) and index.kind.dtype not in ("float", "bool")):
        return lowerer.refuse(node, "a list whose length is known only at run time is indexed by integers", "use np.array(...)")
    found = lowerer.compute(node, lowerer.table.named("list_item"), [items, index], name=name)
    if isinstance(found, Var) and kinds.is_array(found.kind):
        lowerer.objects.kept[found] = "an array in a list whose length is known only at run time is changed in place"
        lowerer.objects.may_be(found, lowerer.objects.held(items))
    return found


def one_value(lowerer: Lowerer, node: ast.AST, items: Items) -> Atom | None:
    """A list, or a tuple, of known length as one value, for an index known at run time only; None where it cannot be one."""
    kind = list_kind(Items(list, items.values)) if items.values else None
    if kind is None:
        return None
    if items.type is not list:
        return as_list(lowerer, node, Items(list, items.values), kind)
    value = as_list(lowerer, node, items, kind)
    lowerer.objects.new_version(items, value)
    return value


def _fits(lowerer: Lowerer, node: ast.AST, items: Atom, value: Value) -> bool:
    """Whether a value can be an item of a list of this kind."""
    if value is POISON:
        return False
    if is_atom(value) and kinds.is_number(value.kind) and joined(items.kind.item, value.kind) is not None:
        return True
    what = value.kind if is_atom(value) else type(value).__name__.lower()
    lowerer.refuse(node, f"{what} is put into a {items.kind}", "keep the items of a list of one kind")
    return False


def append(lowerer: Lowerer, node: ast.AST, items: Value, value: Value) -> None:
    """items.append(value)."""
    if isinstance(items, Items):
        write(lowerer, node, items, Items(list, (*items.values, value), None, items.name))
    elif _fits(lowerer, node, items, value):
        new = lowerer.compute(node, lowerer.table.named("appended"), [items, value], name=getattr(items, "name", None))
        _hold(lowerer, items, [value])
        write(lowerer, node, items, new)


def extend(lowerer: Lowerer, node: ast.AST, items: Value, values: Value) -> None:
    """items.extend(values), items += values, for values of known length."""
    if not isinstance(values, Items):
        lowerer.refuse(node, "a list is extended by what is no tuple or list of known length", "append item by item in a loop")
        return
    for value in values.values:
        append(lowerer, node, lowerer.current(node, items), value)


def set_list_item(lowerer: Lowerer, node: ast.AST, items: Atom, index: Value, value: Value) -> None:
    """items[index] = value."""
    if not (is_atom(index) and kinds.is_scalar(index.kind)):
        lowerer.refuse(node, "only single items of this list can be assigned", "assign item by item")
    elif _fits(lowerer, node, items, value):
        new = lowerer.compute(node, lowerer.table.named("list_store"), [items, value, index], name=getattr(items, "name", None))
        _hold(lowerer, items, [value])
        write(lowerer, node, items, new)


def added(lowerer: Lowerer, node: ast.AST, items: Value, values: Value) -> Value:
    """items + values: a new list."""
    if not isinstance(values, Items) or values.type is not list:
        return lowerer.refuse(node, "adding these lists is not supported", "append item by item in a loop")
    new = lowerer.compute(node, lowerer.table.named("list_copy"), [items])
    lowerer.objects.hold(new, lowerer.objects.held(items))
    extend(lowerer, node, new, values)
    return lowerer.current(node, new)


# -- methods ----------------------------------------------------------------------------------------------------------------


def _append(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if len(args) != 2 or options:
        return lowerer.refuse(node, "append takes one argument", "check the call")
    append(lowerer, node, *args)
    return NONE


def _extend(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if len(args) != 2 or options:
        return lowerer.refuse(node, "extend takes one argument", "check the call")
    extend(lowerer, node, *args)
    return NONE


def _pop(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if isinstance(args[0], Items):
        return _pop_known(lowerer, node, args, options)
    if len(args) != 1 or options:
        return lowerer.refuse(node, "pop of another item than the last is not supported for this list", "pop the last one")
    items = args[0]
    last = item(lowerer, node, items, LAST, name)
    like = last if is_atom(last) and kinds.is_array(last.kind) else Const(0.0)
    new = lowerer.compute(node, lowerer.table.named("without_last"), [items, like], name=getattr(items, "name", None))
    write(lowerer, node, items, new)
    return last


def _pop_known(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value]) -> Value:
    items, index = args[0], args[1] if len(args) > 1 else LAST
    if options or len(args) > 2 or not (isinstance(index, Const) and type(index.value) is int):
        return lowerer.refuse(node, "pop with this index is not supported", "use an index known at generation")
    values = list(items.values)
    try:
        found = values.pop(index.value)
    except IndexError as error:
        return lowerer.refuse(node, f"{error}", "check the index")
    write(lowerer, node, items, Items(list, tuple(values), None, items.name))
    return found


def _copy(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if len(args) == 1 and not options and isinstance(args[0], Items):
        return Items(list, args[0].values)
    if len(args) != 1 or options:
        return lowerer.refuse(node, "copy takes no argument", "check the call")
    new = lowerer.compute(node, lowerer.table.named("list_copy"), args, name=name)
    if isinstance(new, Var):
        lowerer.objects.hold(new, lowerer.objects.held(args[0]))
    return new


METHODS: dict[str, Form] = {"append": _append, "extend": _extend, "pop": _pop, "copy": _copy}
STRUCTURE |= {
    "list_methods": METHODS,
    "list_item": item,
    "one_value": one_value,
    "set_list_item": set_list_item,
    "extend_list": extend,
    "add_lists": added,
}
