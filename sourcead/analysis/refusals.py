"""What no rule can differentiate: active arguments whose derivative exists and is not known.

A row names the operands whose partial nobody has written, `without_rule`. Options are settings of a function (an axis, a number
of degrees of freedom): rows have no derivative for them at all.
"""

from __future__ import annotations

from typing import Iterable, Iterator

from ..errors import Violation
from ..ir.callees import RESULT, TAPE, called
from ..ir.kinds import holds, is_complex, is_continuous
from ..ir.nodes import Atom, Function, Let, Var
from ..ir.traversal import statements
from ..rules.table import Call, Gather, Nondifferentiable, OfTapes, Pick, RuleTable
from .activity import useful, varied
from .callees import yields_of

# Options that are whole numbers, or tuples of them, by nature.
WHOLE = {"axis", "axes", "keepdims", "k", "offset", "dtype"}


def refusals(function: Function, inputs: Iterable[Var], outputs: Iterable[Atom] | None, table: RuleTable) -> list[Violation]:
    """The places where `outputs` (None: anything at all) depend on `inputs` in a way that no rule describes.

    Those in the definitions that are called count for what the calls hand on and what is wanted of them.
    """
    found: dict[tuple, Violation] = {}
    pending: list[Asked] = [(function, frozenset(inputs), None if outputs is None else frozenset(outputs))]
    seen = set(pending)
    while pending:
        asked = pending.pop()
        violations, calls = _inside(*asked, table)
        found.update(((v.pos, v.message), v) for v in violations)
        pending.extend(c for c in dict.fromkeys(calls) if c not in seen)
        seen.update(calls)
    return list(found.values())


Asked = tuple[Function, "frozenset[Atom]", "frozenset[Atom] | None"]


def _inside(
    function: Function, inputs: frozenset[Atom], outputs: frozenset[Atom] | None, table: RuleTable
) -> tuple[list[Violation], list[Asked]]:
    """What is refused in a function, and what is to be asked of those it calls."""
    suspects, calls = [], []
    for stmt in statements(function.body):
        if called(stmt) is not None:
            calls.append(stmt)
        elif isinstance(stmt, Let):
            suspects.extend((stmt, atom, violation) for atom, violation in (*_unknown(stmt, table), *_complex(stmt, table)))
    if not suspects and not calls:
        return [], []
    moved = varied(function, inputs, table)
    wanted = None if outputs is None else useful(function, outputs, table)
    violations = [v for stmt, atom, v in suspects if atom in moved and (wanted is None or stmt.out in wanted)]
    asked = [_asked(function, stmt, moved, wanted) for stmt in calls if wanted is None or stmt.out in wanted]
    return violations, [one for one in asked if one[1]]


def _asked(function: Function, stmt: Let, moved: set[Atom], wanted: set[Atom] | None) -> Asked:
    """What a call asks of the function it calls: the parameters that vary, and of what it gives that which is wanted."""
    definition = called(stmt)
    inner = definition.function
    inputs = frozenset(p for p, a in zip(inner.params, stmt.args) if a in moved)
    if wanted is None or any(kind is TAPE for kind in definition.outputs):
        return inner, inputs, None
    given = yields_of(inner)
    if len(given) == 1:
        return inner, inputs, frozenset(given[0])
    taken = (s for s in statements(function.body) if isinstance(s, Let) and s.fn is RESULT and s.args[0] is stmt.out)
    return inner, inputs, frozenset(a for s in taken if s.out in wanted for a in given[s.args[1].value])


def _complex(stmt: Let, table: RuleTable) -> Iterator[tuple[Atom, Violation]]:
    """The arguments of a statement that computes with complex numbers by a row that holds for real ones only."""
    row = table.row(stmt.fn)
    if row.over_complex or isinstance(row, (Call, Gather, OfTapes, Pick)):
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
