"""Common subexpressions: the same pure operation on the same operands is computed once.

An exact statement never takes its value from a derivative one, whose rounding may differ.
"""

from __future__ import annotations

from dataclasses import replace

from ..ir.nodes import Atom, Function, Let, Var
from ..ir.traversal import substitute, with_body
from ..rules.table import RuleTable

def cse(function: Function, table: RuleTable) -> Function:
    seen: dict[tuple, Var] = {}
    bound: dict[Atom, Atom] = {}
    named: dict[Var, Var] = {}
    stmts: list[Let] = []
    for stmt in function.body.stmts:
        stmt = substitute(stmt, bound) if bound else stmt
        if stmt.fn.effect:
            stmts.append(stmt)
            continue
        key = (stmt.fn, stmt.args, stmt.options)
        twin = seen.get((key, True)) or (None if stmt.exact else seen.get((key, False)))
        if twin is None:
            seen.setdefault((key, stmt.exact), stmt.out)
            stmts.append(stmt)
        else:
            bound[stmt.out] = twin
            if stmt.out.name and not twin.name:
                named.setdefault(twin, Var(twin.kind, stmt.out.name))
    if named:  # a nameless value that the user names later gets that name
        stmts = [_renamed(substitute(s, named), named) for s in stmts]
        bound = {old: named.get(new, new) for old, new in bound.items()} | named
    return with_body(function, stmts, bound)


def _renamed(stmt: Let, named: dict[Var, Var]) -> Let:
    return replace(stmt, out=named[stmt.out]) if stmt.out in named else stmt
