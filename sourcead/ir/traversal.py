"""Reading and rewriting statement lists. Iterative: a function of thousands of statements is one long block."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Mapping

from .nodes import Atom, Block, Function, Let, Var


def use_counts(block: Block) -> Counter[Var]:
    """How many times each variable is read, the block's yields included."""
    counts: Counter[Var] = Counter()
    for stmt in block.stmts:
        counts.update(a for a in stmt.operands if not a.is_const)
    counts.update(a for a in block.yields if not a.is_const)
    return counts


def substitute(stmt: Let, bound: Mapping[Atom, Atom]) -> Let:
    """The statement with its operands replaced; the same object where nothing changes."""
    if not any(a in bound for a in stmt.operands):
        return stmt
    args = tuple(bound.get(a, a) for a in stmt.args)
    options = tuple((key, bound.get(a, a)) for key, a in stmt.options)
    return Let(stmt.out, stmt.fn, args, options, stmt.pos, stmt.exact)


def with_body(function: Function, stmts: list[Let], bound: Mapping[Atom, Atom] | None = None) -> Function:
    """The function with other statements, its yields replaced through `bound`; the same object where nothing changes."""
    body = function.body
    yields = tuple((bound or {}).get(a, a) for a in body.yields)
    same = len(stmts) == len(body.stmts) and all(a is b for a, b in zip(stmts, body.stmts))
    if same and yields == body.yields:
        return function
    return replace(function, body=Block(tuple(stmts), yields))
