"""The single-assignment listing, the way one writes it by hand: a = x ** 2, b = exp(a), ..."""

from __future__ import annotations


from ..ir.callees import called, reachable
from ..ir.kinds import NONE, Fields
from ..ir.nodes import UNDEFINED, Block, Function, If, Let, Stmt
from .names import assign_names
from .notation import BINARY, COMPARE, UNARY


def listing(function: Function) -> str:
    """One line for each statement; a last line `return ...` where the result is not what the last line computes.

    The definitions it calls come first.
    """
    parts = []
    for definition in reachable(function):
        lines = _lines(definition.function)
        names = assign_names(definition.function, {}, reuse=False)
        params = ", ".join(names[p] for p in definition.function.params)
        parts.append("\n    ".join([f"def {definition.name}({params}):", *lines]))
    return "\n".join([*parts, *_lines(function)])


def _lines(function: Function) -> list[str]:
    names = assign_names(function, {}, reuse=False)
    lines = _block(function.body, names, "")
    stmts, yields = function.body.stmts, function.body.yields
    last = stmts[-1] if stmts else None
    if function.result != 0 or not isinstance(last, Let) or yields[0] != last.out:
        lines.append(f"return {_nest(function.result, [_atom(a, names) for a in yields])}")
    return lines


def _block(block: Block, names: dict, indent: str) -> list[str]:
    return [line for stmt in block.stmts for line in _stmt(stmt, names, indent)]


def _stmt(stmt: Stmt, names: dict, indent: str) -> list[str]:
    """A branch or loop says what its results are: y = y1 if the arm that ends with y1 was taken."""
    inner = indent + "    "
    if isinstance(stmt, Let):
        args, named = stmt.fn.written(stmt.args)
        text = _expression(stmt, [_atom(a, names) for a in args], {k: _atom(a, names) for k, a in (*named, *stmt.options)})
        unnamed = stmt.fn.effect and called(stmt) is None and (stmt.fn.spelling != "try" or stmt.out.kind == NONE)
        return [indent + (text if unnamed else f"{names[stmt.out]} = {text}")]
    if isinstance(stmt, If):
        lines = [f"{indent}if {_atom(stmt.test, names)}:"]
        lines += _block(stmt.then, names, inner) + _copies(stmt.outs, stmt.then.yields, names, inner)
        other = _block(stmt.orelse, names, inner) + _copies(stmt.outs, stmt.orelse.yields, names, inner)
        return lines + ([f"{indent}else:", *other] if other else [])
    lines = _copies(stmt.params, stmt.inits, names, indent)
    lines += [f"{indent}{names[h]} = []" for h in stmt.histories]
    overs = [f"reversed({_atom(s.over, names)})" if s.reverse else _atom(s.over, names) for s in stmt.sources]
    if stmt.test is not None:
        lines.append(f"{indent}while True:")
        lines += _block(stmt.test, names, inner) + [f"{inner}if not {_atom(stmt.test.yields[0], names)}: break"]
    elif not overs:
        lines.append(f"{indent}while True:")
    else:
        over = overs[0] if len(overs) == 1 else f"zip({', '.join(overs)})"
        lines.append(f"{indent}for {', '.join(names[s.item] for s in stmt.sources)} in {over}:")
    lines += _block(stmt.body, names, inner)
    lines += [f"{inner}{names[h]}.append({_atom(c, names)})" for h, c in zip(stmt.histories, stmt.collected)]
    lines += _copies(stmt.params, stmt.nexts, names, inner)
    if stmt.leaves:
        lines.append(f"{inner}if {_atom(stmt.leave, names)}: break")
    return lines + _copies(stmt.results, stmt.params, names, indent)


def _copies(targets, values, names: dict, indent: str) -> list[str]:
    """Assignments all at once, as single assignment means them."""
    pairs = [(names[t], _atom(v, names)) for t, v in zip(targets, values) if v != UNDEFINED]
    pairs = [(t, v) for t, v in pairs if t != v]
    return [f"{indent}{', '.join(t for t, _ in pairs)} = {', '.join(v for _, v in pairs)}"] if pairs else []


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
    definition = called(stmt)
    return f"{stmt.fn.title if definition is None else definition.name}({', '.join(given)})"


def _nest(nest, texts: list[str]) -> str:
    if isinstance(nest, (tuple, list)):
        inner = ", ".join(_nest(n, texts) for n in nest)
        if isinstance(nest, list):
            return f"[{inner}]"
        return f"({inner},)" if len(nest) == 1 else f"({inner})"
    if isinstance(nest, dict):
        return "{" + ", ".join(f"{key!r}: {_nest(n, texts)}" for key, n in nest.items()) + "}"
    if isinstance(nest, Fields):
        return f"{nest.type.__name__}({', '.join(f'{key}={_nest(n, texts)}' for key, n in nest.values.items())})"
    return texts[nest]


