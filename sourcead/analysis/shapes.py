"""Shapes by name: which arrays are known to have the same shape, without knowing any size.

    Shape ::= a set of variables: the shape is what broadcasting the shapes of these gives; the empty set is a number's

Elementwise results have the union of their operands' sets. Equal sets mean equal shapes; a superset means a shape that
the subset broadcasts to.
"""

from __future__ import annotations

from typing import Iterable

from ..ir.kinds import ndim
from ..ir.nodes import Atom, Let, Stmt, Var
from ..rules.table import RuleTable

Shape = frozenset[Var]
NUMBER: Shape = frozenset()
LIKE = {"zeros_like": 0, "ones_like": 0, "full_like": 0, "broadcast_like": 1, "unbroadcast": 1, "scatter_like": 1, "add_at": 0, "copy": 0}


class Shapes:
    """Shapes of the variables that statements define, in the order they are followed."""

    def __init__(self, table: RuleTable):
        self.table = table
        self.known: dict[Atom, Shape] = {}

    def follow(self, stmts: Iterable[Stmt]) -> None:
        """Take in statements; what a loop or branch gives has a shape of its own."""
        for stmt in stmts:
            if isinstance(stmt, Let):
                self.known[stmt.out] = self._result(stmt)

    def of(self, atom: Atom) -> Shape:
        if ndim(atom.kind) == 0:
            return NUMBER
        return self.known.get(atom) or frozenset([atom])

    def _result(self, stmt: Let) -> Shape:
        if ndim(stmt.out.kind) == 0:
            return NUMBER
        if stmt.fn.name in LIKE:
            return self.of(stmt.args[LIKE[stmt.fn.name]])
        row = self.table.row(stmt.fn)
        if row.elementwise or _is_comparison(stmt):
            return frozenset().union(*map(self.of, stmt.args))
        return frozenset([stmt.out])


def _is_comparison(stmt: Let) -> bool:
    return stmt.fn.spelling in ("==", "!=", "<", "<=", ">", ">=", "&", "|", "^", "//") or stmt.fn.name in ("sign", "heaviside")
