"""Callees with functions of their own: what is called, not written in place.

    Call   ::= out = definition(*args)        a Let; `out` is the one value the definition gives, or the tuple of its values
             | out = result(tuple, index)     a Let; one of them; a third operand says how many there are

A definition is a Function that calls reach through a primitive, so that it may call itself. Derivatives of a definition are
definitions too, kept with it: all who ask for the same share one. Such a call is never folded, shared or dropped: it may
do what happens once, and may not come to an end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Iterator

from .kinds import UNKNOWN, History, Kind, Sequence, is_continuous
from .nodes import Block, Function, Let
from .primitives import Primitive
from .traversal import statements

TAPE = UNKNOWN  # what a forward sweep keeps for its reverse sweep: a nested tuple, of no kind of its own


def carries(kind: Kind) -> bool:
    """Whether a value of this kind, passed to a definition or given by it, can have a derivative."""
    return kind is TAPE or is_continuous(kind) or isinstance(kind, History) and carries(kind.item)


@dataclass(eq=False)
class Definition:
    """A function and the kinds of the values it gives. `function` is there once its body has been lowered or derived.

    `mode` says which derivative of `of` it is; `derived` holds those made of it; `settle(optimize)` makes the function of
    one whose body is not final yet.
    """

    name: str
    outputs: tuple[Kind, ...]
    function: Function | None = None
    mode: str = ""
    of: "Definition | None" = None
    derived: dict[Any, Any] = field(default_factory=dict)
    settle: Callable[[Callable[[Function], Function]], None] | None = None

    def __post_init__(self) -> None:
        facts = {"variadic": True, "kind": self._kind, "effect": True}
        self.primitive = Called("call", "call", _not_carried_out, (), definition=self, **facts)

    def _kind(self, *args: Any) -> Kind:
        return self.outputs[0] if len(self.outputs) == 1 else Sequence(tuple, self.outputs)


@dataclass(frozen=True, eq=False)
class Called(Primitive):
    """A definition as what a Let calls."""

    definition: Definition | None = None

    def __repr__(self) -> str:
        return f"<call of {self.definition.name}>"


def _not_carried_out(*args: Any) -> Any:
    raise NotImplementedError("a definition is carried out by those who know its statements")


RESULT = Primitive(
    "result",
    "[]",
    lambda values, index, count=None: values[index],
    ("values", "index"),
    variadic=True,
    kind=lambda values, index, *count: values.kind.items[index.value],
    array_operands=False,
    view=True,
)


def called(stmt: Any) -> Definition | None:
    """The definition a statement calls, if it is a call."""
    return stmt.fn.definition if isinstance(stmt, Let) and isinstance(stmt.fn, Called) else None


def calls(block: Block) -> Iterator[Definition]:
    """The definitions called in a block and in the blocks in it."""
    return (d for s in statements(block) if (d := called(s)) is not None)


def reachable(function: Function) -> list[Definition]:
    """Every definition that `function` needs, each after those it calls first, as far as they do not call each other."""
    order: list[Definition] = []
    seen: set[Definition] = set()
    pending: list[tuple[Definition | None, Iterator[Definition]]] = [(None, calls(function.body))]
    while pending:
        definition, inner = pending[-1]
        following = next((d for d in inner if d not in seen), None)
        if following is not None:
            seen.add(following)
            body = following.function.body if following.function is not None else Block((), ())
            pending.append((following, calls(body)))
            continue
        pending.pop()
        if definition is not None:
            order.append(definition)
    return order
