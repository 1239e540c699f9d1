"""Functions of one statement, their derivatives, and what runs them."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Mapping

import numpy as np

from .. import pipeline
from ..backend.compile import compile_function
from ..ir import kinds
from ..ir.kinds import is_continuous, kind_of
from ..ir.nodes import Block, Const, Function, Let, Var
from ..ir.primitives import Primitive
from ..pipeline import Request
from ..rules.table import TABLE
from .values import is_float, leaves

Call = Callable[[list[Any]], list[Any]]


def single(
    fn: Primitive, args: list[Any], options: Mapping[str, Any], active: Iterable[int] | None = None
) -> tuple[Function, list[Any]]:
    """The function of one statement `fn(*args, **options)`, and its arguments: arrays and active numbers are parameters.

    A tuple it gives is taken apart, and the numbers in it are what the function returns. All floats are active by default.
    """
    active = {i for i, a in enumerate(args) if is_float(a)} if active is None else set(active)
    atoms = [Var(kind_of(a), _name(fn, i)) if i in active or isinstance(a, np.ndarray) else Const(a) for i, a in enumerate(args)]
    consts = {key: Const(value) for key, value in options.items()}
    out = Var(fn.result(tuple(atoms), consts), "y")
    stmts = [Let(out, fn, tuple(atoms), tuple(consts.items()), None, exact=True)]
    params = tuple(a for a in atoms if isinstance(a, Var))
    values = [v for v, a in zip(args, atoms) if isinstance(a, Var)]
    if kinds.holds_objects(out.kind):  # of np.frompyfunc: numbers once they are made such
        numbers = Var(kinds.Array("float64", out.kind.ndim), "y")
        stmts.append(Let(numbers, TABLE.named("astype"), (out, Const(float)), (), None, exact=True))
        out = stmts[-1].out
    if not isinstance(out.kind, kinds.Sequence):
        return Function("f", params, Block(tuple(stmts), (out,)), 0), values
    picked = [(i, Var(kind, f"y{i}")) for i, kind in enumerate(out.kind.items) if kinds.is_float(kind)]
    stmts += [Let(v, TABLE.named("item"), (out, Const(i)), (), None, exact=True) for i, v in picked]
    return Function("f", params, Block(tuple(stmts), tuple(v for _, v in picked)), tuple(range(len(picked)))), values


def _name(fn: Primitive, i: int) -> str:
    return fn.operands[i] if fn.own else f"x{i}"


def active_positions(function: Function) -> list[int]:
    """The real parameters, without those in which a row is declared to know no derivative."""
    fixed = {
        atom for s in function.body.stmts for name, atom in zip(s.fn.operands, s.args) if name in TABLE.row(s.fn).without_rule
    }
    return [i for i, p in enumerate(function.params) if is_continuous(p.kind) and p not in fixed]


def derived(function: Function, mode: str, active: Iterable[int]) -> Function:
    return pipeline.derive(function, Request(mode, tuple(active), False))


def runner(function: Function) -> Call:
    """What runs the generated text of `function`; its nest of results comes flattened."""
    compiled = compile_function(function).function

    def run(args: list[Any]) -> list[Any]:
        with np.errstate(all="ignore"):
            return leaves(compiled(*args))

    return run
