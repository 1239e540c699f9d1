"""What is zero but for a part, written out: scatter_like(g, x, i) is zeros like `x`, with `g` written at `i`.

And sums that take over an operand: `a + b` of arrays becomes an addition to `a`, where `a` has the shape of the sum and is
not used again. Whether it is carried out in place is decided when the text is written (place.py).
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import replace

from ..analysis.shapes import Shapes
from ..ir.builder import Builder
from ..ir.kinds import has_index_array, is_array
from ..ir.nodes import Atom, Block, Function, Let, Stmt, Var
from ..ir.traversal import map_blocks, substitute, use_counts, with_stmts
from ..rules.table import RuleTable


def spread(function: Function, table: RuleTable) -> Function:
    shapes = Shapes(table)
    shapes.follow_all(function.body.stmts)
    body = _block(function.body, use_counts(function.body), shapes, table)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block, counts: Counter[Var], shapes: Shapes, table: RuleTable) -> Block:
    bound: dict[Atom, Atom] = {}
    stmts: list[Stmt] = []
    made: dict[Var, Stmt] = {}
    for stmt in block.stmts:
        start = len(stmts)
        stmt = substitute(stmt, bound) if bound else stmt
        if not isinstance(stmt, Let):
            stmts.append(map_blocks(stmt, lambda inner: _block(inner, counts, shapes, table)))
        elif stmt.fn.name == "scatter_like" and stmt.args[0].kind.dtype == stmt.args[1].kind.dtype == stmt.out.kind.dtype:
            stmts += _written_out(stmt, bound, table)
        elif not stmt.exact and stmt.fn is table.operator(ast.Add):
            stmts += _taken_over(stmt, stmts, made, counts, shapes, table)
        else:
            stmts.append(stmt)
        made.update((out, new) for new in stmts[start - 1 if start else 0 :] for out in new.outs)
    return with_stmts(block, stmts, bound)


def _written_out(stmt: Let, bound: dict[Atom, Atom], table: RuleTable) -> list[Stmt]:
    value, like, index = stmt.args
    builder = Builder(stmt.exact, stmt.pos)
    zeros = builder.emit(table.named("zeros_like"), like, name=stmt.out.name)
    how = "add_at" if has_index_array(index.kind) else "store"
    bound[stmt.out] = out = builder.emit(table.named(how), zeros, value, index, name=stmt.out.name)
    zeros.origin = out.origin = stmt.out.origin
    return builder.stmts


def _taken_over(
    stmt: Let, before: list[Stmt], definitions: dict[Var, Stmt], counts: Counter[Var], shapes: Shapes, table: RuleTable
) -> list[Stmt]:
    """A sum, as an addition to the one of its operands that is an array the function keeps; (a + b) + c adds b + c to `a`."""
    for array, other in (stmt.args, stmt.args[::-1]):
        if array.is_const or not is_array(array.kind) or array.kind != stmt.out.kind or counts[array] != 1:
            continue
        made = definitions.get(array)
        if shapes.of(array) != shapes.of(stmt.out) or isinstance(made, Let) and not made.fn.writes:
            continue
        if isinstance(made, Let) and made.fn.name == "added":
            before.remove(made)
            builder = Builder(False, stmt.pos)
            array, other = made.args[0], builder.emit(table.operator(ast.Add), made.args[1], other)
            return [*builder.stmts, replace(stmt, fn=table.named("added"), args=(array, other))]
        return [replace(stmt, fn=table.named("added"), args=(array, other))]
    return [stmt]
