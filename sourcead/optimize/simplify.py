"""Local rewrites of derivative statements, from a table: neutral elements, and broadcasting that an operator does anyway."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

import numpy as np

from ..analysis.shapes import Shapes
from ..ir.builder import Builder
from ..ir.kinds import INT, is_array
from ..ir.nodes import Atom, Block, Const, Function, Let, Loop, Var
from ..ir.traversal import map_blocks, substitute, substitute_block, with_stmts
from ..rules.table import RuleTable

Definitions = dict[Atom, Let]
Rewrite = Callable[[Let, Definitions, Shapes], "Atom | tuple[Atom, ...] | None"]


def is_number(atom: Atom, value: float) -> bool:
    return isinstance(atom, Const) and type(atom.value) in (int, float) and atom.value == value


def neutral_product(stmt: Let, defs: Definitions, shapes: Shapes) -> Atom | None:
    a, b = stmt.args
    if is_number(b, 1):
        return _if_inexact(a)
    return _if_inexact(b) if is_number(a, 1) and stmt.fn.spelling == "*" else None


def neutral_sum(stmt: Let, defs: Definitions, shapes: Shapes) -> Atom | None:
    a, b = stmt.args
    if is_number(b, 0):
        return _if_inexact(a)
    return _if_inexact(b) if is_number(a, 0) and stmt.fn.spelling == "+" else None


def _if_inexact(atom: Atom) -> Atom | None:
    """1.0 * mask is a float where mask is not, and n * 1.0 is where NumPy's integers may overflow."""
    return atom if atom.kind == INT or np.dtype(atom.kind.dtype).kind in "fc" else None


def first_power(stmt: Let, defs: Definitions, shapes: Shapes) -> Atom | None:
    return stmt.args[0] if is_number(stmt.args[1], 1) else None


def double_negation(stmt: Let, defs: Definitions, shapes: Shapes) -> Atom | None:
    inner = defs.get(stmt.args[0])
    return inner.args[0] if inner is not None and inner.fn.spelling == "neg" and not inner.exact else None


FILLED = {"full_like": (1, 0), "broadcast_like": (0, 1)}  # the operands: what is spread, and over whose shape


def needless_broadcast(stmt: Let, defs: Definitions, shapes: Shapes) -> tuple[Atom, ...] | None:
    """An operator broadcasts by itself: spread(s) * v is s * v where v has the shape already."""
    for i, j in ((0, 1), (1, 0)):
        spread = defs.get(stmt.args[i])
        if spread is None or spread.fn.name not in FILLED or spread.exact or not is_array(stmt.args[j].kind):
            continue
        what, like = (spread.args[k] for k in FILLED[spread.fn.name])
        dtype = stmt.args[j].kind.dtype if what.is_const else getattr(what.kind, "dtype", None)
        if spread.out.kind.dtype == dtype and shapes.of(like) <= shapes.of(stmt.args[j]):
            return (what, stmt.args[1]) if i == 0 else (stmt.args[0], what)
    return None


REWRITES: dict[str, tuple[Rewrite, ...]] = {
    "*": (neutral_product, needless_broadcast),
    "/": (neutral_product, needless_broadcast),
    "+": (neutral_sum, needless_broadcast),
    "-": (neutral_sum, needless_broadcast),
    "**": (first_power,),
    "neg": (double_negation,),
}


def simplify(function: Function, table: RuleTable) -> Function:
    """Apply the rewrites once, front to back; a rewrite gives an atom to use instead, or other operands."""
    shapes = Shapes(table)
    shapes.follow_all(function.body.stmts)
    body = _block(function.body, {}, shapes)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block, defs: Definitions, shapes: Shapes) -> Block:
    bound: dict[Atom, Atom] = {}
    builder = Builder(exact=False)
    stmts = builder.stmts
    for stmt in block.stmts:
        stmt = substitute(stmt, bound) if bound else stmt
        if isinstance(stmt, Loop):
            stmt = _without_constants(stmt, bound)
        if not isinstance(stmt, Let):
            stmts.append(map_blocks(stmt, lambda inner: _block(inner, dict(defs), shapes)))
            continue
        if not stmt.exact:
            start = len(stmts)
            replacement = _rewritten(stmt, defs, shapes, builder)
            shapes.follow(stmts[start:])
            if replacement is not None:
                bound[stmt.out] = replacement
                continue
        defs[stmt.out] = stmt
        stmts.append(stmt)
        shapes.follow([stmt])
    return with_stmts(block, stmts, bound)


def _without_constants(stmt: Loop, bound: dict[Atom, Atom]) -> Loop:
    """The loop without what it carries unchanged, which is what it started with."""
    kept = [i for i, (param, after) in enumerate(zip(stmt.params, stmt.nexts)) if after is not param]
    if len(kept) == len(stmt.params):
        return stmt
    constant: dict[Atom, Atom] = {p: i for p, i, after in zip(stmt.params, stmt.inits, stmt.nexts) if after is p}
    bound.update((r, i) for r, p, i in zip(stmt.results, stmt.params, stmt.inits) if p in constant)
    yields = (*(stmt.nexts[i] for i in kept), *stmt.body.yields[len(stmt.params) :])
    return replace(
        stmt,
        results=tuple(stmt.results[i] for i in kept),
        params=tuple(stmt.params[i] for i in kept),
        inits=tuple(stmt.inits[i] for i in kept),
        test=stmt.test and substitute_block(stmt.test, constant),
        body=substitute_block(Block(stmt.body.stmts, yields), constant),
    )


def _rewritten(stmt: Let, defs: Definitions, shapes: Shapes, builder: Builder) -> Atom | None:
    args = stmt.args
    changed = False
    for rewrite in REWRITES.get(stmt.fn.spelling, ()):
        found = rewrite(Let(stmt.out, stmt.fn, args, (), stmt.pos), defs, shapes)
        if isinstance(found, tuple):
            args, changed = found, True
        elif found is not None:
            return found
    if changed or (stmt.fn.spelling in REWRITES and all(a.is_const for a in args)):
        with builder.at(stmt.pos):
            out = builder.emit(stmt.fn, *args, name=stmt.out.name)
        if isinstance(out, Var):
            defs[out] = builder.stmts[-1]
        return out
    return None
