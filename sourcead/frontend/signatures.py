"""Signatures of calls: how arguments and results are nested, and what of them is known at generation.

    Key ::= (%items, type, names, Key*) | (%keywords, (name, Key)*)     nests; the names are those of a dict or an object
          | (%data, Kind)                                               a number or array, which is passed
          | (%known, Identity, Value) | (%closure, Identity, Value) | (%constant, Const)
"""

from __future__ import annotations

import ast
import itertools
import types
from dataclasses import dataclass
from typing import Any, Iterable, Iterator

from ..ir import kinds
from ..ir.kinds import FLOAT, Kind, joined
from ..ir.nodes import Atom, Const
from .lowerer import Lowerer
from .places import same
from .values import NONE, POISON, Closure, Items, Keywords, Known, Value, is_atom

FLOAT64 = kinds.Scalar("float64")

Key = tuple


class Unfit(Exception):
    """A value cannot be passed to, or returned by, a function of its own: why, and what to do."""


@dataclass(eq=False)
class Identity:
    """An object as part of a key: equal to itself only; each read of a method makes a new one."""

    value: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and same(self.value, other.value)

    def __hash__(self) -> int:
        method = isinstance(self.value, types.MethodType)
        return hash((id(self.value.__func__), id(self.value.__self__)) if method else id(self.value))


def structure(values: Iterable[Value]) -> tuple[int, tuple]:
    """How much nesting the arguments bring, parts that recursion may take off; and the objects it may walk through."""
    total, objects = 0, []
    pending = list(values)
    while pending:
        value = pending.pop()
        if isinstance(value, (Items, Keywords)):
            parts = value.values if isinstance(value, Items) else value.values.values()
            total += isinstance(value, Items) * (1 + len(parts))
            pending.extend(parts)
        elif isinstance(value, Known) and not callable(value.object):
            objects.append(Identity(value.object))
    return total, tuple(objects)


def items(key: Key) -> tuple[Key, ...]:
    """The keys of what a nest holds."""
    if key[0] == "%items":
        return key[3:]
    return tuple(part for _, part in key[1:]) if key[0] == "%keywords" else ()


def flatten(lowerer: Lowerer, node: ast.AST, value: Value, name: str, leaves: list[tuple[str, Atom]]) -> Key:
    """How a value is nested; the data in it are added to `leaves`, with names for them."""
    value = lowerer.settled(node, value)
    if isinstance(value, Items):
        parts = (flatten(lowerer, node, v, label, leaves) for label, v in zip(value.labels(name), value.values))
        return ("%items", value.type, value.keys, *parts)
    if isinstance(value, Keywords):
        return ("%keywords", *((key, flatten(lowerer, node, v, key, leaves)) for key, v in value.values.items()))
    if isinstance(value, Known):
        return ("%known", Identity(value.object), value)
    if isinstance(value, Closure):
        return ("%closure", Identity(value), value)
    if value is POISON:
        leaves.append((name, POISON))
        return ("%constant", NONE)
    if not is_atom(value):
        raise Unfit(f"{name} is a {type(value).__name__.lower()}", "pass numbers, arrays, tuples of them, or functions")
    if kinds.is_number(value.kind) or isinstance(value.kind, kinds.Sequence):
        leaves.append((name, lowerer.current(node, value)))
        return ("%data", value.kind)
    if not value.is_const:
        raise Unfit(f"{name} is {value.kind}", "pass numbers, arrays, tuples of them, or functions")
    return ("%constant", value)


def nested(key: Key, leaves: Iterator[Atom]) -> Value:
    """A value nested as `key` says, with these data in it."""
    if key[0] == "%items":
        return Items(key[1], tuple(nested(k, leaves) for k in key[3:]), keys=key[2])
    if key[0] == "%keywords":
        return Keywords({name: nested(k, leaves) for name, k in key[1:]})
    if key[0] == "%data":
        return next(leaves)
    return key[2] if key[0] in ("%known", "%closure") else key[1]


def comparable(key: Any) -> Any:
    """A key that can be looked up: without the values, of which objects are told apart by identity."""
    if isinstance(key, tuple) and key[:1] in (("%known",), ("%closure",)):
        return key[:2]
    return tuple(map(comparable, key)) if isinstance(key, tuple) else key


def signature(key: Any) -> Any:
    """A comparable key in which Python's floats and NumPy's are not told apart."""
    if isinstance(key, tuple) and key[:1] == ("%data",):
        return ("%data", FLOAT64 if key[1] == FLOAT else key[1])
    if isinstance(key, tuple) and key[:1] in (("%known",), ("%closure",)):
        return key[:2]
    return tuple(map(signature, key)) if isinstance(key, tuple) else key


def stable(key: Any) -> Any:
    """A signature that means the same in a further lowering of the whole: functions defined inside go by their syntax."""
    if isinstance(key, tuple) and key[:1] == ("%closure",):
        return ("%closure", key[1].value.node)
    return tuple(map(stable, key)) if isinstance(key, tuple) else key


def with_constants(arguments: dict[str, Key], constants: dict[int, Const]) -> dict[str, Key]:
    """The arguments with these of their data, by place among all, compiled in."""
    places = itertools.count()

    def of(key: Key) -> Key:
        if key[0] == "%items":
            return (*key[:3], *map(of, key[3:]))
        if key[0] == "%keywords":
            return ("%keywords", *((name, of(part)) for name, part in key[1:]))
        if key[0] != "%data":
            return key
        place = next(places)
        return ("%constant", constants[place]) if place in constants else key

    return {name: of(key) for name, key in arguments.items()}


def wider(one: list[Kind], other: list[Kind]) -> list[Kind]:
    """The kinds of numbers that are Python's floats or NumPy's, where they are one here and the other there."""
    return [a if a == b else FLOAT64 for a, b in zip(one, other)]


def data_kinds(key: Key) -> list[Kind]:
    """The kinds of the data in a value."""
    if key[0] == "%items":
        return [kind for k in key[3:] for kind in data_kinds(k)]
    return [key[1]] if key[0] == "%data" else []


def merged(one: Key | None, other: Key) -> Key | None:
    """The nesting of a value that is one or the other; None where there is none."""
    if one is None:
        return other
    if one[:1] != other[:1] or len(one) != len(other):
        return None
    if one[0] == "%data":
        kind = joined(one[1], other[1])
        return None if kind is None else ("%data", kind)
    if one[0] == "%items":
        parts = [merged(a, b) for a, b in zip(one[3:], other[3:])]
        return None if one[1] is not other[1] or one[2] != other[2] or None in parts else (*one[:3], *parts)
    return one if comparable(one) == comparable(other) else None


def described(key: Key) -> str:
    if key[0] == "%items":
        return f"a {key[1].__name__} of {len(key) - 3}"
    return str(key[1]) if key[0] == "%data" else repr(getattr(key[1], "value", key[1]))
