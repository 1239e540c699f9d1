"""Names in the text: the user's where there are any, x_bar and x_dot for derivatives, a, b, c ... for the rest.

Letters are given in the order of evaluation, skipping names in use, as one does by hand.
"""

from __future__ import annotations

import builtins
import itertools
import keyword
from typing import Container, Iterable, Iterator

from ..ir.nodes import Function, Var

RESERVED = {"np", "math", *keyword.kwlist, *dir(builtins)}


def letters() -> Iterator[str]:
    """a, b, ..., z, a1, b1, ..."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for round_ in itertools.count():
        yield from (f"{letter}{round_ or ''}" for letter in alphabet if letter not in "lo" or round_)


def assign_names(function: Function, skipped: Container[Var], taken: Iterable[str] = ()) -> dict[Var, str]:
    """A distinct name for every parameter and every statement's result but those in `skipped`."""
    names: dict[Var, str] = {}
    used = {*RESERVED, *taken}
    wanted = {v.name for v in (*function.params, *(s.out for s in function.body.stmts)) if v.name}
    fresh = (letter for letter in letters() if letter not in wanted)
    for param in function.params:
        names[param] = _distinct(param.name or next(fresh), used)
    for stmt in function.body.stmts:
        out = stmt.out
        if out in skipped:
            continue
        name = out.name
        if name is None and out.origin is not None and out.origin[0] in names:
            name = names[out.origin[0]] + out.origin[1]
        if name is None:
            name = next(letter for letter in fresh if letter not in used)
        names[out] = _distinct(name, used)
    return names


def _distinct(name: str, used: set[str]) -> str:
    """`name`, numbered if another value has it already."""
    if name in RESERVED:
        name += "_"
    candidate = name
    for number in itertools.count(1):
        if candidate not in used:
            break
        candidate = f"{name}{number}" if not name[-1].isdigit() else f"{name}_{number}"
    used.add(candidate)
    return candidate
