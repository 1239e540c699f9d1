"""The single-assignment listing, the way one writes it by hand: a = x ** 2, b = exp(a), ..."""

from __future__ import annotations


from ..ir.nodes import Function, Let
from .names import assign_names
from .syntax import BINARY, COMPARE, UNARY


def listing(function: Function) -> str:
    """One line for each statement; a last line `return ...` where the result is not what the last line computes."""
    names = assign_names(function, {}, reuse=False)
    lines = []
    for stmt in function.body.stmts:
        text = _expression(stmt, [_atom(a, names) for a in stmt.args], {k: _atom(a, names) for k, a in stmt.options})
        lines.append(text if stmt.fn.effect else f"{names[stmt.out]} = {text}")
    stmts, yields = function.body.stmts, function.body.yields
    if function.result != 0 or not stmts or yields[0] != stmts[-1].out:
        lines.append(f"return {_nest(function.result, [_atom(a, names) for a in yields])}")
    return "\n".join(lines)


def _atom(atom, names) -> str:
    if not atom.is_const:
        return names[atom]
    value = atom.value
    if isinstance(value, slice):
        parts = ["" if p is None else repr(p) for p in (value.start, value.stop)]
        return ":".join(parts + ([repr(value.step)] if value.step is not None else []))
    if isinstance(value, tuple) and any(isinstance(v, slice) for v in value):
        return ", ".join(_atom(type(atom)(v), names) for v in value)
    return value.__name__ if isinstance(value, type) else repr(value)


def _expression(stmt: Let, args: list[str], options: dict[str, str]) -> str:
    spelling = stmt.fn.spelling
    if spelling in BINARY or spelling in COMPARE or spelling == "and":
        return f"{args[0]} {spelling} {args[1]}"
    if spelling in UNARY:
        return {"neg": "-", "pos": "+", "~": "~", "not": "not "}[spelling] + args[0]
    if spelling == "[]":
        return f"{args[0]}[{args[1]}]"
    if spelling == "(,)":
        return f"({', '.join(args)}{',' if len(args) == 1 else ''})"
    if spelling == "[,]":
        return f"[{', '.join(args)}]"
    if spelling.startswith(".") and not spelling.endswith("()"):
        return f"{args[0]}{spelling}"
    given = args + [f"{key}={value}" for key, value in options.items()]
    return f"{stmt.fn.name}({', '.join(given)})"


def _nest(nest, texts: list[str]) -> str:
    if isinstance(nest, (tuple, list)):
        inner = ", ".join(_nest(n, texts) for n in nest)
        if isinstance(nest, list):
            return f"[{inner}]"
        return f"({inner},)" if len(nest) == 1 else f"({inner})"
    return texts[nest]


