"""Ways that end in an exception: raise and assert. What follows them is lowered for the case that nothing was raised."""

from __future__ import annotations

import ast
from typing import Any, Callable

from ..ir.nodes import Const
from .branches import Arm, join
from .expressions import truth
from .lowerer import STATEMENTS, DeadEnd, Lowerer
from .values import POISON, Known, Value


def raise_statement(lowerer: Lowerer, node: ast.Raise, rest: list[ast.stmt]) -> None:
    if node.cause is not None and not (isinstance(node.cause, ast.Constant) and node.cause.value is None):
        lowerer.refuse(node.cause, "raise ... from another exception is not supported", "leave the cause out")
    if node.exc is None:
        lowerer.refuse(node, "raise without an exception is not supported", "name the exception")
        return
    call = node.exc if isinstance(node.exc, ast.Call) and not node.exc.keywords else ast.Call(node.exc, [], [])
    _raise(lowerer, node, lowerer.expr(call.func), call.args)
    raise DeadEnd


def assert_statement(lowerer: Lowerer, node: ast.Assert, rest: list[ast.stmt]) -> None:
    if not __debug__:  # Python itself leaves it out
        return
    test = lowerer.condition(node.test)
    known = truth(test)
    if test is POISON or known:
        return
    failing: Callable[[], None] = lambda: _failed(lowerer, node)
    if known is False:
        failing()
    holds, fails = Arm(lowerer, test, True), Arm(lowerer, test, False)
    fails.run(failing)
    join(lowerer, test, holds, fails)


def _failed(lowerer: Lowerer, node: ast.Assert) -> None:
    _raise(lowerer, node, Known(AssertionError, None), [node.msg] if node.msg is not None else [])
    raise DeadEnd


def _raise(lowerer: Lowerer, node: ast.AST, exception: Value, args: list[ast.expr]) -> None:
    """Emit the raising of an exception class with these arguments."""
    values: list[Any] = [lowerer.expr(a) for a in args]
    if exception is POISON or POISON in values:
        return
    if not (isinstance(exception, Known) and isinstance(exception.object, type) and issubclass(exception.object, BaseException)):
        lowerer.refuse(node, "only an exception class, or a call of one, can be raised", "raise ValueError(...)")
        return
    lowerer.compute(node, lowerer.table.named("raise"), [Const(exception.object), *values])


STATEMENTS |= {ast.Raise: raise_statement, ast.Assert: assert_statement}
