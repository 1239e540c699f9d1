"""What is done for its effect: exactly once and in order, in the forward sweep.

raise_(exception, *args)            an exception
enter(manager, ...), leave(entered) the two ends of a with statement, written as one
called(function, names, *args)      a call for its effect: a message is logged, a warning given, the time taken
tried(outlined, *args)              a try statement, which Python carries out
drawn(function, names, *args)       random numbers, which carry no derivative
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from ..ir.kinds import FLOAT, UNKNOWN, Kind, Static, result_kind, sample
from ..ir.outlined import Outlined
from .table import nondifferentiable


def raise_(exception: type[BaseException], *args: Any) -> None:
    raise exception(*args)


def call(function: Any, names: tuple[str, ...], args: tuple) -> Any:
    """`function` of these arguments, the last of them by name."""
    count = len(args) - len(names)
    return function(*args[:count], **dict(zip(names, args[count:])))


def enter(manager: Any, names: tuple[str, ...] | None, *args: Any) -> Any:
    """Enter a context manager, or what a call gives."""
    entered = manager if names is None else call(manager, names, args)
    entered.__enter__()
    return entered


def leave(entered: Any) -> None:
    entered.__exit__(None, None, None)


def called(function: Any, names: tuple[str, ...], *args: Any) -> Any:
    return call(function, names, args)


def timed(function: Any, names: tuple[str, ...], *args: Any) -> Any:
    return call(function, names, args)


def tried(outlined: Outlined, *args: Any) -> Any:
    return outlined.function(*args)


def drawn(function: Any, names: tuple[str, ...], *args: Any) -> Any:
    return call(function, names, args)


def drawn_from(generator: Any, method: str, names: tuple[str, ...], *args: Any) -> Any:
    return call(getattr(generator, method), names, args)


def new_generator(*seed: Any) -> np.random.Generator:
    return np.random.default_rng(*seed)


SAMPLE = np.random.default_rng(0)  # its kind is that of every generator made inside a function
OTHERS = {np.random.Generator: SAMPLE, np.random.RandomState: np.random.RandomState(0), random.Random: random.Random(0)}


def drawn_kind(function: Any, names: Any, *args: Any) -> Kind:
    """What a generator of our own gives: asking the user's would take a number from it."""
    own = next((own for type_, own in OTHERS.items() if isinstance(function.value.__self__, type_)), None)
    return _sampled(own, function.value.__name__, names, args) if own is not None else UNKNOWN


def _sampled(own: Any, method: str, names: Any, args: tuple) -> Kind:
    values = [a.value if a.is_const else sample(a.kind) for a in args]
    count = len(values) - len(names.value)
    return result_kind(getattr(own, method), values[:count], dict(zip(names.value, values[count:])))


nondifferentiable(
    raise_,
    name="raise",
    spelling="raise",
    variadic=True,
    effect=True,
    array_operands=False,
    kind=lambda exception, *args: Static(None),
)
DONE = {"variadic": True, "effect": True, "array_operands": False}
nondifferentiable(enter, spelling="enter", kind=lambda manager, names, *args: Static(None), **DONE)
nondifferentiable(leave, lambda entered: 0, spelling="leave", effect=True, kind=lambda entered: Static(None))
nondifferentiable(called, spelling="f()", kind=lambda function, names, *args: Static(None), **DONE)
nondifferentiable(timed, spelling="f()", kind=lambda function, names, *args: FLOAT, **DONE)
DRAWS = "random numbers whose distribution depends on what is differentiated have no derivative here"
SCALED = "draw with constant parameters, then scale and shift: mu + sigma * rng.normal()"
TRIED = "a try statement reads what is differentiated, and it is not known which of its statements are carried out"
BEFORE = "compute before the try what depends on it; test with if for what may fail"
nondifferentiable(tried, spelling="try", kind=lambda outlined, *args: outlined.value.kind, rejects=TRIED, instead=BEFORE, **DONE)
nondifferentiable(drawn, spelling="f()", kind=drawn_kind, rejects=DRAWS, instead=SCALED, **DONE)
nondifferentiable(
    drawn_from,
    spelling="call method",
    kind=lambda generator, method, names, *args: _sampled(SAMPLE, method.value, names, args),
    rejects=DRAWS,
    instead=SCALED,
    **DONE,
)
nondifferentiable(new_generator, spelling="np.random.default_rng", kind=lambda *seed: Static(SAMPLE), **DONE)
