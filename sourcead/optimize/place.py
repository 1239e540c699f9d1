"""Writing in place: after this pass every write can be written `x[i] = v` in the text.

A write gives a new version of an array. It may overwrite the old one if that is the function's own and nobody reads it
later, under whatever name. Where somebody does, copies are made: of a part that is read later, of what is recorded, or else
of the array itself. What a loop writes to is its own: a copy of what it starts with, if that is needed elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import Iterable

from ..analysis.shapes import Shapes
from ..analysis.storage import Shares, Storage, content_reads, holds_memory, is_view, makes_new, written_params
from ..ir.kinds import is_array, is_list
from ..ir.primitives import Primitive
from ..ir.nodes import UNDEFINED, Atom, Block, Function, If, Let, Loop, Stmt, Var
from ..ir.traversal import statements, substitute
from ..rules.table import RuleTable


def place(function: Function, table: RuleTable) -> Function:
    if not any(isinstance(s, Let) and s.fn.writes for s in statements(function.body)):
        return function
    body = _Placer(function, table).block(function.body)
    return replace(function, body=body)


@dataclass(eq=False)
class _Level:
    """A block on the way to the present statement: what is written of it, and who reads what later.

    `last` is where a variable is read last in it, `kept` what is read at its end, `recorded` what a loop collects there.
    """

    last: dict[Var, int]
    kept: set[Atom]
    recorded: set[Atom]
    index: int = 0
    stmts: list[Stmt] = field(default_factory=list)
    parts: dict[Var, Let] = field(default_factory=dict)  # what was picked of arrays, sharing their memory
    shown: dict[Var, Atom] = field(default_factory=dict)  # the array of which a part, or what was written to it, is made
    merged: set[Atom] = field(default_factory=set)  # what branches, loops and calls gave, which may be any of several arrays
    bound: dict[Atom, Atom] = field(default_factory=dict)  # what a variable is called from here on
    copies: dict[Atom, Atom] = field(default_factory=dict)  # what is recorded instead of a variable

    def reads(self, v: Atom) -> bool:
        return self.last.get(v, -1) > self.index or v in self.kept

    def lives(self, v: Atom) -> bool:
        return self.reads(v) or v in self.recorded and v not in self.copies

    def renamed(self, old: Atom, new: Atom) -> None:
        """Who wants the shape of `old` reads `new`, which has taken over its memory."""
        self.bound.update((k, new) for k, known in self.bound.items() if known is old)
        self.bound[old] = new


class _Placer:
    def __init__(self, function: Function, table: RuleTable):
        self.table = table
        self.storage = Storage(function.params)
        self.shapes = Shapes(table)
        self.shapes.follow_all(function.body.stmts)
        self.levels: list[_Level] = []
        self.known_reads: dict[Stmt, frozenset[Var]] = {}

    # -- lives ------------------------------------------------------------------------------------------------------------

    def contents(self, stmt: Stmt) -> frozenset[Var]:
        """The variables whose contents a statement reads, and not only their shapes."""
        found = self.known_reads.get(stmt)
        if found is None:
            if isinstance(stmt, Let):
                found = _memory(content_reads(stmt))
            else:
                bound = stmt.bound if isinstance(stmt, Loop) else ()
                found = _memory(stmt.operands).union(*map(self.block_contents, stmt.blocks)).difference(bound)
            self.known_reads[stmt] = found
        return found

    def block_contents(self, block: Block) -> frozenset[Var]:
        read = _memory(block.yields).union(*map(self.contents, block.stmts))
        return read.difference(out for stmt in block.stmts for out in stmt.outs)

    def lives(self, v: Var) -> bool:
        """Whether the contents of `v` are read after the present statement."""
        return any(level.lives(v) for level in self.levels)

    def sharing(self, atom: Atom) -> list[Var]:
        """The variables that may share memory with `atom` and are read after the present statement, itself included."""
        return [v for v in self.storage.partners(atom) if self.lives(v)]

    # -- blocks and statements ----------------------------------------------------------------------------------------------

    def enter(self, block: Block, kept: Iterable[Atom], recorded: Iterable[Atom] = ()) -> _Level:
        last: dict[Var, int] = {}
        for i, stmt in enumerate(block.stmts):
            last.update(dict.fromkeys(self.contents(stmt), i))
        level = _Level(last, set(kept), set(recorded))
        self.levels.append(level)
        return level

    def walk(self, block: Block, level: _Level) -> None:
        for level.index, stmt in enumerate(block.stmts):
            stmt = substitute(stmt, level.bound) if level.bound else stmt
            if isinstance(stmt, Let):
                self.let(stmt, level)
            elif isinstance(stmt, If):
                self.branch(stmt, level)
            else:
                self.loop(stmt, level)
        level.index = len(block.stmts)

    def block(self, block: Block, kept: Iterable[Atom] = ()) -> Block:
        level = self.enter(block, (*block.yields, *kept))
        self.walk(block, level)
        self.levels.pop()
        return Block(tuple(level.stmts), tuple(level.bound.get(a, a) for a in block.yields))

    def let(self, stmt: Let, level: _Level) -> None:
        if stmt.fn.name == "added":
            stmt = self.sum(stmt, level)
        elif stmt.fn.writes:
            base = stmt.args[0]
            if self.must_copy(base, level, stmt):
                stmt = replace(stmt, args=(self.copy(base, level, stmt), *stmt.args[1:]))
            else:
                level.renamed(base, stmt.out)
        level.stmts.append(stmt)
        self.storage.let(stmt)
        if is_array(stmt.out.kind) and not makes_new(stmt):
            if stmt.fn.writes or is_view(stmt):
                level.shown[stmt.out] = stmt.args[0]
            else:
                level.merged.add(stmt.out)
            if not stmt.fn.writes:
                level.parts[stmt.out] = stmt

    def sum(self, stmt: Let, level: _Level) -> Let:
        """A sum in the memory of its first operand, if that can be had without a copy."""
        array = stmt.args[0]
        if self.storage.is_foreign(array) or self.sharing(array):
            return replace(stmt, fn=self.table.operator(ast.Add))
        level.renamed(array, stmt.out)
        return stmt

    def branch(self, stmt: If, level: _Level) -> None:
        then, orelse = map(self.block, stmt.blocks)
        level.stmts.append(replace(stmt, then=then, orelse=orelse))
        self.storage.arms(level.stmts[-1])
        level.merged.update(stmt.outs)

    # -- copies -------------------------------------------------------------------------------------------------------------

    def copy(self, atom: Atom, level: _Level, near: Stmt) -> Var:
        """A copy of an array, made at the present place."""
        out = Var(atom.kind, getattr(atom, "name", None), getattr(atom, "origin", None))
        stmt = Let(out, self.copier(atom, near), (atom,), (), near.pos, near.exact)
        level.stmts.append(stmt)
        self.storage.let(stmt)
        return out

    def copier(self, atom: Atom, near: Stmt) -> Primitive:
        """np.copy keeps the layout, on which the rounding of sums depends; the method costs less."""
        return self.table.named("list_copy" if is_list(atom.kind) else "copy" if near.exact else "copy_method")

    def must_copy(self, base: Atom, level: _Level, near: Stmt) -> bool:
        """Whether `base` must be copied before it may be overwritten by the present statement.

        Not if all who read its memory later can have copies of their own that cost less, which are made then.
        """
        if base.is_const or self.storage.is_foreign(base):
            return True
        others = self.sharing(base)
        recorded = [v for v in others if self.only_recorded(v, level)]
        parts = [v for v in others if v in level.parts and v is not base and v not in recorded]
        if len(recorded) + len(parts) < len(others) or any(self.may_show(base, v, level) for v in parts):
            return True
        for v in parts:
            self.detach(v, level)
        for v in recorded:
            level.copies[v] = self.copy(v, level, near)
        return False

    def may_show(self, array: Atom, v: Var, level: _Level) -> bool:
        """Whether `array` may be a part of `v`, so that it would share the memory of a copy made of `v` too."""
        while array in level.shown and array is not v:
            array = level.shown[array]
        return array is v or array in level.merged and array not in self.storage.of(array)

    def only_recorded(self, v: Var, level: _Level) -> bool:
        """Whether `v` is read later for nothing but being recorded by the loop whose body is being written."""
        if v not in level.recorded or level.reads(v) or not is_array(v.kind):
            return False
        return not any(outer.lives(v) for outer in self.levels[:-1])

    def detach(self, v: Var, level: _Level) -> None:
        """Make a part of an array, picked before in this block, a copy."""
        stmt = level.parts.pop(v)
        picked = Var(v.kind)
        at = next(i for i, s in enumerate(level.stmts) if s is stmt)
        copied = Let(v, self.copier(v, stmt), (picked,), (), stmt.pos, stmt.exact)
        level.stmts[at : at + 1] = [replace(stmt, out=picked), copied]
        self.storage.forget(v)
        self.storage.new(v)

    # -- loops --------------------------------------------------------------------------------------------------------------

    def loop(self, stmt: Loop, level: _Level) -> None:
        unique = written_params(stmt)
        inside = frozenset().union(*map(self.block_contents, stmt.blocks)).difference(stmt.bound)
        inside |= _memory(source.over for source in stmt.sources)
        inits = self.inits(stmt, unique, inside, level)
        for param, init in zip(stmt.params, inits):
            if param in unique:
                self.storage.new(param)
                if is_list(param.kind):
                    self.storage.hold(param, (init,))
            else:
                self.storage.define(param, self.storage.of(init) | {param})
                self.storage.foreign.add(param)  # nobody writes to it
        for source in stmt.sources:
            self.storage.define(source.item, self.storage.of(source.over))
        test = None if stmt.test is None else self.block(stmt.test, (*inside, *stmt.params))
        body = self.body(stmt, unique, inside)
        level.stmts.append(replace(stmt, inits=inits, test=test, body=body))
        level.merged.update(stmt.outs)
        self.after(level.stmts[-1], unique)
        for given, init, param, result in zip(stmt.inits, inits, stmt.params, stmt.results):
            if param in unique and given is init and not given.is_const and not self.lives(given):
                if self.shapes.of(given) == self.shapes.of(result):
                    level.renamed(given, result)

    def inits(self, stmt: Loop, unique: set[Var], inside: frozenset[Var], level: _Level) -> tuple[Atom, ...]:
        """What the loop starts with; what it writes to is copied, unless nobody else reads it."""
        inits = list(stmt.inits)
        for i, (param, init) in enumerate(zip(stmt.params, stmt.inits)):
            if param not in unique or init == UNDEFINED:
                continue
            others = {other for k, other in enumerate(inits) if k != i and not other.is_const}
            level.kept |= (shared := (inside | others) - level.kept)
            if self.must_copy(init, level, stmt):
                inits[i] = self.copy(init, level, stmt)
            level.kept -= shared
        return tuple(inits)

    def body(self, stmt: Loop, unique: set[Var], inside: frozenset[Var]) -> Block:
        tail = (stmt.leave,) if stmt.leaves else ()
        level = self.enter(stmt.body, (*stmt.nexts, *inside), stmt.collected)
        self.walk(stmt.body, level)
        nexts = [level.bound.get(a, a) for a in stmt.nexts]
        for i, param in enumerate(stmt.params):
            if param in unique and nexts[i] != UNDEFINED:
                level.kept = {*nexts[:i], *nexts[i + 1 :], *inside}
                if self.must_copy(nexts[i], level, stmt):
                    nexts[i] = self.copy(nexts[i], level, stmt)
        self.levels.pop()
        collected = (level.copies.get(a) or level.bound.get(a, a) for a in stmt.collected)
        return Block(tuple(level.stmts), (*nexts, *collected, *tail))

    def after(self, stmt: Loop, unique: set[Var]) -> None:
        """What the loop leaves behind: memory of its own, what it started with, what an iteration handed on."""
        starts = {p: self.storage.of(init) for p, init in zip(stmt.params, stmt.inits) if p not in unique}

        def outside(atom: Atom) -> Shares:
            return frozenset().union(*(starts.get(token, {token}) for token in self.storage.of(atom)))

        for param, result, init, following in zip(stmt.params, stmt.results, stmt.inits, stmt.nexts):
            if param in unique:
                self.storage.new(result)
                if is_list(result.kind):
                    self.storage.hold(result, (init, following))
            else:
                self.storage.define(result, self.storage.of(init) | outside(following))
        for history, collected in zip(stmt.histories, stmt.collected):
            self.storage.define(history, outside(collected))


def _memory(atoms: Iterable[Atom]) -> frozenset[Var]:
    return frozenset(a for a in atoms if not a.is_const and holds_memory(a.kind))
