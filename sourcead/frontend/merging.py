"""What a name means after a branch or loop: one value for both ways it may have got there.

Numbers and arrays become a variable that each way yields to; sequences are merged item by item; what is known at generation
must be the same. A name that is None or not assigned on one of the ways keeps a flag that says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

from ..ir.kinds import BOOL, Kind, is_number, joined
from ..ir.nodes import UNDEFINED, Atom, Const, Var
from .lists import common_kind
from .objects import Objects, is_object
from .values import MISSING, NONE, POISON, Conflict, Items, Known, Perhaps, Value, is_atom

TRUE, FALSE = Const(True), Const(False)


@dataclass
class Merge:
    """The variables made, and what each of the two ways yields to them.

    `newest` are what give the newest version of an object at the end of each of the ways, `list` a list as one value.
    """

    objects: Objects
    first_newest: Callable[[Value], Value]
    second_newest: Callable[[Value], Value]
    first_list: Callable[[Value, Kind], Atom]
    second_list: Callable[[Value, Kind], Atom]
    outs: list[Var] = field(default_factory=list)
    first: list[Atom] = field(default_factory=list)
    second: list[Atom] = field(default_factory=list)

    def locals(self, one: dict[str, Value], other: dict[str, Value], left: tuple[bool, bool] = (False, False)) -> dict[str, Value]:
        """`left` says which of the two ways has returned: what is read afterwards comes from the other."""
        merged = {}
        for name in {**one, **other}:
            values = [one.get(name, MISSING), other.get(name, MISSING)]
            if self.objects.same(*values):
                merged[name] = values[0]
            elif any(left) and not all(left) and not name.startswith("%"):
                values[left.index(True)] = MISSING
                merged[name] = self._undefined(name, *values) if MISSING is not values[left.index(False)] else Conflict(name, "not assigned", "left")
            else:
                merged[name] = self.value(name, *values)
        return merged

    def value(self, name: str, one: Value, other: Value) -> Value:
        if self.objects.same(one, other) or (isinstance(one, Const) and one == other):
            return one
        return self._differing(name, one, other)

    def _differing(self, name: str, one: Value, other: Value) -> Value:
        if is_object(one) and isinstance(one, Items):
            one = self.first_newest(one)
        if is_object(other) and isinstance(other, Items):
            other = self.second_newest(other)
        if one is POISON or other is POISON:
            return POISON
        if isinstance(one, Conflict) or isinstance(other, Conflict):
            return one if isinstance(one, Conflict) else other
        if isinstance(one, Items) and one.matches(other):
            pairs = zip(one.labels(name), one.values, other.values)
            merged = one.like(self.value(label, a, b) for label, a, b in pairs)
            self.objects.may_be(merged, {self.objects.of(one), self.objects.of(other)})
            return merged
        kind = common_kind(one, other)
        if kind is not None:
            return self._variable(kind, name, self.first_list(one, kind), self.second_list(other, kind))
        if name == "%result" and (one is MISSING or other is MISSING):
            return self._undefined(name, one, other)
        if not name.startswith("%") or name in ("%result", "%value"):
            if any(v is MISSING or (is_atom(v) and v == NONE) or isinstance(v, Perhaps) for v in (one, other)):
                return self._perhaps(name, one, other)
        if isinstance(one, Known) and isinstance(other, Known) and one.object is other.object:
            return one
        return self._atoms(name, one, other)

    def _perhaps(self, name: str, one: Value, other: Value) -> Value:
        parts = (as_perhaps(one), as_perhaps(other))
        absents = [p.absent for p in parts if p.present != TRUE]
        if any(absent is not absents[0] for absent in absents):
            return Conflict(name, "None", "not assigned")
        values = (parts[0].value, parts[1].value)
        value = self._undefined(name, *values) if MISSING in values else self.value(name, *values)
        if value is POISON or isinstance(value, Conflict):
            return value
        flags = (parts[0].present, parts[1].present)
        return Perhaps(value, flags[0] if flags[0] == flags[1] else self._flag(value, *flags), absents[0])

    def _flag(self, value: Value, one: Atom, other: Atom) -> Var:
        """Whether `value` is there, called after it."""
        flag = self._variable(BOOL, "%present", one, other)
        flag.origin = (value, "_set") if isinstance(value, Var) else None
        return flag

    def _undefined(self, name: str, one: Value, other: Value) -> Value:
        """What a function returns, where it has returned on one way only: nobody reads the result on the other."""
        known = other if one is MISSING else one
        if known is POISON or isinstance(known, Conflict):
            return known
        if isinstance(known, Perhaps):  # absent is what it is not known to be
            value = self._undefined(name, *((known.value, MISSING) if known is one else (MISSING, known.value)))
            flags = (known.present, FALSE) if known is one else (FALSE, known.present)
            return Perhaps(value, self._flag(value, *flags), known.absent)
        if isinstance(known, Items):
            pairs = ((v, MISSING) if known is one else (MISSING, v) for v in known.values)
            return known.like(self._undefined(name, a, b) for a, b in pairs)
        if not is_atom(known) or not is_number(known.kind):
            return known
        return self._variable(known.kind, name, UNDEFINED if one is MISSING else one, UNDEFINED if other is MISSING else other)

    def _atoms(self, name: str, one: Value, other: Value) -> Value:
        if is_atom(one) and is_atom(other):
            kind = joined(one.kind, other.kind)
            if kind is not None and is_number(kind):
                return self._variable(kind, name, one, other)
        return Conflict(name, describe(one), describe(other))

    def versions(self, one: dict[Value, Any], other: dict[Value, Any], mark: int) -> None:
        """Give every object, older than `mark`, that was written on one of the ways a version for both.

        Also where one of them has returned: who called may read what was written, and views are read again after it.
        """
        before = self.objects.versions
        for target in {**one, **other}:
            if target.number > mark:
                continue
            versions = [known.get(target, before.get(target, target)) for known in (one, other)]
            if versions[0] is versions[1]:
                before[target] = versions[0]
            elif target in self.objects.views:
                before.pop(target, None)  # it is read again
            elif all(isinstance(v, Var) for v in versions):
                kind = joined(versions[0].kind, versions[1].kind)
                out = self._variable(kind, target.name or versions[0].name or "%object", *versions)
                self.objects.new_version(target, out)
            else:
                self._list_versions(target, *versions)

    def _list_versions(self, target: Value, one: Value, other: Value) -> None:
        merged = self._differing(getattr(target, "name", None) or "list", one, other)
        if isinstance(merged, Conflict):
            self.objects.versions[target] = merged
        else:
            self.objects.new_version(target, merged)

    def _variable(self, kind: Any, name: str, one: Atom, other: Atom) -> Var:
        hidden = name.startswith("%")
        maybe = {self.objects.of(v) for v in (one, other) if is_object(v)}
        one = self.first_newest(one) if is_object(one) else one
        other = self.second_newest(other) if is_object(other) else other
        for known, *pair in zip(self.outs, self.first, self.second):
            if hidden and known.kind == kind and pair == [one, other]:
                return known  # leaving the list, the loop and the function is often one and the same
        out = Var(kind, None if hidden else name)
        self.outs.append(out)
        self.first.append(one)
        self.second.append(other)
        self.objects.may_be(out, maybe)
        return out


def as_perhaps(value: Value) -> Perhaps:
    """Any value as one that may be absent; what is absent for sure has the value MISSING."""
    if isinstance(value, Perhaps):
        return value
    if value is MISSING or (is_atom(value) and value == NONE):
        return Perhaps(MISSING, FALSE, MISSING if value is MISSING else NONE)
    return Perhaps(value, TRUE, None)


def describe(value: Value) -> str:
    if value is MISSING:
        return "not assigned"
    if is_atom(value):
        return str(value.kind)
    if isinstance(value, Items):
        keys = f" {', '.join(map(repr, value.keys))}" if value.keys is not None else ""
        return f"a {value.type.__name__} of {len(value.values)}{keys and ':'}{keys}"
    return f"{getattr(getattr(value, 'object', value), '__name__', type(value).__name__)}"
