"""The law of the IR, checked after every stage: single assignment, defined before use, known nodes, well-formed results."""

from __future__ import annotations

from ..errors import InternalError
from .builder import nest_leaves
from .nodes import Const, Function, Let, Var
from .primitives import Primitive


def verify(function: Function, stage: str) -> Function:
    """Return `function` unchanged, or raise InternalError naming the stage that broke it."""

    def require(condition: bool, message: str) -> None:
        if not condition:
            raise InternalError(stage, f"{function.name}: {message}")

    defined: set[Var] = set()
    for param in function.params:
        require(isinstance(param, Var), f"parameter {param!r} is not a variable")
        require(param not in defined, f"parameter {param!r} appears twice")
        defined.add(param)
    for stmt in function.body.stmts:
        require(isinstance(stmt, Let), f"{stmt!r} is not a statement")
        require(isinstance(stmt.fn, Primitive), f"{stmt.out!r} calls {stmt.fn!r}, which is no primitive")
        for atom in stmt.operands:
            require(isinstance(atom, Const) or atom in defined, f"{stmt.out!r} = {stmt.fn.name}(...) uses {atom!r} too early")
        count, wanted = len(stmt.args), len(stmt.fn.operands)
        require(count == wanted or stmt.fn.variadic, f"{stmt.fn.name} takes {wanted} operands, not {count}")
        unknown = {key for key, _ in stmt.options} - stmt.fn.options.keys()
        require(not unknown, f"{stmt.fn.name} has no option {sorted(unknown)}")
        require(stmt.out not in defined, f"{stmt.out!r} is assigned twice")
        defined.add(stmt.out)
    for atom in function.body.yields:
        require(isinstance(atom, Const) or atom in defined, f"yields {atom!r}, which is not defined")
    leaves = nest_leaves(function.result)
    require(all(0 <= leaf < len(function.body.yields) for leaf in leaves), "the result names a value that is not yielded")
    require(len(function.defaults) <= len(function.params), "more defaults than parameters")
    return function
