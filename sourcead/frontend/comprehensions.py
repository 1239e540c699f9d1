"""Comprehensions and generator expressions.

Their variables live in a frame of their own, inside that of the function. Over sequences of known length they are written
out. Over what is counted, a list is collected by a loop and made arrays at once; what consumes a generator (sum, any, all)
is the loop it stands for.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any, Callable

from ..ir import kinds
from ..ir.kinds import BOOL, FLOAT, INT, History
from ..ir.nodes import Const, Loop, Var, now
from .expressions import truth
from .iterables import iteration
from .lowerer import EXPRESSIONS, STATEMENTS, Frame, Lowerer, stored_names
from .merging import FALSE
from .objects import is_object
from .statements import bind_target
from .values import POISON, Collected, Counted, Generator, Items, Perhaps, Value, is_atom, single_use

Comprehension = ast.ListComp | ast.GeneratorExp | ast.DictComp


class Given(ast.expr):
    """A value that has been lowered already, as an expression."""

    _fields = ()

    def __init__(self, value: Value, at: ast.AST):
        super().__init__()
        self.value = value
        ast.copy_location(self, at)


class Entry(ast.expr):
    """The item a loop collects: lowered to numbers and arrays alone; `template` then says what was made of them."""

    _fields = ("item",)

    def __init__(self, item: ast.expr):
        super().__init__()
        self.item, self.mark = item, now()
        self.template: Callable[[Any], Value] | None = None
        self.whole = False
        self.older: set[Value] = set()
        ast.copy_location(self, item)


def given(lowerer: Lowerer, node: Given, name: str | None) -> Value:
    return node.value


def listed(lowerer: Lowerer, node: ast.ListComp, name: str | None) -> Value:
    first = first_over(lowerer, node)
    return POISON if first is POISON else made_list(lowerer, Generator(node, lowerer.stack[-1], first))


def generated(lowerer: Lowerer, node: ast.GeneratorExp, name: str | None) -> Value:
    first = first_over(lowerer, node)
    return POISON if first is POISON else Generator(node, lowerer.stack[-1], first)


def first_over(lowerer: Lowerer, node: Comprehension) -> Value:
    """What a comprehension runs over first is evaluated outside of it."""
    if any(isinstance(n, ast.NamedExpr) for n in ast.walk(node)):
        return lowerer.refuse(node, "an assignment inside a comprehension is not supported", "write a loop")
    if any(clause.is_async for clause in node.generators):
        return lowerer.refuse(node, "an async comprehension is not supported", "await first")
    over = node.generators[0].iter
    return iteration(lowerer, over, lowerer.expr(over))


SHORT = 32  # a list of at most so many items, counted to a number known at generation, is written out


def written_range(over: Value) -> Value:
    """A short range of known bounds as its numbers."""
    if not isinstance(over, Counted) or not over.counts or not all(isinstance(b, Const) for b in over.bounds):
        return over
    numbers = range(*(b.value for b in over.bounds))
    return Items(tuple, tuple(over.item(Const(i)) for i in numbers)) if len(numbers) <= SHORT else over


def inner_frame(lowerer: Lowerer, generator: Generator) -> Frame:
    """The frame the variables of a comprehension live in."""
    outer = generator.frame
    frame = Frame("comprehension", outer.source, outer.function, outer=outer)
    frame.assigned = frozenset(n for clause in generator.node.generators for n in stored_names(clause.target))
    frame.locals.update(dict.fromkeys(("%exit", "%break", "%return"), FALSE))
    return frame


def within(lowerer: Lowerer, generator: Generator, lower: Callable[[Frame], Value]) -> Value:
    frame = inner_frame(lowerer, generator)
    lowerer.stack.append(frame)
    try:
        with lowerer.builder.at(lowerer.pos(generator.node)):
            return lower(frame)
    finally:
        lowerer.stack.pop()


# -- lists --------------------------------------------------------------------------------------------------------------------


def made_list(lowerer: Lowerer, generator: Generator, type_: type = list) -> Value:
    """The items as a list or tuple of known length, or as what a loop collects."""
    node = generator.node
    over = written_range(generator.first)
    if isinstance(over, Counted) and isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        if len(node.generators) == 1:
            return within(lowerer, generator, lambda frame: collected(lowerer, node, over))
        return _refuse_counted(lowerer, node)
    values: list[Value] = []
    failed = within(lowerer, generator, lambda frame: write_out(lowerer, node, 0, over, lambda: values.append(_item(lowerer, node.elt))))
    return POISON if failed is POISON or POISON in values else Items(type_, tuple(values))


def _item(lowerer: Lowerer, node: ast.expr) -> Value:
    value = lowerer.raw(node)
    return lowerer.refuse(node, "an iterator in a list can be run over once only", "make a list of it") if single_use(value) else value


def _refuse_counted(lowerer: Lowerer, node: Comprehension) -> Value:
    return lowerer.refuse(
        node, "a comprehension with several clauses over what is only known at run time", "write a list of lists, or loops that fill an array"
    )


def write_out(lowerer: Lowerer, node: Comprehension, depth: int, over: Value, emit: Callable[[], Any]) -> Value:
    """Lower what the comprehension evaluates for each item of each clause; POISON where something is refused."""
    clause, over = node.generators[depth], written_range(over)
    if not isinstance(over, Items):
        return POISON if over is POISON else _refuse_counted(lowerer, node)
    for i in range(len(over.values)):
        bind_target(lowerer, clause.target, over.now(i))
        passed = True
        for condition in clause.ifs:
            test = lowerer.condition(condition)
            passed = truth(test)
            if test is POISON:
                return POISON
            if passed is None:
                return lowerer.refuse(
                    condition,
                    "a condition that is only known at run time decides the length of this list",
                    "use sum(... if ...), or np.where and arithmetic with the condition",
                )
            if not passed:
                break
        if not passed:
            continue
        if depth + 1 == len(node.generators):
            emit()
            continue
        inner = node.generators[depth + 1].iter
        if write_out(lowerer, node, depth + 1, iteration(lowerer, inner, lowerer.expr(inner)), emit) is POISON:
            return POISON
    return None


def dicted(lowerer: Lowerer, node: ast.DictComp, name: str | None) -> Value:
    first = first_over(lowerer, node)
    if first is POISON:
        return POISON
    made: dict[Any, Value] = {}
    refused: list[Value] = []

    def emit() -> None:
        key, value = lowerer.expr(node.key), _item(lowerer, node.value)
        if not is_key(key) or value is POISON:
            refused.append(POISON if POISON in (key, value) else refuse_key(lowerer, node.key))
        else:
            made[key.value] = value

    if isinstance(written_range(first), Counted):
        return lowerer.refuse(node, "a dict over what is only known at run time is not supported", "use a list or an array")
    failed = within(lowerer, Generator(node, lowerer.stack[-1], first), lambda frame: write_out(lowerer, node, 0, first, emit))
    return POISON if failed is POISON or refused else Items(dict, tuple(made.values()), keys=tuple(made))


def is_key(value: Value) -> bool:
    """Whether a value can be a key here: a string or whole number known at generation, or a tuple of such."""
    if isinstance(value, Items) and value.type is tuple:
        return False
    return isinstance(value, Const) and type(value.value) in (str, int)


def refuse_key(lowerer: Lowerer, node: ast.AST) -> Value:
    return lowerer.refuse(node, "the keys of a dict must be strings or whole numbers known at generation", "use a list or an array")


# -- what a loop collects --------------------------------------------------------------------------------------------------------


def collected(lowerer: Lowerer, node: ast.ListComp | ast.GeneratorExp, over: Counted) -> Value:
    """A loop that records the item of every iteration, and the arrays made of the records."""
    clause = node.generators[0]
    if clause.ifs:
        return lowerer.refuse(
            clause.ifs[0], "a condition in a list over what is only known at run time", "use sum(... if ...), or np.where"
        )
    entry = Entry(node.elt)
    target = ast.copy_location(ast.Name("%item", ast.Store()), node)
    body: list[ast.stmt] = [ast.copy_location(ast.Assign([target], entry), node.elt)]
    loop = ast.copy_location(ast.For(clause.target, Given(over, clause.iter), body, []), node)
    reported, versions = len(lowerer.violations), dict(lowerer.objects.versions)
    lowerer.body([loop])
    if len(lowerer.violations) > reported:
        return POISON
    found = lowerer.stack[-1].locals.get("%item")
    if not isinstance(found, Perhaps) or entry.template is None:
        return lowerer.refuse(node.elt, "a list of these values, over what is only known at run time", "collect numbers or arrays")
    changed = [o for o in entry.older if lowerer.objects.versions.get(o, o) is not versions.get(o, o)]
    if changed:
        return lowerer.refuse(node.elt, "the list holds an array that is changed while it is collected", "collect copies")
    return _gathered(lowerer, entry, found.value)


def _gathered(lowerer: Lowerer, entry: Entry, last: Value) -> Collected:
    """The loop just emitted, now collecting what `last` is the last value of."""
    at = max(i for i, s in enumerate(lowerer.builder.stmts) if isinstance(s, Loop))
    stmt = lowerer.builder.stmts[at]
    results = {result: after for result, after in zip(stmt.results, stmt.nexts)}
    leaves = [leaf for leaf in _atoms(last)]
    collected = tuple(results[leaf] for leaf in leaves)
    histories = tuple(Var(History(a.kind), None if a.is_const else a.name and f"{a.name}_list") for a in collected)
    tail = (stmt.leave,) if stmt.leaves else ()
    body = replace(stmt.body, yields=(*stmt.nexts, *collected, *tail))
    lowerer.builder.stmts[at] = replace(stmt, histories=histories, body=body)
    gather = lowerer.table.named("gathered")
    arrays = tuple(lowerer.builder.emit(gather, history) for history in histories)
    for array in arrays:
        lowerer.objects.may_be(array, entry.older)
    return Collected(arrays, entry.template, entry.whole)


def _atoms(value: Value) -> list[Any]:
    return [a for v in value.values for a in _atoms(v)] if isinstance(value, Items) else [value]


def entry_value(lowerer: Lowerer, node: Entry, name: str | None) -> Value:
    value = lowerer.expr(node.item)
    node.template, node.whole = None, False
    if value is POISON:
        return POISON
    flat: list[Any] = []
    template = _template(lowerer, value, flat)
    if template is None or not flat:
        return lowerer.refuse(node.item, "a list of these values, over what is only known at run time", "collect numbers or arrays")
    node.whole = is_atom(value) or isinstance(value, Collected) and value.whole
    node.template = lambda parts: template(lowerer, iter(parts))
    node.older = {root for atom in flat if is_object(atom) for root in lowerer.objects.roots(atom) if root.number < node.mark}
    return flat[0] if len(flat) == 1 else Items(tuple, tuple(flat))


def _template(lowerer: Lowerer, value: Value, flat: list[Any]) -> Callable[[Lowerer, Any], Value] | None:
    """How an item is made again of its numbers and arrays, which are appended to `flat`; None where it cannot be."""
    if isinstance(value, Collected):
        flat.extend(lowerer.current(lowerer.stack[-1].source.node, a) for a in value.arrays)
        return lambda lowerer, parts: Collected(tuple(next(parts) for _ in value.arrays), value.item, value.whole)
    if isinstance(value, Items):
        inner = [_template(lowerer, lowerer.settled(lowerer.stack[-1].source.node, v), flat) for v in value.values]
        if value.type is not tuple or None in inner:
            return None
        return lambda lowerer, parts: value.like([make(lowerer, parts) for make in inner])
    if not (is_atom(value) and kinds.is_number(value.kind)):
        return None
    flat.append(value)
    back = {FLOAT: "float", INT: "python_int", BOOL: "bool"}.get(value.kind)
    if back is None:
        return lambda lowerer, parts: next(parts)
    return lambda lowerer, parts: lowerer.builder.emit(lowerer.table.named(back), next(parts))


# -- what consumes a generator -----------------------------------------------------------------------------------------------------


def run(lowerer: Lowerer, generator: Generator, start: dict[str, Value], stmts: Callable[[ast.expr], list[ast.stmt]], result: str) -> Value:
    """Lower the loops a generator stands for, around `stmts` of its item; the value of the name `result` afterwards."""
    node = generator.node
    inner = stmts(node.elt)
    for depth in reversed(range(len(node.generators))):
        clause = node.generators[depth]
        for test in reversed(clause.ifs):
            inner = [ast.copy_location(ast.If(test, inner, []), test)]
        over = Given(generator.first, clause.iter) if depth == 0 else clause.iter
        inner = [ast.copy_location(ast.For(clause.target, over, inner, []), node)]

    def lower(frame: Frame) -> Value:
        frame.locals.update(start)
        lowerer.body(inner)
        return frame.locals.get(result, POISON)

    return within(lowerer, generator, lower)


def summed(lowerer: Lowerer, generator: Generator, start: Value, name: str | None) -> Value:
    """sum(... for ...) is a loop with an accumulator."""
    node = generator.node

    def add(item: ast.expr) -> list[ast.stmt]:
        total = ast.copy_location(ast.Name("%sum", ast.Load()), item)
        value = ast.copy_location(ast.BinOp(total, ast.Add(), item), item)
        return [ast.copy_location(ast.Assign([ast.copy_location(ast.Name("%sum", ast.Store()), item)], value), item)]

    reported = len(lowerer.violations)
    total = run(lowerer, generator, {"%sum": start}, add, "%sum")
    for violation in lowerer.violations[reported:]:
        if "'%sum'" in violation.message:
            lowerer.violations[lowerer.violations.index(violation)] = replace(
                violation, message="a sum of arrays that starts with a number", advice="give sum the start it needs: np.zeros of the shape"
            )
    if not (is_atom(total) or isinstance(total, Items)):
        return POISON if total is POISON else lowerer.refuse(node, "a sum of values of different kinds", "keep them of one kind")
    if isinstance(total, Var) and name and total.name is None:
        total.name = name
    return total


def tested(lowerer: Lowerer, generator: Generator, ends: bool) -> Value:
    """any (`ends` is True) and all: a loop that is left as soon as the answer is known."""

    def stop(item: ast.expr) -> list[ast.stmt]:
        test = item if ends else ast.copy_location(ast.UnaryOp(ast.Not(), item), item)
        found = ast.copy_location(ast.Assign([ast.copy_location(ast.Name("%found", ast.Store()), item)], Given(Const(ends), item)), item)
        return [ast.copy_location(ast.If(test, [found, ast.copy_location(ast.Break(), item)], []), item)]

    if len(generator.node.generators) > 1:
        return lowerer.refuse(generator.node, "any and all over several clauses are not supported", "write the loops out")
    return run(lowerer, generator, {"%found": Const(not ends)}, stop, "%found")


EXPRESSIONS |= {
    Given: given,
    Entry: entry_value,
    ast.ListComp: listed,
    ast.GeneratorExp: generated,
    ast.DictComp: dicted,
}
