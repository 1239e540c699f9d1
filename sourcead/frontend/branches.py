"""Branches: if statements, conditional expressions, `and` and `or` on values known only at run time.

Leaving early becomes structure. `%exit` says whether the rest of a statement list is skipped, `%break` whether the loop
around it ends, `%return` whether the function does, `%result` with what. What follows a branch one arm of which always
leaves is part of the other arm.
"""

from __future__ import annotations

import ast
from typing import Callable

from ..ir.builder import Builder
from ..ir.nodes import Block, Const, If, Var
from .expressions import truth
from .lowerer import EXPRESSIONS, STATEMENTS, STRUCTURE, Lowerer
from .merging import Merge
from .values import POISON, Items, Value, is_atom

TRUE, FALSE = Const(True), Const(False)


class Arm:
    """One way through a branch: its statements so far and the names as they stand."""

    def __init__(self, lowerer: Lowerer):
        self.lowerer = lowerer
        self.builder = Builder(lowerer.builder.exact, lowerer.builder.pos)
        self.locals = dict(lowerer.stack[-1].locals)

    def run(self, lower: Callable[[], Value]) -> Value:
        """Lower more into the arm."""
        lowerer, frame = self.lowerer, self.lowerer.stack[-1]
        outer_builder, outer_locals = lowerer.builder, frame.locals
        lowerer.builder, frame.locals = self.builder, self.locals
        try:
            return lower()
        finally:
            self.locals = frame.locals
            lowerer.builder, frame.locals = outer_builder, outer_locals

    @property
    def exits(self) -> Value:
        return self.locals.get("%exit", FALSE)


def if_statement(lowerer: Lowerer, node: ast.If, rest: list[ast.stmt]) -> bool:
    """Lower an if and, where an arm leaves, the `rest` of the list with it; whether the rest is done."""
    test = lowerer.expr(node.test)
    known = truth(test)
    if known is not None or test is POISON:
        lowerer.body(node.body if known else node.orelse)
        return False
    then, orelse = Arm(lowerer), Arm(lowerer)
    then.run(lambda: lowerer.body(node.body))
    orelse.run(lambda: lowerer.body(node.orelse))
    done = False
    if then.exits == TRUE and orelse.exits == FALSE:
        orelse.run(lambda: lowerer.body(rest))
        done = True
    elif orelse.exits == TRUE and then.exits == FALSE:
        then.run(lambda: lowerer.body(rest))
        done = True
    join(lowerer, test, then, orelse)
    return done


def join(lowerer: Lowerer, test: Value, then: Arm, orelse: Arm, extra: tuple[Value, Value] | None = None) -> Value:
    """Emit the branch; the names get what both arms left them, and the pair `extra` is merged to the value returned."""
    merge = Merge()
    left = tuple(arm.locals.get("%return") == TRUE for arm in (then, orelse))
    lowerer.stack[-1].locals = merge.locals(then.locals, orelse.locals, left)
    result = merge.value("%value", *extra) if extra else None
    blocks = (Block(tuple(arm.builder.stmts), tuple(y)) for arm, y in ((then, merge.first), (orelse, merge.second)))
    lowerer.builder.stmts.append(If(tuple(merge.outs), test, *blocks, lowerer.builder.pos, lowerer.builder.exact))
    return result


def guarded(lowerer: Lowerer, flag: Value, rest: Callable[[], None], otherwise: dict[str, Value] | None = None) -> None:
    """Lower `rest` for the case that `flag` is false; `otherwise` are the flags for the case that it is true."""
    skipped, taken = Arm(lowerer), Arm(lowerer)
    if otherwise is not None:
        skipped.locals.update(otherwise)
        taken.locals["%break"] = taken.locals["%return"] = FALSE
    for name in ("%exit", "%break", "%return"):
        if taken.locals.get(name) is flag:
            skipped.locals[name], taken.locals[name] = TRUE, FALSE
    taken.locals["%exit"] = FALSE
    taken.run(rest)
    join(lowerer, flag, skipped, taken)


def choose(lowerer: Lowerer, node: ast.AST, test: Value, first: Callable[[], Value], second: Callable[[], Value], name: str | None) -> Value:
    """The value of one of two expressions, only one of which is evaluated."""
    then, orelse = Arm(lowerer), Arm(lowerer)
    values = (then.run(first), orelse.run(second))
    if POISON in values:
        return POISON
    result = join(lowerer, test, then, orelse, values)
    if isinstance(result, Var) and name:
        result.name = name
    if is_atom(result) or isinstance(result, Items):
        return result
    return lowerer.refuse(node, "the two values are of different kinds", "make both numbers, or both arrays of one shape")


def boolean(lowerer: Lowerer, node: ast.BoolOp, name: str | None) -> Value:
    """`and` and `or` as Python evaluates them: the later operands only if need be."""
    return _from(lowerer, node, 0, name)


def _from(lowerer: Lowerer, node: ast.BoolOp, index: int, name: str | None) -> Value:
    value = lowerer.expr(node.values[index])
    if value is POISON or index == len(node.values) - 1:
        return value
    ends = isinstance(node.op, ast.Or)
    known = truth(value)
    if known is not None:
        return value if known is ends else _from(lowerer, node, index + 1, name)

    def stay() -> Value:
        return value

    def go_on() -> Value:
        return _from(lowerer, node, index + 1, None)

    return choose(lowerer, node, value, *((stay, go_on) if ends else (go_on, stay)), name)


EXPRESSIONS[ast.BoolOp] = boolean
STATEMENTS[ast.If] = if_statement
STRUCTURE |= {"guarded": guarded, "choose": choose}
