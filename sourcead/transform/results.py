"""What a derivative function hands back: of the type of the argument it belongs to, and nobody else's memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

import numpy as np

from ..frontend.values import NONE
from ..ir.builder import Builder
from ..ir.kinds import Array, Kind, Scalar, is_python_number
from ..ir.nodes import Atom, Block, Const, Function, Let, Var
from ..rules.table import RuleTable


def hand_back(function: Function, likes: Sequence[Kind], start: int, table: RuleTable) -> Function:
    """Cast the yields from `start` on to the types of `likes`, and copy those that share memory with something else.

    A Python number's derivative is a Python float, a NumPy scalar's one of its dtype, an array's an array of its dtype.
    """
    builder = Builder(exact=False)
    builder.stmts.extend(function.body.stmts)
    defs = {stmt.out: stmt for stmt in function.body.stmts if isinstance(stmt, Let)}
    structured = {out for stmt in function.body.stmts if not isinstance(stmt, Let) for out in stmt.outs}
    yields = list(function.body.yields)
    held: set[Atom] = set(function.params)
    first = next((i for i, stmt in enumerate(builder.stmts) if not stmt.exact), len(builder.stmts))
    for i, atom in enumerate(yields[:start]):
        if isinstance(atom.kind, Array) and atom in yields[:i] and atom not in held:
            copied = Var(atom.kind, atom.name)  # equal results are computed once, but are two arrays
            builder.stmts.insert(first, Let(copied, table.named("copy"), (atom,), (), None, True))
            yields[i] = copied
    held |= {memory_of(a, defs) for a in yields[:start]}
    for i, like in enumerate(likes, start):
        if yields[i] == NONE:  # what is no real number has no derivative
            continue
        atom = _cast(builder, yields[i], like, table, yields[i] in structured)
        if isinstance(atom.kind, Array):
            memory = memory_of(atom, defs)
            read_only = atom in defs and defs[atom].fn.name == "diag"
            if read_only or memory in held or (atom is yields[i] and memory in structured):  # a loop that never runs hands back what it started from
                atom = builder.emit(table.named("copy"), atom)
            held.add(memory)
        yields[i] = atom
    return replace(function, body=Block(tuple(builder.stmts), tuple(yields)))


def memory_of(atom: Atom, defs: dict[Atom, Let]) -> Atom:
    """The variable whose memory this one is a view of."""
    while atom in defs and (defs[atom].fn.view or defs[atom].fn.name == "unbroadcast"):
        atom = defs[atom].args[0]
    return atom


def _cast(builder: Builder, atom: Atom, like: Kind, table: RuleTable, loose: bool) -> Atom:
    """`atom` in the type of `like`; a `loose` kind, that of a loop's result, says only what the value is like."""
    if isinstance(like, Array):
        dtype = like.dtype if np.dtype(like.dtype).kind == "f" else "float64"  # integers count as reals
        as_type = Const(np.dtype(dtype).type)
        if isinstance(atom.kind, Array):
            return atom if atom.kind.dtype == dtype and not loose else builder.emit(table.named("astype"), atom, as_type)
        return builder.emit(table.named("array_copy"), atom, dtype=as_type)  # a 0-d array's is computed as a number
    if not isinstance(like, Scalar):
        return atom
    if is_python_number(like):
        if atom.is_const and isinstance(atom.value, (int, float)):
            return Const(float(atom.value))
        return atom if atom.kind == Scalar("float") and not loose else builder.emit(table.named("float"), atom)
    dtype = like.dtype if np.dtype(like.dtype).kind == "f" else "float64"
    if atom.is_const:
        return Const(np.dtype(dtype).type(atom.value))
    return atom if atom.kind == Scalar(dtype) and not loose else builder.emit(table.named(dtype), atom)
