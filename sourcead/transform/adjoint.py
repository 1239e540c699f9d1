"""The adjoint: Function(x) -> Function(x, y_bar) returning x_bar = Jᵀ y_bar.

The forward sweep is the primal; the reverse sweep visits its statements backwards and accumulates each operand's pullback
(Griewank & Walther, Evaluating Derivatives, 2nd ed., section 3.2). What does not depend on an active input, or what no
output depends on, has no adjoint variable.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import singledispatch
from typing import Any, Sequence

import numpy as np

from ..analysis.activity import active_operands, useful, varied
from ..ir.builder import nest_leaves
from ..frontend.values import NONE, Items
from ..ir.callees import RESULT, TAPE, called
from ..ir.kinds import History, Sequence as SequenceKind, derivative_kind, is_nest, is_number, ndim, nest_of, place_in
from ..ir.nodes import UNDEFINED, Atom, Block, Const, Function, If, Let, Loop, Source, Stmt, Var
from ..ir.traversal import free, renewed_stmt, substitute_block
from ..rules.table import Gather, General, Linear, Multilinear, OfTapes, Partials, Pick, Row, RuleTable, Variadic
from .calls import adjoint_of, differentiable, forward_call, in_order, in_primal_order, pull_tape, tape_bar
from .common import Derivation, exact, seed_name
from .parts import Parts, items_of, leaves, plus
from .recording import ranges_among, record

Bars = dict[Atom, Any]


def adjoint(
    primal: Function,
    active: Sequence[int],
    table: RuleTable,
    unit_seed: bool = False,
    value: bool = False,
    single: bool = False,
    outputs: Sequence[int] | None = None,
) -> Function:
    """The adjoint of `primal` with respect to the parameters at the positions `active`.

    With `unit_seed` the adjoint of the (first) output is 1 and the function is a gradient; otherwise the adjoints of all
    number outputs are parameters. With `value` the primal's result comes first, and the result is
    (value, bars). With `single` the bars are the one bar itself, otherwise a tuple. That of a tuple or list is one alike.
    With `outputs`, only these yields take an adjoint, each as it comes out of another derivative.
    """
    work = Derivation(primal, table)
    inputs = [primal.params[i] for i in active]
    if unit_seed:
        outputs, seeds, defaults = nest_leaves(primal.result)[:1], [Const(1.0)], ()
    elif outputs is not None:
        kinds = [derivative_kind(primal.body.yields[leaf].kind) for leaf in outputs]
        seeds, defaults = [replace(s, kind=k) for s, k in zip(seed_params(primal, outputs)[0], kinds)], ()
        work.backwards.update((s, in_order(s.kind)) for s in seeds if isinstance(s.kind, History))
    else:
        outputs = output_leaves(primal)
        seeds, defaults = seed_params(primal, outputs)
    bars: Bars = {}
    for leaf, seed in zip(outputs, seeds):
        add(work, bars, primal.body.yields[leaf], seed)
    active_set = varied(primal, inputs, table) & useful(primal, primal.body.yields, table)
    forward = reverse_block(work, primal.body.stmts, bars, active_set)
    results = [bar for param in inputs for bar in returned(work, param, bars)]
    values = list(primal.body.yields) if value else []
    numbers = itertools.count(len(values))
    nests = tuple(nest_of(param.kind, lambda kind: next(numbers)) for param in inputs)
    picked: object = nests[0] if single else nests
    result = (primal.result, picked) if value else picked
    body = work.finish([*forward, *work.builder.stmts], [*values, *results])
    params = primal.params if unit_seed else (*primal.params, *seeds)
    return Function(f"{primal.name}_adjoint", params, body, result, "Adjoint", primal.pos, defaults)


def returned(work: Derivation, param: Var, bars: Bars) -> list[Atom]:
    """The adjoint of a parameter, or its leaves where it is a nest."""
    if param.kind is TAPE:
        return [tape_bar(work, param, bars)]
    found = list(leaves(work, param, bars.get(param)))
    if not is_nest(param.kind):
        work.origins.pop(found[0], None)
        work.label(found[0], param, "_bar")
    return found


def output_leaves(primal: Function) -> list[int]:
    """The yields that take an adjoint: the numbers among them, whether they depend on the inputs or not."""
    return [leaf for leaf in nest_leaves(primal.result) if is_number(primal.body.yields[leaf].kind)]


def seed_params(primal: Function, outputs: list[int]) -> tuple[list[Var], tuple[Const, ...]]:
    """One parameter for each output's adjoint. That of a lone number may be left out: it is 1."""
    yields = primal.body.yields
    names = [p.name for p in primal.params]
    if len(outputs) == 1:
        out = yields[outputs[0]]
        return [Var(out.kind, seed_name(primal.name, "_bar", names))], ((Const(1.0),) if ndim(out.kind) == 0 else ())
    return [Var(yields[leaf].kind, seed_name(primal.name, f"_bar_{i}", names)) for i, leaf in enumerate(outputs)], ()


def reverse_block(work: Derivation, stmts: Sequence[Stmt], bars: Bars, active: set[Atom]) -> list[Stmt]:
    """Append the reverse sweep of these statements; the forward sweep, which keeps what the reverse one reads."""
    forward: list[Stmt] = []
    opened: dict[Atom, Atom] = {}
    for stmt in reversed(stmts):
        with work.builder.at(stmt.pos):
            if isinstance(stmt, Let) and stmt.fn.name in ("enter", "leave"):
                reverse_context(work, stmt, opened, stmts)
                forward.append(exact(stmt))
            elif called(stmt) is not None:
                reverse_call(work, stmt, bars, active, forward)
            elif isinstance(stmt, Let):
                made = reverse_let(work, stmt, bars, active)
                forward += [*made, exact(stmt)]
            elif isinstance(stmt, If):
                forward.append(reverse_if(work, stmt, bars, active))
            else:
                forward.append(reverse_loop(work, stmt, bars, active))
    return forward[::-1]


def reverse_context(work: Derivation, stmt: Let, opened: dict[Atom, Atom], stmts: Sequence[Stmt]) -> None:
    """How NumPy treats floating-point errors holds for the adjoints of what is computed so: backwards, the end comes first."""
    if stmt.fn.name == "leave":
        entered = next(s for s in stmts if isinstance(s, Let) and s.out is stmt.args[0])
        if entered.args[0].value is np.errstate:
            opened[entered.out] = work.builder.emit(entered.fn, *entered.args)
    elif stmt.out in opened:
        work.emit("leave", opened[stmt.out])


def reverse_let(work: Derivation, stmt: Let, bars: Bars, active: set[Atom]) -> list[Stmt]:
    """Add what the statement's adjoint contributes to its operands; what the forward sweep is to do with the result for it."""
    bar = bars.get(stmt.out)
    if bar is None or stmt.out not in active:
        return []
    work.label(bar, stmt.out, "_bar")
    row = work.table.row(stmt.fn)
    made: list[Let] = []
    if isinstance(row, General) and isinstance(stmt.out.kind, SequenceKind):
        made, work.items[stmt.out] = items_of(work, stmt)
    if stmt.fn is RESULT:
        return []  # the call takes the adjoints of all it gives
    operands = active_operands(stmt, work.table)
    for i in operands[::-1] if stmt.fn.writes else operands:  # what was written is read before it is cleared
        if stmt.args[i] not in active:
            continue
        if i == 0 and isinstance(row, Linear) and row.accumulate is not None and stmt.args[0] in bars:
            accumulated = work.body(row.accumulate, stmt, bars[stmt.args[0]], bar, stmt.out)
            set_bar(work, bars, stmt.args[0], accumulated)
        else:
            add(work, bars, stmt.args[i], contribution(row, work, stmt, bar, i))
    return made[::-1]


def reverse_call(work: Derivation, stmt: Let, bars: Bars, active: set[Atom], forward: list[Stmt]) -> None:
    """The adjoint of a call is the call of its reverse sweep. `forward` is what follows the call, backwards."""
    definition = called(stmt)
    operands = tuple(i for i in active_operands(stmt, work.table) if stmt.args[i] in active)
    taken = [s for s in forward if isinstance(s, Let) and s.fn is RESULT and s.args[0] is stmt.out]
    outs = [stmt.out] if len(definition.outputs) == 1 else [s.out for s in taken]
    if not operands or not any(out in bars and out in active for out in outs):
        forward.append(exact(stmt))
        return
    there, back = adjoint_of(definition, operands, work.table)
    made, tape, values = forward_call(work, stmt, taken, there)
    forward[:] = [*(s for s in forward if s not in taken), *made[::-1]]
    seeds = []
    for i in differentiable(definition):
        out = values[i]
        seeds.append(bars[out] if out in bars and out in active else work.zero_like(out))
        work.label(seeds[-1], out, "_bar")
    given = work.builder.emit(back.primitive, tape, *seeds)
    for k, i in enumerate(operands):
        bar = given if len(operands) == 1 else work.builder.emit(RESULT, given, Const(k))
        add(work, bars, stmt.args[i], bar)


def reverse_if(work: Derivation, stmt: If, bars: Bars, active: set[Atom]) -> Stmt:
    """The adjoint of a branch is a branch on the same test."""
    outs = [(i, bars[out]) for i, out in enumerate(stmt.outs) if out in bars and out in active]
    if not outs:
        return exact(stmt)
    arms, forwards = [], []
    for arm in stmt.blocks:
        inner = dict(bars)
        with work.block() as builder:
            for i, bar in outs:
                if arm.yields[i] in active:
                    add(work, inner, arm.yields[i], bar)
            forwards.append(reverse_block(work, arm.stmts, inner, active))
        arms.append((builder, inner))
    inside = [{v for s in arm.stmts for v in s.outs} for arm in stmt.blocks]
    changed = [v for v in dict.fromkeys(v for _, inner in arms for v in inner)
               if not any(v in own for own in inside) and any(inner.get(v) is not bars.get(v) for _, inner in arms)]  # fmt: skip
    histories = [v for v in changed if isinstance(v.kind, History)]
    turned = {v for v in histories if len({work.backwards[inner[v]] for _, inner in arms if v in inner}) > 1}
    blocks = []
    for builder, inner in arms:
        with work.resumed(builder):
            inner.update({v: in_primal_order(work, inner[v], v) for v in turned if v in inner})
            blocks.append(builder.block([inner[v] if v in inner else work.zero_like(v) for v in changed]))
    fresh = [work.named(derivative_kind(v.kind), v, "_bar") for v in changed]
    forward, kept, ranges = _kept_by_if(exact(stmt), forwards, blocks)
    then, orelse = (
        substitute_block(Block((*made, *block.stmts), block.yields), kept) for block, made in zip(blocks, ranges)
    )
    work.builder.stmts.append(If(tuple(fresh), stmt.test, then, orelse, stmt.pos))
    for v, bar in zip(changed, fresh):
        if isinstance(v.kind, History):
            work.backwards[bar] = next(work.backwards[inner[v]] for _, inner in arms if v in inner)
        bars[v] = bar
        work.declare_shape(bar, v)
    return forward


def _kept_by_if(
    stmt: If, forwards: list[list[Stmt]], reverse: list[Block]
) -> tuple[If, dict[Atom, Atom], list[list[Stmt]]]:
    """The forward branch also yields what its reverse reads of its inside; what each such variable is called outside.

    Third, for each arm, the ranges its reverse runs over, which are made again.
    """
    kept: dict[Atom, Atom] = {}
    ranges: list[list[Stmt]] = []
    arms = [Block(tuple(forward), arm.yields) for forward, arm in zip(forwards, stmt.blocks)]
    outs = list(stmt.outs)
    for index, (arm, block) in enumerate(zip(list(arms), reverse)):
        own: dict[Atom, Stmt] = {v: s for s in arm.stmts for v in s.outs}
        wanted, made = ranges_among(free(block), own)
        again: dict[Atom, Atom] = {}
        ranges.append([renewed_stmt(s, again) for s in made])
        kept.update(again)
        for v in [v for v in wanted if v in own]:
            if v in arms[index].yields:
                kept[v] = outs[arms[index].yields.index(v)]
                continue
            kept[v] = Var(v.kind, v.name, v.origin)
            outs.append(kept[v])
            arms = [Block(a.stmts, (*a.yields, v if k == index else UNDEFINED)) for k, a in enumerate(arms)]
    return If(tuple(outs), stmt.test, *arms, stmt.pos, True), kept, ranges


def reverse_loop(work: Derivation, stmt: Loop, bars: Bars, active: set[Atom]) -> Stmt:
    """The adjoint of a loop is the loop backwards, carrying the adjoints of what it carries and of what it reads outside."""
    carried = [i for i, p in enumerate(stmt.params) if p in active]
    outside = [v for v in free(stmt.body) if v in active and v not in stmt.bound]
    given = [(h, c) for h, c in zip(stmt.histories, stmt.collected) if h in bars and c in active]
    if not any(stmt.results[i] in bars for i in carried) and not given:
        return exact(stmt)
    inits = [bars[stmt.results[i]] if stmt.results[i] in bars else work.zero_like(stmt.results[i]) for i in carried]
    inits += [bars[v] if v in bars else work.zero_like(v) for v in outside]
    subjects = [stmt.params[i] for i in carried] + outside
    params = [work.named(derivative_kind(v.kind), v, "_bar") for v in subjects]
    for param, v in zip(params, subjects):
        work.declare_shape(param, v)
    inner: Bars = dict(zip(outside, params[len(carried) :]))
    sources = []
    for history, collected in given:
        item = work.named(derivative_kind(collected.kind), collected, "_bar")
        work.declare_shape(item, collected)
        backwards, *within = work.backwards[bars[history]]
        if within:
            work.backwards[item] = tuple(within)
        sources.append(Source(item, bars[history], not backwards))
    with work.block() as builder:
        for i, param in zip(carried, params):
            if stmt.nexts[i] in active:
                add(work, inner, stmt.nexts[i], param)
        for source, (_, collected) in zip(list(sources), given):
            add(work, inner, collected, source.item)
        work.depth += 1
        forward_body = reverse_block(work, stmt.body.stmts, inner, active)
        work.depth -= 1
        nexts = [inner[v] if v in inner else work.zero_like(v) for v in subjects]
        read = [s for s in stmt.sources if s.item in inner]
        reverse_body = builder.block([*nexts, *(inner[s.item] for s in read)])
    forward_stmt = replace(exact(stmt), body=Block(tuple(forward_body), stmt.body.yields))
    forward, reverse_body, again = record(forward_stmt, reverse_body, work)
    results = [work.named(p.kind, v, "_bar") for p, v in zip(params, subjects)]
    histories = [work.named(derivative_kind(s.over.kind), s.over, "_bar") for s in read]
    loop = Loop(tuple(results), tuple(histories), tuple(params), tuple(inits), (*again, *sources), None, reverse_body, False, stmt.pos)
    work.builder.stmts.append(loop)
    for i, result in zip(carried, results):
        bars.pop(stmt.results[i], None)
    for v, result in zip(outside, results[len(carried) :]):
        bars[v] = result
        work.declare_shape(result, v)
    for i, result in zip(carried, results):
        if stmt.inits[i] in active:
            work.declare_shape(result, stmt.inits[i])
            add(work, bars, stmt.inits[i], result)
    for source, history in zip(read, histories):
        work.backwards[history] = (not source.reverse, *work.backwards.get(inner[source.item], ()))
        if source.over in bars:
            history = add_histories(work, bars[source.over], history)
        bars[source.over] = history
    return forward


def add_histories(work: Derivation, one: Atom, other: Atom) -> Var:
    """The sum of two recorded sequences, entry by entry."""
    items = [Var(h.kind.item) for h in (one, other)]
    (first, *within), (second, *others) = work.backwards[one], work.backwards[other]
    work.backwards.update({items[0]: tuple(within), items[1]: tuple(others)} if within else {})
    sources = [Source(items[0], one), Source(items[1], other, first != second)]
    with work.block() as builder:
        body = builder.block([add_histories(work, *items) if within else work.plus(*items)])
    total = Var(one.kind, one.name, one.origin)
    work.builder.stmts.append(Loop((), (total,), (), (), tuple(sources), None, body))
    work.backwards[total] = work.backwards[one]
    return total


def contribution(row: Row, work: Derivation, stmt: Let, bar: Any, i: int) -> Any:
    pulled = work.fitted(pull(row, work, stmt, bar, i), stmt.args[i].kind)
    broadcast = row.elementwise or isinstance(row, Linear) and i in row.broadcast
    return work.reduce_to(pulled, stmt.args[i]) if pulled is not None and broadcast else pulled


def add(work: Derivation, bars: Bars, to: Atom, what: Any) -> None:
    """The first contribution is the adjoint; later ones are added. An adjoint has the shape of its variable."""
    before, what = bars.get(to), work.fitted(what, to.kind)
    if before is not None and what is not None and isinstance(to.kind, History):
        total: Any = add_histories(work, before, what)
    else:
        total = plus(work, before, what)
    if total is not None:
        set_bar(work, bars, to, total)


def set_bar(work: Derivation, bars: Bars, to: Atom, bar: Any) -> None:
    bars[to] = bar
    if not isinstance(bar, dict):
        work.declare_shape(bar, to)


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
def _(row: General, work: Derivation, stmt: Let, bar: Atom | Parts, i: int) -> Atom | None:
    if isinstance(bar, dict):
        items = work.items[stmt.out].values
        none = work.zero_like if stmt.fn.own else lambda a: NONE
        bar = Items(tuple, tuple(bar[k] if k in bar else none(item) for k, item in enumerate(items)))
    pulled = work.body(row.pulls[i], stmt, bar, work.result(stmt))
    return None if pulled == NONE else pulled


@pull.register
def _(row: Gather, work: Derivation, stmt: Let, bar: Parts, i: int) -> Atom | Parts | None:
    return bar.get(i)


@pull.register
def _(row: Pick, work: Derivation, stmt: Let, bar: Atom | Parts, i: int) -> Parts:
    return {place_in(stmt.args[0].kind, stmt.args[1].value): bar}


@pull.register
def _(row: OfTapes, work: Derivation, stmt: Let, bar: Atom, i: int) -> Atom:
    return pull_tape(work, stmt, bar, i)
