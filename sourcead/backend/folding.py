"""Which statements disappear into the expression that uses them.

A value without a name of its own that is used once is written where it is used, as long as the expression stays of
readable length. Operations keep their order: nothing moves across an effect, and no value is computed twice.
"""

from __future__ import annotations

from ..ir.nodes import Atom, Function, Let, Var
from ..ir.traversal import use_counts

LONGEST = 9  # operations in one expression
DEEPEST = 5


def folded(function: Function) -> dict[Var, Let]:
    """The statements that are written inside the one statement that reads their result."""
    counts = use_counts(function.body)
    yielded = {a for a in function.body.yields if not a.is_const}
    readers: dict[Atom, Let] = {}
    for stmt in function.body.stmts:
        readers.update((a, stmt) for a in stmt.operands if not a.is_const)
    last_sweep = all(s.exact for s in function.body.stmts)  # whether the return is part of the forward sweep
    inside: dict[Var, Let] = {}
    size: dict[Var, int] = {}
    depth: dict[Var, int] = {}
    section = 0
    place: dict[Var, int] = {}
    for stmt in function.body.stmts:
        if stmt.fn.effect:
            section += 1
        earliest = section - 1 if stmt.fn.effect else section
        parts = []
        for part in dict.fromkeys(a for a in stmt.operands if a in inside):
            if place[part] < earliest:
                del inside[part]
            else:
                parts.append(part)
        # The largest operands are the first to get a statement of their own.
        parts.sort(key=lambda a: size[a])
        while parts and (1 + sum(size[a] for a in parts) > LONGEST or max(depth[a] for a in parts) >= DEEPEST):
            del inside[parts.pop()]
        size[stmt.out] = 1 + sum(size[a] for a in parts)
        depth[stmt.out] = 1 + max((depth[a] for a in parts), default=0)
        place[stmt.out] = section
        reader = readers.get(stmt.out)
        named = stmt.out.name is not None
        if counts[stmt.out] != 1 or named or stmt.fn.effect:
            continue
        if _same_sweep(stmt, reader) if stmt.out not in yielded else stmt.exact == last_sweep:
            inside[stmt.out] = stmt
    for atom in yielded:
        if place.get(atom, section) != section:
            inside.pop(atom, None)
    return inside


def _same_sweep(stmt: Let, reader: Let | None) -> bool:
    """What the forward sweep computes stays in the forward sweep."""
    return reader is not None and (stmt.exact == reader.exact or stmt.fn.spelling in ("(,)", "[:]", "[,]", ".shape", ".T"))
