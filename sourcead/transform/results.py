"""What a derivative function hands back: of the type of the argument it belongs to, and nobody else's memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

import numpy as np

from ..analysis.storage import flow
from ..frontend.values import NONE
from ..ir.builder import Builder
from ..ir.callees import RESULT, Called
from ..ir.kinds import Array, Kind, Scalar, derivative_dtype, is_complex, is_python_number
from ..ir.nodes import Atom, Block, Const, Function, If, Let, Stmt, Var
from ..rules.table import RuleTable


def hand_back(function: Function, likes: Sequence[Kind], start: int, table: RuleTable) -> Function:
    """Cast the yields from `start` on to the types of `likes`, and copy those that share memory with something else.

    A Python number's derivative is a Python float or complex number, a NumPy scalar's one of its dtype, an array's an array of its dtype.
    """
    builder = Builder(exact=False)
    builder.stmts.extend(function.body.stmts)
    defs = {out: stmt for stmt in function.body.stmts for out in stmt.outs}
    storage = flow(function)
    yields = list(function.body.yields)
    first = next((i for i, stmt in enumerate(builder.stmts) if not stmt.exact), len(builder.stmts))
    for i, atom in enumerate(yields[:start]):
        if isinstance(atom.kind, Array) and atom in yields[:i] and atom not in function.params:
            copied = Var(atom.kind, atom.name)  # equal results are computed once, but are two arrays
            made = next((k for k, stmt in enumerate(builder.stmts) if atom in stmt.outs), -1)
            builder.stmts.insert(max(first, made + 1), Let(copied, table.named("copy"), (atom,), (), None, True))
            yields[i] = copied
    held = storage.foreign.union(*map(storage.of, yields[:start]))
    for i, like in enumerate(likes, start):
        if yields[i] == NONE:  # what is no real number has no derivative
            continue
        made = defs.get(yields[i])
        atom = _cast(builder, yields[i], like, table, made is not None and not _is_certain(yields[i], made))
        if isinstance(atom.kind, Array):
            read_only = isinstance(made, Let) and made.fn.name == "diag"
            if read_only or atom is yields[i] and not held.isdisjoint(storage.of(atom)):
                atom = builder.emit(table.named("copy"), atom)
            held |= storage.of(yields[i])
        yields[i] = atom
    return replace(function, body=Block(tuple(builder.stmts), tuple(yields)))


def _is_certain(atom: Atom, stmt: Stmt) -> bool:
    """Whether a value is of its kind: what a branch or loop gives is where everything that goes into it is."""
    if isinstance(stmt, Let):
        return not (isinstance(stmt.fn, Called) or stmt.fn is RESULT)
    if isinstance(stmt, If):
        sources = [arm.yields[stmt.outs.index(atom)] for arm in stmt.blocks]
    else:
        at = stmt.outs.index(atom)
        sources = [stmt.inits[at], stmt.nexts[at]] if at < len(stmt.params) else []
    return isinstance(atom.kind, Array) and all(s.kind == atom.kind for s in sources)


def _cast(builder: Builder, atom: Atom, like: Kind, table: RuleTable, loose: bool) -> Atom:
    """`atom` in the type of `like`; a `loose` kind, that of a loop's result, says only what the value is like."""
    if isinstance(like, Array):
        dtype = derivative_dtype(like)
        as_type = Const(np.dtype(dtype).type)
        if isinstance(atom.kind, Array):
            return atom if atom.kind.dtype == dtype and not loose else builder.emit(table.named("astype"), atom, as_type)
        return builder.emit(table.named("array_copy"), atom, dtype=as_type)  # a 0-d array's is computed as a number
    if not isinstance(like, Scalar):
        return atom
    if is_python_number(like):
        number = complex if is_complex(like) else float
        if atom.is_const and isinstance(atom.value, (int, float, complex)):
            return Const(number(atom.value))
        name = number.__name__
        return atom if atom.kind == Scalar(name) and not loose else builder.emit(table.named(name), atom)
    dtype = derivative_dtype(like)
    if atom.is_const:
        return Const(np.dtype(dtype).type(atom.value))
    return atom if atom.kind == Scalar(dtype) and not loose else builder.emit(table.named(dtype), atom)
