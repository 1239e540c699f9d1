"""Operations of value and derivative, counted by running each with numbers that count.

`sourcead` is the generated text; `by hand` the derivation of `programs`; `unoptimised` the transform's result as it leaves
the chain rule (for the value: the function as it was written); `differences` central differences.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass

import sourcead
from sourcead.derivative import Derivative

from .counting import listing_operations, operations, text_operations
from .differences import differences_gradient, differences_tangent
from .programs import PROGRAMS, Program

HEADINGS = ("sourcead", "by hand", "unoptimised", "differences", "bound")


@dataclass(frozen=True)
class Row:
    """The counts for one derivative of one program; `reported` is what `sourcead.flops` says, in place of counting."""

    title: str
    what: str
    generated: int
    hand: int
    unoptimised: int
    differences: int | None
    reported: int
    bound: int | None = None

    @property
    def holds(self) -> bool:
        return self.bound is None or self.generated <= self.bound


def value_row(program: Program) -> Row:
    names = inspect.signature(program.function).parameters
    listing = sourcead.ssa(program.function, *program.args)
    return Row(
        title=program.title,
        what="value",
        generated=listing_operations(listing, **dict(zip(names, program.args))).total(),
        hand=operations(program.value, *program.args).total(),
        unoptimised=operations(program.function, *program.args).total(),
        differences=None,
        reported=sourcead.flops(program.function, *program.args).total,
    )


def tangent_row(program: Program) -> Row:
    args = (*program.args, *program.dots)
    derivative = sourcead.tangent(program.function, program.argnums)
    plain = Derivative(program.function, "tangent", program.argnums, optimize=False)
    return Row(
        title=program.title,
        what="tangent",
        generated=text_operations(derivative.source(*program.args), *args).total(),
        hand=operations(program.tangent, *args).total(),
        unoptimised=text_operations(plain.source(*program.args), *args).total(),
        differences=operations(differences_tangent(program.function, program.argnums), *args).total(),
        reported=derivative.flops(*args).total,
        bound=program.bounds.get("tangent"),
    )


def gradient_row(program: Program) -> Row:
    args = program.args
    derivative = sourcead.value_and_grad(program.function, program.argnums)
    plain = Derivative(program.function, "value_and_grad", program.argnums, optimize=False)
    return Row(
        title=program.title,
        what="gradient",
        generated=text_operations(derivative.source(*args), *args).total(),
        hand=operations(program.gradient, *args).total(),
        unoptimised=text_operations(plain.source(*args), *args).total(),
        differences=operations(differences_gradient(program.function, program.argnums), *args).total(),
        reported=derivative.flops(*args).total,
        bound=program.bounds.get("gradient"),
    )


def rows() -> list[Row]:
    return [make(program) for program in PROGRAMS for make in (value_row, tangent_row, gradient_row)]


def table(found: list[Row]) -> str:
    """The rows as text, one program after the other."""
    lines = [f"{'':30}" + "".join(f"{heading:>13}" for heading in HEADINGS)]
    title = ""
    for row in found:
        if row.title != title:
            lines.append("")
        shown = row.title if row.title != title else ""
        title = row.title
        counts = (row.generated, row.hand, row.unoptimised, row.differences, row.bound)
        cells = "".join(f"{'-' if count is None else f'{count:,}':>13}" for count in counts)
        verdict = "" if row.bound is None else "  ok" if row.holds else "  OVER"
        lines.append(f"{shown:20}{row.what:10}{cells}{verdict}")
    return "\n".join(lines)


def main() -> int:
    found = rows()
    print("Operations, by running the code with numbers that count; tangent and gradient include the value.\n")
    print(table(found))
    wrong = [row for row in found if row.reported != row.generated]
    for row in wrong:
        print(f"\nsourcead.flops reports {row.reported} for {row.title}, {row.what}: {row.generated} were counted")
    if not wrong:
        print("\nsourcead.flops reports the same counts.")
    return 1 if wrong or not all(row.holds for row in found) else 0
