"""Settled elements: reads in a loop of what no later iteration writes, so that they can be read again after the loop.

In `for i in range(n): y[i + 1] = f(y[i])` the element read in an iteration still is what it was when the loop has ended. That
holds where the loop counts upwards by one, writes an array once an iteration, at i + w along some axis, and reads it at
i + r with r < w, neither of them negative, which would count from the end.
"""

from __future__ import annotations

from dataclasses import replace

from typing import Mapping

from ..ir.kinds import INT, Scalar, Static
from ..ir.nodes import Atom, Const, Let, Loop, Stmt, Var


def settled_reads(loop: Loop, ranges: Mapping[Atom, Let]) -> dict[Let, Let]:
    """For each read of a settled element the same read of the array as the loop leaves it; `ranges` are what loops run over."""
    counter = _counter(loop, ranges)
    if counter is None:
        return {}
    item, start = counter
    defs = {out: stmt for stmt in loop.body.stmts for out in stmt.outs}
    found: dict[Let, Let] = {}
    for param, result, after in zip(loop.params, loop.results, loop.nexts):
        write = defs.get(after)
        if not isinstance(write, Let) or write.fn.name not in ("store", "add_at") or write.args[0] is not param:
            continue
        written = _offsets(write.args[2], item, defs)
        for stmt in loop.body.stmts:
            if isinstance(stmt, Let) and stmt.fn.spelling == "[]" and stmt.args[0] is param:
                read = _offsets(stmt.args[1], item, defs)
                if any(r is not None and w is not None and r < w and start + r >= 0 for r, w in zip(read, written)):
                    found[stmt] = replace(stmt, args=(result, stmt.args[1]))
    return found


def _counter(loop: Loop, ranges: Mapping[Atom, Let]) -> tuple[Var, int] | None:
    """The variable that counts upwards by one, and what it starts with."""
    if loop.leaves or loop.test is not None or len(loop.sources) != 1 or loop.sources[0].reverse:
        return None
    over = ranges.get(loop.sources[0].over)
    if over is None:
        return None
    start, _, step = over.args
    if step != Const(1) or not start.is_const or type(start.value) is not int or start.value < 0:
        return None
    return loop.sources[0].item, start.value


def _offsets(index: Atom, item: Var, defs: dict[Atom, Stmt]) -> list[int | None]:
    """For each axis that an index picks of, c where it picks the counter plus c; None where it does not."""
    stmt = defs.get(index)
    parts = stmt.args if isinstance(stmt, Let) and stmt.fn.spelling == "(,)" else (index,)
    found: list[int | None] = []
    for part in parts:
        if not (isinstance(part.kind, Scalar) or isinstance(part.kind, Static) and isinstance(part.kind.value, slice)):
            break  # what follows an array, None or ... may be about any axis
        found.append(_offset(part, item, defs))
    return found


def _offset(part: Atom, item: Var, defs: dict[Atom, Stmt]) -> int | None:
    if part is item:
        return 0
    stmt = defs.get(part)
    if isinstance(stmt, Let) and stmt.fn.spelling in ("+", "-") and part.kind == INT:
        a, b = stmt.args
        sign = 1 if stmt.fn.spelling == "+" else -1
        if a is item and b.is_const and type(b.value) is int:
            return sign * b.value
        if b is item and sign == 1 and a.is_const and type(a.value) is int:
            return a.value
    return None
