"""The tangent: Function(x) -> Function(x, x_dot) returning (y, y_dot) with y_dot = J x_dot.

Each statement is followed by its pushforward (Griewank & Walther, Evaluating Derivatives, 2nd ed., section 3.1).
"""

from __future__ import annotations

from functools import singledispatch
from typing import Sequence

from ..analysis.activity import active_operands, varied
from ..ir.builder import nest_map
from ..ir import kinds
from ..ir.callees import RESULT, called
from ..ir.kinds import derivative_kind
from ..frontend.values import NONE
from ..ir.nodes import Atom, Block, Const, Function, If, Let, Loop, Source, Var
from ..rules.table import Gather, General, Linear, Multilinear, OfTapes, Partials, Pick, Row, RuleTable, Variadic
from .calls import push_tape, tangent_call, tangent_result
from .common import Derivation, exact, seed_name
from .parts import Parts, items_of, part

Dots = dict[int, Atom]


def tangent(primal: Function, active: Sequence[int], table: RuleTable) -> Function:
    """The tangent of `primal` with respect to the parameters at the positions `active`."""
    work = Derivation(primal, table)
    work.at_hand = {*primal.params}  # what comes later in the function cannot lend its shape yet
    inputs = [primal.params[i] for i in active]
    names = [p.name for p in primal.params]
    dots: dict[Atom, Atom] = {p: Var(p.kind, seed_name(p.name, "_dot", names)) for p in inputs}
    for param, dot in dots.items():  # whoever calls the tangent sees to that
        work.declare_shape(dot, param)
    params = (*primal.params, *dots.values())
    carrying = varied(primal, inputs, table)
    tangent_block(work, primal.body, dots, carrying)
    values = list(primal.body.yields)
    yielded = [dots[v] if v in dots else work.zero_like(v) for v in values]
    count = len(values)
    result = (primal.result, nest_map(primal.result, lambda leaf: leaf + count))
    body = work.finish(work.builder.stmts, [*values, *yielded])
    return Function(f"{primal.name}_tangent", params, body, result, "Tangent", primal.pos)


def tangent_block(work: Derivation, block: Block, dots: dict[Atom, Atom], carrying: set[Atom]) -> None:
    """Append the block's statements, each with its tangent."""
    for stmt in block.stmts:
        with work.builder.at(stmt.pos):
            if isinstance(stmt, Let):
                tangent_let(work, stmt, dots, carrying)
            elif isinstance(stmt, If):
                tangent_if(work, stmt, dots, carrying)
            else:
                tangent_loop(work, stmt, dots, carrying)
        if block is work.primal.body:
            work.at_hand.update(stmt.outs)


def tangent_let(work: Derivation, stmt: Let, dots: dict[Atom, Atom], carrying: set[Atom]) -> None:
    definition = called(stmt)
    if stmt.fn is RESULT:
        tangent_result(work, stmt, stmt.args[0], stmt.args[1].value, dots)
        return
    if definition is not None and stmt.out in carrying:
        operands = tuple(i for i in active_operands(stmt, work.table) if stmt.args[i] in dots)
        if operands:
            tangent_call(work, stmt, definition, dots, operands)
            return
    work.builder.stmts.append(exact(stmt))
    if stmt.out not in carrying:
        return
    row = work.table.row(stmt.fn)
    if isinstance(row, General) and isinstance(stmt.out.kind, kinds.Sequence):
        made, work.items[stmt.out] = items_of(work, stmt)
        work.builder.stmts.extend(made)
    given = {i: dots[stmt.args[i]] for i in active_operands(stmt, work.table) if stmt.args[i] in dots}
    dot = work.fitted(push(row, work, stmt, given), stmt.out.kind) if given else None
    if dot is not None:
        dots[stmt.out] = dot
        work.label(dot, stmt.out, "_dot")


def dot_of(work: Derivation, atom: Atom, dots: dict[Atom, Atom]) -> Atom:
    return dots[atom] if atom in dots else work.zero_like(atom)


def tangent_if(work: Derivation, stmt: If, dots: dict[Atom, Atom], carrying: set[Atom]) -> None:
    """Each arm also yields the tangents of what it yields."""
    picked = [i for i, out in enumerate(stmt.outs) if out in carrying]
    arms = []
    for arm in stmt.blocks:
        with work.block() as builder:
            tangent_block(work, arm, dots, carrying)
            arms.append(builder.block([*arm.yields, *(dot_of(work, arm.yields[i], dots) for i in picked)]))
    fresh = [work.named(derivative_kind(stmt.outs[i].kind), stmt.outs[i], "_dot") for i in picked]
    dots.update((stmt.outs[i], dot) for i, dot in zip(picked, fresh))
    work.builder.stmts.append(If((*stmt.outs, *fresh), stmt.test, *arms, stmt.pos, True))


def tangent_loop(work: Derivation, stmt: Loop, dots: dict[Atom, Atom], carrying: set[Atom]) -> None:
    """The loop also carries the tangents of what it carries, and collects those of what it collects."""
    picked = [i for i, param in enumerate(stmt.params) if param in carrying]
    kept = [i for i, history in enumerate(stmt.histories) if history in carrying]
    inits = [dot_of(work, stmt.inits[i], dots) for i in picked]
    params = [work.named(derivative_kind(stmt.params[i].kind), stmt.params[i], "_dot") for i in picked]
    results = [work.named(p.kind, stmt.results[i], "_dot") for i, p in zip(picked, params)]
    histories = [work.named(derivative_kind(stmt.histories[i].kind), stmt.histories[i], "_dot") for i in kept]
    sources = list(stmt.sources)
    for source in stmt.sources:
        if source.over in dots:
            item = work.named(derivative_kind(source.item.kind), source.item, "_dot")
            dots[source.item] = item
            sources.append(Source(item, dots[source.over], source.reverse))
    dots.update((stmt.params[i], p) for i, p in zip(picked, params))
    with work.block() as builder:
        tangent_block(work, stmt.body, dots, carrying)
        nexts = [dot_of(work, stmt.nexts[i], dots) for i in picked]
        collected = [dot_of(work, stmt.collected[i], dots) for i in kept]
        leave = (stmt.leave,) if stmt.leaves else ()
        body = builder.block([*stmt.nexts, *nexts, *stmt.collected, *collected, *leave])
    dots.update((stmt.results[i], r) for i, r in zip(picked, results))
    dots.update((stmt.histories[i], h) for i, h in zip(kept, histories))
    loop = Loop(
        (*stmt.results, *results),
        (*stmt.histories, *histories),
        (*stmt.params, *params),
        (*stmt.inits, *inits),
        tuple(sources),
        stmt.test,
        body,
        stmt.leaves,
        stmt.pos,
        True,
    )
    work.builder.stmts.append(loop)


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
    zero = (lambda a: Const(0.0)) if row.elementwise else work.zero_like
    absent = lambda a: a if a == Const(0) else zero(a)  # noqa: E731
    args = [(dots[i] if i in dots else absent(a)) if i in linear else a for i, a in enumerate(stmt.args)]
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
def _(row: General, work: Derivation, stmt: Let, dots: Dots) -> Atom | Parts | None:
    none = work.zero_like if stmt.fn.own else lambda a: NONE
    given = [dots[i] if i in dots else none(stmt.args[i]) for i, pull in enumerate(row.pulls) if pull is not None]
    results = len(stmt.out.kind.items) if isinstance(stmt.out.kind, kinds.Sequence) else 0
    pushed = work.body(row.push, stmt, *given, work.result(stmt), results=results)
    if isinstance(pushed, tuple):
        return {i: dot for i, dot in enumerate(pushed) if dot != NONE} or None
    return None if pushed == NONE else pushed


@push.register
def _(row: Gather, work: Derivation, stmt: Let, dots: Dots) -> Parts:
    return dict(dots)


@push.register
def _(row: Pick, work: Derivation, stmt: Let, dots: Dots) -> Atom | Parts | None:
    return part(work, dots[0], kinds.place_in(stmt.args[0].kind, stmt.args[1].value))


@push.register
def _(row: OfTapes, work: Derivation, stmt: Let, dots: Dots) -> Atom:
    return push_tape(work, stmt, dots)
