"""Dead code: pure statements nobody reads are dropped, and what nobody reads of an If or Loop. Effects stay."""

from __future__ import annotations

from dataclasses import replace

from ..ir.nodes import Atom, Block, Function, If, Let, Loop, Stmt
from ..ir.traversal import reads, statements, with_stmts
from ..rules.table import RuleTable


def dce(function: Function, table: RuleTable) -> Function:
    body = _block(function.body)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block) -> Block:
    live: set[Atom] = set(block.yields)
    kept: list[Stmt] = []
    for stmt in reversed(block.stmts):
        if live.isdisjoint(stmt.outs) and not has_effect(stmt):
            continue
        stmt = _trimmed(stmt, live)
        live.update(reads(stmt))
        kept.append(stmt)
    return with_stmts(block, kept[::-1])


def has_effect(stmt: Stmt) -> bool:
    if isinstance(stmt, Let):
        return stmt.fn.effect or (stmt.exact and stmt.fn.checks)
    if isinstance(stmt, Loop) and not stmt.sources:
        return True  # whether a while loop ends is an effect
    return any(isinstance(s, Let) and has_effect(s) for block in stmt.blocks for s in statements(block))


def _trimmed(stmt: Stmt, live: set[Atom]) -> Stmt:
    if isinstance(stmt, If):
        keep = [out in live for out in stmt.outs]
        then, orelse = (_block(_picked(block, keep)) for block in stmt.blocks)
        if all(keep) and then is stmt.then and orelse is stmt.orelse:
            return stmt
        return replace(stmt, outs=tuple(o for o, k in zip(stmt.outs, keep) if k), then=then, orelse=orelse)
    return _trimmed_loop(stmt, live) if isinstance(stmt, Loop) else stmt


def _picked(block: Block, keep: list[bool]) -> Block:
    return block if all(keep) else Block(block.stmts, tuple(a for a, k in zip(block.yields, keep) if k))


def _trimmed_loop(stmt: Loop, live: set[Atom]) -> Loop:
    """A param stays if its final value is read, or what stays needs it: the least set closed under that."""
    count = len(stmt.params)
    collect = [h in live for h in stmt.histories]
    needed = {p for p, r in zip(stmt.params, stmt.results) if r in live}
    while True:
        keep = [p in needed for p in stmt.params] + collect + [True] * stmt.leaves
        body = _block(_picked(stmt.body, keep))
        test = stmt.test and _block(stmt.test)
        read = set(_reads(body)) | (set(_reads(test)) if test else set())
        more = {p for p in stmt.params if p in read} - needed
        if not more:
            break
        needed |= more
    if all(keep) and body is stmt.body and test is stmt.test:
        return stmt
    pick = keep[:count]
    return replace(
        stmt,
        results=tuple(r for r, k in zip(stmt.results, pick) if k),
        params=tuple(p for p, k in zip(stmt.params, pick) if k),
        inits=tuple(i for i, k in zip(stmt.inits, pick) if k),
        histories=tuple(h for h, k in zip(stmt.histories, collect) if k),
        test=test,
        body=body,
    )


def _reads(block: Block) -> list[Atom]:
    """What a block reads, its yields included."""
    return [a for s in block.stmts for a in reads(s)] + [a for a in block.yields if not a.is_const]
