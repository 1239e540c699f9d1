"""Dead code: pure statements nobody reads are dropped, and what nobody reads of an If or Loop. Effects stay."""

from __future__ import annotations

from dataclasses import replace

from ..analysis.callees import is_pure
from ..ir.callees import Called
from ..ir.kinds import NONE, History
from ..ir.nodes import Atom, Block, Function, If, Let, Loop, Source, Stmt, Var
from ..ir.traversal import reads, statements, with_stmts
from ..rules.table import RuleTable


def dce(function: Function, table: RuleTable) -> Function:
    body = _block(function.body, table)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block, table: RuleTable) -> Block:
    live: set[Atom] = set(block.yields)
    kept: list[Stmt] = []
    for stmt in reversed(block.stmts):
        if live.isdisjoint(stmt.outs) and not has_effect(stmt):
            stmt = _check(stmt, table)
            if stmt is None:
                continue
        stmt = _trimmed(stmt, live, table)
        live.update(reads(stmt))
        kept.append(stmt)
    return with_stmts(block, kept[::-1])


def _check(stmt: Stmt, table: RuleTable) -> Let | None:
    """What is left of an unread statement of the user's: the test that raises what it would have raised."""
    if not isinstance(stmt, Let) or not stmt.exact or not stmt.fn.checks:
        return None
    if stmt.fn.checks == stmt.fn.name or len(set(stmt.args)) == 1:
        return stmt if stmt.fn.checks == stmt.fn.name else None
    return replace(stmt, out=Var(NONE), fn=table.named(stmt.fn.checks))


def has_effect(stmt: Stmt) -> bool:
    if isinstance(stmt, Let):
        return stmt.fn.effect and not (isinstance(stmt.fn, Called) and is_pure(stmt.fn.definition))
    if isinstance(stmt, Loop) and not stmt.sources:
        return True  # whether a while loop ends is an effect
    return any(isinstance(s, Let) and has_effect(s) for block in stmt.blocks for s in statements(block))


def _trimmed(stmt: Stmt, live: set[Atom], table: RuleTable) -> Stmt:
    if isinstance(stmt, If):
        keep = [out in live for out in stmt.outs]
        then, orelse = (_block(_picked(block, keep), table) for block in stmt.blocks)
        if all(keep) and then is stmt.then and orelse is stmt.orelse:
            return stmt
        return replace(stmt, outs=tuple(o for o, k in zip(stmt.outs, keep) if k), then=then, orelse=orelse)
    return _trimmed_loop(stmt, live, table) if isinstance(stmt, Loop) else stmt


def _picked(block: Block, keep: list[bool]) -> Block:
    return block if all(keep) else Block(block.stmts, tuple(a for a, k in zip(block.yields, keep) if k))


def _trimmed_loop(stmt: Loop, live: set[Atom], table: RuleTable) -> Loop:
    """A param stays if its final value is read, or what stays needs it: the least set closed under that."""
    count = len(stmt.params)
    collect = [h in live for h in stmt.histories]
    needed = {p for p, r in zip(stmt.params, stmt.results) if r in live}
    while True:
        keep = [p in needed for p in stmt.params] + collect + [True] * stmt.leaves
        body = _block(_picked(stmt.body, keep), table)
        test = stmt.test and _block(stmt.test, table)
        read = set(_reads(body)) | (set(_reads(test)) if test else set())
        more = {p for p in stmt.params if p in read} - needed
        if not more:
            break
        needed |= more
    sources = _used_sources(stmt, read)
    if all(keep) and body is stmt.body and test is stmt.test and sources is stmt.sources:
        return stmt
    pick = keep[:count]
    return replace(
        stmt,
        results=tuple(r for r, k in zip(stmt.results, pick) if k),
        params=tuple(p for p, k in zip(stmt.params, pick) if k),
        inits=tuple(i for i, k in zip(stmt.inits, pick) if k),
        histories=tuple(h for h, k in zip(stmt.histories, collect) if k),
        sources=sources,
        test=test,
        body=body,
    )


def _used_sources(stmt: Loop, read: set[Atom]) -> tuple[Source, ...]:
    """Without the records nobody reads, as long as something else says how often the loop runs."""
    used = tuple(s for s in stmt.sources if s.item in read or not isinstance(s.over.kind, History))
    return used if used and len(used) < len(stmt.sources) else stmt.sources


def _reads(block: Block) -> list[Atom]:
    """What a block reads, its yields included."""
    return [a for s in block.stmts for a in reads(s)] + [a for a in block.yields if not a.is_const]
