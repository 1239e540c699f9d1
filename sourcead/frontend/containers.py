"""Lists, dicts and strings that are known at generation: literals, membership, methods, deletion.

A list or dict is an object with versions, as an array is: a method that changes it makes a new version.
"""

from __future__ import annotations

import ast
from typing import Any, Callable

from ..ir import kinds
from ..ir.nodes import Const
from .comprehensions import is_key, made_list, refuse_key
from .iterables import iteration
from .lowerer import EXPRESSIONS, STRUCTURE, Lowerer
from .places import Contains
from .strings import string_method
from .values import NONE, POISON, Bound, Generator, Items, Keywords, Known, Value, is_atom, poisoned, single_use

Method = Callable[[Lowerer, ast.AST, Items, list[Value]], Value]


# -- dicts ---------------------------------------------------------------------------------------------------------------------


def dict_literal(lowerer: Lowerer, node: ast.Dict, name: str | None) -> Value:
    made: dict[Any, Value] = {}
    failed = False
    for key_node, value_node in zip(node.keys, node.values):
        if key_node is None:
            other = entries_of(lowerer, value_node, lowerer.expr(value_node))
            failed |= other is None
            made.update(other or {})
            continue
        key, value = lowerer.expr(key_node), lowerer.raw(value_node)
        if not is_key(key) or value is POISON or single_use(value):
            failed = True
            if key is not POISON and not is_key(key):
                refuse_key(lowerer, key_node)
            elif single_use(value):
                lowerer.refuse(value_node, "an iterator in a dict can be run over once only", "make a list of it")
        else:
            made[key.value] = value
    return POISON if failed else of_entries(made)


def of_entries(entries: dict[Any, Value]) -> Items:
    return Items(dict, tuple(entries.values()), keys=tuple(entries))


def entries_of(lowerer: Lowerer, node: ast.AST, value: Value) -> dict[Any, Value] | None:
    """The keys and values of a dict; refuses what is none."""
    if isinstance(value, Items) and value.type is dict:
        return dict(zip(value.keys, value.values))
    if isinstance(value, Keywords):
        return dict(value.values)
    if isinstance(value, Known) and isinstance(value.object, dict):
        keys = iteration(lowerer, node, value)
        if keys is POISON:
            return None
        return {key.value: lowerer.part_of(node, value, key.value) for key in keys.values}
    if value is not POISON:
        lowerer.refuse(node, "only a dict of known keys can be spread with **", "write the entries out")
    return None


def make_dict(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """dict(...) of a dict or of pairs, and keywords."""
    made: dict[Any, Value] = {}
    if len(args) > 1:
        return lowerer.refuse(node, "dict takes one argument, and keywords", "check the call")
    for value in args:
        if isinstance(value, Items) and value.type is not dict or isinstance(value, Generator):
            pairs = made_list(lowerer, value) if isinstance(value, Generator) else value
            found = _pairs(lowerer, node, pairs)
        else:
            found = entries_of(lowerer, node, value)
        if found is None:
            return POISON
        made.update(found)
    return of_entries({**made, **options})


def _pairs(lowerer: Lowerer, node: ast.AST, pairs: Value) -> dict[Any, Value] | None:
    if pairs is POISON:
        return None
    values = [lowerer.settled(node, v) for v in pairs.values] if isinstance(pairs, Items) else [POISON]
    if not all(isinstance(v, Items) and len(v.values) == 2 and is_key(v.values[0]) for v in values):
        if POISON not in values or not isinstance(pairs, Items):
            refuse_key(lowerer, node)
        return None
    return {v.values[0].value: v.values[1] for v in values}


# -- membership ------------------------------------------------------------------------------------------------------------------


def membership(lowerer: Lowerer, node: ast.AST, op: ast.cmpop, item: Value, where: Value, name: str | None) -> Value:
    """`item in where`, decided now where both are known."""
    item, where = lowerer.settled(node, item), lowerer.settled(node, where)
    if poisoned(item, where):
        return POISON
    wanted = isinstance(op, ast.In)
    if isinstance(where, Keywords):
        where = of_entries(where.values)
    if isinstance(where, Known) and isinstance(where.object, dict) and isinstance(item, Const):
        found = item.value in where.object
        lowerer.guard(where.place and Contains(where.place, item.value), found, None)
        return Const(found is wanted)
    if isinstance(where, Items):
        return _among(lowerer, node, wanted, item, where, name)
    if isinstance(where, Const) and isinstance(where.value, (str, tuple, list)) and isinstance(item, Const):
        return Const((item.value in where.value) is wanted)
    if is_atom(where) and is_atom(item) and not (where.is_const and where.value is None):
        return lowerer.compute(node, lowerer.table.named("in" if wanted else "not in"), [item, where], name=name)
    return lowerer.refuse(node, "`in` of this value is not supported", "use a tuple, a list, a dict, a string or an array")


def _among(lowerer: Lowerer, node: ast.AST, wanted: bool, item: Value, where: Items, name: str | None) -> Value:
    """Whether an item is one of several: equal to it, or the same object."""
    others = where.values if where.keys is None else tuple(map(Const, where.keys))
    others = [lowerer.settled(node, v) for v in others]
    known = [_static(v) for v in (item, *others)]
    if all(known):
        return Const((known[0][0] in [v for (v,) in known[1:]]) is wanted)
    if any(v is item for v in others):
        return Const(wanted)
    scalars = [v for v in (item, *others) if is_atom(v)]
    plain = all(kinds.is_scalar(v.kind) or v.is_const or isinstance(v.kind, kinds.Static) for v in scalars)
    if len(scalars) <= len(others) or not plain:
        return lowerer.refuse(node, "`in` of these values is not supported", "compare with ==, and use np.any for arrays")
    return lowerer.compute(
        node, lowerer.table.named("in" if wanted else "not in"), [item, Items(tuple, tuple(others))], name=name
    )


def _static(value: Value) -> tuple[Any] | None:
    """The value in a tuple, where it is known at generation."""
    if isinstance(value, Const):
        return (value.value,)
    return (value.object,) if isinstance(value, Known) else None


# -- attributes and methods --------------------------------------------------------------------------------------------------------


def method_of(lowerer: Lowerer, node: ast.AST, value: Value, name: str) -> Value | None:
    """The method of a list, dict or string, or None where it has none of this name."""
    if isinstance(value, Known) and type(value.object) is dict and name in ("update", "pop", "setdefault", "clear", "popitem"):
        return lowerer.refuse(
            node, "a captured dict is changed, which belongs to the caller", "work on a copy of it: dict(...)"
        )
    table = _methods(value)
    return Bound(value, name) if table is not None and name in table else None


def _methods(value: Value) -> dict[str, Method] | None:
    if isinstance(value, Known) and type(value.object) is dict or isinstance(value, Keywords):
        return {key: DICT[key] for key in ("get", "items", "keys", "values", "copy")}
    if isinstance(value, Items):
        return {list: LIST, tuple: TUPLE, dict: DICT}.get(value.type)
    if isinstance(value, Const) and isinstance(value.value, str):
        return dict.fromkeys((n for n in dir(str) if not n.startswith("_")), string_method)
    if is_atom(value) and isinstance(value.kind, kinds.Static) and isinstance(value.kind.value, str):
        return None
    return None


def call_method(
    lowerer: Lowerer, node: ast.AST, bound: Bound, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    value = lowerer.settled(node, bound.self)
    if poisoned(value, *args, *options.values()):
        return POISON
    if isinstance(value, Items) and value.type not in (list, tuple, dict):
        return STRUCTURE["call_record_method"](lowerer, node, Bound(value, bound.name), args, options)
    if isinstance(value, Const):
        return string_method(lowerer, node, value, bound.name, args, options)
    if is_atom(value):
        return STRUCTURE["draw_method"](lowerer, node, value, bound.name, args, options, name)
    if isinstance(value, (Known, Keywords)):
        entries = entries_of(lowerer, node, value)
        if entries is None:
            return POISON
        value = of_entries(entries)
    method = (_methods(value) or {}).get(bound.name)
    if method is None:
        return lowerer.refuse(node, f"the method {bound.name} of this value is not supported", "write it out")
    if options and not (bound.name in ("update", "reverse", "sort") and value.type is dict):
        return lowerer.refuse(node, f"keywords of {bound.name} are not supported", "leave them out")
    if bound.name == "update":
        return _update(lowerer, node, value, args, options)
    for arg in args:
        if single_use(arg) and bound.name != "extend":
            return lowerer.refuse(node, "an iterator in a list or dict can be run over once only", "make a list of it")
    try:
        return method(lowerer, node, value, args)
    except (IndexError, KeyError, ValueError) as error:
        return lowerer.refuse(node, f"{type(error).__name__}: {error}", "check the call")
    except _Unknown:
        return lowerer.refuse(node, f"{bound.name} with these arguments is not supported", "use values known at generation")


class _Unknown(Exception):
    """An argument must be known at generation and is not."""


def _change(lowerer: Lowerer, node: ast.AST, old: Items, values: Any) -> Const:
    STRUCTURE["write"](lowerer, node, old, old.like(values))
    return NONE


def _whole(args: list[Value], at: int, default: Any = None) -> int:
    if len(args) <= at and default is not None:
        return default
    if len(args) <= at or not isinstance(args[at], Const) or type(args[at].value) is not int:
        raise _Unknown
    return args[at].value


def _only(args: list[Value], count: int) -> list[Value]:
    if len(args) != count:
        raise _Unknown
    return args


def _append(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    return _change(lowerer, node, self, (*self.values, *_only(args, 1)))


def _extend(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    (more,) = _only(args, 1)
    more = made_list(lowerer, more) if isinstance(more, Generator) else iteration(lowerer, node, more)
    if more is POISON:
        return POISON
    if not isinstance(more, Items):
        return lowerer.refuse(node, "extend by what is only known at run time is not supported", "use np.concatenate")
    return _change(lowerer, node, self, (*self.values, *more.values))


def _insert(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    values = list(self.values)
    values.insert(_whole(args, 0), _only(args, 2)[1])
    return _change(lowerer, node, self, values)


def _pop(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    values = list(self.values)
    popped = values.pop(_whole(args, 0, -1))
    _change(lowerer, node, self, values)
    return popped


def _position(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> int:
    (wanted,) = _only(args, 1)
    known = [_static(lowerer.settled(node, v)) for v in (wanted, *self.values)]
    if not all(known):
        raise _Unknown
    return [v for (v,) in known[1:]].index(known[0][0])


def _index(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    return Const(_position(lowerer, node, self, args))


def _remove(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    at = _position(lowerer, node, self, args)
    return _change(lowerer, node, self, (*self.values[:at], *self.values[at + 1 :]))


def _count(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    (wanted,) = _only(args, 1)
    known = [_static(lowerer.settled(node, v)) for v in (wanted, *self.values)]
    if not all(known):
        raise _Unknown
    return Const([v for (v,) in known[1:]].count(known[0][0]))


def _reverse(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    _only(args, 0)
    return _change(lowerer, node, self, self.values[::-1])


def _clear(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    _only(args, 0)
    if self.type is dict:
        STRUCTURE["write"](lowerer, node, self, of_entries({}))
        return NONE
    return _change(lowerer, node, self, ())


def _copy(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    _only(args, 0)
    return Items(self.type, self.values, keys=self.keys)


LIST: dict[str, Method] = {
    "append": _append,
    "extend": _extend,
    "insert": _insert,
    "pop": _pop,
    "index": _index,
    "remove": _remove,
    "count": _count,
    "reverse": _reverse,
    "clear": _clear,
    "copy": _copy,
}
TUPLE: dict[str, Method] = {"index": _index, "count": _count}


def _key(args: list[Value]) -> Any:
    if not args or not is_key(args[0]):
        raise _Unknown
    return args[0].value


def _get(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    if len(args) > 2:
        raise _Unknown
    entries = dict(zip(self.keys, self.values))
    return entries.get(_key(args), args[1] if len(args) == 2 else NONE)


def _dict_pop(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    entries = dict(zip(self.keys, self.values))
    key = _key(args)
    if key not in entries and len(args) == 2:
        return args[1]
    popped = entries.pop(key)
    STRUCTURE["write"](lowerer, node, self, of_entries(entries))
    return popped


def _setdefault(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
    entries = dict(zip(self.keys, self.values))
    key = _key(args)
    if key not in entries:
        entries[key] = args[1] if len(args) == 2 else NONE
        STRUCTURE["write"](lowerer, node, self, of_entries(entries))
    return entries[key]


def _view(read: Callable[[Any, Value], Value]) -> Method:
    """items, keys and values show the dict as it is when a loop comes to an item."""

    def method(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value]) -> Value:
        _only(args, 0)

        def at(index: int) -> Value:
            newest = lowerer.current(node, self)
            if newest.keys != self.keys:
                return lowerer.refuse(
                    node, "a dict that grows or shrinks while a loop runs over it", "run over list(...) of it"
                )
            return read(newest.keys[index], newest.values[index])

        return Items(tuple, tuple(map(read, self.keys, self.values)), once=True, at=at)

    return method


DICT: dict[str, Method] = {
    "get": _get,
    "pop": _dict_pop,
    "setdefault": _setdefault,
    "items": _view(lambda key, value: Items(tuple, (Const(key), value))),
    "keys": _view(lambda key, value: Const(key)),
    "values": _view(lambda key, value: value),
    "copy": _copy,
    "clear": _clear,
    "update": _get,
}


def _update(lowerer: Lowerer, node: ast.AST, self: Items, args: list[Value], options: dict[str, Value]) -> Value:
    made = make_dict(lowerer, node, args, options, None)
    if made is POISON:
        return POISON
    entries = dict(zip(self.keys, self.values)) | dict(zip(made.keys, made.values))
    STRUCTURE["write"](lowerer, node, self, of_entries(entries))
    return NONE


# -- deletion ------------------------------------------------------------------------------------------------------------------------


def delete_item(lowerer: Lowerer, node: ast.Subscript) -> None:
    """`del d[key]`, `del items[i]`."""
    base, index = lowerer.expr(node.value), lowerer.expr(node.slice)
    if poisoned(base, index):
        return
    if not isinstance(base, Items) or base.type not in (list, dict) or not isinstance(index, Const):
        lowerer.refuse(node, "only names, and items of lists and dicts, can be deleted", "leave it, or use np.delete")
        return
    try:
        if base.type is dict:
            entries = dict(zip(base.keys, base.values))
            del entries[index.value]
            STRUCTURE["write"](lowerer, node, base, of_entries(entries))
        else:
            values = list(base.values)
            del values[index.value]
            _change(lowerer, node, base, values)
    except (KeyError, IndexError, TypeError) as error:
        lowerer.refuse(node, f"{type(error).__name__}: {error}", "check the key")


EXPRESSIONS[ast.Dict] = dict_literal
STRUCTURE |= {"membership": membership, "method_of": method_of, "call_method": call_method, "delete_item": delete_item}
