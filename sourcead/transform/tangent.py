"""The tangent: Function(x) -> Function(x, x_dot) returning (y, y_dot) with y_dot = J x_dot.

Each statement is followed by its pushforward (Griewank & Walther, Evaluating Derivatives, 2nd ed., section 3.1).
"""

from __future__ import annotations

from functools import singledispatch
from typing import Sequence

from ..analysis.activity import active_operands, varied
from ..ir.builder import nest_map
from ..ir.nodes import Atom, Const, Function, Let, Var
from ..rules.table import General, Linear, Multilinear, Partials, Row, RuleTable, Variadic
from .common import Derivation

Dots = dict[int, Atom]


def tangent(primal: Function, active: Sequence[int], table: RuleTable) -> Function:
    """The tangent of `primal` with respect to the parameters at the positions `active`."""
    work = Derivation(primal, table)
    inputs = [primal.params[i] for i in active]
    dots: dict[Atom, Atom] = {p: Var(p.kind, f"{p.name}_dot") for p in inputs}
    params = (*primal.params, *dots.values())
    carrying = varied(primal, inputs, table)
    for stmt in primal.body.stmts:
        work.copy(stmt)
        if stmt.out not in carrying:
            continue
        given = {i: dots[stmt.args[i]] for i in active_operands(stmt, table) if stmt.args[i] in dots}
        with work.builder.at(stmt.pos):
            dot = push(table.row(stmt.fn), work, stmt, given)
        if dot is not None:
            dots[stmt.out] = dot
            work.label(dot, stmt.out, "_dot")
    values = list(primal.body.yields)
    yielded = [dots[v] if v in dots else work.zero_like(v) for v in values]
    count = len(values)
    result = (primal.result, nest_map(primal.result, lambda leaf: leaf + count))
    return Function(f"{primal.name}_tangent", params, work.finish([*values, *yielded]), result, "Tangent", primal.pos)


@singledispatch
def push(row: Row, work: Derivation, stmt: Let, dots: Dots) -> Atom | None:
    """The tangent of a statement's result from the tangents of its operands; None where it is zero."""
    raise NotImplementedError(type(row).__name__)


@push.register
def _(row: Partials, work: Derivation, stmt: Let, dots: Dots) -> Atom | None:
    total: Atom | None = None
    for i, dot in dots.items():
        total = work.plus(total, work.times(dot, work.body(row.bodies[i], stmt, stmt.out)))
    return None if total is None else work.expand_to(total, stmt.out)


@push.register
def _(row: Linear, work: Derivation, stmt: Let, dots: Dots) -> Atom:
    """The function itself on the tangents; a linear operand without one contributes zero."""
    linear = [i for i, body in enumerate(row.transposes) if body is not None]
    args = [dots.get(i, Const(0.0)) if i in linear else a for i, a in enumerate(stmt.args)]
    dot = work.builder.emit(stmt.fn, *args, **dict(stmt.options))
    return work.expand_to(dot, stmt.out) if row.elementwise else dot


@push.register
def _(row: Variadic, work: Derivation, stmt: Let, dots: Dots) -> Atom:
    args = [dots[i] if i in dots else work.zero_like(a) for i, a in enumerate(stmt.args)]
    return work.builder.emit(stmt.fn, *args, **dict(stmt.options))


@push.register
def _(row: Multilinear, work: Derivation, stmt: Let, dots: Dots) -> Atom | None:
    total: Atom | None = None
    for i, dot in dots.items():
        args = [dot if k == i else a for k, a in enumerate(stmt.args)]
        total = work.plus(total, work.builder.emit(stmt.fn, *args, **dict(stmt.options)))
    return total


@push.register
def _(row: General, work: Derivation, stmt: Let, dots: Dots) -> Atom:
    return work.body(row.push, stmt, dots[0], stmt.out)
