"""Where a captured value lives, so that it can be read again at every call.

    Place ::= Global(namespace, name) | Cell(cell) | Argument(index) | Object(value) | Attribute(Place, name) | Item(Place, index)

A captured number or array becomes an extra input of the generated function, read from its place at call time. A captured
function, module or setting is compiled in; a guard makes sure that the place still holds it.
"""

from __future__ import annotations

import builtins
import types
from dataclasses import dataclass, field
from typing import Any

from ..ir.kinds import Kind, kind_of


class Place:
    def read(self, args: tuple) -> Any:
        """The value that is there now; `args` are the arguments of the call."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Global(Place):
    namespace: dict = field(repr=False)
    name: str

    def read(self, args: tuple) -> Any:
        try:
            return self.namespace[self.name]
        except KeyError:
            return getattr(builtins, self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Global) and self.namespace is other.namespace and self.name == other.name

    def __hash__(self) -> int:
        return hash((id(self.namespace), self.name))


@dataclass(frozen=True, eq=False)
class Cell(Place):
    cell: types.CellType

    def read(self, args: tuple) -> Any:
        return self.cell.cell_contents

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and self.cell is other.cell

    def __hash__(self) -> int:
        return id(self.cell)


@dataclass(frozen=True)
class Argument(Place):
    index: int

    def read(self, args: tuple) -> Any:
        return args[self.index]


@dataclass(frozen=True, eq=False)
class Object(Place):
    value: Any

    def read(self, args: tuple) -> Any:
        return self.value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Object) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@dataclass(frozen=True)
class Attribute(Place):
    base: Place
    name: str

    def read(self, args: tuple) -> Any:
        return getattr(self.base.read(args), self.name)


@dataclass(frozen=True)
class Item(Place):
    base: Place
    index: Any

    def read(self, args: tuple) -> Any:
        return self.base.read(args)[self.index]


@dataclass(frozen=True)
class Keys(Place):
    """The text of the keys of a dict: no value of the program, only guarded."""

    base: Place

    def read(self, args: tuple) -> Any:
        return repr(tuple(self.base.read(args)))


@dataclass(frozen=True)
class Contains(Place):
    """Whether a dict has a key."""

    base: Place
    key: Any

    def read(self, args: tuple) -> Any:
        return self.key in self.base.read(args)


def same(one: Any, other: Any) -> bool:
    """Whether two reads gave the same object; each read of a method makes a new one."""
    if one is other:
        return True
    if isinstance(one, types.BuiltinMethodType) and isinstance(other, types.BuiltinMethodType):
        return one.__self__ is other.__self__ and one.__name__ == other.__name__
    if isinstance(one, types.MethodType) and isinstance(other, types.MethodType):
        return one.__func__ is other.__func__ and one.__self__ is other.__self__
    if isinstance(one, types.BuiltinMethodType) and isinstance(other, types.BuiltinMethodType):  # np.add.reduce
        return one.__name__ == other.__name__ and one.__self__ is other.__self__
    return False


@dataclass(frozen=True)
class Guard:
    """Holds as long as `place` holds the very object, or (with `kind`) a value of the kind, it held at generation."""

    place: Place
    value: Any
    kind: Kind | None = None

    def holds(self, args: tuple) -> bool:
        try:
            now = self.place.read(args)
        except (AttributeError, LookupError, NameError, ValueError):
            return False
        return same(now, self.value) if self.kind is None else kind_of(now) == self.kind
