"""Loops: for over ranges, arrays and sequences, while; break, continue, else, early return.

What a loop carries is found by lowering its body until the kinds of the names it assigns no longer change. A loop over a
tuple or list of known length is written out; every other loop stays a loop.
"""

from __future__ import annotations

import ast
import itertools
from typing import Any, Callable, Collection

from ..ir import kinds
from ..ir.builder import Builder
from ..ir.kinds import BOOL, INT, Kind, joined
from ..ir.nodes import UNDEFINED, Atom, Block, Const, Loop, Source, Var, now
from ..ir.traversal import substitute_block
from .branches import guarded
from .iterables import iteration
from .lowerer import STATEMENTS, DeadEnd, Lowerer, stored_names
from .lists import as_list, common_kind
from .merging import FALSE, TRUE, as_perhaps, describe
from .objects import is_object
from .statements import bind_target
from .values import MISSING, NONE, POISON, Conflict, Counted, Items, Perhaps, Value, is_atom

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
    if isinstance(numbers, Counted) or not any("must be" in v.message or "before an iteration" in v.message for v in refused):
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


class Carried:
    """What a loop carries: the names it assigns and the objects it writes; what they start with, the kinds they settle on.

    An object goes by a name of its own, which begins with %. `before` are the names before the loop, `after` after an
    iteration.
    """

    def __init__(self, lowerer: Lowerer, before: dict[str, Value], names: list[str]):
        self.lowerer = lowerer
        self.objects = lowerer.objects
        self.versions = dict(lowerer.objects.versions)
        self.mark = now()
        self.before = before
        self.names = names
        self.kinds: dict[str, Kind] = {}
        self.template: dict[str, Value] = {n: before[n] for n in names if n in before}
        self.targets: dict[str, Value] = {}
        self.outer: dict[str, set[Value]] = {}  # objects older than the loop that an array may be in a later iteration
        self.in_lists: set[tuple[Value, str]] = set()  # lists, and names whose arrays they may hold in a later iteration
        self.together: set[frozenset[str]] = set()  # arrays that may become the same one

    # -- the head of an iteration ---------------------------------------------------------------------------------------

    def begin(self) -> dict[str, Value]:
        """The names bound to fresh params, as they are at the head of an iteration."""
        self.params: list[Var] = []
        self.inits: list[Atom] = []
        self.arrays: dict[str, tuple[Var, Atom]] = {}
        self.objects.versions = dict(self.versions)
        self.bound = {n: self._bind(n, self.template[n], self.before.get(n, MISSING)) for n in self.names if n in self.template}
        for name, target in self.targets.items():
            self.objects.new_version(target, self.bound[name])
        self.head = dict(self.objects.versions)
        self.held = self._held()
        for items, name in self.in_lists:
            if name in self.arrays:
                self.objects.hold(items, {self.arrays[name][0]})
        self._tell_apart({name: param for name, (param, _) in self.arrays.items()})
        return {n: v for n, v in self.bound.items() if n not in self.targets}

    def _tell_apart(self, arrays: dict[str, Var]) -> None:
        """Note which of these arrays, params or results, are never the same one."""
        for (name, one), (other_name, other) in itertools.combinations(arrays.items(), 2):
            inits = self.arrays[name][1], self.arrays[other_name][1]
            if frozenset((name, other_name)) in self.together or self.objects.same(*inits) or self.objects.overlap(*inits):
                self.objects.may_be(other, {one})
            else:
                self.objects.distinct.add(frozenset((one, other)))

    def _bind(self, name: str, value: Value, before: Value) -> Value:
        if isinstance(value, Perhaps):
            start = as_perhaps(before)
            bound = self._bind(name, value.value, start.value)
            present = self._param(BOOL, None, start.present)
            present.origin = (bound, "_set") if isinstance(bound, Var) else None
            return Perhaps(bound, present, value.absent)
        if isinstance(value, Items):
            start = self._newest(before) if isinstance(before, Items) else before
            parts = start.values if isinstance(start, Items) else [MISSING] * len(value.values)
            bound = value.like(self._bind(label, v, b) for label, v, b in zip(value.labels(name), value.values, parts))
            if isinstance(before, Items) and name not in self.targets:
                self.objects.may_be(bound, {self.objects.of(before), *self.outer.get(name, ())})
            return bound
        if not is_atom(value) or not (kinds.is_number(value.kind) or kinds.is_list(value.kind)):
            return value
        kind = self.kinds.get(name, value.kind)
        label = value.name if name in self.targets else None if name.startswith("%") else name
        if kinds.is_list(kind) and before is not MISSING:
            start = as_list(self.lowerer, self.lowerer.stack[-1].source.node, before, kind)
        else:
            start = self._newest(before) if is_atom(before) else UNDEFINED
        param = self._param(kind, label, start)
        if is_object(param) and name not in self.targets:
            self.arrays[name] = (param, before if is_object(before) else UNDEFINED)
            older = {self.objects.of(before)} if is_object(before) else set()
            self.objects.may_be(param, older | self.outer.get(name, set()))
        return param

    def _newest(self, value: Value) -> Value:
        return self.lowerer.current(self.lowerer.stack[-1].source.node, value) if is_object(value) else value

    def _param(self, kind: Kind, name: str | None, init: Atom) -> Var:
        self.params.append(Var(kind, name))
        self.inits.append(init)
        return self.params[-1]

    # -- the end of an iteration ----------------------------------------------------------------------------------------

    def settle(self, after: dict[str, Value], read_early: Collection[str]) -> bool:
        """Take in what the names are after an iteration: the next values of the params, and whether the kinds have settled.

        `read_early` are names read before anything is known to be assigned to them.
        """
        self.nexts: list[Atom] = []
        self.reached: dict[str, Value] = {}
        settled, poisoned = self._written(after), False
        for name in sorted(self.names, key=lambda n: n not in self.bound):  # in the order of the params
            value = after.get(name, MISSING)
            if isinstance(value, Items):
                value = self._newest(value)
            if value is POISON:
                poisoned = True
            elif name in self.bound:
                settled &= self._matched(name, value)
            elif name == "%result":
                if value is not MISSING and _is_data(value):
                    self.template[name] = value
                    settled = False
            elif value is not MISSING and _is_data(value):
                if name in read_early or isinstance(value, Perhaps):  # what is not assigned now may have been before
                    self.template[name] = Perhaps(as_perhaps(value).value, FALSE, MISSING)
                    settled = False
                else:  # nobody reads what it was an iteration earlier
                    self.bound[name] = self._bind(name, Perhaps(value, FALSE, MISSING), MISSING)
                    self._visit(name, self.bound[name], value)
        if poisoned and settled:
            raise Poisoned
        return settled and not poisoned and self._apart()

    def _written(self, after: dict[str, Value]) -> bool:
        """Take in the objects an iteration has written; whether all of them are carried."""
        versions = self.objects.versions
        known = True
        for target, version in list(versions.items()):
            if target.number > self.mark or target in self.objects.views or version is self.head.get(target):
                continue
            name = f"%object {target.number}"
            if name not in self.targets:
                self.targets[name] = target
                self.before[name] = self.template[name] = self.versions.get(target, target)
                self.names.append(name)
                known = False
        after.update({name: versions.get(target, target) for name, target in self.targets.items()})
        return known

    def _apart(self) -> bool:
        """Whether what was taken for granted of arrays that are written holds after an iteration."""
        wrote = any(v is not self.head.get(t) and t not in self.objects.views for t, v in self.objects.versions.items())
        for name, value in self.reached.items():
            roots = self.objects.roots(value)
            self.in_lists |= {(items, name) for items, arrays in self.objects.holds.items() if not roots.isdisjoint(arrays)}
        holds = not wrote or self.held == self._held()
        for name, value in self.reached.items():
            older = {root for root in self.objects.roots(value) if root.number < self.mark}
            param = self.arrays[name][0]
            if not older <= self.objects.roots(param):
                self.outer.setdefault(name, set()).update(older)
                self.objects.may_be(param, older)
                holds = holds and not wrote
        for (name, one), (other_name, other) in itertools.combinations(self.reached.items(), 2):
            pair = frozenset((name, other_name))
            if pair not in self.together and (self.objects.same(one, other) or self.objects.overlap(one, other)):
                self.together.add(pair)
                holds = holds and not wrote
        return holds

    def _held(self) -> set[tuple[Value, Value | str]]:
        """What lists hold of the arrays older than the loop, and of those it carries, by name."""
        older = {(items, a) for items, arrays in self.objects.holds.items() for a in arrays if a.number < self.mark}
        return older | self.in_lists

    def _matched(self, name: str, value: Value) -> bool:
        """Whether a name has the kind it had; where it may be absent from now on, that is what it is taken for."""
        template = self.template[name]
        if not isinstance(template, Perhaps) and not name.startswith("%"):
            start, then = as_perhaps(template), as_perhaps(value)
            absents = {p.absent for p in (start, then) if p.present != TRUE}
            known = then.value if start.value is MISSING else start.value
            if len(absents) == 1 and _is_data(known):
                self.template[name] = Perhaps(known, FALSE, absents.pop())
                return False
        return self._visit(name, self.bound[name], value)

    def _visit(self, name: str, param: Value, value: Value) -> bool:
        settled = True
        if isinstance(param, Perhaps):
            then = as_perhaps(value)
            if then.present != TRUE and then.absent is not param.absent:
                raise Clash(name, param, value)
            if then.value is MISSING:
                self.nexts.extend([UNDEFINED] * len(_leaves(param.value)))
            else:
                settled = self._visit(name, param.value, then.value)
            self.nexts.append(then.present)
            return settled
        if isinstance(value, Items):
            value = self._newest(value)
        if isinstance(param, Items) and param.matches(value):
            for label, p, v in zip(param.labels(name), param.values, value.values):
                settled &= self._visit(label, p, v)
        elif (isinstance(param, Items) or is_atom(param) and kinds.is_list(param.kind)) and name in self.template:
            settled = self._grown(name, param, value)
        elif isinstance(param, Var) and is_atom(value):
            kind = joined(param.kind, value.kind)
            if kind is None:
                raise Clash(name, param, value)
            if kind != param.kind:
                self.kinds[name] = kind
                settled = False
            if name in self.arrays:
                self.reached[name] = value
            self.nexts.append(self._newest(value))
        elif param is not value and not (is_atom(param) and param == value):
            raise Clash(name, param, value)
        return settled

    def _grown(self, name: str, param: Value, value: Value) -> bool:
        """A list whose length an iteration changes is one value from now on."""
        kind = common_kind(param, value)
        if kind is None:
            raise Clash(name, param, value)
        if isinstance(param, Var) and kind == param.kind:
            self.nexts.append(as_list(self.lowerer, self.lowerer.stack[-1].source.node, value, kind))
            return True
        self.kinds[name] = kind
        self.template[name] = Var(kind, getattr(param, "name", None))
        return False

    # -- after the loop -------------------------------------------------------------------------------------------------

    def finish(self, emitted: Callable[[Value], Any]) -> dict[str, Value]:
        """The names after the loop, and the versions of what it wrote; `emitted` is what became of the params."""
        self.objects.versions = dict(self.versions)
        for name, target in self.targets.items():
            version = emitted(self.bound[name])
            if version is not self.versions.get(target, target):
                self.objects.new_version(target, version)
        results = {name: emitted(param) for name, (param, _) in self.arrays.items()}
        for name, result in results.items():
            if result.number > self.mark:
                self.objects.may_be(result, self.objects.maybe.get(self.arrays[name][0], set()))
        self._tell_apart({name: r for name, r in results.items() if r.number > self.mark})
        return {name: emitted(value) for name, value in self.bound.items() if name not in self.targets}


def _leaves(value: Value) -> list[Var]:
    """The params a value is bound to."""
    if isinstance(value, Items):
        return [leaf for v in value.values for leaf in _leaves(v)]
    return [value] if isinstance(value, Var) else []


def _is_data(value: Value) -> bool:
    if isinstance(value, Perhaps):
        return _is_data(value.value)
    if isinstance(value, Items):
        return all(map(_is_data, value.values))
    return is_atom(value) and (kinds.is_number(value.kind) or kinds.is_list(value.kind))


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
            return value.like(map(after, value.values))
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
