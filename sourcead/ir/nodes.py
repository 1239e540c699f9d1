"""The nodes.

    Function ::= name, params, Block, result          result: a nest of indices into the block's yields
    Block    ::= Stmt*  yields Atom*
    Stmt     ::= Let    out = primitive(*args, **options)     the one kind of computation; operators are calls too
               | If     outs = what the arm taken yields
               | Loop   outs, histories = repeated body, see below
    Atom     ::= Var(kind, name) | Const(value)

A Loop carries `params`, which start at `inits` and then take what the body yields first. It runs once for each element of
its `sources` together, which bind an item each; a while loop has a `test` on the params instead, or besides. What the body
yields after the params' next values is collected, one entry an iteration, into `histories`; a source may be a history,
read in either direction. With `leaves`, the last yield says whether to leave the loop after this iteration.

Single assignment: a Var is defined once, by a parameter or a statement, before it is used; what a block defines is known
inside it only. Every statement keeps the place in the user's source it came from. An `exact` statement is the user's
computation, whose value must stay bit for bit what it is; the others are derivatives and may be regrouped.
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


def now() -> int:
    """A number between those of what exists already and of what is made from here on."""
    return next(_numbers)


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


class Undefined:
    """What an arm yields for a variable it does not assign: nothing is written, and nobody reads it."""

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED = Const(Undefined())


@dataclass(frozen=True, eq=False)
class Let:
    out: Var
    fn: Primitive
    args: tuple[Atom, ...]
    options: tuple[tuple[str, Atom], ...] = ()
    pos: Pos | None = None
    exact: bool = False

    blocks: ClassVar[tuple["Block", ...]] = ()

    @property
    def outs(self) -> tuple[Var, ...]:
        return (self.out,)

    @property
    def operands(self) -> tuple[Atom, ...]:
        """Every atom the statement itself reads; what its blocks read is theirs."""
        return self.args + tuple(atom for _, atom in self.options) if self.options else self.args


@dataclass(frozen=True, eq=False)
class Block:
    stmts: "tuple[Stmt, ...]"
    yields: tuple[Atom, ...]


@dataclass(frozen=True, eq=False)
class If:
    outs: tuple[Var, ...]
    test: Atom
    then: Block
    orelse: Block
    pos: Pos | None = None
    exact: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (self.then, self.orelse)

    @property
    def operands(self) -> tuple[Atom, ...]:
        return (self.test,)


@dataclass(frozen=True, eq=False)
class Source:
    """Binds `item` to each element of `over` in turn: a range, or a history; backwards with `reverse`."""

    item: Var
    over: Atom
    reverse: bool = False


@dataclass(frozen=True, eq=False)
class Loop:
    """`results` are the final values of the params, `histories` what was collected."""

    results: tuple[Var, ...]
    histories: tuple[Var, ...]
    params: tuple[Var, ...]
    inits: tuple[Atom, ...]
    sources: tuple[Source, ...]
    test: Block | None
    body: Block
    leaves: bool = False
    pos: Pos | None = None
    exact: bool = False

    @property
    def outs(self) -> tuple[Var, ...]:
        return self.results + self.histories

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (self.body,) if self.test is None else (self.test, self.body)

    @property
    def operands(self) -> tuple[Atom, ...]:
        return self.inits + tuple(source.over for source in self.sources)

    @property
    def bound(self) -> tuple[Var, ...]:
        """What the loop defines inside its blocks."""
        return self.params + tuple(source.item for source in self.sources)

    @property
    def nexts(self) -> tuple[Atom, ...]:
        return self.body.yields[: len(self.params)]

    @property
    def collected(self) -> tuple[Atom, ...]:
        return self.body.yields[len(self.params) : len(self.params) + len(self.histories)]

    @property
    def leave(self) -> Atom | None:
        return self.body.yields[-1] if self.leaves else None


Stmt = Let | If | Loop


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
