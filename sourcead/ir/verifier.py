"""The law of the IR, checked after every stage: single assignment, defined before use, known nodes, well-formed results."""

from __future__ import annotations

from ..errors import InternalError
from .builder import nest_leaves
from .nodes import Block, Function, If, Let, Loop, Var
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
    broken = _broken_block(function.body, defined, set(defined))
    if broken is not None:
        return broken
    if any(not 0 <= leaf < len(function.body.yields) for leaf in nest_leaves(function.result)):
        return "the result names a value that is not yielded"
    if len(function.defaults) > len(function.params):
        return "more defaults than parameters"
    return None


def _broken_block(block: Block, visible: set[Var], ever: set[Var]) -> str | None:
    """`visible` is what the block may read, and grows; `ever` is everything defined anywhere so far."""
    for stmt in block.stmts:
        for atom in stmt.operands:
            if not atom.is_const and atom not in visible:
                return f"{stmt.outs!r} reads {atom!r} before it is defined"
        broken = _broken_call(stmt) if isinstance(stmt, Let) else _broken_structure(stmt, visible, ever)
        if broken is not None:
            return broken
        for out in stmt.outs:
            if out in ever:
                return f"{out!r} is assigned twice"
            visible.add(out)
            ever.add(out)
    for atom in block.yields:
        if not atom.is_const and atom not in visible:
            return f"yields {atom!r}, which is not defined"
    return None


def _broken_call(stmt: Let) -> str | None:
    if not isinstance(stmt.fn, Primitive):
        return f"{stmt!r} is not a call of a primitive"
    if len(stmt.args) != len(stmt.fn.operands) and not stmt.fn.variadic:
        return f"{stmt.fn.name} takes {len(stmt.fn.operands)} operands, not {len(stmt.args)}"
    if stmt.options and not {key for key, _ in stmt.options} <= stmt.fn.options.keys():
        return f"{stmt.fn.name} has no such option among {stmt.options}"
    return None


def _broken_structure(stmt: If | Loop, visible: set[Var], ever: set[Var]) -> str | None:
    if isinstance(stmt, If):
        if any(len(block.yields) != len(stmt.outs) for block in stmt.blocks):
            return f"the arms of an If do not yield {len(stmt.outs)} values"
    else:
        wanted = len(stmt.params) + len(stmt.histories) + stmt.leaves
        if len(stmt.body.yields) != wanted or not len(stmt.params) == len(stmt.inits) == len(stmt.results):
            return "a Loop's params, inits, results and yields do not match"
        ever.update(stmt.bound)
    inner = visible.union(stmt.bound) if isinstance(stmt, Loop) else visible
    for block in stmt.blocks:
        broken = _broken_block(block, set(inner), ever)
        if broken is not None:
            return broken
    return None
