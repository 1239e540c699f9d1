"""What no rule can differentiate: active arguments whose derivative exists and is not known.

A row names the operands whose partial nobody has written, `without_rule`. Options are settings of a function (an axis, a number
of degrees of freedom): rows have no derivative for them at all.
"""

from __future__ import annotations

from typing import Iterable, Iterator

from ..errors import Violation
from ..ir.kinds import holds, is_complex, is_continuous
from ..ir.nodes import Atom, Function, Let, Var
from ..ir.traversal import statements
from ..rules.table import Call, Gather, Nondifferentiable, Pick, RuleTable, Sealed
from .activity import useful, varied

# Options that are whole numbers, or tuples of them, by nature.
WHOLE = {"axis", "axes", "keepdims", "k", "offset", "dtype"}


def refusals(function: Function, inputs: Iterable[Var], outputs: Iterable[Atom] | None, table: RuleTable) -> list[Violation]:
    """The places where `outputs` (None: anything at all) depend on `inputs` in a way that no rule describes."""
    lets = [s for s in statements(function.body) if isinstance(s, Let)]
    suspects = [(s, atom, violation) for s in lets for atom, violation in (*_unknown(s, table), *_complex(s, table))]
    if not suspects:
        return []
    moved = varied(function, inputs, table)
    wanted = None if outputs is None else useful(function, outputs, table)
    found = [v for stmt, atom, v in suspects if atom in moved and (wanted is None or stmt.out in wanted)]
    return list(dict.fromkeys(found))


def _complex(stmt: Let, table: RuleTable) -> Iterator[tuple[Atom, Violation]]:
    """The arguments of a statement that computes with complex numbers by a row that holds for real ones only."""
    row = table.row(stmt.fn)
    if row.over_complex or isinstance(row, (Call, Gather, Pick, Sealed)):
        return
    made_complex = holds(stmt.out.kind, is_complex)
    given = (*stmt.args, *(a for _, a in stmt.options))
    if not made_complex and (isinstance(row, Nondifferentiable) or not any(is_complex(a.kind) for a in given)):
        return
    what = f"{stmt.fn.spelling} has no derivative rule for complex numbers"
    for atom in given:
        yield atom, Violation(stmt.pos, what, "compute with the real and imaginary parts, or add a rule of your own")


def _unknown(stmt: Let, table: RuleTable) -> Iterator[tuple[Atom, Violation]]:
    """The arguments of a statement that its row has no derivative for."""
    for atom, name in _named(stmt, table):
        what = f"{stmt.fn.spelling} has no derivative rule in its argument {name!r}"
        advice = f"keep {name} constant: differentiate with respect to other arguments, or add a rule of your own"
        yield atom, Violation(stmt.pos, what, advice)


def _named(stmt: Let, table: RuleTable) -> Iterator[tuple[Atom, str]]:
    row = table.row(stmt.fn)
    yield from ((a, name) for a, name in zip(stmt.args, stmt.fn.operands) if name in row.without_rule)
    if isinstance(row, Nondifferentiable):
        return
    for key, atom in stmt.options:
        if not atom.is_const and (key not in WHOLE or stmt.fn.own) and is_continuous(atom.kind):
            yield atom, key
