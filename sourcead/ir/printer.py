"""The IR as text, for people who debug sourcead: one line a statement, with kinds and an `=` or `~` for exact or not."""

from __future__ import annotations

from .nodes import Block, Function, If, Let, Stmt


def show(function: Function) -> str:
    params = ", ".join(f"{p!r}: {p.kind}" for p in function.params)
    lines = [f"{function.name}({params})", *_block(function.body, "  ")]
    lines[-1] += f" as {function.result!r}"
    return "\n".join(lines)


def _block(block: Block, indent: str) -> list[str]:
    lines = [line for stmt in block.stmts for line in _stmt(stmt, indent)]
    return [*lines, f"{indent}yields {', '.join(map(repr, block.yields))}"]


def _stmt(stmt: Stmt, indent: str) -> list[str]:
    outs = ", ".join(f"{out!r}: {out.kind}" for out in stmt.outs)
    sign = "=" if stmt.exact else "~"
    if isinstance(stmt, Let):
        operands = [repr(a) for a in stmt.args] + [f"{key}={a!r}" for key, a in stmt.options]
        return [f"{indent}{outs} {sign} {stmt.fn.name}({', '.join(operands)})"]
    inner = indent + "  "
    if isinstance(stmt, If):
        then, orelse = _block(stmt.then, inner), _block(stmt.orelse, inner)
        return [f"{indent}{outs} {sign} if {stmt.test!r}", *then, f"{indent}else", *orelse]
    carried = ", ".join(f"{p!r} from {i!r}" for p, i in zip(stmt.params, stmt.inits))
    sources = ", ".join(f"{s.item!r} over {'reversed ' if s.reverse else ''}{s.over!r}" for s in stmt.sources)
    test = [f"{indent}while", *_block(stmt.test, inner)] if stmt.test is not None else []
    return [f"{indent}{outs} {sign} loop {carried}; {sources}", *test, *([f"{indent}do"] if test else []), *_block(stmt.body, inner)]
