"""What the reverse of a loop reads of the loop, and how it gets it: nothing, recompute, record.

The loop counter is counted backwards. A cheap value whose operands are at hand is computed again. Everything else is
recorded, one entry an iteration, as the value that is read. A loop that may leave early runs backwards over what it recorded.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import Collection, Iterable

from ..analysis.settled import settled_reads
from ..ir.callees import TAPE
from ..ir.kinds import INT, History, is_array, is_scalar
from ..ir.nodes import Atom, Block, Const, Let, Loop, Source, Stmt, Var
from ..ir.traversal import free, map_blocks, reads, renewed_stmt, statements, substitute_block, with_stmts
from .common import Derivation

CHEAP = {"+", "-", "*", "%", "//", "neg", "[]", "<", "<=", ">", ">=", "==", "!=", ".T", ".shape", "(,)", "[:]", "len"}
FREE = {".T", ".shape", "(,)", "[:]", "[]", "len"}  # costs nothing whatever the size
CHAIN = 3  # how many cheap operations are carried out again for one value


def record(forward: Loop, reverse: Block, work: Derivation) -> tuple[Loop, Block, tuple[Source, ...]]:
    """The loop collecting what is to be recorded, the reverse body reading it, and the sources the reverse runs over."""
    forward, reverse = _shapes_read(forward, reverse)
    settled = {} if work.depth else settled_reads(forward, work.ranges)
    plan = Plan(forward, settled, work.overwritten if work.depth > 0 else frozenset())
    wanted, ranges = ranges_among(free(reverse), plan.defs)
    plan.decide(wanted)
    prefix = [renewed_stmt(stmt, plan.bound) for stmt in (*plan.recomputed, *ranges)]
    histories = tuple(Var(History(v.kind), *_named(v)) for v in plan.recorded)
    sources = [*plan.sources, *(Source(plan.bound[v], history, True) for v, history in zip(plan.recorded, histories))]
    if plan.uncounted and not histories:
        forward, counter = _counted(forward, work)
        sources.append(counter)
    if not sources:  # nothing of the loop is read, but it runs as often backwards
        first = forward.sources[0]
        sources.append(Source(Var(first.item.kind), first.over, not first.reverse))
    tail = (forward.leave,) if forward.leaves else ()
    yields = (*forward.nexts, *forward.collected, *plan.recorded, *tail)
    forward = replace(forward, histories=forward.histories + histories, body=Block(forward.body.stmts, yields))
    body = substitute_block(reverse, plan.bound)
    return forward, Block((*prefix, *body.stmts), body.yields), tuple(sources)


def _shapes_read(forward: Loop, reverse: Block) -> tuple[Loop, Block]:
    """Where the reverse body wants of an array of the loop nothing but its shape, the loop takes the shape, which is recorded."""
    inside = {*forward.bound, *(out for stmt in forward.body.stmts for out in stmt.outs)}
    readers: dict[Var, list[Stmt]] = {}
    for stmt in statements(reverse):
        for v in {a for a in stmt.operands if a in inside and is_array(a.kind)}:
            readers.setdefault(v, []).append(stmt)
    for inner in (reverse, *(block for stmt in statements(reverse) for block in stmt.blocks)):
        for v in inner.yields:
            readers.pop(v, None)
    taken = {v: found for v, found in readers.items() if all(isinstance(s, Let) and s.fn.spelling == ".shape" for s in found)}
    if not taken:
        return forward, reverse
    made: list[Stmt] = []
    bound: dict[Atom, Atom] = {}
    for v, found in taken.items():
        shape = Var(found[0].out.kind)
        made.append(Let(shape, found[0].fn, (v,), (), forward.pos, True))
        bound.update((s.out, shape) for s in found)
    forward = replace(forward, body=Block((*forward.body.stmts, *made), forward.body.yields))
    return forward, _without({s for found in taken.values() for s in found}, substitute_block(reverse, bound))


def _without(dropped: set[Stmt], block: Block) -> Block:
    kept = [map_blocks(s, lambda inner: _without(dropped, inner)) if s.blocks else s for s in block.stmts if s not in dropped]
    return with_stmts(block, kept)


def _named(v: Var) -> tuple:
    if v.kind is TAPE:
        return (f"{v.name}s", None)
    return (f"{v.name}_tape", None) if v.name else (None, (v, "_tape"))


@dataclass
class Plan:
    """How each value comes back. `bound` maps a variable of the loop to what stands for it in the reverse body.

    `settled` has the reads that give after the loop what they gave in it. Of arrays that are `overwritten` the elements read
    are recorded, for their whole would have to be copied again and again.
    """

    loop: Loop
    settled: dict[Let, Let]
    overwritten: Collection[Atom] = frozenset()
    bound: dict[Atom, Atom] = field(default_factory=dict)
    recorded: list[Var] = field(default_factory=list)
    recomputed: list[Let] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.uncounted = self.loop.leaves or not self.loop.sources
        self.items = {s.item: s for s in self.loop.sources}
        self.defs: dict[Atom, Stmt] = {out: stmt for stmt in self.loop.body.stmts for out in stmt.outs}
        self.inside = {*self.defs, *self.loop.bound}

    def decide(self, wanted: list[Var]) -> None:
        """The parameters of the loop first, then its statements in order, so that what is at hand is known."""
        needed = self._with_sources([v for v in wanted if v in self.inside])
        for item, source in self.items.items():
            if self.uncounted and item in needed:
                self._record(item)
            elif not self.uncounted and (item in needed or not isinstance(source.over.kind, History)):
                self.bound[item] = Var(item.kind, item.name)
                self.sources.append(Source(self.bound[item], source.over, not source.reverse))
        order = {v: i for i, v in enumerate((*self.loop.params, *self.defs))}
        for v in sorted((v for v in needed if v not in self.bound), key=order.__getitem__):
            if not self._recompute(v):
                self._record(v)

    def _with_sources(self, needed: list[Var]) -> list[Var]:
        """Arrays that are parts, sums and products of fewer others: it is these that are recorded, and the arrays made again."""
        arrays = [v for v in needed if is_array(v.kind)]
        sources = {v: self._sources(v) for v in arrays}
        made = [v for v in arrays if sources[v] is not None and v not in sources[v]]
        if not made:
            return needed
        roots = dict.fromkeys(s for v in made for s in sources[v] if s not in needed)
        return [*roots, *needed] if len(roots) < len(made) else needed

    def _sources(self, v: Var) -> list[Var] | None:
        """The arrays of the loop that `v` is made of again by a chain of cheap operations; None where it is not."""
        found: dict[Var, None] = {}
        pending, count = [v], 0
        while pending:
            atom = pending.pop()
            stmt = self.defs.get(atom)
            if atom not in self.inside or atom in self.items or stmt in self.settled:
                continue
            if not isinstance(stmt, Let) or stmt.fn.effect or stmt.fn.spelling not in CHEAP:
                if not is_array(atom.kind):
                    return None
                found[atom] = None
                continue
            count += stmt.fn.spelling not in FREE
            if count > CHAIN:
                return None
            pending.extend(reads(stmt))
        return list(found)

    def _record(self, v: Var) -> None:
        self.recorded.append(v)
        self.bound[v] = Var(v.kind, v.name, v.origin)

    def _recompute(self, v: Var) -> bool:
        """Whether `v` is cheap and made of what is at hand, through statements that are themselves so."""
        chain: list[Let] = []
        pending, seen = [v], set()
        while pending:
            atom = pending.pop()
            if atom in self.bound or atom not in self.inside or atom in seen:
                continue
            seen.add(atom)
            stmt = self.defs.get(atom)
            if not isinstance(stmt, Let) or stmt.fn.effect or stmt.fn.spelling not in CHEAP:
                return False
            if sum(s.fn.spelling not in FREE for s in (*chain, stmt)) > CHAIN:
                return False
            if _is_element(stmt) and stmt.args[0] in self.overwritten and stmt.args[0] not in self.bound:
                return False
            stmt = self.settled.get(stmt, stmt)
            chain.append(stmt)
            pending.extend(reads(stmt))
        position = {s.out: i for i, s in enumerate(self.loop.body.stmts) if isinstance(s, Let)}
        for stmt in sorted(chain, key=lambda s: position[s.out]):
            self.recomputed.append(stmt)
            self.bound[stmt.out] = stmt.out  # at hand; what it is called is settled when it is written
        return True


def _is_element(stmt: Let) -> bool:
    return stmt.fn.spelling == "[]" and is_scalar(stmt.out.kind)


def _counted(forward: Loop, work: Derivation) -> tuple[Loop, Source]:
    """The loop counting its iterations, and a source that counts them again."""
    param, result = Var(INT, "count"), Var(INT, "count")
    after = Var(INT, "count")
    count = Let(after, work.table.operator(ast.Add), (param, Const(1)), (), forward.pos, True)
    tail = forward.body.yields[len(forward.params) :]
    forward = replace(
        forward,
        results=(*forward.results, result),
        params=(*forward.params, param),
        inits=(*forward.inits, Const(0)),
        body=Block((*forward.body.stmts, count), (*forward.nexts, after, *tail)),
    )
    over = work.emit("range", Const(0), result, Const(1))
    return forward, Source(Var(INT), over)


def ranges_among(wanted: Iterable[Var], defs: dict[Atom, Stmt]) -> tuple[list[Var], list[Let]]:
    """The wanted values with each range and path replaced by what it is made of, and these, to be made again."""
    values: dict[Var, None] = {}
    made: dict[Let, None] = {}
    for v in wanted:
        stmt = defs.get(v)
        if isinstance(stmt, Let) and stmt.fn.spelling in ("range", "[][]"):
            made[stmt] = None
            values.update((a, None) for a in reads(stmt))
        else:
            values[v] = None
    return list(values), list(made)
