"""A broken function is an internal error that names the stage."""

import ast

import pytest

from sourcead.errors import InternalError
from sourcead.ir.kinds import FLOAT
from sourcead.ir.nodes import Block, Const, Function, Let, Var
from sourcead.ir.printer import show
from sourcead.ir.verifier import verify
from sourcead.pipeline import TABLE

ADD = TABLE.operator(ast.Add)


def function(params, stmts, yields, result=0):
    return Function("f", tuple(params), Block(tuple(stmts), tuple(yields)), result)


def test_a_well_formed_function_is_returned_as_it_is():
    x, y = Var(FLOAT, "x"), Var(FLOAT, "y")
    good = function([x], [Let(y, ADD, (x, Const(1.0)))], [y])
    assert verify(good, "test") is good
    assert "add" in show(good)


x, y = Var(FLOAT, "x"), Var(FLOAT, "y")
LET = Let(y, ADD, (x, x))
BROKEN = {
    "twice": function([x], [LET, LET], [y]),
    "before it is defined": function([], [LET], [y]),
    "operands": function([x], [Let(y, ADD, (x,))], [y]),
    "option": function([x], [Let(y, ADD, (x, x), (("axis", Const(0)),))], [y]),
    "not defined": function([x], [], [y]),
    "not yielded": function([x], [LET], [y], 3),
    "not a variable": function([Const(1)], [], []),
    "appears twice": function([x, x], [], [x]),
    "defaults": Function("f", (), Block((), (Const(1.0),)), 0, defaults=(Const(1.0),)),
}


@pytest.mark.parametrize("words", BROKEN)
def test_a_violation_is_blamed_on_the_stage(words):
    with pytest.raises(InternalError, match=words) as caught:
        verify(BROKEN[words], "some pass")
    assert caught.value.stage == "some pass"
