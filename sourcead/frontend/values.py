"""What an expression means while it is lowered.

    Value ::= Atom                      a number or array computed at run time, or a constant
            | Items(type, values)       a tuple or list whose length is known, or a dict whose keys are
            | Keywords(values)          what **kwargs holds
            | Counted(bounds, item)     a range, or what is read by counting
            | Conflict(...)             a name of two kinds, after a branch
            | Perhaps(value, present)   a value, or None or nothing, as is known at run time
            | Bound(self, name)         a method of a list, dict or string, not yet called
            | Generator(node, frame)    a generator expression, not yet run
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
    keys: tuple[Any, ...] | None = None  # of a dict, in the order of its values
    once: bool = False  # what zip, map and their like give: it can be run over once
    at: Callable[[int], Any] | None = None  # gives an item as it is when a loop comes to it

    def like(self, values: Any) -> "Items":
        """A nest of the same type, and with the same keys, of other values."""
        return Items(self.type, tuple(values), None, self.name, keys=self.keys)

    def now(self, index: int) -> Any:
        """An item as it is when a loop comes to it."""
        return self.values[index] if self.at is None else self.at(index)

    def labels(self, name: str) -> list[str]:
        """What the values are called in a nest of this name."""
        keys = range(len(self.values)) if self.keys is None else self.keys
        return [f"{name}_{key}" if f"_{key}".isidentifier() else f"{name}_{i}" for i, key in enumerate(keys)]

    def matches(self, other: Any) -> bool:
        """Whether `other` is a nest of the same type and length, with the same keys in the same order."""
        same = isinstance(other, Items) and self.type is other.type and len(self.values) == len(other.values)
        return same and self.keys == other.keys


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


@dataclass(frozen=True, eq=False)
class Bound:
    """`self.name` of a list, dict or string, whose methods are carried out at generation."""

    self: Any
    name: str


@dataclass(frozen=True, eq=False)
class Generator:
    """A generator expression: what it runs over first has been evaluated, the rest is when it is consumed."""

    node: ast.GeneratorExp
    frame: Any
    first: Any


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


def single_use(value: Value) -> bool:
    """Whether a value is an iterator, which can be run over once only."""
    if isinstance(value, Counted):
        return not value.counts
    return isinstance(value, Generator) or isinstance(value, Items) and value.once


def is_atom(value: Value) -> bool:
    return hasattr(value, "is_const")


def poisoned(*values: Value) -> bool:
    return any(value is POISON for value in values)
