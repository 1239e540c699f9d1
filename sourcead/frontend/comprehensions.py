"""Comprehensions and generator expressions.

Their variables live in a frame of their own, inside that of the function. Over sequences of known length they are written
out. Over what is counted, a list is what a loop appends to, and what consumes a generator (sum, any, all) is the loop it
stands for.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any, Callable

import numpy as np

from ..ir.nodes import Const, Var
from .expressions import truth
from .iterables import iteration
from .loops import written_range
from .lowerer import EXPRESSIONS, Frame, Lowerer, stored_names
from .merging import FALSE
from .statements import bind_target
from .values import POISON, Counted, Generator, Items, Known, Value, is_atom, single_use

Comprehension = ast.ListComp | ast.GeneratorExp | ast.DictComp


class Given(ast.expr):
    """A value that has been lowered already, as an expression."""

    _fields = ()

    def __init__(self, value: Value, at: ast.AST):
        super().__init__()
        self.value = value
        ast.copy_location(self, at)


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
    if isinstance(over, Counted):
        found = collected(lowerer, generator)
        return found if type_ is list or not is_atom(found) else _refuse_counted(lowerer, node)
    values: list[Value] = []
    failed = within(
        lowerer, generator, lambda frame: write_out(lowerer, node, 0, over, lambda: values.append(_item(lowerer, node.elt)))
    )
    return POISON if failed is POISON or POISON in values else Items(type_, tuple(values))


def _item(lowerer: Lowerer, node: ast.expr) -> Value:
    value = lowerer.raw(node)
    return (
        lowerer.refuse(node, "an iterator in a list can be run over once only", "make a list of it")
        if single_use(value)
        else value
    )


def _refuse_counted(lowerer: Lowerer, node: Comprehension) -> Value:
    return lowerer.refuse(
        node, "a tuple or dict over what is only known at run time is not supported", "make a list, or an array"
    )


def write_out(lowerer: Lowerer, node: Comprehension, depth: int, over: Value, emit: Callable[[], Any]) -> Value:
    """Lower what the comprehension evaluates for each item of each clause; POISON where something is refused."""
    clause, over = node.generators[depth], written_range(over)
    if not isinstance(over, Items):
        return (
            POISON
            if over is POISON
            else lowerer.refuse(
                clause.iter,
                "a list over a sequence of known length and then over what is only known at run time",
                "append in loops",
            )
        )
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
    last = over.now(len(over.values) - 1) if over.values else None
    return POISON if last is POISON else None


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
    return lowerer.refuse(
        node, "the keys of a dict must be strings or whole numbers known at generation", "use a list or an array", True
    )


# -- what a loop collects --------------------------------------------------------------------------------------------------------


def collected(lowerer: Lowerer, generator: Generator) -> Value:
    """A loop that appends the items to a list, whose length is known only at run time."""

    def append(item: ast.expr) -> list[ast.stmt]:
        method = at(item, ast.Attribute(at(item, ast.Name("%list", ast.Load())), "append", ast.Load()))
        return [at(item, ast.Expr(at(item, ast.Call(method, [item], []))))]

    reported = len(lowerer.violations)
    found = run(lowerer, generator, {"%list": Items(list, ())}, append, "%list")
    for number, violation in enumerate(lowerer.violations[reported:], reported):
        if "%list" in violation.message or "what this loop changes" in violation.message:
            what, advice = (
                "a list of these values, over what is only known at run time, is not supported",
                "collect numbers or arrays",
            )
            lowerer.violations[number] = replace(violation, message=what, advice=advice)
    return lowerer.settled(generator.node, found)


def at(place: ast.AST, made: Any) -> Any:
    """A node that is made, at the place of the one it is made of."""
    return ast.copy_location(made, place)


def of_arrays(node: ast.expr) -> ast.expr:
    """For np.array, a list of lists is a list of arrays: the lists inside are made arrays first."""
    if not isinstance(node, ast.ListComp) or not isinstance(node.elt, (ast.ListComp, ast.List, ast.Tuple)):
        return node
    call = at(node.elt, ast.Call(Given(Known(np.array, None), node.elt), [of_arrays(node.elt)], []))
    return at(node, ast.ListComp(call, node.generators))


# -- what consumes a generator -----------------------------------------------------------------------------------------------------


def run(
    lowerer: Lowerer, generator: Generator, start: dict[str, Value], stmts: Callable[[ast.expr], list[ast.stmt]], result: str
) -> Value:
    """Lower the loops a generator stands for, around `stmts` of its item; the value of the name `result` afterwards."""
    node = generator.node
    inner = stmts(node.elt)
    for depth in reversed(range(len(node.generators))):
        clause = node.generators[depth]
        for test in reversed(clause.ifs):
            inner = [at(test, ast.If(test, inner, []))]
        over = Given(generator.first, clause.iter) if depth == 0 else clause.iter
        inner = [at(node, ast.For(clause.target, over, inner, []))]

    def lower(frame: Frame) -> Value:
        frame.locals.update(start)
        lowerer.body(inner)
        return frame.locals.get(result, POISON)

    return within(lowerer, generator, lower)


def summed(lowerer: Lowerer, generator: Generator, start: Value, name: str | None) -> Value:
    """sum(... for ...) is a loop with an accumulator."""
    node = generator.node

    def add(item: ast.expr) -> list[ast.stmt]:
        value = at(item, ast.BinOp(at(item, ast.Name("%sum", ast.Load())), ast.Add(), item))
        return [at(item, ast.Assign([at(item, ast.Name("%sum", ast.Store()))], value))]

    reported = len(lowerer.violations)
    total = run(lowerer, generator, {"%sum": start}, add, "%sum")
    for violation in lowerer.violations[reported:]:
        if "'%sum'" in violation.message:
            lowerer.violations[lowerer.violations.index(violation)] = replace(
                violation,
                message="a sum of arrays that starts with a number",
                advice="give sum the start it needs: np.zeros of the shape",
            )
    if not (is_atom(total) or isinstance(total, Items)):
        return (
            POISON if total is POISON else lowerer.refuse(node, "a sum of values of different kinds", "keep them of one kind")
        )
    if isinstance(total, Var) and name and total.name is None:
        total.name = name
    return total


def tested(lowerer: Lowerer, generator: Generator, ends: bool) -> Value:
    """any (`ends` is True) and all: a loop that is left as soon as the answer is known."""

    def stop(item: ast.expr) -> list[ast.stmt]:
        test = item if ends else at(item, ast.UnaryOp(ast.Not(), item))
        found = at(item, ast.Assign([at(item, ast.Name("%found", ast.Store()))], Given(Const(ends), item)))
        return [at(item, ast.If(test, [found, at(item, ast.Break())], []))]

    if len(generator.node.generators) > 1:
        return lowerer.refuse(generator.node, "any and all over several clauses are not supported", "write the loops out")
    return run(lowerer, generator, {"%found": Const(not ends)}, stop, "%found")


EXPRESSIONS |= {
    Given: given,
    ast.ListComp: listed,
    ast.GeneratorExp: generated,
    ast.DictComp: dicted,
}
