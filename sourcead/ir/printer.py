"""The IR as text, for people who debug sourcead: one line a statement, with kinds and an `=` or `~` for exact or not."""

from __future__ import annotations

from .nodes import Function


def show(function: Function) -> str:
    params = ", ".join(f"{p!r}: {p.kind}" for p in function.params)
    lines = [f"{function.name}({params})"]
    for stmt in function.body.stmts:
        operands = [repr(a) for a in stmt.args] + [f"{key}={a!r}" for key, a in stmt.options]
        sign = "=" if stmt.exact else "~"
        lines.append(f"  {stmt.out!r}: {stmt.out.kind} {sign} {stmt.fn.name}({', '.join(operands)})")
    lines.append(f"  yields {', '.join(map(repr, function.body.yields))} as {function.result!r}")
    return "\n".join(lines)
