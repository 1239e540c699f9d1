"""The kinds that assignments in a try statement give, without carrying anything out. What is expected is checked at run time."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np

from ..ir import kinds
from ..ir.kinds import BOOL, FLOAT, INT, Kind, Scalar, Static, joined, kind_of
from ..ir.nodes import Const, Var
from .flow import targets
from .lowerer import DeadEnd, Lowerer
from .snapshot import Snapshot
from .values import Items, Known, Value, is_atom

CONVERSIONS = {
    **{int: INT, float: FLOAT, bool: BOOL, complex: Scalar("complex")},
    **{len: INT, ord: INT, isinstance: BOOL, hasattr: BOOL},
}
COUNTS = {"index", "count", "find", "rfind", "rindex"}
TESTS = (ast.In, ast.NotIn, ast.Is, ast.IsNot)
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.Div)


@dataclass
class Expected:
    """The kinds of the names that a try statement assigns."""

    lowerer: Lowerer
    node: ast.Try
    open: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.stored = targets(self.node)

    def of_name(self, name: str) -> list[Kind | None]:
        """The kind that each assignment to a name gives it; None for one that is not known."""
        found: list[Kind | None] = []
        for stmt in ast.walk(self.node):
            if isinstance(stmt, ast.Assign):
                for target in stmt.targets:
                    found.extend(self.of_target(target, stmt.value, name))
            elif isinstance(stmt, (ast.AnnAssign, ast.NamedExpr)) and stmt.value is not None:
                found.extend(self.of_target(stmt.target, stmt.value, name))
            elif isinstance(stmt, (ast.For, ast.With, ast.AugAssign)):
                found.append(None)
        return found

    def of_target(self, target: ast.expr, value: ast.expr, name: str) -> list[Kind | None]:
        if isinstance(value, ast.IfExp):
            return [kind for arm in (value.body, value.orelse) for kind in self.of_target(target, arm, name)]
        if isinstance(target, ast.Name):
            return [self.of_expression(value)] if target.id == name else []
        if isinstance(target, (ast.Tuple, ast.List)):
            alike = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
            starred = any(isinstance(e, ast.Starred) for e in target.elts)
            if alike and not starred:
                return [k for t, v in zip(target.elts, value.elts) for k in self.of_target(t, v, name)]
            return [None] if name in targets(target) else []
        return []

    def of_expression(self, node: ast.expr) -> Kind | None:
        if isinstance(node, ast.Constant):
            return kind_of(node.value)
        if isinstance(node, ast.Name) and node.id in self.stored:
            return self.of_read(node.id)
        if isinstance(node, ast.Compare) and all(isinstance(op, TESTS) for op in node.ops):
            return BOOL
        if isinstance(node, ast.Compare) and any(_is_text(side) for side in (node.left, *node.comparators)):
            return BOOL
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return BOOL
        if isinstance(node, ast.Call):
            declared = self.declared(node)
            if declared is not None:
                return declared
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
            both = [self.of_expression(side) for side in (node.left, node.right)]
            if all(kind is not None and kinds.is_python_number(kind) and kind != BOOL for kind in both):
                kind = joined(*both)
                return FLOAT if isinstance(node.op, ast.Div) and kind == INT else kind
        return self.lowered(node)

    def of_read(self, name: str) -> Kind | None:
        """The kind of a name that is read in the statement, where it is the same on every way."""
        if name in self.open:
            return None
        self.open.add(name)
        try:
            found = self.of_name(name)
        finally:
            self.open.discard(name)
        if not found or None in found:
            return None
        return reduce(lambda one, other: one and joined(one, other), found)

    def declared(self, node: ast.Call) -> Kind | None:
        """The kind that a call gives whatever it is given."""
        if isinstance(node.func, ast.Attribute) and node.func.attr in COUNTS:
            return INT
        if not isinstance(node.func, (ast.Name, ast.Attribute)):
            return None
        function = self.tried_out(node.func)
        target = function.object if isinstance(function, Known) else None
        if isinstance(target, type) and issubclass(target, np.generic) and target is not np.object_:
            return Scalar(np.dtype(target).name)
        return next((kind for known, kind in CONVERSIONS.items() if known is target), None)

    def lowered(self, node: ast.expr) -> Kind | None:
        value = self.tried_out(node)
        if isinstance(value, (Var, Const)) and is_atom(value):
            return None if value.kind == kinds.UNKNOWN else value.kind
        if isinstance(value, (Items, Known)):
            return Static(value.type if isinstance(value, Items) else value.object)
        return None

    def tried_out(self, node: ast.expr) -> Value | Any:
        """What an expression would be lowered to; nothing of it stays."""
        read = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)} & self.stored
        assigned = {name: self.of_read(name) for name in read}
        if not all(kind is not None and kinds.is_number(kind) for kind in assigned.values()):
            return None
        lowerer, frame = self.lowerer, self.lowerer.stack[-1]
        snapshot, names, early = Snapshot(lowerer), dict(frame.locals), dict(frame.read_early)
        refused = len(lowerer.violations)
        frame.locals.update({name: Var(kind, name) for name, kind in assigned.items()})
        try:
            value = lowerer.raw(node)
            return value if len(lowerer.violations) == refused else None
        except DeadEnd:
            return None
        finally:
            snapshot.restore()
            for table, content in ((frame.locals, names), (frame.read_early, early)):  # others may hold the table itself
                table.clear()
                table.update(content)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
