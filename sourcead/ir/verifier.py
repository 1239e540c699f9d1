"""The law of the IR, checked after every stage: single assignment, defined before use, known nodes, well-formed results."""

from __future__ import annotations

from ..errors import InternalError
from .builder import nest_leaves
from .nodes import Function, Let, Var
from .primitives import Primitive


def verify(function: Function, stage: str) -> Function:
    """Return `function` unchanged, or raise InternalError naming the stage that broke it."""
    broken = _violation(function)
    if broken is not None:
        raise InternalError(stage, f"{function.name}: {broken}")
    return function


def _violation(function: Function) -> str | None:
    """The first violation found, in words."""
    defined: set[Var] = set()
    for param in function.params:
        if not isinstance(param, Var):
            return f"parameter {param!r} is not a variable"
        if param in defined:
            return f"parameter {param!r} appears twice"
        defined.add(param)
    for stmt in function.body.stmts:
        if not isinstance(stmt, Let) or not isinstance(stmt.fn, Primitive):
            return f"{stmt!r} is not a call of a primitive"
        for atom in stmt.operands:
            if not atom.is_const and atom not in defined:
                return f"{stmt.out!r} = {stmt.fn.name}(...) reads {atom!r} before it is defined"
        if len(stmt.args) != len(stmt.fn.operands) and not stmt.fn.variadic:
            return f"{stmt.fn.name} takes {len(stmt.fn.operands)} operands, not {len(stmt.args)}"
        if stmt.options and not {key for key, _ in stmt.options} <= stmt.fn.options.keys():
            return f"{stmt.fn.name} has no such option among {stmt.options}"
        if stmt.out in defined:
            return f"{stmt.out!r} is assigned twice"
        defined.add(stmt.out)
    for atom in function.body.yields:
        if not atom.is_const and atom not in defined:
            return f"yields {atom!r}, which is not defined"
    if any(not 0 <= leaf < len(function.body.yields) for leaf in nest_leaves(function.result)):
        return "the result names a value that is not yielded"
    if len(function.defaults) > len(function.params):
        return "more defaults than parameters"
    return None
