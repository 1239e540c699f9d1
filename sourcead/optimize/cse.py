"""Common subexpressions: the same pure operation on the same operands is computed once.

An exact statement never takes its value from a derivative one, whose rounding may differ. What is computed before a block
is known inside it; what is computed inside is not known after it.
"""

from __future__ import annotations

from collections import ChainMap
from dataclasses import replace

from ..ir.nodes import Atom, Block, Function, Let, Loop, Stmt, Var
from ..ir.traversal import map_blocks, substitute, with_stmts
from ..rules.table import RuleTable
from .dce import has_effect

# Arrays that cost no more than a copy: each may be written to.
MADE = {"copy", "copy_method", "array_copy", "list_of", "list_copy", "zeros", "ones", "full", "zeros_like", "ones_like", "full_like", "empty", "empty_like"}

Seen = ChainMap[tuple, Var]


def cse(function: Function, table: RuleTable) -> Function:
    named: dict[Atom, Atom] = {}
    body = _block(function.body, ChainMap(), named)
    if named:  # a nameless value that the user names later gets that name
        body = _renamed(body, named)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block, seen: Seen, named: dict[Atom, Atom]) -> Block:
    bound: dict[Atom, Atom] = {}
    stmts: list[Stmt] = []
    for stmt in block.stmts:
        stmt = substitute(stmt, bound) if bound else stmt
        if not isinstance(stmt, Let):
            stmt = map_blocks(stmt, lambda inner: _block(inner, seen.new_child(), named))
            stmts.append(_recorded_once(stmt, bound) if isinstance(stmt, Loop) else stmt)
            continue
        if has_effect(stmt) or stmt.fn.name in MADE:
            stmts.append(stmt)
            continue
        key = (stmt.fn, stmt.args, stmt.options)
        twin = seen.get((key, True)) or (None if stmt.exact else seen.get((key, False)))
        if twin is None:
            seen[key, stmt.exact] = stmt.out
            stmts.append(stmt)
        else:
            bound[stmt.out] = twin
            if stmt.out.name and not twin.name:
                named.setdefault(twin, Var(twin.kind, stmt.out.name))
    return with_stmts(block, stmts, bound)


def _recorded_once(stmt: Loop, bound: dict[Atom, Atom]) -> Loop:
    """The loop without the histories of what it records already; derivatives of derivatives ask for the same ones again."""
    first: dict[Atom, Var] = {}
    kept = []
    for i, (history, atom) in enumerate(zip(stmt.histories, stmt.collected)):
        if atom in first:
            bound[history] = first[atom]
        else:
            first[atom] = history
            kept.append(i)
    if len(kept) == len(stmt.histories):
        return stmt
    collected = tuple(stmt.collected[i] for i in kept)
    leave = (stmt.leave,) if stmt.leaves else ()
    body = Block(stmt.body.stmts, (*stmt.nexts, *collected, *leave))
    return replace(stmt, histories=tuple(stmt.histories[i] for i in kept), body=body)


def _renamed(block: Block, named: dict[Atom, Atom]) -> Block:
    def rename(stmt: Stmt) -> Stmt:
        stmt = substitute(stmt, named)
        if isinstance(stmt, Let):
            return replace(stmt, out=named[stmt.out]) if stmt.out in named else stmt
        return map_blocks(stmt, lambda inner: _renamed(inner, named))

    return with_stmts(block, [rename(stmt) for stmt in block.stmts], named)
