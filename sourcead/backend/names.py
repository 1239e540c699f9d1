"""Names in the text: the user's where there are any, x_bar and x_dot for derivatives, a, b, c ... for the rest.

Letters are given in the order of evaluation, skipping names in use, as one does by hand. What a loop carries, and what the
arms of a branch assign, is one Python variable for several variables of the IR: they share a name where their lives do not
overlap, and are copied where they do. Lives are intervals of positions in the text.
"""

from __future__ import annotations

import builtins
import itertools
import keyword
import math
from dataclasses import dataclass, field
from typing import Iterable, Iterator, Mapping

from ..ir.callees import RESULT
from ..ir.nodes import Atom, Block, Function, If, Let, Loop, Stmt, Var
from ..ir.traversal import free, statements

RESERVED = {"np", "math", *keyword.kwlist, *dir(builtins)}


def letters() -> Iterator[str]:
    """a, b, ..., z, a1, b1, ..."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for round_ in itertools.count():
        yield from (f"{letter}{round_ or ''}" for letter in alphabet if letter not in "lo" or round_)


@dataclass
class Life:
    """Where a variable is assigned and where it is read last."""

    start: float
    end: float

    def overlaps(self, other: "Life") -> bool:
        return self.start < other.end and other.start < self.end or self.start == other.start


@dataclass
class Lives:
    """Walks the text once and notes the life of every variable."""

    inside: Mapping[Var, Let]
    lives: dict[Atom, Life] = field(default_factory=dict)
    order: list[Var] = field(default_factory=list)
    now: int = 0
    taken_apart: Let | None = None

    def assign(self, variables: Iterable[Var]) -> None:
        for v in variables:
            self.lives[v] = Life(self.now, self.now)
            self.order.append(v)

    def read(self, atom: Atom) -> None:
        """A read at the present position; of a value written in place, a read of what it is made of."""
        pending = [atom]
        while pending:
            atom = pending.pop()
            if atom.is_const:
                continue
            if atom in self.inside:
                pending.extend(self.inside[atom].operands)
            else:
                self.lives[atom].end = max(self.lives[atom].end, self.now)

    def block(self, block: Block, appended: tuple[Atom, ...] = ()) -> None:
        for stmt in block.stmts:
            self.stmt(stmt)
            for out in stmt.outs:
                if out in appended:
                    self.lives[out].end = max(self.lives[out].end, self.now + 0.5)

    def stmt(self, stmt: Stmt) -> None:
        if isinstance(stmt, Let):
            if stmt.out in self.inside:
                return
            call = self.inside.get(stmt.args[0]) if stmt.fn is RESULT else None
            if call is None or call is not self.taken_apart:  # a, b = f(x) assigns all at once
                self.now += 1
            self.taken_apart = call
            for atom in stmt.operands:
                self.read(atom)
            self.assign([stmt.out])
        elif isinstance(stmt, If):
            self.now += 1
            self.read(stmt.test)
            for arm in stmt.blocks:
                self.block(arm)
                self.now += 1
                for atom in arm.yields:
                    self.read(atom)
            self.now += 1
            self.assign(stmt.outs)
        else:
            self._loop(stmt)

    def _loop(self, stmt: Loop) -> None:
        self.now += 1
        for atom in stmt.operands:
            self.read(atom)
        self.assign((*stmt.params, *stmt.histories))
        self.now += 1
        self.assign(s.item for s in stmt.sources)
        if stmt.test is not None:
            self.block(stmt.test)
            self.now += 1
            for atom in stmt.test.yields:
                self.read(atom)
        collected = stmt.collected
        for v in stmt.bound:  # what is recorded at the head of the body
            if v in collected:
                self.lives[v].end = max(self.lives[v].end, self.now + 0.5)
        self.now += 1
        self.block(stmt.body, collected)
        self.now += 1
        for atom in (*stmt.nexts, *([stmt.leave] if stmt.leaves else [])):
            self.read(atom)
        for atom in collected:
            if not atom.is_const and atom not in stmt.bound and not any(atom in s.outs for s in stmt.body.stmts):
                self.read(atom)
        self.now += 1
        for block in stmt.blocks:  # the next iteration reads them again
            for v in free(block):
                if v not in stmt.bound:
                    self.read(v)
        for source in stmt.sources:
            self.read(source.over)
        for history in stmt.histories:
            self.lives[history].end = self.now
        self.now += 1
        self.assign(stmt.results)


class Groups:
    """Variables that share a name: unions of those whose lives do not overlap."""

    def __init__(self, lives: dict[Atom, Life]):
        self.lives = lives
        self.members: dict[Atom, list[Var]] = {}

    def of(self, v: Var) -> list[Var]:
        return self.members.get(v) or [v]

    def join(self, one: Atom, other: Atom) -> None:
        """Let the two share a name, if their lives allow it."""
        if one.is_const or other.is_const or one not in self.lives or other not in self.lives:
            return
        first, second = self.of(one), self.of(other)
        if first is second or len({m.name for m in first + second if m.name}) > 1:
            return
        if any(self.lives[a].overlaps(self.lives[b]) for a in first for b in second):
            return
        self.unite(one, other)

    def unite(self, one: Var, other: Var) -> None:
        if self.of(one) is self.of(other):
            return
        merged = self.of(one) + self.of(other)
        self.members.update(dict.fromkeys(merged, merged))


def assign_names(
    function: Function, inside: Mapping[Var, Let], taken: Iterable[str] = (), reuse: bool = True, in_place: bool = False
) -> dict[Var, str]:
    """A name for every variable but those written inside others.

    With `reuse`, a later version of a variable takes over the name once the earlier one is read no more: y stays y. With
    `in_place`, writes change their array, and what they give has its name.
    """
    walk = Lives(inside)
    walk.assign(function.params)
    for param, number in zip(function.params, itertools.count(-len(function.params))):
        walk.lives[param].start = number
    walk.block(function.body)
    walk.now += 1
    for atom in function.body.yields:
        walk.read(atom)
    groups = Groups(walk.lives)
    for stmt in statements(function.body):  # what is changed in place keeps its name
        if in_place and isinstance(stmt, Let) and stmt.fn.writes:
            groups.unite(stmt.args[0], stmt.out)
    loops = [stmt for stmt in statements(function.body) if isinstance(stmt, Loop)]
    for stmt in loops:  # what a loop ends with is what it carried, before anything else
        for result, param in zip(stmt.results, stmt.params):
            groups.unite(param, result)
    for stmt in statements(function.body):
        if isinstance(stmt, Loop):
            for param, after, init in zip(stmt.params, stmt.nexts, stmt.inits):
                for other in (after, init):
                    groups.join(param, other)
        elif isinstance(stmt, If):
            for out, *yields in zip(stmt.outs, stmt.then.yields, stmt.orelse.yields):
                for atom in yields:
                    groups.join(out, atom)
    return _named(function, walk, groups, set(taken), reuse)


def _named(function: Function, walk: Lives, groups: Groups, taken: set[str], reuse: bool) -> dict[Var, str]:
    names: dict[Var, str] = {}
    busy: dict[str, float] = dict.fromkeys([*RESERVED, *taken], math.inf)  # each name in use, and where its life ends
    numbers: dict[str, int] = {}
    wanted = {v.name for v in walk.order if v.name}
    fresh = (letter for letter in letters() if letter not in wanted)
    params = set(function.params)
    for v in walk.order:
        if v in names:
            continue
        group = groups.of(v)
        start = min(walk.lives[m].start for m in group)
        end = max(walk.lives[m].end for m in group) if reuse else math.inf
        own = next((m for m in group if m in params), None) or next((m for m in group if m.name), None)
        name = own.name if own is not None else _derived(group, names)
        if name is None:
            name = next(letter for letter in fresh if letter not in busy)
        chosen = _free(name, busy, start, numbers)
        busy[chosen] = max(end, start)
        names.update(dict.fromkeys(group, chosen))
    return names


def _derived(group: list[Var], names: dict[Var, str]) -> str | None:
    """A name after that of another variable: a_bar, once a has its name."""
    origins = (m.origin for m in group if m.origin is not None and m.origin[0] in names)
    return next((names[of] + suffix for of, suffix in origins), None)


def _free(name: str, busy: dict[str, float], start: float, numbers: dict[str, int]) -> str:
    """`name`, numbered if it is held by a value that is still to be read after this place."""
    if name in RESERVED:
        name += "_"
    candidate = name
    while busy.get(candidate, -math.inf) > start:
        numbers[name] = numbers.get(name, 0) + 1
        candidate = f"{name}{numbers[name]}" if not name[-1].isdigit() else f"{name}_{numbers[name]}"
    return candidate
