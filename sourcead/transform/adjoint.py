"""The adjoint: Function(x) -> Function(x, y_bar) returning x_bar = Jᵀ y_bar.

The forward sweep is the primal; the reverse sweep visits its statements backwards and accumulates each operand's pullback
(Griewank & Walther, Evaluating Derivatives, 2nd ed., section 3.2). What does not depend on an active input, or what no
output depends on, has no adjoint variable.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Sequence

from ..analysis.activity import active_operands, useful, varied
from ..ir.builder import nest_leaves
from ..ir.kinds import is_number, ndim
from ..ir.nodes import Atom, Const, Function, Let, Var
from ..rules.table import General, Linear, Multilinear, Partials, Row, RuleTable, Variadic
from .common import Derivation


def adjoint(
    primal: Function, active: Sequence[int], table: RuleTable, unit_seed: bool = False, value: bool = False, single: bool = False
) -> Function:
    """The adjoint of `primal` with respect to the parameters at the positions `active`.

    With `unit_seed` the adjoint of the (first) output is 1 and the function is a gradient; otherwise the adjoints of all
    number outputs are parameters. With `value` the primal's result comes first, and the result is
    (value, bars). With `single` the bars are the one bar itself, otherwise a tuple.
    """
    work = Derivation(primal, table)
    inputs = [primal.params[i] for i in active]
    if unit_seed:
        outputs, seeds, defaults = nest_leaves(primal.result)[:1], [Const(1.0)], ()
    else:
        outputs = output_leaves(primal)
        seeds, defaults = seed_params(primal, outputs)
    bars: dict[Atom, Atom] = {}
    for leaf, seed in zip(outputs, seeds):
        add(work, bars, primal.body.yields[leaf], seed)
    for stmt in primal.body.stmts:
        work.copy(stmt)
    reverse_sweep(work, bars, varied(primal, inputs, table) & useful(primal, primal.body.yields, table))
    results = []
    for param in inputs:
        bar = bars.get(param) or work.zero_like(param)
        work.origins.pop(bar, None)
        work.label(bar, param, "_bar")
        results.append(bar)
    values = list(primal.body.yields) if value else []
    picked: object = len(values) if single else tuple(range(len(values), len(values) + len(results)))
    result = (primal.result, picked) if value else picked
    body = work.finish([*values, *results])
    params = primal.params if unit_seed else (*primal.params, *seeds)
    return Function(f"{primal.name}_adjoint", params, body, result, "Adjoint", primal.pos, defaults)


def output_leaves(primal: Function) -> list[int]:
    """The yields that take an adjoint: the numbers among them, whether they depend on the inputs or not."""
    return [leaf for leaf in nest_leaves(primal.result) if is_number(primal.body.yields[leaf].kind)]


def seed_params(primal: Function, outputs: list[int]) -> tuple[list[Var], tuple[Const, ...]]:
    """One parameter for each output's adjoint. That of a lone number may be left out: it is 1."""
    yields = primal.body.yields
    if len(outputs) == 1:
        out = yields[outputs[0]]
        return [Var(out.kind, f"{primal.name}_bar")], ((Const(1.0),) if ndim(out.kind) == 0 else ())
    return [Var(yields[leaf].kind, f"{primal.name}_bar_{i}") for i, leaf in enumerate(outputs)], ()


def reverse_sweep(work: Derivation, bars: dict[Atom, Atom], active: set[Atom]) -> None:
    for stmt in reversed(work.primal.body.stmts):
        bar = bars.get(stmt.out)
        if bar is None or stmt.out not in active:
            continue
        work.label(bar, stmt.out, "_bar")
        row = work.table.row(stmt.fn)
        with work.builder.at(stmt.pos):
            for i in active_operands(stmt, work.table):
                if stmt.args[i] in active:
                    add(work, bars, stmt.args[i], contribution(row, work, stmt, bar, i))


def contribution(row: Row, work: Derivation, stmt: Let, bar: Atom, i: int) -> Atom | None:
    pulled = pull(row, work, stmt, bar, i)
    return work.reduce_to(pulled, stmt.args[i]) if pulled is not None and row.elementwise else pulled


def add(work: Derivation, bars: dict[Atom, Atom], to: Atom, what: Atom | None) -> None:
    """The first contribution is the adjoint; later ones are added. An adjoint has the shape of its variable."""
    total = work.plus(bars.get(to), what)
    if total is not None:
        bars[to] = total
        work.declare_shape(total, to)


@singledispatch
def pull(row: Row, work: Derivation, stmt: Let, bar: Atom, i: int) -> Atom | None:
    """What the adjoint `bar` of a statement's result contributes to its operand `i`; None where nothing."""
    raise NotImplementedError(type(row).__name__)


@pull.register
def _(row: Partials, work: Derivation, stmt: Let, bar: Atom, i: int) -> Atom | None:
    return work.times(bar, work.body(row.bodies[i], stmt, stmt.out))


@pull.register(Linear)
@pull.register(Multilinear)
def _(row: Linear | Multilinear, work: Derivation, stmt: Let, bar: Atom, i: int) -> Atom:
    return work.body(row.transposes[i], stmt, bar, stmt.out)


@pull.register
def _(row: Variadic, work: Derivation, stmt: Let, bar: Atom, i: int) -> Atom:
    return work.body(row.transpose, stmt, bar, stmt.out, Const(i))


@pull.register
def _(row: General, work: Derivation, stmt: Let, bar: Atom, i: int) -> Atom:
    return work.body(row.pull, stmt, bar, stmt.out)
