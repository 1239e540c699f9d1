"""The kinds that assignments in a try statement give, without carrying anything out. What is expected is checked at run time."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ..ir import kinds
from ..ir.kinds import BOOL, FLOAT, INT, Kind, Scalar, Static, joined, kind_of
from ..ir.nodes import Const, Var
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


def kind_expected(lowerer: Lowerer, node: ast.Try, name: str) -> list[Kind | None]:
    """The kind that each assignment to a name in a try statement gives it; None for one that is not known."""
    found: list[Kind | None] = []
    for stmt in ast.walk(node):
        if isinstance(stmt, ast.Assign):
            for target in stmt.targets:
                found.extend(_of_target(lowerer, target, stmt.value, name))
        elif isinstance(stmt, ast.AnnAssign) and stmt.value is not None:
            found.extend(_of_target(lowerer, stmt.target, stmt.value, name))
        elif isinstance(stmt, ast.NamedExpr):
            found.extend(_of_target(lowerer, stmt.target, stmt.value, name))
        elif isinstance(stmt, (ast.For, ast.With, ast.AugAssign)):
            found.append(None)
    return found


def _of_target(lowerer: Lowerer, target: ast.expr, value: ast.expr, name: str) -> list[Kind | None]:
    if isinstance(value, ast.IfExp):
        return [kind for arm in (value.body, value.orelse) for kind in _of_target(lowerer, target, arm, name)]
    if isinstance(target, ast.Name):
        return [kind_of_expression(lowerer, value)] if target.id == name else []
    if isinstance(target, (ast.Tuple, ast.List)):
        alike = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        starred = any(isinstance(e, ast.Starred) for e in target.elts)
        if alike and not starred:
            return [k for t, v in zip(target.elts, value.elts) for k in _of_target(lowerer, t, v, name)]
        return [None] if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(target)) else []
    return []


def kind_of_expression(lowerer: Lowerer, node: ast.expr) -> Kind | None:
    if isinstance(node, ast.Constant):
        return kind_of(node.value)
    if isinstance(node, ast.Compare) and all(isinstance(op, TESTS) for op in node.ops):
        return BOOL
    if isinstance(node, ast.Compare) and any(_is_text(side) for side in (node.left, *node.comparators)):
        return BOOL
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return BOOL
    if isinstance(node, ast.Call):
        declared = _declared(lowerer, node)
        if declared is not None:
            return declared
    if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
        both = [kind_of_expression(lowerer, side) for side in (node.left, node.right)]
        if all(kind is not None and kinds.is_python_number(kind) and kind != BOOL for kind in both):
            kind = joined(*both)
            return FLOAT if isinstance(node.op, ast.Div) and kind == INT else kind
    return _lowered(lowerer, node)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _declared(lowerer: Lowerer, node: ast.Call) -> Kind | None:
    """The kind that a call gives whatever it is given."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in COUNTS:
        return INT
    if not isinstance(node.func, (ast.Name, ast.Attribute)):
        return None
    function = _tried_out(lowerer, node.func)
    target = function.object if isinstance(function, Known) else None
    if isinstance(target, type) and issubclass(target, np.generic) and target is not np.object_:
        return Scalar(np.dtype(target).name)
    return next((kind for known, kind in CONVERSIONS.items() if known is target), None)


def _lowered(lowerer: Lowerer, node: ast.expr) -> Kind | None:
    value = _tried_out(lowerer, node)
    if isinstance(value, (Var, Const)) and is_atom(value):
        return None if value.kind == kinds.UNKNOWN else value.kind
    if isinstance(value, (Items, Known)):
        return Static(value.type if isinstance(value, Items) else value.object)
    return None


def _tried_out(lowerer: Lowerer, node: ast.expr) -> Value | Any:
    """What an expression would be lowered to; nothing of it stays."""
    frame = lowerer.stack[-1]
    snapshot, names, early = Snapshot(lowerer), dict(frame.locals), dict(frame.read_early)
    refused = len(lowerer.violations)
    try:
        value = lowerer.raw(node)
        return value if len(lowerer.violations) == refused else None
    except DeadEnd:
        return None
    finally:
        snapshot.restore()
        frame.locals, frame.read_early = names, early
