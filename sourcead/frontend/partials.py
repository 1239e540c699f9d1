"""functools.partial inside a function: a closure that calls the function with what is bound and what it is given."""

from __future__ import annotations

import ast
import functools

from .forms import FORMS
from .lowerer import Frame, Lowerer
from .values import Closure, Value


def make_partial(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """`partial(f, a, k=b)` is `lambda *args, **options: f(a, *args, **{"k": b, **options})`, with f, a and b as they are now."""
    if not args:
        return lowerer.refuse(node, "functools.partial needs a function", "check the call")
    outer = lowerer.stack[-1]
    bound = {f"%{i}": value for i, value in enumerate(args)} | {f"%{key}": value for key, value in options.items()}
    frame = Frame("partial", outer.source, outer.function, locals=bound)
    function, *leading = (ast.Name(f"%{i}", ast.Load()) for i in range(len(args)))
    keywords = [ast.keyword(key, ast.Name(f"%{key}", ast.Load())) for key in options]
    more = ast.Starred(ast.Name("args", ast.Load()), ast.Load())
    body = ast.Call(function, [*leading, more], [*keywords, ast.keyword(None, ast.Name("options", ast.Load()))])
    taken = ast.arguments([], [], ast.arg("args", None), [], [], ast.arg("options", None), [])
    made = ast.Lambda(taken, body)
    for inner in ast.walk(made):
        ast.copy_location(inner, node)
    return Closure(made, frame)


FORMS[functools.partial] = make_partial
