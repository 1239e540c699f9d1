"""Accumulating into part of an array: x_bar + scatter_like(g, x, i) is add_at(x_bar, g, i).

The text writes that as `x_bar[i] += g` where the array is the function's own, which makes a loop over the elements of an
array cost O(1) for each, whatever its size.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ..ir.builder import Builder
from ..ir.kinds import is_array
from ..ir.nodes import Atom, Block, Function, Let, Stmt, Var
from ..ir.traversal import map_blocks, substitute, use_counts, with_stmts
from ..rules.table import RuleTable


def accumulate(function: Function, table: RuleTable) -> Function:
    body = _block(function.body, use_counts(function.body), table)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block, counts: Counter[Var], table: RuleTable) -> Block:
    scattered: dict[Atom, Let] = {}
    bound: dict[Atom, Atom] = {}
    stmts: list[Stmt] = []
    for stmt in block.stmts:
        stmt = substitute(stmt, bound) if bound else stmt
        if not isinstance(stmt, Let):
            stmts.append(map_blocks(stmt, lambda inner: _block(inner, counts, table)))
            continue
        if stmt.fn.name == "scatter_like" and not stmt.exact and counts[stmt.out] == 1:
            scattered[stmt.out] = stmt
        pair = _array_and_part(stmt, scattered)
        if pair is None:
            stmts.append(stmt)
            continue
        array, part = pair
        value, _, index = scattered[part].args
        builder = Builder(False, stmt.pos)
        out = builder.emit(table.named("add_at"), array, value, index, name=stmt.out.name)
        out.origin = stmt.out.origin
        bound[stmt.out] = out
        stmts.extend(builder.stmts)
    return with_stmts(block, stmts, bound)


def _array_and_part(stmt: Let, scattered: dict[Atom, Let]) -> tuple[Atom, Atom] | None:
    """The operands of an addition of a part to an array that has been accumulated before."""
    if stmt.exact or stmt.fn.spelling != "+":
        return None
    for array, part in (stmt.args, stmt.args[::-1]):
        if part in scattered and is_array(array.kind) and array.kind.ndim == part.kind.ndim and array not in scattered:
            return array, part
    return None
