"""Activity: which variables carry a derivative. Varied: it depends on an active input. Useful: an output depends on it.

Through branches and loops both are least fixed points: what the next iteration makes varied is varied in this one.
"""

from __future__ import annotations

from typing import Iterable

from ..errors import InternalError, Refused, Violation
from ..ir.callees import called, carries
from ..ir.kinds import INT, Array, Kind, List, Scalar, Record, Sequence, holds, is_float, is_nest, is_numpy_integer, is_continuous
from ..ir.nodes import Atom, Block, Function, If, Let, Loop, Stmt, Var
from ..ir.traversal import statements
from ..rules.table import (
    Call,
    Gather,
    General,
    Linear,
    Multilinear,
    Nondifferentiable,
    OfTapes,
    Partials,
    Pick,
    Row,
    RuleTable,
    Variadic,
)
from .callees import influential


def active_operands(stmt: Let, table: RuleTable) -> list[int]:
    """The operands whose derivative the rule of a statement can give: real numbers with a partial, transpose or pull."""
    row = table.row(stmt.fn)
    if isinstance(row, Call):
        return _of_call(stmt, table)
    if isinstance(row, OfTapes):
        return [i for i, a in enumerate(stmt.args[: row.linear]) if carries(a.kind)]
    rounds = is_numpy_integer(stmt.out.kind)  # a float made an integer has no derivative; an integer counts as a real
    return [i for i in _with_rule(row, stmt) if not (rounds and not is_integer(stmt.args[i].kind))]


def _of_call(stmt: Let, table: RuleTable) -> list[int]:
    """What carries a derivative of what a definition takes, and has to do with what it gives that carries one."""
    definition = called(stmt)
    if definition is None:
        return [0] if carries(stmt.out.kind) else []
    given = [i for i, a in enumerate(stmt.args) if carries(a.kind)] if any(map(carries, definition.outputs)) else []
    known = influential(definition, table) if given else None
    return given if known is None else [i for i in given if i in known]


def _with_rule(row: Row, stmt: Let) -> list[int]:
    if isinstance(row, Partials):
        bodies = row.bodies
    elif isinstance(row, (Linear, Multilinear)):
        bodies = row.transposes
    elif isinstance(row, Variadic):
        return [i for i, a in enumerate(stmt.args) if is_continuous(a.kind) or is_numpy_integer(a.kind)]
    elif isinstance(row, General):
        bodies = row.pulls
    elif isinstance(row, Gather):
        return [i for i, a in enumerate(stmt.args) if holds(a.kind, is_continuous)]
    elif isinstance(row, Pick):
        return [0] if holds(stmt.out.kind, is_continuous) else []
    else:
        return []
    return [i for i, body in enumerate(bodies) if body is not None and isinstance(stmt.args[i].kind, (Scalar, Array, List))]


def is_integer(kind: Kind) -> bool:
    return kind == INT or is_numpy_integer(kind)


def varied(function: Function, inputs: Iterable[Var], table: RuleTable) -> set[Atom]:
    """The variables that depend differentiably on `inputs`."""
    found: set[Atom] = set(inputs)
    _varied_block(function.body, found, table)
    rejecting = [s for s in statements(function.body) if isinstance(s, Let) and s.fn.rejects]
    reached = _shown(function, found) if rejecting else found
    for stmt in rejecting:
        if not reached.isdisjoint(stmt.operands):
            raise Refused(function.name, [Violation(stmt.pos, stmt.fn.rejects, stmt.fn.instead)])
    return found


def _shown(function: Function, found: set[Atom]) -> set[Atom]:
    """What is varied, and the dicts and texts in which it is: they have no derivative, but what reads them may use it."""
    reached, count = set(found), -1
    while count != len(reached):
        count = len(reached)
        for stmt in statements(function.body):
            if isinstance(stmt, Let) and not reached.isdisjoint(stmt.operands):
                nest = is_nest(stmt.out.kind) and (stmt.fn.name in ("dict", "list", "tuple") or holds(stmt.out.kind, is_float))
                if nest or not isinstance(stmt.out.kind, (Scalar, Array, List, Sequence, Record)):
                    reached.add(stmt.out)
    return reached


def _varied_block(block: Block, found: set[Atom], table: RuleTable) -> None:
    for stmt in block.stmts:
        if isinstance(stmt, Let):
            if not found.isdisjoint(stmt.args):
                _check_taken_apart(stmt, found, table)
                if any(stmt.args[i] in found for i in active_operands(stmt, table)):
                    found.add(stmt.out)
        elif isinstance(stmt, If):
            for arm in stmt.blocks:
                _varied_block(arm, found, table)
            found.update(o for o, a, b in zip(stmt.outs, stmt.then.yields, stmt.orelse.yields) if a in found or b in found)
        else:
            _varied_loop(stmt, found, table)


def _check_taken_apart(stmt: Let, found: set[Atom], table: RuleTable) -> None:
    """A rule gives derivatives of numbers and arrays; a tuple of them has been taken apart, or made an array, before."""
    if isinstance(table.row(stmt.fn), (Nondifferentiable, Call)):
        return
    if any(a in found and is_nest(a.kind) and holds(a.kind, is_float) for a in stmt.args):
        if stmt.fn.own:
            what = f"{stmt.fn.title} has a rule, and is given a list or tuple that depends on what is differentiated"
            advice = "pass its items as arguments of their own, or as one array: np.array(...)"
            raise Refused(stmt.fn.title, [Violation(stmt.pos, what, advice)])
        raise InternalError("activity", f"{stmt.fn.spelling} is given a tuple that depends on the input")


def _varied_loop(stmt: Loop, found: set[Atom], table: RuleTable) -> None:
    found.update(s.item for s in stmt.sources if s.over in found)
    found.update(p for p, init in zip(stmt.params, stmt.inits) if init in found)
    while True:
        _varied_block(stmt.body, found, table)
        more = {p for p, after in zip(stmt.params, stmt.nexts) if after in found and p not in found}
        if not more:
            break
        found |= more
    found.update(r for r, p in zip(stmt.results, stmt.params) if p in found)
    found.update(h for h, c in zip(stmt.histories, stmt.collected) if c in found)


def useful(function: Function, outputs: Iterable[Atom], table: RuleTable) -> set[Atom]:
    """The variables `outputs` depend on differentiably."""
    found = {a for a in outputs if not a.is_const}
    _useful_block(function.body.stmts, found, table)
    return found


def _useful_block(stmts: tuple[Stmt, ...], found: set[Atom], table: RuleTable) -> None:
    for stmt in reversed(stmts):
        if isinstance(stmt, Let):
            if stmt.out in found:
                found.update(a for i in active_operands(stmt, table) if not (a := stmt.args[i]).is_const)
        elif isinstance(stmt, If):
            for arm in stmt.blocks:
                found.update(a for out, a in zip(stmt.outs, arm.yields) if out in found and not a.is_const)
                _useful_block(arm.stmts, found, table)
        else:
            _useful_loop(stmt, found, table)


def _useful_loop(stmt: Loop, found: set[Atom], table: RuleTable) -> None:
    found.update(a for h, a in zip(stmt.histories, stmt.collected) if h in found and not a.is_const)
    carried = {p for p, result in zip(stmt.params, stmt.results) if result in found}
    while True:
        found.update(a for p, a in zip(stmt.params, stmt.nexts) if p in carried and not a.is_const)
        _useful_block(stmt.body.stmts, found, table)
        more = {p for p in stmt.params if p in found} - carried
        if not more:
            break
        carried |= more
    found.update(carried)
    found.update(a for p, a in zip(stmt.params, stmt.inits) if p in carried and not a.is_const)
    found.update(s.over for s in stmt.sources if s.item in found)
