"""Loops: for over ranges, arrays and sequences, while; break, continue, else, early return.

What a loop carries is found by lowering its body until the kinds of the names it assigns no longer change. A loop over a
tuple or list of known length is written out; every other loop stays a loop.
"""

from __future__ import annotations

import ast
from typing import Any, Callable

from ..ir import kinds
from ..ir.builder import Builder
from ..ir.kinds import INT, Kind, joined
from ..ir.nodes import UNDEFINED, Atom, Block, Const, Loop, Source, Var
from ..ir.traversal import substitute_block
from .branches import FALSE, TRUE, guarded
from .iterables import iteration
from .lowerer import STATEMENTS, Lowerer, stored_names
from .merging import describe
from .statements import bind_target
from .values import POISON, Conflict, Counted, Items, Value, is_atom

ROUNDS = 8


def for_statement(lowerer: Lowerer, node: ast.For, rest: list[ast.stmt]) -> bool:
    over = iteration(lowerer, node.iter, lowerer.expr(node.iter))
    if over is POISON:
        lowerer.stack[-1].locals.update(dict.fromkeys(stored_names(node), POISON))
        return False
    if isinstance(over, Items):
        broken = written_out(lowerer, node, list(over.values))
    else:
        item = Var(INT, _counter_name(node.target, over))
        source = Source(item, _range(lowerer, over))

        def head() -> None:
            bind_target(lowerer, node.target, over.item(item))

        broken = loop(lowerer, node, [source], None, head)
    after_loop(lowerer, node, broken)
    return False


def while_statement(lowerer: Lowerer, node: ast.While, rest: list[ast.stmt]) -> bool:
    if stored_names(node.test):
        lowerer.refuse(node.test, "an assignment in the test of a while loop is not supported yet", "assign in the body")
        return False
    after_loop(lowerer, node, loop(lowerer, node, [], node.test, lambda: None))
    return False


def _counter_name(target: ast.expr, over: Counted) -> str:
    if isinstance(target, (ast.Tuple, ast.List)) and target.elts:
        target = target.elts[0]
    return target.id if isinstance(target, ast.Name) and over.counts else "i"


def _range(lowerer: Lowerer, over: Counted) -> Atom:
    return lowerer.builder.emit(lowerer.table.named("range"), *over.bounds)


def after_loop(lowerer: Lowerer, node: ast.For | ast.While, broken: Value) -> None:
    """The else of the loop, and whether what follows is skipped, because the loop returned."""
    frame = lowerer.stack[-1]
    if node.orelse:
        if broken == FALSE:
            lowerer.body(node.orelse)
        elif broken != TRUE:
            left = {"%exit": frame.locals.get("%return", FALSE), "%break": frame.locals.get("%return", FALSE)}
            guarded(lowerer, broken, lambda: lowerer.body(node.orelse), left)
            return
    if frame.locals.get("%exit", FALSE) == FALSE:
        frame.locals["%exit"] = frame.locals["%break"] = frame.locals.get("%return", FALSE)


def written_out(lowerer: Lowerer, node: ast.For, values: list[Value]) -> Value:
    """One copy of the body for each item; whether the loop was left."""
    frame = lowerer.stack[-1]
    frame.locals["%break"] = FALSE
    copies_of_body(lowerer, node, values)
    broken = frame.locals.get("%break", FALSE)
    frame.locals["%exit"] = frame.locals["%break"] = FALSE
    return broken


def copies_of_body(lowerer: Lowerer, node: ast.For, values: list[Value]) -> None:
    """The body for one item after the other, each only if the loop has not been left before."""
    frame = lowerer.stack[-1]
    for i, value in enumerate(values):
        frame.locals["%exit"] = FALSE
        bind_target(lowerer, node.target, value)
        lowerer.body(node.body)
        left = frame.locals.get("%break", FALSE)
        if left != FALSE:
            if left != TRUE:
                guarded(lowerer, left, lambda: copies_of_body(lowerer, node, values[i + 1 :]))
            return


class Carried:
    """The names a loop assigns: what they start with, and the kinds they settle on."""

    def __init__(self, before: dict[str, Value], names: list[str]):
        self.before = before
        self.names = names
        self.kinds: dict[tuple[str, int], Kind] = {}
        self.template: dict[str, Value] = {n: before[n] for n in names if n in before}

    def params(self) -> tuple[dict[str, Value], list[Var], list[Atom]]:
        """The names bound to fresh params, these, and what they start with."""
        params: list[Var] = []
        inits: list[Atom] = []

        def bind(name: str, value: Value, before: Value) -> Value:
            if isinstance(value, Items):
                parts = before.values if isinstance(before, Items) else [UNDEFINED] * len(value.values)
                return Items(value.type, tuple(bind(f"{name}_{i}", v, b) for i, (v, b) in enumerate(zip(value.values, parts))))
            if not is_atom(value) or not kinds.is_number(value.kind):
                return value
            kind = self.kinds.get((name, 0), value.kind)
            params.append(Var(kind, None if name.startswith("%") else name))
            inits.append(before if is_atom(before) else UNDEFINED)
            return params[-1]

        bound = {n: bind(n, self.template[n], self.before.get(n, UNDEFINED)) for n in self.names if n in self.template}
        return bound, params, inits

    def settle(self, bound: dict[str, Value], after: dict[str, Value]) -> tuple[list[Atom], bool]:
        """The next values of the params, and whether the kinds have settled."""
        nexts: list[Atom] = []
        settled = True

        def visit(name: str, param: Value, value: Value) -> None:
            nonlocal settled
            if isinstance(param, Items) and isinstance(value, Items) and len(param.values) == len(value.values):
                for i, (p, v) in enumerate(zip(param.values, value.values)):
                    visit(f"{name}_{i}", p, v)
            elif isinstance(param, Var) and is_atom(value):
                kind = joined(param.kind, value.kind)
                if kind is None:
                    raise Clash(name, param, value)
                if kind != param.kind:
                    self.kinds[name, 0] = kind
                    settled = False
                nexts.append(value)
            elif param is not value and not (is_atom(param) and param == value):
                raise Clash(name, param, value)

        for name in self.names:
            value = after.get(name)
            if name not in self.template:
                if name == "%result" and value is not None and value is not POISON and _is_data(value):
                    self.template[name] = value
                    settled = False
            elif value is POISON:
                raise Poisoned
            else:
                visit(name, bound[name], value)
        return nexts, settled


def _is_data(value: Value) -> bool:
    if isinstance(value, Items):
        return all(map(_is_data, value.values))
    return is_atom(value) and kinds.is_number(value.kind)


class Clash(Exception):
    """A name is of one kind before a loop's body and of another after it."""


class Poisoned(Exception):
    """Something in the body was refused already."""


def loop(
    lowerer: Lowerer, node: ast.For | ast.While, sources: list[Source], test: ast.expr | None, head: Callable[[], None]
) -> Value:
    """Emit a loop whose body begins with what `head` lowers; whether it was left by break or return."""
    frame = lowerer.stack[-1]
    assigned = stored_names(node)
    # What has no one meaning before the loop may still get one inside it.
    before = {n: v for n, v in frame.locals.items() if not (n in assigned and isinstance(v, Conflict))}
    before["%break"] = FALSE
    before.setdefault("%return", FALSE)
    names = [n for n in dict.fromkeys((*sorted(assigned), "%break", "%return", "%result"))]
    carried = Carried(before, [n for n in names if n != "%result" or _returns(node)])
    reported = len(lowerer.violations)
    for _ in range(ROUNDS):
        del lowerer.violations[reported:]
        bound, params, inits = carried.params()
        test_block, body, after = _body(lowerer, node, {**before, **bound}, test, head)
        try:
            nexts, settled = carried.settle(bound, after)
        except Clash as clash:
            name, param, value = clash.args
            lowerer.refuse(
                node,
                f"{name!r} is {describe(param)} before an iteration of this loop and {describe(value)} after it",
                f"give {name} before the loop the kind it has after it, for an array np.zeros of its shape",
            )
            settled, nexts = True, None
        except Poisoned:
            settled, nexts = True, None
        if settled:
            break
    else:
        nexts = None
        lowerer.refuse(node, "the kinds of the variables of this loop do not settle", "keep each variable of one kind")
    frame.locals = before
    if nexts is None:
        frame.locals.update(dict.fromkeys(assigned, POISON))
        return FALSE
    left = after.get("%break", FALSE)
    leaves = left != FALSE
    emitted = _emitted(lowerer, bound, params, inits, nexts, sources, test_block, Block(tuple(body.stmts), ()), left if leaves else None)
    frame.locals.update({name: emitted(value) for name, value in bound.items()})
    fresh = [n for n in assigned if n not in bound]
    frame.locals.update((n, Conflict(n, "assigned in the loop", "not assigned, if the loop does not run,")) for n in fresh)
    broken = frame.locals.get("%break", FALSE)
    frame.locals["%exit"] = frame.locals["%break"] = FALSE
    return broken


def _returns(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Return) for n in ast.walk(node))


def _body(
    lowerer: Lowerer, node: ast.For | ast.While, start: dict[str, Value], test: ast.expr | None, head: Callable[[], None]
) -> tuple[Block | None, Builder, dict[str, Value]]:
    """One lowering of the test and the body, from the names as they are at the head of an iteration."""
    frame, outer = lowerer.stack[-1], lowerer.builder
    frame.locals = {**start, "%exit": FALSE, "%break": FALSE, "%return": FALSE}  # an iteration begins only if nothing left
    test_block = None
    try:
        if test is not None:
            lowerer.builder = Builder(outer.exact, outer.pos)
            value = lowerer.expr(test)
            if value is not POISON and not (isinstance(value, Const) and value.value):
                test_block = Block(tuple(lowerer.builder.stmts), (lowerer.atom(test, value),))
        lowerer.builder = builder = Builder(outer.exact, outer.pos)
        head()
        lowerer.body(node.body)
    finally:
        lowerer.builder = outer
    return test_block, builder, frame.locals


def _emitted(
    lowerer: Lowerer,
    bound: dict[str, Value],
    params: list[Var],
    inits: list[Atom],
    nexts: list[Atom],
    sources: list[Source],
    test: Block | None,
    body: Block,
    left: Atom | None,
) -> Callable[[Value], Any]:
    """Append the loop, without the params that never change; what becomes of a value bound to its params afterwards."""
    kept = [i for i, after in enumerate(nexts) if after is not params[i] and not (after.is_const and after == inits[i])]
    constant: dict[Atom, Atom] = {params[i]: inits[i] for i in range(len(params)) if i not in kept}
    results = {params[i]: Var(params[i].kind, params[i].name) for i in kept}
    yields = (*(nexts[i] for i in kept), *((left,) if left is not None else ()))
    lowerer.builder.stmts.append(
        Loop(
            tuple(results[params[i]] for i in kept),
            (),
            tuple(params[i] for i in kept),
            tuple(inits[i] for i in kept),
            tuple(sources),
            test and substitute_block(test, constant),
            substitute_block(Block(body.stmts, yields), constant),
            left is not None,
            lowerer.builder.pos,
            lowerer.builder.exact,
        )
    )

    def after(value: Value) -> Value:
        if isinstance(value, Items):
            return Items(value.type, tuple(map(after, value.values)))
        return results.get(value) or constant.get(value, value) if isinstance(value, Var) else value

    return after


def break_statement(lowerer: Lowerer, node: ast.Break, rest: list[ast.stmt]) -> bool:
    frame = lowerer.stack[-1]
    frame.locals["%exit"] = frame.locals["%break"] = TRUE
    return True


def continue_statement(lowerer: Lowerer, node: ast.Continue, rest: list[ast.stmt]) -> bool:
    lowerer.stack[-1].locals["%exit"] = TRUE
    return True


STATEMENTS |= {
    ast.For: for_statement,
    ast.While: while_statement,
    ast.Break: break_statement,
    ast.Continue: continue_statement,
}
