"""Which names statements assign for sure, and which they may read before: on the syntax, on every way through.

    have   the names assigned for sure at a place; None where it is not reached
"""

from __future__ import annotations

import ast
from functools import reduce
from typing import Iterable

Have = set[str] | None


def targets(node: ast.AST) -> set[str]:
    """The names that are assigned in an expression or target."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


class Flow:
    """Walks statements in order; `early` are the names that may be read before they are assigned."""

    def __init__(self) -> None:
        self.early: set[str] = set()

    def read(self, have: set[str], *nodes: ast.AST | None) -> set[str]:
        """What is assigned after these expressions."""
        for node in filter(None, nodes):
            names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
            self.early |= names - have
            have = have | {n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr)}
        return have

    def body(self, stmts: Iterable[ast.stmt], have: Have) -> Have:
        for stmt in stmts:
            if have is None:
                return None
            have = self.stmt(stmt, have)
        return have

    def stmt(self, node: ast.stmt, have: set[str]) -> Have:
        if isinstance(node, ast.Try):
            return self.attempt(node, have)
        if isinstance(node, ast.If):
            have = self.read(have, node.test)
            return _both([self.body(node.body, have), self.body(node.orelse, have)])
        if isinstance(node, (ast.For, ast.While)):
            have = self.read(have, node.iter if isinstance(node, ast.For) else node.test)
            self.body(node.body, have | targets(node.target) if isinstance(node, ast.For) else have)
            self.body(node.orelse, have)
            return have
        if isinstance(node, ast.With):
            for item in node.items:
                have = self.read(have, item.context_expr)
                have = have | (targets(item.optional_vars) if item.optional_vars else set())
            return self.body(node.body, have)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return have | {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        if isinstance(node, (ast.Raise, ast.Break, ast.Continue, ast.Return)):
            self.read(have, *ast.iter_child_nodes(node))
            return None
        return self.assigned(node, have)

    def assigned(self, node: ast.stmt, have: set[str]) -> set[str]:
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            self.early |= {node.target.id} - have
        if isinstance(node, ast.AnnAssign) and node.value is None:
            return have
        have = self.read(have, *ast.iter_child_nodes(node))
        return have | targets(node)

    def attempt(self, node: ast.Try, have: set[str]) -> Have:
        """A handler may begin after any part of the body."""
        ends = [self.body([*node.body, *node.orelse], have)]
        for handler in node.handlers:
            named = {handler.name} if handler.name else set()
            ends.append(self.body(handler.body, self.read(have, handler.type) | named))
        end = _both(ends)
        last = self.body(node.finalbody, have)
        return None if end is None or last is None else end | last


def _both(ends: list[Have]) -> Have:
    reached = [end for end in ends if end is not None]
    return reduce(set.intersection, reached) if reached else None
