"""Derivatives of tuples, lists, dicts and objects: taken apart, so that no tuple of zeros is ever made.

    Parts ::= {index: derivative}      a derivative is an atom, or Parts again; an index that is absent has none

A tuple that carries a derivative is taken apart where it is made, so that no branch or loop carries it: rules read its items.
"""

from __future__ import annotations

from typing import Any, Iterator

from ..ir.kinds import Kind, Record, is_nest, is_continuous
from ..ir.nodes import Atom, Const, Let, Var
from ..frontend.values import Items
from .common import Derivation

Parts = dict[int, Any]


def plus(work: Derivation, one: Any, other: Any) -> Any:
    """The sum of two derivatives of one variable, part by part; None is no derivative."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        assert one is None or other is None or not (isinstance(one, dict) or isinstance(other, dict))
        return work.plus(one, other)
    return {i: plus(work, one.get(i), other.get(i)) for i in sorted({*one, *other})}


def part(work: Derivation, whole: Any, index: int) -> Any:
    """The derivative of an item: an entry of Parts, or an item of the nest that a seed is."""
    return whole.get(index) if isinstance(whole, dict) else picked(work, whole, index)


def picked(work: Derivation, nest: Atom, index: int) -> Atom:
    """An item of a nest, by its position."""
    if isinstance(nest.kind, Record):
        return work.emit("entry", nest, Const(nest.kind.keys[index]))
    return work.emit("item", nest, Const(index))


def items_of(work: Derivation, stmt: Let) -> tuple[list[Let], Items]:
    """The statements that take the tuple of a statement apart, as part of the primal, and the items for the bodies of rules."""
    pick = work.table.named("item")
    outs = [Var(kind) for kind in stmt.out.kind.items]
    made = [Let(out, pick, (stmt.out, Const(i)), (), stmt.pos, True) for i, out in enumerate(outs)]
    return made, Items(tuple, tuple(outs))


def leaves(work: Derivation, atom: Atom, bar: Any) -> Iterator[Atom]:
    """The adjoint of a parameter, leaf by leaf; a zero where nothing depends on it, None for what is no real number."""
    if is_nest(atom.kind):
        for i in range(len(atom.kind.items)):
            yield from leaves(work, picked(work, atom, i), bar.get(i) if bar else None)
    elif not is_continuous(atom.kind):
        yield Const(None)
    else:
        yield work.zero_like(atom) if bar is None else bar


def leaf_kinds(kind: Kind) -> list[Kind]:
    """The kinds of the leaves of a nest, left to right."""
    return [leaf for item in kind.items for leaf in leaf_kinds(item)] if is_nest(kind) else [kind]
