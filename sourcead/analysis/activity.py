"""Activity: which variables carry a derivative. Varied: it depends on an active input. Useful: an output depends on it."""

from __future__ import annotations

from typing import Iterable

from ..ir.kinds import Array, Scalar, is_real
from ..ir.nodes import Atom, Function, Let, Var
from ..rules.table import General, Linear, Multilinear, Partials, RuleTable, Variadic


def active_operands(stmt: Let, table: RuleTable) -> list[int]:
    """The operands whose derivative the rule of a statement can give: real numbers with a partial, transpose or pull."""
    row = table.row(stmt.fn)
    if isinstance(row, Partials):
        bodies = row.bodies
    elif isinstance(row, (Linear, Multilinear)):
        bodies = row.transposes
    elif isinstance(row, Variadic):
        return [i for i, a in enumerate(stmt.args) if is_real(a.kind)]
    elif isinstance(row, General):
        return [0]
    else:
        return []
    return [i for i, body in enumerate(bodies) if body is not None and isinstance(stmt.args[i].kind, (Scalar, Array))]


def varied(function: Function, inputs: Iterable[Var], table: RuleTable) -> set[Atom]:
    """The variables that depend differentiably on `inputs`."""
    found: set[Atom] = set(inputs)
    for stmt in function.body.stmts:
        if not found.isdisjoint(stmt.args) and any(stmt.args[i] in found for i in active_operands(stmt, table)):
            found.add(stmt.out)
    return found


def useful(function: Function, outputs: Iterable[Atom], table: RuleTable) -> set[Atom]:
    """The variables `outputs` depend on differentiably."""
    found = {a for a in outputs if not a.is_const}
    for stmt in reversed(function.body.stmts):
        if stmt.out in found:
            found.update(a for i in active_operands(stmt, table) if not (a := stmt.args[i]).is_const)
    return found
