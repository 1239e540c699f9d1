"""What an expression means while it is lowered.

    Value ::= Atom                      a number or array computed at run time, or a constant
            | Items(type, values)       a tuple or list whose length is known
            | Keywords(values)          what **kwargs holds
            | Counted(bounds, item)     a range, or what is read by counting
            | Conflict(...)             a name of two kinds, after a branch
            | Perhaps(value, present)   a value, or None or nothing, as is known at run time
            | Known(object, place)      a module, function, class or other object met at generation
            | Method(self, primitive)   an array's method, not yet called
            | Closure(node, frame)      a lambda or nested def of the function being lowered
            | POISON                    what a refused expression yields, so that all refusals are found at once
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any, Callable

from ..ir.nodes import Atom, Const, now
from ..ir.primitives import Primitive
from .places import Place


@dataclass(frozen=True, eq=False)
class Items:
    type: type
    values: tuple[Any, ...]
    atom: Atom | None = None  # the whole, where it exists as one value at run time
    name: str | None = None
    number: int = field(default_factory=now)  # as variables have: a list is an object too


@dataclass(frozen=True, eq=False)
class Known:
    object: Any
    place: Place | None


@dataclass(frozen=True, eq=False)
class Keywords:
    """What **kwargs holds: values by name."""

    values: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Counted:
    """Something a for loop runs over by counting: the bounds of the range, and the item for each count.

    `counts` says that the count itself is the item, or its first part.
    """

    bounds: tuple[Atom, Atom, Atom]
    item: Callable[[Atom], Any]
    counts: bool


@dataclass(frozen=True)
class Conflict:
    """A name with meanings that no one value can have: refused when it is read."""

    name: str
    one: str
    other: str


@dataclass(frozen=True, eq=False)
class Perhaps:
    """`value` where `present` holds; `absent` otherwise, which is None or MISSING: not assigned."""

    value: Any
    present: Atom
    absent: Any


@dataclass(frozen=True, eq=False)
class Method:
    self: Atom
    primitive: Primitive | Callable  # or the form of a call that writes to the array


@dataclass(frozen=True, eq=False)
class Closure:
    node: ast.FunctionDef | ast.Lambda
    frame: Any
    defaults: tuple[Any, ...] = ()
    kw_defaults: tuple[tuple[str, Any], ...] = ()


class Poison:
    def __repr__(self) -> str:
        return "<refused>"


POISON = Poison()

class Missing:
    def __repr__(self) -> str:
        return "<not assigned>"


MISSING = Missing()
NONE = Const(None)

Value = Any


def is_atom(value: Value) -> bool:
    return hasattr(value, "is_const")


def poisoned(*values: Value) -> bool:
    return any(value is POISON for value in values)
