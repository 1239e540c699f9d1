"""An adjoint with its value, cut in two: a forward function that keeps what a reverse function needs."""

from __future__ import annotations

from dataclasses import replace

from ..ir.nodes import Block, Function, Var
from ..ir.traversal import reads


def split(adjoint: Function, seeds: int) -> tuple[Function, Function]:
    """`(forward, reverse)`: forward(params) gives (value, kept), reverse(*kept, *seeds) the bars.

    `adjoint` returns (value, bars) and its last `seeds` parameters are the adjoints of the outputs.
    """
    first = next((i for i, s in enumerate(adjoint.body.stmts) if not s.exact), len(adjoint.body.stmts))
    forward, reverse = adjoint.body.stmts[:first], adjoint.body.stmts[first:]
    count = len(adjoint.params) - seeds
    params, seed_params = adjoint.params[:count], adjoint.params[count:]
    value, bars = adjoint.result
    own = {*seed_params, *(out for s in reverse for out in s.outs)}
    bar_atoms = [adjoint.body.yields[i] for i in bars]
    read = [a for s in reverse for a in reads(s)] + bar_atoms
    kept: list[Var] = list(dict.fromkeys(a for a in read if not a.is_const and a not in own))
    yields = adjoint.body.yields[: min(bars, default=len(adjoint.body.yields))]
    saved = tuple(range(len(yields), len(yields) + len(kept)))
    forward_function = replace(
        adjoint, params=params, body=Block(forward, (*yields, *kept)), result=(value, saved), defaults=(), sweeps=False
    )
    reverse_function = replace(
        adjoint,
        params=(*kept, *seed_params),
        body=Block(reverse, tuple(bar_atoms)),
        result=tuple(range(len(bar_atoms))),
        sweeps=False,
    )
    return forward_function, reverse_function
