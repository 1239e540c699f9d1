"""Derivatives of definitions: functions of their own, made once for each set of active arguments.

    y = f(x)          tangent   y, y_dot = f_tangent(x, x_dot)
                      adjoint   y, tape = f_forward(x)  ...  x_bar = f_reverse(tape, y_bar)

The calls inside a definition are derived like all others, so that the tangent of a recursive function is recursive, and each
level of its forward sweep keeps the tapes of the levels below.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Callable, Sequence

from ..analysis.refusals import refusals
from ..errors import Pos, Refused, Violation
from ..ir.builder import Builder, nest_leaves, nest_map
from ..ir.callees import RESULT, TAPE, Definition, carries
from ..ir.kinds import History, Kind, derivative_kind
from ..ir.nodes import Atom, Block, Const, Function, Let, Var
from ..rules.table import RuleTable
from .common import Derivation, exact
from .split import split

Active = tuple[int, ...]
TITLES = {"tangent": "Tangent", "forward": "Forward sweep", "reverse": "Reverse sweep"}


def differentiable(definition: Definition) -> list[int]:
    """Which of its values carry a derivative."""
    return [i for i, kind in enumerate(definition.outputs) if carries(kind)]


def result(out: Atom, index: int, exact: bool, pos: Pos | None, var: Var, count: tuple[Atom, ...] = ()) -> Let:
    """The statement that takes one value, `var`, of those a call gave."""
    return Let(var, RESULT, (out, Const(index), *count), (), pos, exact)


def derived(definition: Definition, mode: str, outputs: Sequence) -> Definition:
    return Definition(f"{definition.name}_{mode}", tuple(outputs), mode=mode, of=definition)


def titled(function: Function, definition: Definition, active: Active) -> Function:
    """The function of a derived definition with its name and docstring."""
    primal = definition.of.function
    where = f" ({os.path.basename(primal.pos.file)}:{primal.pos.line})" if primal.pos else ""
    names = [primal.params[i].name for i in active]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    doc = f"{TITLES[definition.mode]} of {primal.name}{where} with respect to {listed}."
    return replace(function, name=definition.name, doc=doc)


def refusal(like: Let) -> Refused:
    message = "third derivatives of recursive functions are supported in forward mode only"
    return Refused("the derivative", [Violation(like.pos, message, "take tangents of the second derivative in forward mode")])


def check_rules(definition: Definition, active: Active, outputs: Sequence[Atom] | None, table: RuleTable) -> None:
    """Refuse what depends on an active argument in a way no rule describes, as is done for the function that calls this one."""
    function = definition.function
    violations = refusals(function, [function.params[i] for i in active], outputs, table)
    if violations:
        raise Refused(function.name, violations)


def tangent_of(definition: Definition, active: Active, table: RuleTable) -> Definition:
    """The definition that also takes the tangents of the arguments `active`, and also gives those of its values."""
    known = definition.derived.get(("tangent", active))
    if known is not None:
        return known
    from .tangent import tangent  # which derives calls by this module

    check_rules(definition, active, None, table)
    carried = differentiable(definition)
    made = derived(definition, "tangent", (*definition.outputs, *(derivative_kind(definition.outputs[i]) for i in carried)))
    definition.derived["tangent", active] = made
    function = tangent(definition.function, active, table)
    values, dots = (nest if isinstance(nest, tuple) else (nest,) for nest in function.result)
    if any(kind is TAPE for kind in definition.outputs):
        function = _without_gaps(function, values, dots, table)
    made.function = titled(picked(function, (*values, *(dots[i] for i in carried))), made, active)

    def settle(optimize: Callable[[Function], Function]) -> None:
        made.function = optimize(made.function)

    made.settle = settle
    return made


def picked(function: Function, result: tuple) -> Function:
    """The function giving these of its yields only."""
    kept = sorted(dict.fromkeys(nest_leaves(result)))
    body = Block(function.body.stmts, tuple(function.body.yields[leaf] for leaf in kept))
    return replace(function, body=body, result=nest_map(result, kept.index))


def _without_gaps(function: Function, values: tuple, dots: tuple, table: RuleTable) -> Function:
    """The tangent of a forward sweep: a tape's tangent is nested like it, with zeros for what does not depend on the input.

    The tangent of the reverse sweep reads a tangent wherever it reads a number, or a list of them.
    """
    yields = list(function.body.yields)
    builder = Builder(exact=False)
    for value, dot in zip(nest_leaves(values), nest_leaves(dots)):
        kind = yields[value].kind
        if yields[dot].is_const and carries(kind) and (kind is TAPE or isinstance(kind, History)):
            yields[dot] = builder.emit(table.named("zeros_of"), yields[value])
    return replace(function, body=Block((*function.body.stmts, *builder.stmts), tuple(yields)))


def adjoint_of(definition: Definition, active: Active, table: RuleTable) -> tuple[Definition, Definition]:
    """The definitions of the forward sweep, which also gives a tape, and of the reverse sweep from the tape and bars."""
    known = definition.derived.get(("adjoint", active))
    if known is not None:
        return known
    from .adjoint import adjoint

    function = definition.function
    seeded = _seeded(definition)
    seeds = [leaf for leaves, _ in seeded for leaf in leaves]
    check_rules(definition, active, [function.body.yields[leaf] for leaf in seeds], table)
    forward = derived(definition, "forward", (*definition.outputs, TAPE))
    reverse = derived(definition, "reverse", (derivative_kind(function.params[i].kind) for i in active))
    definition.derived["adjoint", active] = (forward, reverse)
    both = adjoint(function, active, table, value=True, outputs=seeds)

    def settle(optimize: Callable[[Function], Function]) -> None:
        if forward.function is None:
            there, back = split(optimize(both), len(seeds), table, lent=True)
            forward.function = titled(_with_tape(there), forward, active)
            reverse.function = titled(_from_tapes(back, seeded), reverse, active)

    forward.settle = reverse.settle = settle
    return forward, reverse


Seeded = list[tuple[list[int], list[int] | None]]


def _seeded(definition: Definition) -> Seeded:
    """For each value that carries a derivative, the yields that take an adjoint; of a tape, also their places in it."""
    function, found = definition.function, []
    parts = function.result if isinstance(function.result, tuple) else (function.result,)
    for i in differentiable(definition):
        if definition.outputs[i] is not TAPE:
            found.append(([parts[i]], None))
            continue
        places = [k for k, leaf in enumerate(parts[i]) if carries(function.body.yields[leaf].kind)]
        found.append(([parts[i][k] for k in places], [len(parts[i]), *places]))
    return found


def _with_tape(forward: Function) -> Function:
    """The forward function giving its values, and the tuple of what it keeps."""
    values, kept = forward.result
    return replace(forward, result=(*(values if isinstance(values, tuple) else (values,)), kept))


def _from_tapes(reverse: Function, seeded: Seeded) -> Function:
    """The reverse function taking what was kept as one tuple, and the adjoint of a tape as one."""
    count = len(reverse.params) - sum(len(leaves) for leaves, _ in seeded)
    kept, bars = reverse.params[:count], iter(reverse.params[count:])
    tape = Var(TAPE, "tape")
    params = [tape]
    taken = [result(tape, i, False, None, v, (Const(len(kept)),)) for i, v in enumerate(kept)]
    for leaves, places in seeded:
        if places is None:
            params.append(next(bars))
            continue
        params.append(Var(TAPE, "tape_bar"))
        taken += [result(params[-1], k, False, None, next(bars), (Const(places[0]),)) for k in places[1:]]
    body = Block((*taken, *reverse.body.stmts), reverse.body.yields)
    picked = 0 if len(body.yields) == 1 else tuple(range(len(body.yields)))
    return replace(reverse, params=tuple(params), body=body, result=picked, sweeps=True)


def tape_bar(work: Derivation, tape: Var, bars: dict[Atom, Atom]) -> Atom:
    """The adjoint of a tape: nested like it, of the adjoints of what was taken from it."""
    parts = {s.args[1].value: s for s in work.primal.body.stmts if isinstance(s, Let) and s.fn is RESULT and s.args[0] is tape}
    if not parts:
        return work.emit("zeros_of", tape)
    count = next(iter(parts.values())).args[2].value
    zeros = None if len(parts) == count else work.emit("zeros_of", tape)
    items = []
    for i in range(count):
        if i not in parts:
            items.append(Var(TAPE))
            work.builder.stmts.append(result(zeros, i, False, None, items[-1], (Const(count),)))
            continue
        part = parts[i].out
        bar = bars.get(part)
        if bar is None:
            history = isinstance(part.kind, History)
            items.append(work.emit("zeros_of", part) if history else work.zero_like(part))
        elif isinstance(part.kind, History):
            backwards = work.backwards.get(bar, in_order(part.kind))
            items.append(work.emit("in_order", bar, part, *map(Const, backwards)))
        else:
            items.append(bar)
    return work.emit("packed", *items)


def in_order(kind: Kind) -> tuple[bool, ...]:
    """What `Derivation.backwards` says of a history whose entries are in the order of the primal's."""
    return (False, *in_order(kind.item)) if isinstance(kind, History) else ()


# -- calls -------------------------------------------------------------------------------------------------------------------


def tangent_call(work: Derivation, stmt: Let, definition: Definition, dots: dict[Atom, Atom], operands: Active) -> None:
    """Append the call of the tangent. What takes the call's values finds them in `work.packed`."""
    made = tangent_of(definition, operands, work.table)
    out = Var(made.primitive.result((), {}))
    args = (*stmt.args, *(dots[stmt.args[i]] for i in operands))
    work.builder.stmts.append(Let(out, made.primitive, args, (), stmt.pos, True))
    work.packed[stmt.out] = (out, definition)
    if len(definition.outputs) == 1:
        tangent_result(work, stmt, stmt.out, 0, dots)


def tangent_result(work: Derivation, stmt: Let, call: Atom, index: int, dots: dict[Atom, Atom]) -> None:
    """One value of a call, and its tangent."""
    if call not in work.packed:  # a part of a tape
        work.builder.stmts.append(exact(stmt))
        if call in dots and carries(stmt.out.kind):
            dots[stmt.out] = work.named(derivative_kind(stmt.out.kind), stmt.out, "_dot")
            work.builder.stmts.append(result(dots[call], index, False, stmt.pos, dots[stmt.out], stmt.args[2:]))
            work.declare_shape(dots[stmt.out], stmt.out)
        return
    out, definition = work.packed[call]
    carried = differentiable(definition)
    work.builder.stmts.append(result(out, index, True, stmt.pos, stmt.out))
    if index in carried:
        dot = work.named(derivative_kind(stmt.out.kind), stmt.out, "_dot")
        at = len(definition.outputs) + carried.index(index)
        work.builder.stmts.append(result(out, at, False, stmt.pos, dot))
        dots[stmt.out] = dot
        work.declare_shape(dot, stmt.out)


def forward_call(work: Derivation, stmt: Let, taken: list[Let], made: Definition) -> tuple[list[Let], Var, dict[int, Var]]:
    """The call of a forward sweep in place of `stmt` and of what takes its values; its tape; its values."""
    count = len(made.of.outputs)
    out, tape = Var(made.primitive.result((), {})), Var(TAPE, f"{made.of.name}_tape")
    if count == 1:
        values = {0: stmt.out}
    else:
        values = {s.args[1].value: s.out for s in taken}
    call = Let(out, made.primitive, stmt.args, (), stmt.pos, True)
    for i in differentiable(made.of):
        values.setdefault(i, Var(made.of.outputs[i]))
    parts = [result(out, i, True, stmt.pos, values[i]) for i in sorted(values)]
    return [call, *parts, result(out, count, True, stmt.pos, tape)], tape, values
