"""Counting operations: the statements of a generated function are carried out one by one, and each counts its own.

Every arithmetic operation or elementary function on a number, or on an element of an array, is one operation.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from ..ir.builder import nest_map
from ..ir.nodes import Atom, Function


def run_counting(function: Function, args: tuple) -> tuple[Any, dict[str, int]]:
    """The result of `function` for these arguments, and how many operations of each kind it took."""
    given = (*args, *(d.value for d in function.defaults[len(args) - len(function.params) + len(function.defaults) :]))
    values: dict[Atom, Any] = dict(zip(function.params, given, strict=True))
    counts: Counter[str] = Counter()

    def value(atom: Atom) -> Any:
        return atom.value if atom.is_const else values[atom]

    for stmt in function.body.stmts:
        operands = [value(a) for a in stmt.args]
        options = {key: value(a) for key, a in stmt.options}
        result = values[stmt.out] = stmt.fn.call(*operands, **options)
        if stmt.fn.flops is not None:
            _count(counts, stmt, result, operands, options)
    yields = [value(a) for a in function.body.yields]
    return nest_map(function.result, lambda leaf: yields[leaf]), {kind: n for kind, n in counts.items() if n}


def _count(counts: Counter[str], stmt: Any, result: Any, operands: list, options: dict) -> None:
    """A power with a constant integer exponent is multiplications, and a division where it is negative."""
    if stmt.fn.spelling in ("**", "np.power", "pow") and stmt.args[1].is_const and isinstance(operands[1], int):
        size, exponent = int(np.size(result)), operands[1]
        counts["*"] += size * max(abs(exponent) - 1, 0)
        counts["/"] += size * (exponent < 0)
    elif stmt.fn.spelling in ("**", "np.power", "pow"):
        counts["**"] += int(np.size(result))
    else:
        counts[{"neg": "-"}.get(stmt.fn.spelling, stmt.fn.name if stmt.fn.spelling[0].isalpha() else stmt.fn.spelling)] += stmt.fn.flops(
            result, *operands, **options
        )
