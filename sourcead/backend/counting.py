"""Counting operations: the statements of a generated function are carried out one by one, and each counts its own.

Every arithmetic operation or elementary function on a number, or on an element of an array, is one operation.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any, Sequence

import numpy as np

from ..ir.builder import nest_map
from ..ir.callees import called
from ..ir.nodes import Atom, Block, Function, If, Let, Loop


def run_counting(function: Function, args: tuple) -> tuple[Any, dict[str, int]]:
    """The result of `function` for these arguments, and how many operations of each kind it took."""
    given = (*args, *(d.value for d in function.defaults[len(args) - len(function.params) + len(function.defaults) :]))
    counts: Counter[str] = Counter()
    value = _carried_out(function, given, counts)
    return value, {kind: n for kind, n in counts.items() if n}


def _carried_out(function: Function, args: Sequence[Any], counts: Counter[str]) -> Any:
    machine = _Machine(dict(zip(function.params, args, strict=True)), counts)
    yields = machine.block(function.body)
    return nest_map(function.result, lambda leaf: yields[leaf])


class _Machine:
    """Carries out statements on values."""

    def __init__(self, values: dict[Atom, Any], counts: Counter[str]):
        self.values, self.counts = values, counts

    def value(self, atom: Atom) -> Any:
        return atom.value if atom.is_const else self.values[atom]

    def block(self, block: Block) -> list[Any]:
        for stmt in block.stmts:
            if isinstance(stmt, Let):
                self.let(stmt)
            elif isinstance(stmt, If):
                arm = stmt.then if self.value(stmt.test) else stmt.orelse
                self.values.update(zip(stmt.outs, self.block(arm)))
            else:
                self.loop(stmt)
        return [self.value(a) for a in block.yields]

    def let(self, stmt: Let) -> None:
        operands = [self.value(a) for a in stmt.args]
        options = {key: self.value(a) for key, a in stmt.options}
        definition = called(stmt)
        if definition is not None:
            self.values[stmt.out] = _carried_out(definition.function, operands, self.counts)
            return
        result = self.values[stmt.out] = stmt.fn.call(*operands, **options)
        if stmt.fn.flops is not None:
            _count(self.counts, stmt, result, operands, options)

    def loop(self, stmt: Loop) -> None:
        carried = [self.value(a) for a in stmt.inits]
        histories: list[list] = [[] for _ in stmt.histories]
        overs = [self.value(s.over) for s in stmt.sources]
        streams = [reversed(over) if s.reverse else over for s, over in zip(stmt.sources, overs)]
        for items in zip(*streams) if streams else itertools.repeat(()):
            self.values.update(zip(stmt.bound, [*carried, *items]))
            if stmt.test is not None and not self.block(stmt.test)[0]:
                break
            yields = self.block(stmt.body)
            carried = yields[: len(carried)]
            for history, value in zip(histories, yields[len(carried) :]):
                history.append(value)
            if stmt.leaves and yields[-1]:
                break
        self.values.update(zip(stmt.outs, [*carried, *histories]))


def _count(counts: Counter[str], stmt: Any, result: Any, operands: list, options: dict) -> None:
    """A power with a constant integer exponent is multiplications, and a division where it is negative."""
    if stmt.fn.spelling in ("**", "np.power", "pow") and stmt.args[1].is_const and isinstance(operands[1], int):
        size, exponent = int(np.size(result)), operands[1]
        counts["*"] += size * max(abs(exponent) - 1, 0)
        counts["/"] += size * (exponent < 0)
    elif stmt.fn.spelling in ("**", "np.power", "pow"):
        counts["**"] += int(np.size(result))
    else:
        counts[{"neg": "-"}.get(stmt.fn.spelling, stmt.fn.title if stmt.fn.own or stmt.fn.spelling[0].isalpha() else stmt.fn.spelling)] += stmt.fn.flops(
            result, *operands, **options
        )
