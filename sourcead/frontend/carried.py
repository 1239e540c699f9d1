"""What a loop carries from one iteration to the next: names, objects that are written, and what is known of who holds what."""

from __future__ import annotations

import itertools
from typing import Any, Callable, Collection

from ..ir import kinds
from ..ir.kinds import BOOL, Kind, joined
from ..ir.nodes import UNDEFINED, Atom, Var, now
from .lists import as_list, common_kind
from .lowerer import Lowerer
from .merging import FALSE, TRUE, as_perhaps
from .objects import is_object
from .values import MISSING, POISON, Items, Perhaps, Value, is_atom


class Carried:
    """What a loop carries: the names it assigns and the objects it writes; what they start with, the kinds they settle on.

    An object goes by a name of its own, which begins with %. `before` are the names before the loop, `after` after an
    iteration.
    """

    def __init__(self, lowerer: Lowerer, before: dict[str, Value], names: list[str]):
        self.lowerer = lowerer
        self.objects = lowerer.objects
        self.versions = dict(lowerer.objects.versions)
        self.mark = now()
        self.before = before
        self.names = names
        self.kinds: dict[str, Kind] = {}
        self.template: dict[str, Value] = {n: before[n] for n in names if n in before}
        self.targets: dict[str, Value] = {}
        self.outer: dict[str, set[Value]] = {}  # objects older than the loop that an array may be in a later iteration
        self.in_lists: set[tuple[Value, str]] = set()  # lists, and names whose arrays they may hold in a later iteration
        self.exchanged: set[str] = set()  # what is another list or dict after an iteration than before
        self.together: set[frozenset[str]] = set()  # arrays that may become the same one

    # -- the head of an iteration ---------------------------------------------------------------------------------------

    def begin(self) -> dict[str, Value]:
        """The names bound to fresh params, as they are at the head of an iteration."""
        self.staying: set[str] = set()
        self.params: list[Var] = []
        self.inits: list[Atom] = []
        self.arrays: dict[str, tuple[Var, Atom]] = {}
        self.objects.versions = dict(self.versions)
        self.bound = {n: self._bind(n, self.template[n], self.before.get(n, MISSING)) for n in self.names if n in self.template}
        for name, target in self.targets.items():
            self.objects.new_version(target, self.bound[name])
        self.head = dict(self.objects.versions)
        self.held = self._held()
        for items, name in self.in_lists:
            if name in self.arrays:
                self.objects.hold(items, {self.arrays[name][0]})
        self._tell_apart({name: param for name, (param, _) in self.arrays.items()})
        return {n: v for n, v in self.bound.items() if n not in self.targets}

    def _tell_apart(self, arrays: dict[str, Var]) -> None:
        """Note which of these arrays, params or results, are never the same one."""
        for (name, one), (other_name, other) in itertools.combinations(arrays.items(), 2):
            inits = self.arrays[name][1], self.arrays[other_name][1]
            if frozenset((name, other_name)) in self.together or self.objects.same(*inits) or self.objects.overlap(*inits):
                self.objects.may_be(other, {one})
            else:
                self.objects.distinct.add(frozenset((one, other)))

    def _bind(self, name: str, value: Value, before: Value) -> Value:
        if isinstance(value, Perhaps):
            start = as_perhaps(before)
            bound = self._bind(name, value.value, start.value)
            present = self._param(BOOL, None, start.present)
            present.origin = (bound, "_set") if isinstance(bound, Var) else None
            return Perhaps(bound, present, value.absent)
        if isinstance(value, Items):
            start = self._newest(before) if isinstance(before, Items) else before
            parts = start.values if isinstance(start, Items) else [MISSING] * len(value.values)
            inner = zip(value.labels(name), value.values, parts)
            bound = value.like(v if self._stays(label, v, b) else self._bind(label, v, b) for label, v, b in inner)
            if isinstance(before, Items) and name not in self.targets:
                self.objects.may_be(bound, {self.objects.of(before), *self.outer.get(name, ())})
            return bound
        if not is_atom(value) or not (kinds.is_number(value.kind) or kinds.is_list(value.kind)):
            return value
        kind = self.kinds.get(name, value.kind)
        label = value.name if name in self.targets else None if name.startswith("%") else name
        if kinds.is_list(kind) and before is not MISSING:
            start = as_list(self.lowerer, self.lowerer.stack[-1].source.node, before, kind)
        else:
            start = self._newest(before) if is_atom(before) else UNDEFINED
        param = self._param(kind, label, start)
        if is_object(param) and name not in self.targets:
            self.arrays[name] = (param, before if is_object(before) else UNDEFINED)
            older = {self.objects.of(before)} if is_object(before) else set()
            self.objects.may_be(param, older | self.outer.get(name, set()))
        return param

    def _stays(self, label: str, value: Value, before: Value) -> bool:
        """Whether a list or dict inside another value is taken to be the same one in every iteration, whatever is written to it."""
        stays = is_object(value) and isinstance(value, Items) and self.objects.same(value, before) and label not in self.exchanged
        if stays:
            self.staying.add(label)
        return stays

    def _newest(self, value: Value) -> Value:
        return self.lowerer.current(self.lowerer.stack[-1].source.node, value) if is_object(value) else value

    def _param(self, kind: Kind, name: str | None, init: Atom) -> Var:
        self.params.append(Var(kind, name))
        self.inits.append(init)
        return self.params[-1]

    # -- the end of an iteration ----------------------------------------------------------------------------------------

    def settle(self, after: dict[str, Value], read_early: Collection[str]) -> bool:
        """Take in what the names are after an iteration: the next values of the params, and whether the kinds have settled.

        `read_early` are names read before anything is known to be assigned to them.
        """
        self.nexts: list[Atom] = []
        self.reached: dict[str, Value] = {}
        settled, poisoned = self._written(after), False
        for name in sorted(self.names, key=lambda n: n not in self.bound):  # in the order of the params
            value = after.get(name, MISSING)
            if isinstance(value, Items):
                value = self._newest(value)
            if value is POISON:
                poisoned = True
            elif name in self.bound:
                settled &= self._matched(name, value)
            elif name in self.targets:
                continue  # it has been found just now, and is carried in the next round
            elif name == "%result":
                if value is not MISSING and _is_data(value):
                    self.template[name] = value
                    settled = False
            elif value is not MISSING and _is_data(value):
                if name in read_early or isinstance(value, Perhaps):  # what is not assigned now may have been before
                    self.template[name] = Perhaps(as_perhaps(value).value, FALSE, MISSING)
                    settled = False
                else:  # nobody reads what it was an iteration earlier
                    self.bound[name] = self._bind(name, Perhaps(value, FALSE, MISSING), MISSING)
                    self._visit(name, self.bound[name], value)
        if poisoned and settled:
            raise Poisoned
        return settled and not poisoned and self._apart()

    def _written(self, after: dict[str, Value]) -> bool:
        """Take in the objects an iteration has written; whether all of them are carried."""
        versions = self.objects.versions
        known = True
        for target, version in list(versions.items()):
            if target.number > self.mark or target in self.objects.views or version is self.head.get(target):
                continue
            name = f"%object {target.number}"
            if name not in self.targets:
                self.targets[name] = target
                self.before[name] = self.template[name] = self.versions.get(target, target)
                self.names.append(name)
                known = False
        after.update({name: versions.get(target, target) for name, target in self.targets.items()})
        return known

    def _apart(self) -> bool:
        """Whether what was taken for granted of arrays that are written holds after an iteration."""
        wrote = any(v is not self.head.get(t) and t not in self.objects.views for t, v in self.objects.versions.items())
        for name, value in self.reached.items():
            roots = self.objects.roots(value)
            self.in_lists |= {(items, name) for items, arrays in self.objects.holds.items() if not roots.isdisjoint(arrays)}
        holds = not wrote or self.held == self._held()
        for name, value in self.reached.items():
            older = {root for root in self.objects.roots(value) if root.number < self.mark}
            param = self.arrays[name][0]
            if not older <= self.objects.roots(param):
                self.outer.setdefault(name, set()).update(older)
                self.objects.may_be(param, older)
                holds = holds and not wrote
        for (name, one), (other_name, other) in itertools.combinations(self.reached.items(), 2):
            pair = frozenset((name, other_name))
            if pair not in self.together and (self.objects.same(one, other) or self.objects.overlap(one, other)):
                self.together.add(pair)
                holds = holds and not wrote
        return holds

    def _held(self) -> set[tuple[Value, Value | str]]:
        """What lists hold of the arrays older than the loop, and of those it carries, by name."""
        older = {(items, a) for items, arrays in self.objects.holds.items() for a in arrays if a.number < self.mark}
        return older | self.in_lists

    def _matched(self, name: str, value: Value) -> bool:
        """Whether a name has the kind it had; where it may be absent from now on, that is what it is taken for."""
        template = self.template[name]
        if not isinstance(template, Perhaps) and not name.startswith("%"):
            start, then = as_perhaps(template), as_perhaps(value)
            absents = {p.absent for p in (start, then) if p.present != TRUE}
            known = then.value if start.value is MISSING else start.value
            if len(absents) == 1 and _is_data(known):
                self.template[name] = Perhaps(known, FALSE, absents.pop())
                return False
        return self._visit(name, self.bound[name], value)

    def _visit(self, name: str, param: Value, value: Value) -> bool:
        settled = True
        if name in self.staying:
            if not self.objects.same(param, value):
                self.exchanged.add(name)
                return False
            return True
        if isinstance(param, Perhaps):
            then = as_perhaps(value)
            if then.present != TRUE and then.absent is not param.absent:
                raise Clash(name, param, value)
            if then.value is MISSING:
                self.nexts.extend([UNDEFINED] * len(_leaves(param.value)))
            else:
                settled = self._visit(name, param.value, then.value)
            self.nexts.append(then.present)
            return settled
        if isinstance(value, Items):
            value = self._newest(value)
        if isinstance(param, Items) and param.matches(value):
            for label, p, v in zip(param.labels(name), param.values, value.values):
                settled &= self._visit(label, p, v)
        elif (isinstance(param, Items) or is_atom(param) and kinds.is_list(param.kind)) and name in self.template:
            settled = self._grown(name, param, value)
        elif isinstance(param, Var) and is_atom(value):
            kind = joined(param.kind, value.kind)
            if kind is None:
                raise Clash(name, param, value)
            if kind != param.kind:
                self.kinds[name] = kind
                settled = False
            if name in self.arrays:
                self.reached[name] = value
            self.nexts.append(self._newest(value))
        elif param is not value and not (is_atom(param) and param == value):
            raise Clash(name, param, value)
        return settled

    def _grown(self, name: str, param: Value, value: Value) -> bool:
        """A list whose length an iteration changes is one value from now on."""
        kind = common_kind(param, value)
        if kind is None:
            raise Clash(name, param, value)
        if isinstance(param, Var) and kind == param.kind:
            self.nexts.append(as_list(self.lowerer, self.lowerer.stack[-1].source.node, value, kind))
            return True
        self.kinds[name] = kind
        self.template[name] = Var(kind, getattr(param, "name", None))
        return False

    # -- after the loop -------------------------------------------------------------------------------------------------

    def finish(self, emitted: Callable[[Value], Any]) -> dict[str, Value]:
        """The names after the loop, and the versions of what it wrote; `emitted` is what became of the params."""
        self.objects.versions = dict(self.versions)
        for name, target in self.targets.items():
            version = emitted(self.bound[name])
            if version is not self.versions.get(target, target):
                self.objects.new_version(target, version)
        results = {name: emitted(param) for name, (param, _) in self.arrays.items()}
        results = {name: result for name, result in results.items() if isinstance(result, Var)}  # the others are never assigned
        for name, result in results.items():
            if result.number > self.mark:
                self.objects.may_be(result, self.objects.maybe.get(self.arrays[name][0], set()))
        self._tell_apart({name: r for name, r in results.items() if r.number > self.mark})
        return {name: emitted(value) for name, value in self.bound.items() if name not in self.targets}


def _leaves(value: Value) -> list[Var]:
    """The params a value is bound to."""
    if isinstance(value, Items):
        return [leaf for v in value.values for leaf in _leaves(v)]
    return [value] if isinstance(value, Var) else []


def _is_data(value: Value) -> bool:
    if isinstance(value, Perhaps):
        return _is_data(value.value)
    if isinstance(value, Items):
        return all(map(_is_data, value.values))
    return is_atom(value) and (kinds.is_number(value.kind) or kinds.is_list(value.kind))


class Clash(Exception):
    """A name is of one kind before a loop's body and of another after it."""


class Poisoned(Exception):
    """Something in the body was refused already."""
