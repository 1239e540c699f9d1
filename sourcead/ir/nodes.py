"""The nodes.

    Function ::= name, params, Block, result          result: a nest of indices into the block's yields
    Block    ::= Stmt*  yields Atom*
    Stmt     ::= Let   outs = primitive(*args, **options)     the one kind of computation; operators are calls too
    Atom     ::= Var(kind, name) | Const(value)

Single assignment: a Var is defined once, by a parameter or a Let, before it is used. Every Let keeps the place in the
user's source it came from. An `exact` Let is the user's computation, whose value must stay bit for bit what it is; the
others are derivatives and may be regrouped.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from ..errors import Pos
from .kinds import Kind, kind_of
from .primitives import Primitive

_numbers = itertools.count()


@dataclass(eq=False, slots=True, repr=False)
class Var:
    """A value defined once. Equal only to itself.

    `name` is what the user called it, or what it should be called; `origin` says that it is to be called after another
    variable, with a suffix, once that one has a name. Both only serve the text.
    """

    kind: Kind
    name: str | None = None
    origin: "tuple[Var, str] | None" = None
    number: int = field(default_factory=lambda: next(_numbers))

    is_const: ClassVar[bool] = False

    def __repr__(self) -> str:
        return f"{self.name or 'v'}#{self.number}"


@dataclass(frozen=True, eq=False)
class Const:
    """A value known when the derivative is generated. 1, 1.0 and True are three constants, 0.0 and -0.0 two."""

    value: Any

    is_const = True

    @cached_property
    def kind(self) -> Kind:
        return kind_of(self.value)

    @cached_property
    def _key(self) -> tuple:
        value = self.value
        plain = isinstance(value, (bool, int, float, complex, str, tuple, list, type(None), slice))
        return (type(value), repr(value) if plain else id(value))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Const) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return repr(self.value)


Atom = Var | Const


@dataclass(frozen=True, eq=False)
class Let:
    out: Var
    fn: Primitive
    args: tuple[Atom, ...]
    options: tuple[tuple[str, Atom], ...] = ()
    pos: Pos | None = None
    exact: bool = False

    @property
    def operands(self) -> tuple[Atom, ...]:
        """Every atom the statement reads."""
        return self.args + tuple(atom for _, atom in self.options) if self.options else self.args


@dataclass(frozen=True, eq=False)
class Block:
    stmts: tuple[Let, ...]
    yields: tuple[Atom, ...]


@dataclass(frozen=True, eq=False)
class Function:
    """`result` is an index into `body.yields`, or a nest of tuples, lists and dicts of such.

    The last `len(defaults)` parameters have those defaults. `sweeps` says that exact statements are a forward sweep and
    the others the reverse sweep after it.
    """

    name: str
    params: tuple[Var, ...]
    body: Block
    result: Any
    doc: str = ""
    pos: Pos | None = None
    defaults: tuple[Const, ...] = ()
    sweeps: bool = False
