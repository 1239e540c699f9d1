"""An adjoint with its value, cut in two: a forward function that keeps what a reverse function needs."""

from __future__ import annotations

from dataclasses import replace

from ..analysis.storage import flow
from ..ir.builder import Builder, nest_leaves, nest_map
from ..ir.callees import RESULT
from ..ir.kinds import is_array
from ..ir.nodes import Atom, Block, Function, Let, Var
from ..ir.traversal import reads
from ..rules.table import RuleTable
from .recording import ranges_among


def split(adjoint: Function, seeds: int, table: RuleTable, lent: bool = False) -> tuple[Function, Function]:
    """`(forward, reverse)`: forward(params) gives (value, kept), reverse(*kept, *seeds) the bars.

    `adjoint` returns (value, bars) and its last `seeds` parameters are the adjoints of the outputs.
    What the caller may change in between is copied, unless it is `lent`: nobody changes it before the reverse is called.
    """
    count = len(adjoint.params) - seeds
    params, seed_params = adjoint.params[:count], adjoint.params[count:]
    taken = tuple(s for s in adjoint.body.stmts if isinstance(s, Let) and s.fn is RESULT and s.args[0] in seed_params)
    stmts = tuple(s for s in adjoint.body.stmts if s not in taken) if taken else adjoint.body.stmts
    first = next((i for i, s in enumerate(stmts) if not s.exact), len(stmts))
    forward, reverse = stmts[:first], (*taken, *stmts[first:])
    value, bars = adjoint.result
    own = {*seed_params, *(out for s in reverse for out in s.outs)}
    leaves = nest_leaves(bars)
    bar_atoms = [adjoint.body.yields[i] for i in leaves]
    read = [a for s in reverse for a in reads(s)] + bar_atoms
    defs = {out: s for s in forward for out in s.outs}
    kept, again = ranges_among(dict.fromkeys(a for a in read if not a.is_const and a not in own), defs)
    yields = adjoint.body.yields[: min(leaves, default=len(adjoint.body.yields))]
    storage = flow(replace(adjoint, params=params, body=Block(forward, ())))
    exposed = storage.foreign.union(*map(storage.of, yields))  # the caller may change these before the pullback is called
    builder = Builder(exact=True)
    builder.stmts.extend(forward)
    saved_atoms = [v if lent or exposed.isdisjoint(storage.of(v)) else _copied(builder, v, table) for v in kept]
    saved = tuple(range(len(yields), len(yields) + len(kept)))
    forward_function = replace(
        adjoint, params=params, body=Block(tuple(builder.stmts), (*yields, *saved_atoms)), result=(value, saved), defaults=(), sweeps=False
    )
    reverse_function = replace(
        adjoint,
        params=(*kept, *seed_params),
        body=Block((*again, *reverse), tuple(bar_atoms)),
        result=nest_map(bars, leaves.index),
        sweeps=False,
    )
    return forward_function, reverse_function


def _copied(builder: Builder, v: Var, table: RuleTable) -> Atom:
    return builder.emit(table.named("copy" if is_array(v.kind) else "copied"), v)
