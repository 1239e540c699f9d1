"""try around the look-up of an item, where it is known at generation what is found.

    try: mode = config["mode"]
    except KeyError: mode = "fast"
"""

from __future__ import annotations

import ast

from ..ir.nodes import Const
from .lowerer import Lowerer
from .places import Contains
from .values import NONE, POISON, Items, Known, Value


def known_way(lowerer: Lowerer, node: ast.Try) -> list[ast.stmt] | None:
    """The statements that are carried out, if the body does nothing but look up what is known."""
    if node.finalbody or len(node.body) != 1 or not isinstance(node.body[0], ast.Assign):
        return None
    [stmt] = node.body
    target = stmt.targets[0]
    if len(stmt.targets) != 1 or not isinstance(target, ast.Name) or not isinstance(stmt.value, ast.Subscript):
        return None
    if any(isinstance(n, (ast.NamedExpr, ast.Lambda, ast.Call)) for n in ast.walk(stmt.value)):
        return None
    found = found_in(lowerer, stmt.value)
    if found is None:
        return None
    if not (isinstance(found, type) and issubclass(found, Exception)):
        return [*node.body, *node.orelse]
    for handler in node.handlers:
        caught = _caught(lowerer, handler)
        if caught is None or issubclass(found, caught) and handler.name is not None:
            return None
        if issubclass(found, caught):
            return handler.body
    return None


def _caught(lowerer: Lowerer, handler: ast.ExceptHandler) -> tuple[type, ...] | None:
    """The exceptions that a handler takes, where that is known."""
    if handler.type is None:
        return (BaseException,)
    if not isinstance(handler.type, (ast.Name, ast.Attribute, ast.Tuple)):
        return None
    value = lowerer.expr(handler.type)
    values = value.values if isinstance(value, Items) else (value,)
    classes = tuple(v.object for v in values if isinstance(v, Known) and isinstance(v.object, type))
    return classes if len(classes) == len(values) else None


def found_in(lowerer: Lowerer, node: ast.expr) -> Value | type[Exception] | None:
    """What a chain of look-ups finds, or the exception it raises; None where that is not known."""
    if isinstance(node, ast.Constant):
        return Const(node.value)
    if isinstance(node, ast.Name):
        value = lowerer.lookup(node, node.id)
        return None if value is POISON else value
    if not isinstance(node, ast.Subscript):
        return None
    base = found_in(lowerer, node.value)
    key = found_in(lowerer, node.slice) if isinstance(node.slice, (ast.Constant, ast.Name)) else None
    if base is None or isinstance(base, type) or not isinstance(key, Const) or type(key.value) not in (str, int):
        return base if isinstance(base, type) else None
    return _part(lowerer, node, base, key)


def _part(lowerer: Lowerer, node: ast.Subscript, base: Value, key: Const) -> Value | type[Exception] | None:
    if isinstance(base, Const) and base == NONE:
        return TypeError
    if isinstance(base, Items) and not base.once:
        base = lowerer.settled(node, base)
        if base.type is dict:
            return base.values[base.keys.index(key.value)] if key.value in base.keys else KeyError
        if base.type in (list, tuple) and type(key.value) is int:
            count = len(base.values)
            return base.values[key.value] if -count <= key.value < count else IndexError
        return None
    if isinstance(base, Known) and type(base.object) is dict and base.place is not None:
        if key.value in base.object:
            return lowerer.part_of(node, base, key.value)
        lowerer.guard(Contains(base.place, key.value), False, None)
        return KeyError
    return None
