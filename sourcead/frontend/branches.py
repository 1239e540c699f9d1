"""Branches: if statements, conditional expressions, `and` and `or` on values known only at run time.

Leaving early becomes structure. `%exit` says whether the rest of a statement list is skipped, `%break` whether the loop
around it ends, `%return` whether the function does, `%result` with what. What follows a branch one arm of which always
leaves is part of the other arm.
"""

from __future__ import annotations

import ast
from typing import Callable

from ..ir.builder import Builder
from ..ir.kinds import BOOL, Kind, is_list, is_scalar
from ..ir.nodes import Atom, Block, Const, If, Var, now
from .expressions import truth
from .lists import as_list
from .lowerer import EXPRESSIONS, STATEMENTS, STRUCTURE, DeadEnd, Lowerer
from .merging import FALSE, TRUE, Merge
from .values import POISON, Items, Perhaps, Value, is_atom


class Arm:
    """One way through a branch, where `test` holds or not: its statements so far, the names as they stand.

    A `dead` arm raises: what follows the branch is reached through the other one only.
    """

    def __init__(self, lowerer: Lowerer, test: Value, holds: bool):
        self.lowerer = lowerer
        self.builder = Builder(lowerer.builder.exact, lowerer.builder.pos)
        self.locals = dict(lowerer.stack[-1].locals)
        self.facts = dict(lowerer.facts)
        self.versions = dict(lowerer.objects.versions)
        self.dead = False
        self.mark = now()
        self.run(lambda: lowerer.assume(test, holds))

    def run(self, lower: Callable[[], Value]) -> Value:
        """Lower more into the arm; the value, which is of no account where the arm is dead."""
        if self.dead:
            return POISON
        lowerer, frame = self.lowerer, self.lowerer.stack[-1]
        outer = lowerer.builder, frame.locals, lowerer.facts
        lowerer.builder, frame.locals, lowerer.facts = self.builder, self.locals, self.facts
        outer_versions, lowerer.objects.versions = lowerer.objects.versions, self.versions
        try:
            return lower()
        except DeadEnd:
            self.dead = True
            return POISON
        finally:
            self.locals, self.versions = frame.locals, lowerer.objects.versions
            lowerer.builder, frame.locals, lowerer.facts = outer
            lowerer.objects.versions = outer_versions

    def current(self, value: Value) -> Value:
        """The newest version of an object at the end of the arm."""
        return self.run(lambda: self.lowerer.current(self.lowerer.stack[-1].source.node, value))

    def as_list(self, value: Value, kind: Kind) -> Atom:
        return self.run(lambda: as_list(self.lowerer, self.lowerer.stack[-1].source.node, value, kind))

    def settle(self, other: "Arm") -> None:
        """Where the arms differ in a value that may be absent, it is without its flag if it is known to be there."""
        for name, value in self.locals.items():
            if isinstance(value, Perhaps) and other.locals.get(name) is not value and self.facts.get(value.present):
                self.locals[name] = value.value

    @property
    def exits(self) -> Value:
        return self.locals.get("%exit", FALSE)


def if_statement(lowerer: Lowerer, node: ast.If, rest: list[ast.stmt]) -> bool:
    """Lower an if and, where an arm leaves, the `rest` of the list with it; whether the rest is done."""
    test = lowerer.condition(node.test)
    known = lowerer.facts.get(test, truth(test)) if is_atom(test) else truth(test)
    if known is not None or test is POISON:
        lowerer.body(node.body if known else node.orelse)
        return False
    then, orelse = Arm(lowerer, test, True), Arm(lowerer, test, False)
    then.run(lambda: lowerer.body(node.body))
    orelse.run(lambda: lowerer.body(node.orelse))
    _forget_inner(lowerer, node, then, orelse)
    done = False
    if then.dead or orelse.dead:
        pass
    elif then.exits == TRUE and orelse.exits == FALSE:
        orelse.run(lambda: lowerer.body(rest))
        done = True
    elif orelse.exits == TRUE and then.exits == FALSE:
        then.run(lambda: lowerer.body(rest))
        done = True
    join(lowerer, test, then, orelse)
    return done


def _forget_inner(lowerer: Lowerer, node: ast.If, *arms: Arm) -> None:
    """Names that are assigned and read in the branch alone mean nothing after it."""
    frame = lowerer.stack[-1]
    for arm in arms:
        fresh = [n for n in arm.locals if n not in frame.locals and n not in frame.read_early and not n.startswith("%")]
        for name in frame.used_only_in(node, fresh):
            del arm.locals[name]


def join(lowerer: Lowerer, test: Value, then: Arm, orelse: Arm, extra: tuple[Value, Value] | None = None) -> Value:
    """Emit the branch; the names get what both arms left them, and the pair `extra` is merged to the value returned."""
    if then.dead or orelse.dead:
        return _checked(lowerer, test, then, orelse, extra)
    then.settle(orelse)
    orelse.settle(then)
    merge = Merge(lowerer.objects, then.current, orelse.current, then.as_list, orelse.as_list)
    left = tuple(arm.locals.get("%return") == TRUE for arm in (then, orelse))
    lowerer.stack[-1].locals = merge.locals(then.locals, orelse.locals, left)
    result = merge.value("%value", *extra) if extra else None
    merge.versions(then.versions, orelse.versions, then.mark)
    blocks = (Block(tuple(arm.builder.stmts), tuple(y)) for arm, y in ((then, merge.first), (orelse, merge.second)))
    lowerer.builder.stmts.append(If(tuple(merge.outs), test, *blocks, lowerer.builder.pos, lowerer.builder.exact))
    return result


def _checked(lowerer: Lowerer, test: Value, then: Arm, orelse: Arm, extra: tuple[Value, Value] | None) -> Value:
    """A branch one arm of which raises is a check: what the other arm does follows it."""
    live = orelse if then.dead else then
    raising = (Block(tuple(arm.builder.stmts), ()) if arm.dead else Block((), ()) for arm in (then, orelse))
    if then.builder.stmts or orelse.builder.stmts:
        lowerer.builder.stmts.append(If((), test, *raising, lowerer.builder.pos, lowerer.builder.exact))
    if live.dead:
        raise DeadEnd
    lowerer.builder.stmts.extend(live.builder.stmts)
    lowerer.stack[-1].locals = live.locals
    lowerer.objects.versions = live.versions
    lowerer.facts.update(live.facts)
    return extra[live is orelse] if extra else None


def guarded(lowerer: Lowerer, flag: Value, rest: Callable[[], None], otherwise: dict[str, Value] | None = None) -> None:
    """Lower `rest` for the case that `flag` is false; `otherwise` are the flags for the case that it is true."""
    skipped, taken = Arm(lowerer, flag, True), Arm(lowerer, flag, False)
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
    then, orelse = Arm(lowerer, test, True), Arm(lowerer, test, False)
    values = (then.run(first), orelse.run(second))
    if any(v is POISON and not arm.dead for v, arm in zip(values, (then, orelse))):
        return POISON
    result = join(lowerer, test, then, orelse, values)
    if isinstance(result, Var) and name:
        result.name = name
    if is_atom(result) or isinstance(result, (Items, Perhaps)):
        return result
    return lowerer.refuse(node, "the two values are of different kinds", "make both numbers, or both arrays of one shape")


def boolean(lowerer: Lowerer, node: ast.BoolOp, name: str | None) -> Value:
    """`and` and `or` as Python evaluates them: the later operands only if need be."""
    return _from(lowerer, node, 0, name)


def tested(lowerer: Lowerer, node: ast.BoolOp) -> Value:
    """`and` and `or` where only the truth of the value counts: the operands may be of several kinds."""
    return _from(lowerer, node, 0, None, True)


def _from(lowerer: Lowerer, node: ast.BoolOp, index: int, name: str | None, tested: bool = False) -> Value:
    if index == len(node.values) - 1:
        return _truth_of(lowerer, node, lowerer.condition(node.values[index])) if tested else lowerer.raw(node.values[index])
    value = lowerer.condition(node.values[index], tested)
    if value is POISON:
        return value
    ends = isinstance(node.op, ast.Or)
    known = truth(value)
    if known is not None:
        return value if known is ends else _from(lowerer, node, index + 1, name, tested)

    others: list[Value] = []

    def stay() -> Value:
        return Const(ends) if tested and not (is_atom(value) and value.kind == BOOL) else value

    def go_on() -> Value:
        others.append(_from(lowerer, node, index + 1, None, tested))
        return others[-1]

    result = choose(lowerer, node, value, *((stay, go_on) if ends else (go_on, stay)), name)
    if isinstance(result, Var):  # all operands of a true `and` are true, all of a false `or` false
        lowerer.parts[result, not ends] = [value, *(v for v in others if isinstance(v, Var))]
    return result


def _truth_of(lowerer: Lowerer, node: ast.AST, value: Value) -> Value:
    """A number, or a list of unknown length, as a truth value."""
    if is_atom(value) and is_list(value.kind):
        value = lowerer.compute(node, lowerer.table.named("len"), [value])
    if not (is_atom(value) and is_scalar(value.kind)) or value.kind == BOOL or truth(value) is not None:
        return value
    return lowerer.compute(node, lowerer.table.operator(ast.NotEq), [value, Const(0)])


EXPRESSIONS[ast.BoolOp] = boolean
STATEMENTS[ast.If] = if_statement
STRUCTURE |= {"guarded": guarded, "choose": choose, "tested": tested}
