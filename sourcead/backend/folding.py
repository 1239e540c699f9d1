"""Which statements disappear into the expression that uses them.

A value without a name of its own that is used once is written where it is used, as long as the expression stays of
readable length and in the same block. Operations keep their order: nothing moves across an effect or out of a loop, and no
value is computed twice.
"""

from __future__ import annotations

from typing import Iterator, Sequence

from ..analysis.storage import Shares, Storage, content_reads, flow
from ..ir.callees import RESULT, called
from ..ir.kinds import is_nest
from ..ir.nodes import Atom, Block, Function, If, Let, Loop, Stmt, Var
from ..ir.traversal import statements, use_counts

LONGEST = 9  # operations in one expression
DEEPEST = 5
UNNAMED = ("range", "[][]")  # always written where it is run over, or used, and more than once if need be
GLUE = ("[][]", "(,)", "[:]", "[,]", ".shape", ".T", "range")

Inside = dict[Var, Let]


def folded(function: Function) -> Inside:
    """The statements that are written inside the one statement that reads their result."""
    inside: Inside = {}
    counts = use_counts(function.body)
    storage = flow(function)
    changing = storage.any_of(s.args[0] for s in statements(function.body) if isinstance(s, Let) and s.fn.writes)
    returned = _Block(function.body, counts, inside, storage, changing)
    returned.fold()
    returned.fold_into_return()
    for one in unpacked(function.body, counts):
        inside[one.out] = one
    return inside


def unpacked(block: Block, counts: dict[Var, int]) -> Iterator[Let]:
    """The calls whose values are all taken right after them, which is written `a, b = f(x)`."""
    for i, stmt in enumerate(block.stmts):
        if several(stmt) and takes_apart(stmt.out, block.stmts[i + 1 :], counts):
            yield stmt
        for inner in stmt.blocks:
            yield from unpacked(inner, counts)


def several(stmt: Stmt) -> int:
    """How many values a call of a function of the text gives, one of a try statement too; 0 for any other statement."""
    definition = called(stmt)
    if definition is not None:
        return len(definition.outputs)
    tried = isinstance(stmt, Let) and stmt.fn.spelling == "try" and is_nest(stmt.out.kind)
    return len(stmt.out.kind.items) if tried else 0


def takes_apart(values: Var, following: Sequence[Stmt], counts: dict[Var, int]) -> list[Let]:
    """The statements right here that take single values out of `values`, if nothing else reads it."""
    taken: list[Let] = []
    for stmt in following:
        if not (isinstance(stmt, Let) and stmt.fn is RESULT and stmt.args[0] is values):
            break
        taken.append(stmt)
    return taken if len(taken) == counts[values] and len({s.args[1] for s in taken}) == len(taken) else []


class _Block:
    def __init__(self, block: Block, counts: dict[Var, int], inside: Inside, storage: Storage, changing: Shares):
        self.block, self.counts, self.inside, self.storage = block, counts, inside, storage
        self.changing = changing  # the memory that is written to anywhere
        self.momentary: set[Atom] = set()  # what reads it
        self.size: dict[Atom, int] = {}
        self.depth: dict[Atom, int] = {}
        self.place: dict[Atom, int] = {}
        self.section = 0
        self.writes = 0
        self.written: dict[Var, int] = {}  # the last write to each memory
        self.seen: dict[Atom, dict[Var, int]] = {}  # how many writes had been made when an expression read a memory
        self.readers: dict[Atom, Stmt] = {}
        for stmt in block.stmts:
            self.readers.update((a, stmt) for a in stmt.operands if not a.is_const)

    def fold(self) -> None:
        for stmt in self.block.stmts:
            effect = stmt.fn.effect if isinstance(stmt, Let) else True
            if effect:
                self.section += 1
            parts = self._parts(stmt, self.section - 1 if effect else self.section)
            if isinstance(stmt, Let):
                self._measure(stmt, parts)
                if stmt.fn.spelling in UNNAMED:
                    self.inside[stmt.out] = stmt
                elif stmt.fn.writes:
                    self.writes += 1  # a statement of its own, which changes an array
                    self.written.update(dict.fromkeys(self.storage.of(stmt.args[0]), self.writes))
                elif not effect and stmt.fn is not RESULT and self.counts[stmt.out] == 1 and stmt.out.name is None and self._fits(stmt):
                    self.inside[stmt.out] = stmt
            else:
                for inner in stmt.blocks:
                    block = _Block(inner, self.counts, self.inside, self.storage, self.changing)
                    block.fold()
                    if isinstance(stmt, Loop) and inner is stmt.test:
                        block.fold_into_return()
                self.section += 1

    def _parts(self, stmt: Stmt, earliest: int) -> list[Var]:
        """The folded operands of a statement; one that would have to move across an effect or a write is unfolded."""
        parts = []
        unnamed = isinstance(stmt, Let) and stmt.fn.spelling in UNNAMED
        for part in dict.fromkeys(a for a in stmt.operands if a in self.inside and a in self.place):
            moved = self.place[part] < earliest or self._is_stale(part)
            if (moved or unnamed and part in self.momentary) and self.inside[part].fn.spelling not in UNNAMED:
                del self.inside[part]
            else:
                parts.append(part)
        return parts

    def _measure(self, stmt: Let, parts: list[Var]) -> None:
        """The largest operands are the first to get a statement of their own."""
        parts.sort(key=lambda a: (self.inside[a].fn.spelling not in UNNAMED, self.size[a]))
        while parts and (1 + sum(self.size[a] for a in parts) > LONGEST or max(self.depth[a] for a in parts) >= DEEPEST):
            if self.inside[parts[-1]].fn.spelling in UNNAMED:
                break
            del self.inside[parts.pop()]
        if not self.changing.isdisjoint(self.storage.any_of(content_reads(stmt))) or not self.momentary.isdisjoint(parts):
            self.momentary.add(stmt.out)
        self.size[stmt.out] = 1 + sum(self.size[a] for a in parts)
        self.depth[stmt.out] = 1 + max((self.depth[a] for a in parts), default=0)
        self.place[stmt.out] = self.section
        seen = dict.fromkeys(self.storage.any_of(stmt.operands), self.writes)
        for part in parts:
            seen.update((token, min(count, self.writes)) for token, count in self.seen[part].items())
        self.seen[stmt.out] = seen

    def _is_stale(self, v: Var) -> bool:
        """Whether what an expression reads has been written to since."""
        return any(self.written.get(token, 0) > count for token, count in self.seen[v].items())

    def _fits(self, stmt: Let) -> bool:
        """What the forward sweep computes stays in the forward sweep; what a loop needs is computed before it."""
        reader = self.readers.get(stmt.out)
        if isinstance(reader, If):
            return True
        if isinstance(reader, Loop):
            return stmt.out in reader.inits
        if isinstance(reader, Let) and reader.fn.writes and stmt.out is reader.args[0]:
            return False  # the array that is changed has a name
        return reader is not None and (stmt.exact == reader.exact or stmt.fn.spelling in GLUE)

    def fold_into_return(self) -> None:
        """What only the block's yields read is written there, if nothing lies between."""
        last_sweep = all(s.exact for s in self.block.stmts)
        for stmt in self.block.stmts:
            if not isinstance(stmt, Let) or stmt.fn.effect or stmt.fn is RESULT or stmt.out not in self.block.yields:
                continue
            single = self.counts[stmt.out] == 1 and stmt.out.name is None
            if single and stmt.exact == last_sweep and self.place[stmt.out] == self.section and not self._is_stale(stmt.out):
                self.inside[stmt.out] = stmt
