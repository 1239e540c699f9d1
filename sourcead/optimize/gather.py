"""What is taken out of the values of a call, or of a tape, is taken at once: `a, b = f(x)`."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from ..ir.callees import RESULT, called
from ..ir.nodes import Atom, Block, Function, Let, Stmt, Var
from ..ir.traversal import map_blocks, with_stmts
from ..rules.table import RuleTable


def gather(function: Function, table: RuleTable) -> Function:
    body = _block(function.body, function.params)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block, params: Sequence[Var] = ()) -> Block:
    """The block with the parts of what it calls right behind the call, those of its parameters at its beginning."""
    owners = {*params, *(s.out for s in block.stmts if called(s) is not None)}
    taken: dict[Atom, list[Let]] = {}
    rest: list[Stmt] = []
    for stmt in block.stmts:
        if isinstance(stmt, Let) and stmt.fn is RESULT and stmt.args[0] in owners:
            taken.setdefault(stmt.args[0], []).append(stmt)
        else:
            rest.append(stmt if isinstance(stmt, Let) else map_blocks(stmt, _block))
    stmts: list[Stmt] = [part for param in params for part in _in_order(taken.get(param, []))]
    for stmt in rest:
        stmts.append(stmt)
        if isinstance(stmt, Let):
            stmts.extend(_in_order(taken.get(stmt.out, [])))
    return with_stmts(block, stmts)


def _in_order(parts: list[Let]) -> list[Let]:
    return sorted(parts, key=lambda stmt: stmt.args[1].value)
