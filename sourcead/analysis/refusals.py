"""What no rule can differentiate: active arguments whose derivative exists and is not known.

A row says `refused` for an operand whose partial nobody has written. Options are settings of a function (an axis, a number
of degrees of freedom): rows have no derivative for them at all.
"""

from __future__ import annotations

from typing import Iterable, Iterator

from ..errors import Violation
from ..ir.kinds import is_real
from ..ir.nodes import Atom, Function, Let, Var
from ..ir.traversal import statements
from ..rules.table import Nondifferentiable, RuleTable
from .activity import refused_operands, useful, varied

# Options that are whole numbers, or tuples of them, by nature.
WHOLE = {"axis", "axes", "keepdims", "k", "offset", "dtype"}


def refusals(function: Function, inputs: Iterable[Var], outputs: Iterable[Atom] | None, table: RuleTable) -> list[Violation]:
    """The places where `outputs` (None: anything at all) depend on `inputs` in a way that no rule describes."""
    suspects = [(s, i, name) for s in statements(function.body) if isinstance(s, Let) for i, name in _unknown(s, table)]
    if not suspects:
        return []
    moved = varied(function, inputs, table)
    wanted = None if outputs is None else useful(function, outputs, table)
    return [
        Violation(
            stmt.pos,
            f"{stmt.fn.spelling} has no derivative rule in its argument {name!r}",
            f"keep {name} constant: differentiate with respect to other arguments, or add a rule of your own",
        )
        for stmt, atom, name in suspects
        if atom in moved and (wanted is None or stmt.out in wanted)
    ]


def _unknown(stmt: Let, table: RuleTable) -> Iterator[tuple[Atom, str]]:
    """The arguments of a statement that its row has no derivative for, with their names."""
    row = table.row(stmt.fn)
    yield from ((a, name) for a, name in zip(stmt.args, stmt.fn.operands) if name in row.without_rule)
    if isinstance(row, Nondifferentiable):
        return
    yield from ((stmt.args[i], stmt.fn.operands[i]) for i in refused_operands(stmt, table))
    for key, atom in stmt.options:
        if not atom.is_const and (key not in WHOLE or stmt.fn.own) and is_real(atom.kind):
            yield atom, key
