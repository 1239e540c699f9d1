"""Ownership: which arrays a function may change in place, because it made them and reads them once more only.

An array is owned if the operation that gave it makes a new one, or changes an owned one, and it is used once; what a loop
carries is owned if what it starts with and what each iteration hands on are. The arms of a branch exclude each other.
"""

from __future__ import annotations

from collections import Counter

from ..ir.kinds import is_array
from ..ir.nodes import Atom, Block, Function, If, Let, Loop, Var
from ..ir.traversal import free
from ..rules.table import Partials, RuleTable

MAKERS = {"zeros_like", "ones_like", "full_like", "scatter_like", "broadcast_like", "copy", "array_copy", "astype", "add_at", "outer"}
MANY = 2


def owned(function: Function, table: RuleTable) -> set[Var]:
    """The arrays whose one use may overwrite them."""
    found: set[Var] = set()
    _block(function.body, found, table)
    return found


def uses(block: Block) -> Counter[Var]:
    """How often each variable is used on one way through a block; what a loop's body uses of outside counts as many."""
    counts: Counter[Var] = Counter(a for a in block.yields if not a.is_const)
    for stmt in block.stmts:
        counts.update(a for a in stmt.operands if not a.is_const)
        if isinstance(stmt, If):
            then, orelse = (uses(arm) for arm in stmt.blocks)
            counts.update(then | orelse)
        elif isinstance(stmt, Loop):
            for inner in stmt.blocks:
                counts.update({v: MANY for v in free(inner) if v not in stmt.bound})
    return counts


def _block(block: Block, found: set[Var], table: RuleTable) -> None:
    counts = uses(block)

    def consider(v: Atom, fresh: bool) -> None:
        if fresh and not v.is_const and is_array(v.kind) and counts[v] == 1:
            found.add(v)

    for stmt in block.stmts:
        if isinstance(stmt, Let):
            consider(stmt.out, is_new(stmt, table))
        elif isinstance(stmt, If):
            for arm in stmt.blocks:
                _block(arm, found, table)
            for out, *yields in zip(stmt.outs, stmt.then.yields, stmt.orelse.yields):
                consider(out, all(y in found for y in yields))
        else:
            kept = _loop(stmt, found, table)
            for param, result in zip(stmt.params, stmt.results):
                consider(result, param in kept)


def _loop(stmt: Loop, found: set[Var], table: RuleTable) -> set[Var]:
    """The params that are owned in every iteration: the largest set that its own consequences do not contradict."""
    counts = uses(stmt.body)
    kept = {p for p, init in zip(stmt.params, stmt.inits) if init in found and counts[p] == 1}
    while True:
        inside = set(kept)
        _block(stmt.body, inside, table)
        wrong = {p for p, after in zip(stmt.params, stmt.nexts) if p in kept and after not in inside}
        if not wrong:
            found |= inside
            return kept
        kept -= wrong


def is_new(stmt: Let, table: RuleTable) -> bool:
    """Whether the result is an array nobody else holds: arithmetic and what makes arrays, not views or helpers that pass on."""
    return stmt.fn.name in MAKERS or isinstance(table.row(stmt.fn), Partials)
