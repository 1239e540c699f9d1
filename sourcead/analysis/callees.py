"""What callers know of a definition from its statements: what it shares, what depends on what, whether it does more than compute.

Of a function that calls itself, or that is not there yet, nothing is known, which is always safe.
"""

from __future__ import annotations

import functools
from typing import Any, Callable

from ..ir.builder import nest_leaves
from ..ir.callees import Called, Definition
from ..ir.kinds import Array, is_number
from ..ir.nodes import Function, Let, Loop, Var
from ..ir.traversal import statements

_open: set[tuple[Any, Function]] = set()


def of_function(analysis: Callable) -> Callable:
    """An analysis of a definition as one of its function, carried out once; None while that function is being analysed."""
    cached = functools.lru_cache(maxsize=4096)(analysis)

    def result(definition: Definition, *args: Any) -> Any:
        function = definition.function
        key = (analysis, function)
        if function is None or definition.settle is not None or key in _open:
            return None
        _open.add(key)
        try:
            return cached(function, *args)
        finally:
            _open.discard(key)

    return result


def yields_of(function: Function) -> list[list[Any]]:
    """For each value a definition gives, what its function yields for it."""
    parts = function.result if isinstance(function.result, tuple) else (function.result,)
    return [[function.body.yields[leaf] for leaf in nest_leaves(part)] for part in parts]


@of_function
def memory(function: Function) -> list[frozenset[Var]]:
    """For each value the tokens of the memory it may lie in: parameters, or others that stand for the function's own."""
    from .storage import flow

    storage = flow(function)
    return [storage.any_of(atoms) for atoms in yields_of(function)]


@of_function
def shapes(function: Function, table: Any) -> list[frozenset[int] | None]:
    """For each value the places of the parameters whose shapes broadcast to its shape; None where it is another."""
    from .shapes import Shapes

    followed, places = Shapes(table), {p: i for i, p in enumerate(function.params)}
    followed.follow_all(function.body.stmts)
    found: list[frozenset[int] | None] = []
    for atoms in yields_of(function):
        shape = followed.of(atoms[0]) if len(atoms) == 1 and isinstance(atoms[0].kind, Array) else None
        known = shape is not None and all(v in places for v in shape)
        found.append(frozenset(places[v] for v in shape) if known else None)
    return found


@of_function
def influential(function: Function, table: Any) -> frozenset[int]:
    """The places of the parameters that something it gives depends on, or what may depend on nothing that is differentiated."""
    from .activity import useful

    refusing = [a for s in statements(function.body) if isinstance(s, Let) and s.fn.rejects for a in s.operands]
    found = useful(function, [*function.body.yields, *_made_of(function, refusing)], table)
    return frozenset(i for i, p in enumerate(function.params) if p in found)


def _made_of(function: Function, atoms: list[Any]) -> set[Any]:
    """These, and all that they are computed from: what is differentiated may be shown in a text, or held in a dict."""
    found, count = {a for a in atoms if not a.is_const}, -1
    while count != len(found):
        count = len(found)
        for stmt in statements(function.body):
            if isinstance(stmt, Let) and stmt.out in found and not is_number(stmt.out.kind):
                found.update(a for a in stmt.operands if not a.is_const)
    return found


def is_pure(definition: Definition) -> bool:
    """Whether a call can be left out where nobody reads what it gives, and made once where it would be made twice."""
    while definition.of is not None:
        definition = definition.of
    return bool(_only_computes(definition))


@of_function
def _only_computes(function: Function) -> bool:
    return all(map(_is_harmless, statements(function.body)))


def _is_harmless(stmt: Any) -> bool:
    if isinstance(stmt, Let):
        return is_pure(stmt.fn.definition) if isinstance(stmt.fn, Called) else not (stmt.fn.effect or stmt.fn.checks)
    return not isinstance(stmt, Loop) or bool(stmt.sources)
