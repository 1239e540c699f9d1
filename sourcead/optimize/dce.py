"""Dead code: pure statements nobody reads are dropped. Effects stay."""

from __future__ import annotations

from ..ir.nodes import Atom, Function, Let
from ..ir.traversal import with_body
from ..rules.table import RuleTable


def dce(function: Function, table: RuleTable) -> Function:
    live: set[Atom] = set(function.body.yields)
    kept: list[Let] = []
    for stmt in reversed(function.body.stmts):
        if stmt.out in live or stmt.fn.effect:
            live.update(stmt.operands)
            kept.append(stmt)
    return with_body(function, kept[::-1])
