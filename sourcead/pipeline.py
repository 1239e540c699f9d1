"""The road a function takes, as lists of stages, with the verifier between them.

    lower -> PRIMAL passes -> transform -> DERIVATIVE passes -> hand_back -> text -> function
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Iterable

from . import rules
from .analysis.refusals import refusals
from .errors import ArgumentError, Refused
from .frontend.callables import Target
from .frontend.lowering import Lowered, lower
from .ir import kinds
from .ir.builder import nest_leaves
from .ir.callees import calls, reachable
from .ir.kinds import Kind, is_continuous
from .ir.nodes import Function
from .ir.verifier import verify
from .optimize import DERIVATIVE, PRIMAL, passes
from .rules.table import TABLE
from .transform.adjoint import adjoint
from .transform.parts import leaf_kinds
from .transform.results import hand_back
from .transform.tangent import tangent

assert rules  # importing the package fills the table

TITLES = {
    "tangent": "Tangent",
    "adjoint": "Adjoint",
    "grad": "Gradient",
    "value_and_grad": "Value and gradient",
    "vjp": "Value and pullback",
}


@dataclass(frozen=True)
class Request:
    """What is asked for: a mode, the active parameters, and how results are packed."""

    mode: str
    active: tuple[int, ...]
    single: bool
    has_aux: bool = False
    optimize: bool = True


def primal(target: Target, names: tuple[str, ...], arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Lowered:
    """The verified and simplified IR of a user's function."""
    lowered = lower(target, names, arg_kinds, TABLE, keywords)
    function = verify(lowered.function, "lower")
    for definition in reachable(function):
        definition.function = run(verify(definition.function, "lower"), PRIMAL)
    return replace(lowered, function=run(function, PRIMAL))


def run(function: Function, order: Iterable) -> Function:
    """Optimise, verifying after each pass."""
    for name, function in passes(function, TABLE, order):
        verify(function, name)
    return function


def derive(function: Function, request: Request) -> Function:
    """The derivative function of a primal, optimised, its results cast to the types of what they belong to."""
    check_active(function, request)
    check_rules(function, request)
    active = request.active
    if request.mode == "tangent":
        derived = tangent(function, active, TABLE)
        leaves = len(function.body.yields)
        likes, start = [a.kind for a in function.body.yields], leaves
    else:
        unit = request.mode in ("grad", "value_and_grad")
        if unit:
            check_scalar(function, request.has_aux)
        value = request.mode in ("value_and_grad", "vjp") or request.has_aux
        derived = adjoint(function, active, TABLE, unit, value, request.single)
        likes, start = [leaf for i in active for leaf in leaf_kinds(function.params[i].kind)], len(function.body.yields) if value else 0
        if unit and request.has_aux:
            derived = _with_aux(derived, request.mode)
    verify(derived, request.mode)
    derived = _improved(derived, request)
    _settle(derived, request)
    derived = verify(hand_back(derived, likes, start, TABLE), "hand_back")
    return titled(derived, function, request)


def _improved(derived: Function, request: Request) -> Function:
    return run(derived, DERIVATIVE) if request.optimize else derived


def _settle(function: Function, request: Request) -> None:
    """Make the functions of all definitions that a derivative calls."""

    def improved(inner: Function) -> Function:
        return _improved(verify(inner, request.mode), request)

    pending, seen = [function], set()
    while pending:
        for definition in calls(pending.pop().body):
            if definition in seen:
                continue
            seen.add(definition)
            if definition.settle is not None:
                settle, definition.settle = definition.settle, None
                settle(improved)
                verify(definition.function, "settle")
            pending.append(definition.function)


def _with_aux(derived: Function, mode: str) -> Function:
    """grad gives (gradient, aux), value_and_grad ((value, aux), gradient)."""
    (value, aux), bars = derived.result
    return replace(derived, result=(bars, aux) if mode == "grad" else ((value, aux), bars))


def titled(derived: Function, function: Function, request: Request) -> Function:
    """The derivative with its name and docstring."""
    names = [function.params[i].name for i in request.active]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    where = f" ({os.path.basename(function.pos.file)}:{function.pos.line})" if function.pos else ""
    doc = f"{TITLES[request.mode]} of {function.name}{where} with respect to {listed}."
    return replace(derived, name=f"{function.name}_{request.mode}", doc=doc, sweeps=request.mode != "tangent")


def check_active(function: Function, request: Request) -> None:
    """Only real numbers and float arrays have derivatives, and nests with such among their items."""
    for i in request.active:
        param = function.params[i]
        integers = request.mode != "vjp" and kinds.holds(param.kind, lambda kind: kinds.is_array(kind) and not is_continuous(kind))
        if kinds.holds(param.kind, is_continuous) and not integers:
            continue
        if isinstance(param.kind, kinds.Array):
            advice = f"pass {param.name}.astype(float), or leave {param.name} out of argnums"
        elif integers:
            advice = "make the arrays in it arrays of floats (.astype(float)), or pass them as arguments of their own"
        elif kinds.is_nest(param.kind):
            advice = "there is no real number among its items"
        else:
            advice = f"leave {param.name} out of argnums"
        raise ArgumentError(f"cannot differentiate {function.name} with respect to {param.name}, which is {param.kind}: {advice}")


def check_rules(function: Function, request: Request) -> None:
    """Refuse what depends on an active argument in a way no rule describes, all places at once."""
    outputs = list(function.body.yields)
    if request.has_aux or request.mode in ("grad", "value_and_grad"):
        outputs = [function.body.yields[leaf] for leaf in nest_leaves(function.result)[:1]]
    inputs = [function.params[i] for i in request.active]
    violations = refusals(function, inputs, None if request.mode == "tangent" else outputs, TABLE)
    if violations:
        raise Refused(function.name, violations)


def check_scalar(function: Function, has_aux: bool) -> None:
    """A gradient is that of one real number."""
    result = function.result
    if has_aux:
        if not (isinstance(result, tuple) and len(result) == 2):
            raise ArgumentError(f"with has_aux, {function.name} must return (value, aux)")
        result = result[0]
    if isinstance(result, int):
        kind = function.body.yields[result].kind
        if is_continuous(kind) and kinds.ndim(kind) == 0 and not kinds.is_complex(kind):
            return
        what = f"{kind}: take its .real or abs(...)" if kinds.is_complex(kind) else str(kind)
    else:
        what = f"a {result.type.__name__ if isinstance(result, kinds.Fields) else type(result).__name__}"
    raise ArgumentError(
        f"grad needs a function that returns one real number; {function.name} returns {what}. "
        "Use vjp or adjoint for several outputs" + ("" if has_aux else ", or has_aux=True for (value, extras)")
    )

