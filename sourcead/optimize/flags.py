"""Flags that say again what a test said: a nameless value that is True in one arm and False in the other is the test.

Leaving a loop early becomes such flags in the front end; with this pass `if done: flag = True else: flag = False` followed by
`if flag: break` is `if done: break` again. Values the user names stay as they are.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from ..ir.builder import Builder
from ..ir.kinds import BOOL
from ..ir.nodes import Atom, Block, Const, Function, If, Let, Stmt
from ..ir.traversal import map_blocks, substitute, with_stmts
from ..rules.table import RuleTable

TRUE, FALSE = Const(True), Const(False)


def flags(function: Function, table: RuleTable) -> Function:
    body = _block(function.body, table)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block, table: RuleTable) -> Block:
    bound: dict[Atom, Atom] = {}
    stmts: list[Stmt] = []
    for stmt in block.stmts:
        stmt = substitute(stmt, bound) if bound else stmt
        if isinstance(stmt, Let):
            stmts.append(stmt)
            continue
        stmt = map_blocks(stmt, lambda inner: _block(inner, table))
        stmts.append(stmt)
        if isinstance(stmt, If) and getattr(stmt.test.kind, "dtype", None) == BOOL.dtype:
            _read_test(stmt, bound, stmts, table)
    return with_stmts(block, stmts, bound)


def _read_test(stmt: If, bound: dict[Atom, Atom], stmts: list[Stmt], table: RuleTable) -> None:
    """What reads a flag of this branch reads its test instead, or the opposite of it."""
    for out, *yields in zip(stmt.outs, stmt.then.yields, stmt.orelse.yields):
        if out.name is not None:
            continue
        if yields == [TRUE, FALSE]:
            bound[out] = stmt.test
        elif yields == [FALSE, TRUE]:
            builder = Builder(stmt.exact, stmt.pos)
            bound[out] = builder.emit(table.operator(ast.Not), stmt.test)
            stmts.extend(builder.stmts)
