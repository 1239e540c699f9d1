"""Reading and rewriting statements. Long blocks are walked in a loop; recursion is as deep as blocks are nested."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Callable, Iterator, Mapping, Sequence

from .nodes import Atom, Block, Function, If, Let, Loop, Source, Stmt, Var

Bindings = Mapping[Atom, Atom]


def statements(block: Block) -> Iterator[Stmt]:
    """Every statement of a block and of the blocks in it, in the order of the text."""
    for stmt in block.stmts:
        yield stmt
        for inner in stmt.blocks:
            yield from statements(inner)


def use_counts(block: Block) -> Counter[Var]:
    """How many times each variable is read, the yields of blocks included."""
    counts: Counter[Var] = Counter(a for a in block.yields if not a.is_const)
    for stmt in block.stmts:
        counts.update(a for a in stmt.operands if not a.is_const)
        for inner in stmt.blocks:
            counts.update(use_counts(inner))
    return counts


def free(block: Block) -> dict[Var, None]:
    """The variables a block reads that it does not define, in the order of reading."""
    found: dict[Var, None] = {}
    defined: set[Var] = set()
    for stmt in block.stmts:
        for atom in reads(stmt):
            if atom not in defined:
                found[atom] = None
        defined.update(stmt.outs)
    found.update((a, None) for a in block.yields if not a.is_const and a not in defined)
    return found


def reads(stmt: Stmt) -> list[Var]:
    """The variables a statement reads, those free in its blocks included."""
    found = [a for a in stmt.operands if not a.is_const]
    bound = set(stmt.bound) if isinstance(stmt, Loop) else ()
    for inner in stmt.blocks:
        found.extend(a for a in free(inner) if a not in bound)
    return found


def substitute(stmt: Stmt, bound: Bindings) -> Stmt:
    """The statement with what it reads replaced; the same object where nothing changes."""
    if isinstance(stmt, Let):
        if not any(a in bound for a in stmt.operands):
            return stmt
        args = tuple(bound.get(a, a) for a in stmt.args)
        return Let(stmt.out, stmt.fn, args, tuple((k, bound.get(a, a)) for k, a in stmt.options), stmt.pos, stmt.exact)
    if not any(a in bound for a in reads(stmt)):
        return stmt
    return map_blocks(stmt, lambda block: substitute_block(block, bound), bound)


def substitute_block(block: Block, bound: Bindings) -> Block:
    stmts = tuple(substitute(stmt, bound) for stmt in block.stmts)
    return Block(stmts, tuple(bound.get(a, a) for a in block.yields))


def map_blocks(stmt: If | Loop, change: Callable[[Block], Block], bound: Bindings = {}) -> If | Loop:
    """The statement with its blocks changed and its own operands replaced; the same object where nothing changes."""
    blocks = [change(block) for block in stmt.blocks]
    if all(new is old for new, old in zip(blocks, stmt.blocks)) and not any(a in bound for a in stmt.operands):
        return stmt
    if isinstance(stmt, If):
        return replace(stmt, test=bound.get(stmt.test, stmt.test), then=blocks[0], orelse=blocks[1])
    inits = tuple(bound.get(a, a) for a in stmt.inits)
    sources = tuple(Source(s.item, bound.get(s.over, s.over), s.reverse) for s in stmt.sources)
    return replace(stmt, inits=inits, sources=sources, test=None if stmt.test is None else blocks[0], body=blocks[-1])


def renewed(block: Block, bound: dict[Atom, Atom], exact: bool | None = None) -> Block:
    """A copy of a block that defines variables of its own; `bound` says what its free variables become, and grows."""
    stmts = tuple(renewed_stmt(stmt, bound, exact) for stmt in block.stmts)
    return Block(stmts, tuple(bound.get(a, a) for a in block.yields))


def renewed_stmt(stmt: Stmt, bound: dict[Atom, Atom], exact: bool | None = None) -> Stmt:
    def fresh(variables: Sequence[Var]) -> tuple[Var, ...]:
        new = tuple(Var(v.kind, v.name, v.origin) for v in variables)
        bound.update(zip(variables, new))
        return new

    exactness = stmt.exact if exact is None else exact
    if isinstance(stmt, Let):
        read = substitute(stmt, bound)
        return Let(fresh([stmt.out])[0], read.fn, read.args, read.options, stmt.pos, exactness)
    if isinstance(stmt, If):
        test = bound.get(stmt.test, stmt.test)
        then, orelse = renewed(stmt.then, bound, exact), renewed(stmt.orelse, bound, exact)
        return If(fresh(stmt.outs), test, then, orelse, stmt.pos, exactness)
    inits = tuple(bound.get(a, a) for a in stmt.inits)
    overs = [bound.get(s.over, s.over) for s in stmt.sources]
    params, items = fresh(stmt.params), fresh([s.item for s in stmt.sources])
    sources = tuple(Source(item, over, s.reverse) for item, over, s in zip(items, overs, stmt.sources))
    test = None if stmt.test is None else renewed(stmt.test, bound, exact)
    body = renewed(stmt.body, bound, exact)
    return Loop(
        fresh(stmt.results), fresh(stmt.histories), params, inits, sources, test, body, stmt.leaves, stmt.pos, exactness
    )


def with_body(function: Function, stmts: Sequence[Stmt], bound: Bindings | None = None) -> Function:
    """The function with other statements, its yields replaced through `bound`; the same object where nothing changes."""
    body = with_stmts(function.body, stmts, bound or {})
    return function if body is function.body else replace(function, body=body)


def with_stmts(block: Block, stmts: Sequence[Stmt], bound: Bindings = {}) -> Block:
    yields = tuple(bound.get(a, a) for a in block.yields)
    same = len(stmts) == len(block.stmts) and all(a is b for a, b in zip(stmts, block.stmts))
    return block if same and all(a is b for a, b in zip(yields, block.yields)) else Block(tuple(stmts), yields)
