"""Objects that can be changed in place, and their versions.

A name is bound to an object: an array is the variable it was first computed as, a list the Items it was first written as.
Each write makes a new version of the object, and every name bound to it means the newest. A basic slice is a view: it is
read again once its base has been written, and writing through it writes the base. Where an array may be either of two
objects (after a branch, in a loop), writing to one that something else still holds is refused: what the other would then
hold is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator

from ..ir import kinds
from ..ir.kinds import is_namedtuple
from ..ir.nodes import Atom, Var
from ..ir.primitives import Primitive
from .values import Bound, Closure, Items, Keywords, Perhaps, Value, is_atom

# Views that share their base's memory for sure, and those that do if that is contiguous, which is checked at run time.
SURE = {"getitem", "T", "transpose", "swapaxes", "moveaxis", "expand_dims", "squeeze", "flip", "flat", "real", "imag"}
IF_CONTIGUOUS = {"reshape", "ravel"}


@dataclass(frozen=True, eq=False)
class View:
    """How an array was made of another one whose memory it shares; `seen` is the version of that one it shows."""

    base: Value
    fn: Primitive
    args: tuple[Atom, ...]
    options: dict[str, Atom]
    seen: Atom


@dataclass(eq=False)
class Objects:
    """`versions` is the state on the way that is being lowered; the rest is true of every way.

    A view's version is a pair: the version of its base, and what it shows of it.
    """

    versions: dict[Value, Any] = field(default_factory=dict)
    owner: dict[Value, Value] = field(default_factory=dict)
    views: dict[Value, View] = field(default_factory=dict)
    maybe: dict[Value, set[Value]] = field(default_factory=dict)  # the objects that an array may be instead of a new one
    holds: dict[Value, set[Value]] = field(default_factory=dict)  # the arrays put into lists of unknown length
    iterated: dict[Value, Any] = field(default_factory=dict)  # the lists the next loop runs over, and their versions
    paths: dict[Atom, tuple[Atom, ...]] = field(default_factory=dict)  # the steps of an index x[i][j]
    distinct: set[frozenset[Value]] = field(default_factory=set)  # pairs that are never the same object
    kept: dict[Value, str] = field(default_factory=dict)  # what cannot be written to, and what is written then
    lent: dict[Var, None] = field(default_factory=dict)  # arguments and captured arrays
    written: dict[Var, None] = field(default_factory=dict)  # those of them that are written to

    def of(self, value: Value) -> Value:
        """The object a value is a version of; numbers are their own."""
        return self.owner.get(value, value)

    def view(self, value: Value) -> "View | None":
        """What of which array a value shows, or None where it is no view."""
        return self.views.get(self.of(value))

    def is_written(self, value: Value) -> bool:
        """Whether the memory of an array has been written to on this way."""
        return self.base(value) in self.versions

    def same(self, one: Value, other: Value) -> bool:
        return one is other or (self.of(one) is self.of(other))

    def new_version(self, value: Value, version: Value) -> None:
        self.owner[version] = self.of(value)
        self.versions[self.of(value)] = version

    def base(self, value: Value) -> Value:
        """The object whose memory a value is or shows."""
        found = self.of(value)
        while found in self.views:
            found = self.of(self.views[found].base)
        return found

    def roots(self, value: Value) -> set[Value]:
        """The objects that a value may be."""
        pending, found = [self.base(value)], set()
        while pending:
            one = pending.pop()
            if one not in found:
                found.add(one)
                pending.extend(self.base(other) for other in self.maybe.get(one, ()))
        return found

    def may_be(self, value: Value, others: set[Value]) -> None:
        if others:
            self.maybe.setdefault(self.of(value), set()).update(others)

    def hold(self, items: Value, values: set[Value]) -> None:
        """Note arrays that are put into a list: whoever writes to one of them would change an item."""
        if values:
            self.holds.setdefault(self.of(items), set()).update(values)

    def run_over(self, items: Value) -> None:
        """Note that the next loop runs over a list."""
        target = self.of(items)
        self.iterated[target] = self.versions.get(target, target)

    def held(self, items: Value) -> set[Value]:
        """The arrays that a list may hold."""
        return set().union(*(self.holds.get(root, ()) for root in self.roots(items)))

    def touches(self, target: Value, other: Value) -> bool:
        """Whether writing to `target` may change `other`, or an item of it."""
        return self.overlap(target, other) or any(self.base(a) is target or self.overlap(target, a) for a in self.held(other))

    def overlap(self, one: Value, other: Value) -> bool:
        """Whether two arrays that are not known to be one object may share memory all the same."""
        first, second = self.base(one), self.base(other)
        if first is second or frozenset((first, second)) in self.distinct:
            return False
        return not self.roots(first).isdisjoint(self.roots(second))


def is_object(value: Value) -> bool:
    """Whether a value can be changed in place."""
    if isinstance(value, Items):
        return value.type is not tuple and not is_namedtuple(value.type)
    return isinstance(value, Var) and (kinds.is_array(value.kind) or kinds.is_list(value.kind))


def is_view(fn: Primitive, args: list[Atom], out: Atom) -> bool:
    """Whether the result may share memory with the first operand; indexing with an array or a list of numbers copies."""
    if not fn.view or not isinstance(out, Var) or not kinds.is_array(out.kind) or not kinds.is_array(args[0].kind):
        return False
    return fn.name != "getitem" or not kinds.has_index_array(args[1].kind)


def reachable(objects: Objects, frames: list[Any]) -> Iterator[Value]:
    """Every object that a name of these frames leads to."""
    pending: list[Value] = []
    seen: set[int] = set()
    for frame in frames:
        while frame is not None and id(frame) not in seen:
            seen.add(id(frame))
            pending.extend(frame.locals.values())
            frame = frame.outer
    while pending:
        value = pending.pop()
        if isinstance(value, Perhaps):
            pending.append(value.value)
        elif isinstance(value, Items):
            newest = objects.versions.get(objects.of(value), value)
            pending.extend(newest.values if isinstance(newest, Items) else [])
            yield value
        elif isinstance(value, Bound):
            pending.append(value.self)
        elif isinstance(value, Keywords):
            pending.extend(value.values.values())
        elif isinstance(value, Closure):
            pending.extend((*value.defaults, *dict(value.kw_defaults).values()))
            if id(value.frame) not in seen:
                seen.add(id(value.frame))
                pending.extend(value.frame.locals.values())
        elif is_atom(value) and is_object(value):
            yield value
