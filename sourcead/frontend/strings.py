"""Methods of strings: carried out at generation where everything is known; `format` and `join` at run time too."""

from __future__ import annotations

import ast
from typing import Any

from ..ir.nodes import Const
from .comprehensions import made_list
from .lowerer import Lowerer
from .values import Generator, Items, Value


def string_method(
    lowerer: Lowerer, node: ast.AST, self: Const, name: str, args: list[Value], options: dict[str, Value]
) -> Value:
    """A method of a string: carried out now if its arguments are known; `format` and `join` at run time too."""
    if name == "join" and len(args) == 1 and isinstance(args[0], Generator):
        args = [made_list(lowerer, args[0])]
    values = [_plain(lowerer.settled(node, a)) for a in args]
    named = {key: _plain(lowerer.settled(node, a)) for key, a in options.items()}
    if all(values) and all(named.values()):
        try:
            return _constant(getattr(self.value, name)(*(v for (v,) in values), **{key: v for key, (v,) in named.items()}))
        except (TypeError, ValueError, LookupError) as error:
            return lowerer.refuse(node, f"{type(error).__name__}: {error}", "check the call")
    if name in ("format", "join") and not options:
        return lowerer.compute(node, lowerer.table.named(name), [self, *args])
    return lowerer.refuse(node, f"str.{name} of values known at run time is not supported", "use an f-string")


def _plain(value: Value) -> tuple[Any] | None:
    """A constant, or a nest of constants, in a tuple of one."""
    if isinstance(value, Items) and value.type in (list, tuple):
        parts = [_plain(v) for v in value.values]
        return (value.type(p for (p,) in parts),) if all(parts) else None
    return (value.value,) if isinstance(value, Const) else None


def _constant(value: Any) -> Value:
    return Items(type(value), tuple(map(_constant, value))) if isinstance(value, (tuple, list)) else Const(value)
