"""Loops: for over ranges, arrays and sequences, while; break, continue, else, early return.

What a loop carries is found by lowering its body until the kinds of the names it assigns no longer change. A loop over a
tuple or list of known length is written out; every other loop stays a loop.
"""

from __future__ import annotations

import ast
from typing import Any, Callable

from ..ir.builder import Builder
from ..ir.kinds import INT
from ..ir.nodes import Atom, Block, Const, Loop, Source, Var
from ..ir.traversal import substitute_block
from .branches import guarded
from .carried import Carried, Clash, Poisoned
from .iterables import iteration
from .lowerer import STATEMENTS, DeadEnd, Lowerer, stored_names
from .merging import FALSE, TRUE, describe
from .objects import is_object
from .statements import bind_target
from .values import POISON, Conflict, Counted, Items, Perhaps, Value

ROUNDS = 8
SHORT = 32  # what counts to a number known at generation, and no further than this, may be written out
COPIES = 64  # of a body, in loops that are written out inside each other


def for_statement(lowerer: Lowerer, node: ast.For, rest: list[ast.stmt]) -> bool:
    running = lowerer.objects.iterated = {}
    over = iteration(lowerer, node.iter, lowerer.expr(node.iter))
    lowerer.objects.iterated = {}
    if over is POISON:
        lowerer.stack[-1].locals.update(dict.fromkeys(stored_names(node), POISON))
        return False
    broken = written_out(lowerer, node, over) if isinstance(over, Items) else counted(lowerer, node, over)
    if any(lowerer.objects.versions.get(items, items) is not version for items, version in running.items()):
        lowerer.refuse(node, "a list is changed while a loop runs over it", "loop over a copy: for item in items.copy()")
    after_loop(lowerer, node, broken)
    return False


def counted(lowerer: Lowerer, node: ast.For, over: Counted) -> Value:
    """A loop that counts; a short one of known bounds is written out where its body needs to know the count."""
    numbers = written_range(over)
    reported, frame = len(lowerer.violations), lowerer.stack[-1]
    before = len(lowerer.builder.stmts), dict(frame.locals), dict(lowerer.objects.versions), dict(lowerer.objects.written)
    facts, early = dict(lowerer.facts), dict(frame.read_early)
    item = Var(INT, _counter_name(node.target, over))
    broken = loop(lowerer, node, [Source(item, _range(lowerer, over))], None, lambda: bind_target(lowerer, node.target, over.item(item)))
    refused = lowerer.violations[reported:]
    if isinstance(numbers, Counted) or not any(v.unless_counted for v in refused):
        return broken
    if lowerer.copies * len(numbers.values) > COPIES:
        return broken
    del lowerer.builder.stmts[before[0] :], lowerer.violations[reported:]
    _, frame.locals, lowerer.objects.versions, lowerer.objects.written = before
    lowerer.facts, frame.read_early = facts, early
    lowerer.copies *= max(len(numbers.values), 1)
    broken = written_out(lowerer, node, numbers)
    lowerer.copies //= max(len(numbers.values), 1)
    return broken


def written_range(over: Value) -> Value:
    """A short range of known bounds as its numbers."""
    if not isinstance(over, Counted) or not over.counts or not all(isinstance(b, Const) for b in over.bounds):
        return over
    numbers = range(*(b.value for b in over.bounds))
    return Items(tuple, tuple(over.item(Const(i)) for i in numbers)) if len(numbers) <= SHORT else over


def while_statement(lowerer: Lowerer, node: ast.While, rest: list[ast.stmt]) -> bool:
    if stored_names(node.test):
        node = _tested_inside(lowerer, node)
    after_loop(lowerer, node, loop(lowerer, node, [], node.test, lambda: None))
    return False


def _tested_inside(lowerer: Lowerer, node: ast.While) -> ast.While:
    """`while (x := f()): ...` with the test, and what it assigns, in the body."""
    if node.orelse:
        lowerer.refuse(node.test, "an assignment in the test of a while loop with else", "assign in the body")
    leave = ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Break()], [])
    inside = ast.While(ast.Constant(True), [leave, *node.body], [])
    for made in (leave, leave.test, leave.body[0], inside, inside.test):
        ast.copy_location(made, node.test)
    return ast.copy_location(inside, node)


def _counter_name(target: ast.expr, over: Counted) -> str:
    if isinstance(target, (ast.Tuple, ast.List)) and target.elts:
        target = target.elts[0]
    return target.id if isinstance(target, ast.Name) and over.counts and target.id.isidentifier() else "i"


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


def written_out(lowerer: Lowerer, node: ast.For, over: Items) -> Value:
    """One copy of the body for each item; whether the loop was left."""
    frame = lowerer.stack[-1]
    frame.locals["%break"] = FALSE
    copies_of_body(lowerer, node, over, 0)
    broken = frame.locals.get("%break", FALSE)
    frame.locals["%exit"] = frame.locals["%break"] = FALSE
    return broken


def copies_of_body(lowerer: Lowerer, node: ast.For, over: Items, first: int) -> None:
    """The body for one item after the other, each only if the loop has not been left before."""
    frame = lowerer.stack[-1]
    for i in range(first, len(over.values)):
        frame.locals["%exit"] = FALSE
        bind_target(lowerer, node.target, over.now(i))
        lowerer.body(node.body)
        left = frame.locals.get("%break", FALSE)
        if left != FALSE:
            if left != TRUE:
                guarded(lowerer, left, lambda: copies_of_body(lowerer, node, over, i + 1))
            return
    if first < len(over.values):
        over.now(len(over.values) - 1)  # what grew in the last iteration would have gone on


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
    names = [n for n in names if n != "%result" or _returns(node)]
    rebound = rebound_names(node)
    carried = Carried(lowerer, before, [n for n in names if n in rebound or not is_object(before.get(n, POISON))])
    reported = len(lowerer.violations)
    complete = False
    for _ in range(ROUNDS):
        del lowerer.violations[reported:]
        test_block, body, after = _body(lowerer, node, {**before, **carried.begin()}, test, head)
        outer = lowerer.builder
        lowerer.builder = body  # what is carried is read at the end of the body
        try:
            settled = complete = carried.settle(after, frame.read_early)
        except Clash as clash:
            name, param, value = clash.args
            if name in carried.targets:
                name = getattr(carried.targets[name], "name", None) or "an array"
            shown = repr(name) if name.isidentifier() else "what this loop changes"
            lowerer.refuse(
                node,
                f"{shown} is {describe(param)} before an iteration of this loop and {describe(value)} after it",
                f"give {name if name.isidentifier() else 'it'} before the loop the kind it has after it, for an array np.zeros of its shape",
                True,
            )
            settled = True
        except Poisoned:
            settled = True
        finally:
            lowerer.builder = outer
        if settled:
            break
    else:
        lowerer.refuse(node, "the kinds of the variables of this loop do not settle", "keep each variable of one kind")
    if not frame.loops:
        for name, place in frame.read_early.items():
            if name not in carried.template:
                complete = bool(lowerer.refuse(place, f"{name!r} is read before it is assigned", "assign it first")) and False
        frame.read_early = {}
    frame.locals = before
    if not complete:
        lowerer.objects.versions = carried.versions
        frame.locals.update(dict.fromkeys(assigned, POISON))
        return FALSE
    left = after.get("%break", FALSE)
    leaves = left != FALSE
    emitted = _emitted(lowerer, carried, sources, test_block, Block(tuple(body.stmts), ()), left if leaves else None)
    frame.locals.update(carried.finish(emitted))
    for name in frame.used_only_in(node, [n for n in carried.bound if n not in carried.template]):
        del frame.locals[name]  # nobody reads what the last iteration left
    fresh = [n for n in assigned if n not in carried.bound and n not in before and n in after]
    frame.locals.update((n, Conflict(n, "assigned in the loop", "not assigned, if the loop does not run,")) for n in fresh)
    broken = frame.locals.get("%break", FALSE)
    if isinstance(test, ast.Constant) and test.value and leaves and not _breaks(node.body):
        frame.locals["%return"] = broken = TRUE  # there is no other way out
    frame.locals["%exit"] = frame.locals["%break"] = FALSE
    return broken


def rebound_names(node: ast.AST) -> set[str]:
    """The names a statement binds anew; `y += v` changes an array or a list that has the name already."""
    changed = {id(n.target) for n in ast.walk(node) if isinstance(n, ast.AugAssign)}
    names = (n for n in ast.walk(node) if isinstance(n, ast.Name) and id(n) not in changed)
    defined = {n.name for n in ast.walk(node) if isinstance(n, ast.FunctionDef)}
    return defined | {n.id for n in names if isinstance(n.ctx, (ast.Store, ast.Del))}


def _returns(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Return) for n in ast.walk(node))


def _breaks(stmts: list[ast.stmt]) -> bool:
    """Whether a break in these statements leaves the loop they are the body of."""
    inner = (s for s in stmts if not isinstance(s, (ast.For, ast.While, ast.FunctionDef)))
    own = any(isinstance(s, ast.Break) or any(_breaks(getattr(s, part, [])) for part in ("body", "orelse")) for s in inner)
    return own or any(_breaks(s.orelse) for s in stmts if isinstance(s, (ast.For, ast.While)))


def _body(
    lowerer: Lowerer, node: ast.For | ast.While, start: dict[str, Value], test: ast.expr | None, head: Callable[[], None]
) -> tuple[Block | None, Builder, dict[str, Value]]:
    """One lowering of the test and the body, from the names as they are at the head of an iteration."""
    frame, outer = lowerer.stack[-1], lowerer.builder
    start = {**start, "%exit": FALSE, "%break": FALSE, "%return": FALSE}  # an iteration begins only if nothing left
    frame.locals = dict(start)
    test_block, facts, versions = None, lowerer.facts, dict(lowerer.objects.versions)
    frame.loops += 1
    try:
        if test is not None:
            lowerer.builder, lowerer.facts = Builder(outer.exact, outer.pos), dict(facts)
            value = lowerer.condition(test)
            if value is not POISON and not (isinstance(value, Const) and value.value):
                test_block = Block(tuple(lowerer.builder.stmts), (lowerer.atom(test, value),))
        lowerer.builder, lowerer.facts = builder, _ = Builder(outer.exact, outer.pos), dict(facts)
        head()
        lowerer.body(node.body)
    except DeadEnd:  # no iteration comes to an end
        frame.locals, lowerer.objects.versions = start, versions
    finally:
        lowerer.builder, lowerer.facts = outer, facts
        frame.loops -= 1
    return test_block, builder, frame.locals


def _emitted(
    lowerer: Lowerer, carried: Carried, sources: list[Source], test: Block | None, body: Block, left: Atom | None
) -> Callable[[Value], Any]:
    """Append the loop, without the params that never change; what becomes of a value bound to its params afterwards."""
    params, inits, nexts = carried.params, carried.inits, carried.nexts
    kept = [i for i, after in enumerate(nexts) if after is not params[i] and not (after.is_const and after == inits[i])]
    constant: dict[Atom, Atom] = {params[i]: inits[i] for i in range(len(params)) if i not in kept}
    results = {params[i]: Var(params[i].kind, params[i].name, params[i].origin) for i in kept}
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
        if isinstance(value, Perhaps):
            return Perhaps(after(value.value), after(value.present), value.absent)
        if isinstance(value, Items):
            values = [after(v) for v in value.values]
            return value if all(new is old for new, old in zip(values, value.values)) else value.like(values)
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
