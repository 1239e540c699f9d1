"""Whether generated derivatives are right, by what needs no second derivation of them.

value        f's own, bit for bit, from every generated function that returns it
arguments    as they were, after every call of a generated function
tangent      J ẋ against differences of f along ẋ (central, extrapolated to step zero)
adjoint      Jᵀ ȳ against the tangent: <ȳ, J ẋ> = <Jᵀ ȳ, ẋ>
order 2      both again for the gradient in place of f, and <u, H v> = <v, H u>
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator

import numpy as np

from ..api import adjoint, grad, tangent, value_and_grad, vjp
from ..errors import ArgumentError
from ..ir import kinds
from ..ir.kinds import is_continuous, kind_of
from ..rules.table import TABLE
from ..subject import Argnums, Subject
from .differences import DIFFERENCES, differences
from .report import Report, Row, pair, required, worse
from .values import as_array, copies, direction, distance, epsilon_of, flat, has_floats, identical, is_float, is_real_number
from .values import leaves, mapped, mismatch, moved, seeded_outputs, seeds_for, short, still, widened, zero

TRANSPOSE = 0.5  # what is asked for without `rtol`, as a power of the coarsest machine epsilon among arguments and values


@dataclass(frozen=True)
class Point:
    """A function, the arguments it is checked at, and the positions of those it is checked in."""

    function: Callable
    args: tuple
    active: tuple[int, ...]
    names: tuple[str, ...]

    def named(self) -> Iterator[tuple[int, str]]:
        return enumerate(self.names[i] for i in self.active)

    def directions(self, rng: np.random.Generator) -> list[Any]:
        """A step for every active argument, none of its elements zero or larger than the element it is a step of."""
        return [direction(self.args[i], rng) for i in self.active]

    def moved(self, step: float, position: int, direction: Any) -> Any:
        """The function's value with one argument moved along a direction, computed from floats of 64 bits at least."""
        args = [mapped(widened, arg) for arg in copies(self.args)]
        args[position] = moved(args[position], step, direction)
        return self.function(*args)


@dataclass
class Watch:
    """Calls generated functions on copies, and remembers which changed its arguments."""

    modifying: list[str] = field(default_factory=list)

    def __call__(self, title: str, function: Callable, *args: Any) -> Any:
        given = copies(args)
        result = function(*given)
        if not identical(given, list(args)):
            self.modifying.append(title)
        return result


@dataclass(frozen=True)
class Test:
    """What all tests of one run share."""

    differences: float
    transpose: float
    atol: float
    epsilon: float
    rng: np.random.Generator
    watch: Watch


def check_grads(
    function: Callable,
    *args: Any,
    order: int = 2,
    argnums: Argnums | None = None,
    rtol: float | None = None,
    atol: float = 0.0,
    seed: int = 0,
) -> Report:
    """Test the derivatives of a function at these arguments; the report of all tests where all pass.

    The tangent is compared with differences of the function, the adjoint with the tangent by <ȳ, Jẋ> = <Jᵀȳ, ẋ> for random
    ẋ and ȳ, values bit for bit; with `order` 2 the gradient is then tested like the function itself (forward over reverse,
    reverse over reverse, symmetry), for a result of several numbers the gradient of <ȳ, f>. `argnums` names the arguments;
    all that are or hold floats without it. Of a tuple, list, dict, namedtuple or dataclass the floats move, nothing else.
    `rtol` is relative to each derivative, by default 5e-7 for differences and 1e-8 for the transpose (float32: 2e-3, 3e-4);
    what rounding does to differences is allowed for besides, and `atol`.

    Raises CheckFailed, an AssertionError, naming the tests that failed with their numbers; what the derivatives themselves
    raise (Refused, ArgumentError); ArgumentError for an `order` other than 1 and 2, for order 2 of several outputs, and
    where no argument is a float.
    """
    if order not in (1, 2):
        raise ArgumentError(f"order must be 1 or 2, not {order!r}")
    if TABLE.find(function) is None:
        function = getattr(function, "py_func", function)  # of a function that numba compiled: its Python is what is read
    subject = Subject.of(function)
    bound, _ = subject.bind(args, {})
    names = subject.parameters(len(bound))
    point = Point(function, bound, _active(subject, args, len(bound), argnums), names)
    value = function(*copies(bound))
    epsilon = epsilon_of((bound, value))
    loose = (rtol, rtol) if rtol is not None else (epsilon**DIFFERENCES, epsilon**TRANSPOSE)
    test = Test(*loose, atol, epsilon, np.random.default_rng(seed), Watch())
    rows = first_order(test, point, value)
    if order == 2:
        rows += second_order(test, point, value)
    changed = ", ".join(dict.fromkeys(test.watch.modifying))
    rows.insert(1, Row("arguments", float(len(test.watch.modifying)), 0.0, not changed, changed and f"modified by {changed}"))
    return required(subject.name, rows)


def _active(subject: Subject, args: tuple, count: int, argnums: Argnums | None) -> tuple[int, ...]:
    if argnums is not None:
        single = isinstance(argnums, (int, str, np.integer))
        return tuple(subject.position(a, count) for a in ((argnums,) if single else argnums))
    active = tuple(i for i, arg in enumerate(args) if has_floats(arg))
    if not active:
        raise ArgumentError(f"no argument of {subject.name} is a float or float array, or holds one: pass one, or say which")
    return active


# The tests -----------------------------------------------------------------------------------------------------------


def first_order(test: Test, point: Point, value: Any) -> list[Row]:
    """The value, tangents and adjoints of a user's function."""
    outputs = seeded_outputs(value)
    steps = point.directions(test.rng)
    values, dots, rows = tangents(test, point, value, steps)
    seeds = seeds_for(value, outputs, test.rng)
    worst: dict[int, Row] = {}
    for title, found, bars, given in reverse_functions(test, point, value, outputs, seeds):
        values += [] if found is None else [(title, found[0])]
        for k, name in point.named():
            like = point.args[point.active[k]]
            row = transposed(test, f"adjoint in {name}", title, (given, dots[k], outputs), (bars[k], steps[k]), like)
            worst[k] = max(worst.get(k, row), row, key=worse)
    return [_value_row(values, value), *rows, *worst.values()]


def second_order(test: Test, point: Point, value: Any) -> list[Row]:
    """Tangent, adjoint and symmetry of the gradient of f, or of <ȳ, f>."""
    gradient = gradient_point(test, point, value)
    bars = gradient.function(*copies(gradient.args))
    outputs = seeded_outputs(bars)
    steps = gradient.directions(test.rng)
    _, dots, rows = tangents(test, gradient, bars, steps, "gradient's ")
    seeds = seeds_for(bars, outputs, test.rng)
    pulled = test.watch("gradient's adjoint", adjoint(gradient.function, gradient.active), *gradient.args, *seeds)
    for k, name in point.named():
        like = point.args[point.active[k]]
        rows.append(
            transposed(test, f"gradient's adjoint in {name}", "adjoint", (seeds, dots[k], outputs), (pulled[k], steps[k]), like)
        )
    return [*rows, symmetry(test, gradient)]


def gradient_point(test: Test, point: Point, value: Any) -> Point:
    """The gradient as the function to check: of f where that is a number, else the adjoint with ȳ as one more argument."""
    if is_real_number(value):
        return Point(grad(point.function, point.active), point.args, point.active, point.names)
    outputs = seeded_outputs(value)
    if len(outputs) > 1:
        raise ArgumentError(f"order 2 needs one output, and this function has {len(outputs)}: check order 1")
    seeds = seeds_for(value, outputs, test.rng)
    return Point(adjoint(point.function, point.active), (*point.args, *seeds), point.active, point.names)


def tangents(test: Test, point: Point, value: Any, steps: list, prefix: str = "") -> tuple[list, list, list[Row]]:
    """For each active argument alone: the value the tangent function returns, the tangent's leaves, and a row."""
    push = tangent(point.function, point.active)
    values, dots, rows = [], [], []
    for k, name in point.named():
        given = [step if j == k else still(step) for j, step in enumerate(steps)]
        found, dot = test.watch(f"{prefix}tangent", push, *point.args, *given)
        values.append(("tangent", found))
        dots.append(leaves(dot))
        rows.append(against_differences(test, f"{prefix}tangent in {name}", point, value, dots[k], (point.active[k], steps[k])))
    return values, dots, rows


def reverse_functions(test: Test, point: Point, value: Any, outputs: list[int], seeds: list) -> Iterator[tuple]:
    """`(title, (value,) or None, bars, seeds)` of every generated function of reverse mode there is."""
    function, args, active = point.function, point.args, point.active
    yield "adjoint", None, test.watch("adjoint", adjoint(function, active), *args, *seeds), seeds
    if is_real_number(value):
        found, bars = test.watch("value_and_grad", value_and_grad(function, active), *args)
        yield "value_and_grad", (found,), bars, [1.0] * len(outputs)
    if set(active) == {i for i, arg in enumerate(args) if kinds.holds(kind_of(arg), is_continuous)}:
        pulled = dict(zip(outputs, seeds))
        bar = iter([pulled.get(i, zero(leaf)) for i, leaf in enumerate(leaves(value))])
        found, pullback = test.watch("vjp", lambda *a: vjp(function, *a), *args)
        bars = test.watch("the pullback of vjp", pullback, mapped(lambda _: next(bar), value))
        yield "vjp", (found,), [bars[i] for i in active], seeds


def against_differences(test: Test, name: str, point: Point, value: Any, dot: list, along: tuple[int, Any]) -> Row:
    """The tangent `dot` along a direction in one argument, against differences, number by number."""
    parts = leaves(value)
    floats = [i for i, leaf in enumerate(parts) if is_float(leaf)]
    owners = np.repeat(floats, [np.size(parts[i]) for i in floats]).astype(int)
    for i in floats:
        wrong = mismatch(dot[i], parts[i])
        if wrong:
            return Row(name, np.inf, 0.0, False, f"{_output(parts, i)} {wrong}")
    if not owners.size:
        return Row(name, 0.0, 0.0, True)

    def curve(step: float) -> np.ndarray:
        try:
            reached = leaves(point.moved(step, *along))
            return flat([reached[i] for i in floats])
        except (ArithmeticError, ValueError):  # outside the function's domain
            return np.full(owners.size, np.nan)

    got = flat([dot[i] for i in floats])
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        want, doubt, rounding = differences(curve, epsilon_of(point.moved(0.0, *along)))
        scale = np.fmax(np.abs(got), np.abs(want))
        largest = {i: np.max(np.abs(as_array(parts[i])), initial=0.0) for i in floats}
        sizes = np.array([largest[i] for i in owners])
        # Differences that do not settle excuse little: a jump or a kink is not rounding.
        excuse = np.fmin(10 * doubt, 0.01 * scale + np.sqrt(test.epsilon) * max(largest.values()))
        bound = test.atol + test.differences * scale + excuse + 10 * (rounding + test.epsilon * sizes)
        error, bound = np.where(got == want, 0.0, np.abs(got - want)), np.where(np.isfinite(bound), bound, 0.0)
        ratio = np.where(error > 0, error / bound, np.where(np.isnan(error), np.inf, 0.0))
    at = int(np.argmax(ratio))
    detail = f"tangent {got[at]:.9g} against differences {want[at]:.9g} in {_output(parts, owners[at])}"
    settled = doubt[at] <= 0.01 * scale[at]
    detail += "" if settled else ", which do not settle: is there a jump or an end of the domain?"
    return Row(name, float(error[at]), float(bound[at]), bool(error[at] <= bound[at]), detail)


def transposed(test: Test, name: str, title: str, out: tuple, inward: tuple, like: Any) -> Row:
    """<ȳ, ẏ> against <x̄, ẋ>, for the seeded outputs and one argument."""
    seeds, dot, outputs = out
    bar, step = inward
    wrong = mismatch(bar, like)
    if wrong:
        return Row(name, np.inf, 0.0, False, f"{title} {wrong}")
    left = flat([as_array(seed) * as_array(dot[i]) for seed, i in zip(seeds, outputs)]).real
    right = products(bar, step)
    bound = test.atol + test.transpose * (np.sum(np.abs(left)) + np.sum(np.abs(right)))
    return pair(name, (f"<{title}, ẋ>", np.sum(right)), ("<ȳ, tangent>", np.sum(left)), bound)


def products(bars: Any, steps: Any) -> np.ndarray:
    """The terms of <bars, steps>, of two nests alike; what does not move has None or zero among the steps.

    Of complex numbers, the real parts: that is what an adjoint and a tangent give together.
    """
    pairs = zip(leaves(bars), leaves(steps), strict=True)
    return flat([as_array(bar) * as_array(step) for bar, step in pairs if step is not None and bar is not None]).real


def symmetry(test: Test, gradient: Point) -> Row:
    """<u, H v> against <v, H u>."""
    push = tangent(gradient.function, gradient.active)
    u, v = gradient.directions(test.rng), gradient.directions(test.rng)
    along_u, along_v = (test.watch("gradient's tangent", push, *gradient.args, *step)[1] for step in (u, v))
    left, right = products(along_v, tuple(u)), products(along_u, tuple(v))
    bound = test.atol + test.transpose * (np.sum(np.abs(left)) + np.sum(np.abs(right)))
    return pair("second derivatives symmetric", ("<u, Hv>", np.sum(left)), ("<v, Hu>", np.sum(right)), bound)


def _output(parts: list, i: int) -> str:
    return "the value" if len(parts) == 1 else f"output {i}"


def _value_row(values: list[tuple[str, Any]], value: Any) -> Row:
    """Every value found, against f's: the same types and the same bits."""
    for title, found in values:
        if not identical(found, value):
            detail = f"{title} returns {short(found)}, the function {short(value)}"
            return Row("value", distance(found, value), 0.0, False, detail)
    return Row("value", 0.0, 0.0, True)
