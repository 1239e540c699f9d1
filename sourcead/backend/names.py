"""Names in the text: the user's where there are any, x_bar and x_dot for derivatives, a, b, c ... for the rest.

Letters are given in the order of evaluation, skipping names in use, as one does by hand.
"""

from __future__ import annotations

import builtins
import itertools
import keyword
import math
from typing import Iterable, Iterator, Mapping

from ..ir.nodes import Function, Let, Var

RESERVED = {"np", "math", *keyword.kwlist, *dir(builtins)}


def letters() -> Iterator[str]:
    """a, b, ..., z, a1, b1, ..."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for round_ in itertools.count():
        yield from (f"{letter}{round_ or ''}" for letter in alphabet if letter not in "lo" or round_)


def assign_names(function: Function, inside: Mapping[Var, Let], taken: Iterable[str] = (), reuse: bool = True) -> dict[Var, str]:
    """A name for every parameter and every statement's result but those written inside others.

    With `reuse`, a later version of a variable takes over the name once the earlier one is read no more: y stays y.
    """
    names: dict[Var, str] = {}
    holders: dict[str, float] = dict.fromkeys([*RESERVED, *taken], math.inf)  # each name in use, and the line of its last use
    last = _last_uses(function, inside) if reuse else {}
    wanted = {v.name for v in (*function.params, *(s.out for s in function.body.stmts)) if v.name}
    fresh = (letter for letter in letters() if letter not in wanted)

    numbers: dict[str, int] = {}

    def give(out: Var, name: str, line: int) -> None:
        names[out] = _free(name, holders, line, numbers)
        holders[names[out]] = last.get(out, line) if reuse else math.inf

    for param in function.params:
        give(param, param.name or next(fresh), -1)
    for line, stmt in enumerate(function.body.stmts):
        out = stmt.out
        if out in inside:
            continue
        name = out.name
        if name is None and out.origin is not None and out.origin[0] in names:
            name = names[out.origin[0]] + out.origin[1]
        if name is None:
            name = next(letter for letter in fresh if letter not in holders)
        give(out, name, line)
    return names


def _last_uses(function: Function, inside: Mapping[Var, Let]) -> dict[Var, float]:
    """The number of the statement in whose line a variable is read last; what is returned is read at the end."""
    last: dict[Var, float] = {a: math.inf for a in function.body.yields if not a.is_const}
    for line, stmt in reversed(list(enumerate(function.body.stmts))):
        at = last.get(stmt.out, line) if stmt.out in inside else line
        for atom in stmt.operands:
            if not atom.is_const:
                last[atom] = max(last.get(atom, -1), at)
    return last


def _free(name: str, holders: dict[str, float], line: int, numbers: dict[str, int]) -> str:
    """`name`, numbered if it is held by a value that is still to be read after this line."""
    if name in RESERVED:
        name += "_"
    candidate = name
    while holders.get(candidate, -1) > line:
        numbers[name] = numbers.get(name, 0) + 1
        candidate = f"{name}{numbers[name]}" if not name[-1].isdigit() else f"{name}_{numbers[name]}"
    return candidate
