"""What the public names do: derivatives as callables, generated at the first call of each signature.

Argument conventions. `argnums` takes a position or a parameter name, or a tuple of these. One argnum gives one derivative,
a tuple gives a tuple. Derivatives have the type of the argument they belong to: a Python number's is a float, a NumPy
scalar's a scalar of its dtype (an integer's a float64), an array's an array of its shape and dtype, a nest's the same nest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Sequence

import numpy as np

from .derivative import Adjoint, Derivative, Flops, Tangent, Text, Vjp, of_kind
from .errors import ArgumentError
from .ir import kinds
from .ir.builder import nest_leaves, nest_map
from .ir.kinds import kind_of
from .subject import Argnums, Subject, default_kinds

if TYPE_CHECKING:
    from .compiler import Lowered


def _decorated(function: Callable | None, make: Callable[[Callable], Any]) -> Any:
    """`@grad` and `@grad(argnums=1)` alike."""
    return make if function is None else make(function)


def grad(function: Callable | None = None, argnums: Argnums = 0, has_aux: bool = False) -> Any:
    """The gradient of a function that returns one real number.

    `grad(f)(*args)` has the shape of the argument `argnums`, or is a tuple of such. With `has_aux`, `f` returns
    (value, aux) and the gradient function (gradient, aux). Also a decorator, bare or with options.

    Raises ArgumentError for arguments without derivatives (integer arrays) and for results that are not one real number,
    Refused for code outside the supported subset, SourceNotFound where the function has no source.
    """
    return _decorated(function, lambda f: Derivative(f, "grad", argnums, has_aux))


def value_and_grad(function: Callable | None = None, argnums: Argnums = 0, has_aux: bool = False) -> Any:
    """Like `grad`, but returns (value, gradient); with `has_aux`, ((value, aux), gradient)."""
    return _decorated(function, lambda f: Derivative(f, "value_and_grad", argnums, has_aux))


def tangent(function: Callable | None = None, argnums: Argnums = 0) -> Any:
    """The generated forward-mode function, `(*args, *dots) -> (value, value_dot)` with value_dot = J dots.

    There is one dot for each of `argnums`, of the shape of that argument; by position or as `x_dot=`.
    """
    return _decorated(function, lambda f: Tangent(f, "tangent", argnums))


def adjoint(function: Callable | None = None, argnums: Argnums = 0) -> Any:
    """The generated reverse-mode function, `(*args, f_bar) -> bars` with bars = Jᵀ f_bar.

    `f_bar` has the shape of the result, and may be left out (1.0) where that is a number; several results take one seed
    each. One argnum gives one bar, a tuple gives a tuple.
    """
    return _decorated(function, lambda f: Adjoint(f, "adjoint", argnums))


def jvp(function: Callable, primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """`(f(*primals), J tangents)`; `tangents` has the length of `primals`, None for an argument held fixed."""
    if len(primals) != len(tangents):
        raise ArgumentError(f"jvp got {len(primals)} primals and {len(tangents)} tangents")
    active = tuple(i for i, t in enumerate(tangents) if t is not None)
    if not active:
        raise ArgumentError("jvp needs at least one tangent")
    return tangent(function, active)(*primals, *(tangents[i] for i in active))


def vjp(function: Callable, *primals: Any) -> tuple[Any, Callable]:
    """`(f(*primals), pullback)`; `pullback(bar)` is the tuple of Jᵀ bar, one for each of `primals`.

    `bar` is nested and shaped like the value. Arguments, and items of arguments, that are no real numbers get None.
    """
    active = tuple(i for i, p in enumerate(primals) if kinds.holds(kind_of(p), kinds.is_continuous))
    if not active:
        raise ArgumentError("vjp needs at least one argument that is a real number or float array")
    forward = Vjp(function, "vjp", active)
    args, keywords = forward._subject.bind(primals, {})
    found = forward._lookup(args, keywords)
    value, kept = forward(*args)
    reverse, outputs, result = found.extra

    def pullback(bar: Any) -> tuple:
        """The adjoints of the arguments for the adjoint of the value."""
        bar = kinds.opened(bar)
        values, bars = nest_leaves(kinds.opened(value)), nest_leaves(bar)
        if nest_map(kinds.opened(value), lambda leaf: None) != nest_map(bar, lambda leaf: None):
            raise ArgumentError("the adjoint of the value must be nested like it")
        if len(bars) != len(values) or any(np.shape(b) != np.shape(v) for b, v in zip(bars, values) if v is not None):
            raise ArgumentError(f"the adjoint of the value must be shaped like it: {_shapes(value)}, not {_shapes(bar)}")
        order = nest_leaves(result)
        seeds = [bars[order.index(leaf)] for leaf in outputs]
        try:
            seeds = [of_kind(seed, param.kind) for seed, param in zip(seeds, reverse.ir.params[len(kept) :])]
            pulled = dict(zip(active, reverse.function(*kept, *seeds)))
        except Exception as error:
            from .compiler import annotate

            annotate(error)
            raise
        return tuple(pulled.get(i) for i in range(len(primals)))

    return value, pullback


def _shapes(nest: Any) -> Any:
    return [np.shape(leaf) for leaf in nest_leaves(nest)]


def source(derivative: Derivative, *args: Any) -> Text:
    """The text of a generated function: for these arguments, else for the last call, else for numbers."""
    if not isinstance(derivative, Derivative):
        raise ArgumentError("source() takes what grad, tangent or adjoint return")
    return derivative.source(*args)


def ssa(function: Callable, *args: Any) -> Text:
    """The single-assignment listing of a function or derivative, one line for each operation, repeated ones shared."""
    if isinstance(function, Derivative):
        return function.ssa(*args)
    from .compiler import listing

    return Text(listing(_lowered(Subject.of(function), args).function))


def flops(function: Callable, *args: Any) -> Flops:
    """Operations a function or derivative takes at these arguments, by kind, from the code that runs.

    Each arithmetic operation or elementary function on a number, or on an element of an array, counts one; a power with a
    constant integer exponent counts as repeated multiplication.
    """
    if isinstance(function, Derivative):
        return function.flops(*args)
    from .compiler import run_counting

    subject = Subject(function)
    bound, _ = subject.bind(args, {})
    lowered = _lowered(subject, bound)
    captured = [place.read(bound) for place in lowered.captures]
    return Flops(run_counting(lowered.function, (*bound, *captured))[1])


def _lowered(subject: Subject, args: tuple) -> Lowered:
    return subject.lowered(tuple(map(kind_of, args)) if args else default_kinds(subject))


for _static in (grad, value_and_grad, tangent, adjoint):
    _static.__sourcead_static__ = True
