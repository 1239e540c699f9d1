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
from typing import Any, Callable, Iterator, Sequence

import numpy as np

from .api import adjoint, grad, tangent, value_and_grad, vjp
from .errors import ArgumentError, SourceadError
from .ir.builder import nest_leaves, nest_map
from .ir.kinds import is_number, is_continuous, kind_of
from .subject import Argnums, Subject

# What is asked for without `rtol`, as powers of the coarsest machine epsilon among arguments and values.
DIFFERENCES, TRANSPOSE = 0.4, 0.5
# Steps in no simple ratio: halved ones can all be near multiples of an oscillation's period.
FIRST_STEP, RATIO, STEPS, COLUMNS = 0.125, 2.2, 24, 5


@dataclass(frozen=True)
class Row:
    """One test: how far off the worst number was, how far it may be, and which number that was."""

    name: str
    error: float
    bound: float
    ok: bool
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """All tests of a function; prints as a table."""

    name: str
    rows: tuple[Row, ...]

    @property
    def ok(self) -> bool:
        return all(row.ok for row in self.rows)

    @property
    def failures(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.ok)

    def __str__(self) -> str:
        width = max(len("check"), *(len(row.name) for row in self.rows))
        lines = [f"{'check':{width}}  {'error':>8}  {'bound':>8}"]
        for row in self.rows:
            lines.append(f"{row.name:{width}}  {row.error:8.1e}  {row.bound:8.1e}  {'ok' if row.ok else 'FAILED'}")
        return "\n".join(lines)


class CheckFailed(SourceadError, AssertionError):
    """A derivative is wrong, or does not exist at this point. `report` holds all rows."""

    def __init__(self, report: Report):
        self.report = report
        failed = [f"  {row.name}: {row.detail} (error {row.error:.3g}, bound {row.bound:.3g})" for row in report.failures]
        super().__init__(f"{report.name}: {len(failed)} of {len(report.rows)} checks failed\n" + "\n".join(failed))


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
        return [_direction(self.args[i], rng) for i in self.active]

    def moved(self, step: float, position: int, direction: Any) -> Any:
        """The function's value with one argument moved along a direction, computed from floats of 64 bits at least."""
        args = [nest_map(arg, _widened) for arg in copies(self.args)]
        args[position] = _like(args[position], _array(args[position]) + step * _array(direction))
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
    all floats and float arrays without it. `rtol` is relative to each derivative, by default 5e-7 for differences and 1e-8
    for the transpose (float32: 2e-3, 3e-4); what rounding does to differences is allowed for besides, and `atol`.

    Raises CheckFailed, an AssertionError, naming the tests that failed with their numbers; what the derivatives themselves
    raise (Refused, ArgumentError); ArgumentError for an `order` other than 1 and 2, for order 2 of several outputs, and
    where no argument is a float.
    """
    if order not in (1, 2):
        raise ArgumentError(f"order must be 1 or 2, not {order!r}")
    subject = Subject.of(function)
    bound, _ = subject.bind(args, {})
    names = subject.parameters(len(bound))
    point = Point(function, bound, _active(subject, args, len(bound), argnums), names)
    value = function(*copies(bound))
    epsilon = _epsilon((bound, value))
    loose = (rtol, rtol) if rtol is not None else (epsilon**DIFFERENCES, epsilon**TRANSPOSE)
    test = Test(*loose, atol, epsilon, np.random.default_rng(seed), Watch())
    rows = first_order(test, point, value)
    if order == 2:
        rows += second_order(test, point, value)
    changed = ", ".join(dict.fromkeys(test.watch.modifying))
    rows.insert(1, Row("arguments", float(len(test.watch.modifying)), 0.0, not changed, changed and f"modified by {changed}"))
    report = Report(subject.name, tuple(rows))
    if not report.ok:
        raise CheckFailed(report)
    return report


def _active(subject: Subject, args: tuple, count: int, argnums: Argnums | None) -> tuple[int, ...]:
    if argnums is not None:
        single = isinstance(argnums, (int, str, np.integer))
        return tuple(subject.position(a, count) for a in ((argnums,) if single else argnums))
    active = tuple(i for i, arg in enumerate(args) if is_float(arg))
    if not active:
        raise ArgumentError(f"no argument of {subject.name} is a float or float array: pass one, or say which arguments to check")
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
            worst[k] = max(worst.get(k, row), row, key=_badness)
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
    if is_float(value) and np.ndim(value) == 0 and not isinstance(value, np.ndarray):
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
        given = [step if j == k else _like(step, 0.0 * _array(step)) for j, step in enumerate(steps)]
        found, dot = test.watch(f"{prefix}tangent", push, *point.args, *given)
        values.append(("tangent", found))
        dots.append(nest_leaves(dot))
        rows.append(against_differences(test, f"{prefix}tangent in {name}", point, value, dots[k], (point.active[k], steps[k])))
    return values, dots, rows


def reverse_functions(test: Test, point: Point, value: Any, outputs: list[int], seeds: list) -> Iterator[tuple]:
    """`(title, (value,) or None, bars, seeds)` of every generated function of reverse mode there is."""
    function, args, active = point.function, point.args, point.active
    yield "adjoint", None, test.watch("adjoint", adjoint(function, active), *args, *seeds), seeds
    if is_float(value) and not isinstance(value, np.ndarray):
        found, bars = test.watch("value_and_grad", value_and_grad(function, active), *args)
        yield "value_and_grad", (found,), bars, [1.0] * len(outputs)
    if set(active) == {i for i, arg in enumerate(args) if is_continuous(kind_of(arg))}:
        pulled = dict(zip(outputs, seeds))
        bar = iter([pulled.get(i, _zero(leaf)) for i, leaf in enumerate(nest_leaves(value))])
        found, pullback = test.watch("vjp", lambda *a: vjp(function, *a), *args)
        bars = test.watch("the pullback of vjp", pullback, nest_map(value, lambda _: next(bar)))
        yield "vjp", (found,), [bars[i] for i in active], seeds


def against_differences(test: Test, name: str, point: Point, value: Any, dot: list, along: tuple[int, Any]) -> Row:
    """The tangent `dot` along a direction in one argument, against differences, number by number."""
    leaves = nest_leaves(value)
    floats = [i for i, leaf in enumerate(leaves) if is_float(leaf)]
    owners = np.repeat(floats, [np.size(leaves[i]) for i in floats]).astype(int)
    for i in floats:
        wrong = _mismatch(dot[i], leaves[i])
        if wrong:
            return Row(name, np.inf, 0.0, False, f"{_output(leaves, i)} {wrong}")
    if not owners.size:
        return Row(name, 0.0, 0.0, True)

    def curve(step: float) -> np.ndarray:
        try:
            moved = nest_leaves(point.moved(step, *along))
            return _flat([moved[i] for i in floats])
        except (ArithmeticError, ValueError):  # outside the function's domain
            return np.full(owners.size, np.nan)

    got = _flat([dot[i] for i in floats])
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        want, doubt, rounding = differences(curve, _epsilon(point.moved(0.0, *along)))
        scale = np.fmax(np.abs(got), np.abs(want))
        largest = {i: np.max(np.abs(_array(leaves[i])), initial=0.0) for i in floats}
        sizes = np.array([largest[i] for i in owners])
        # Differences that do not settle excuse little: a jump or a kink is not rounding.
        excuse = np.fmin(10 * doubt, 0.01 * scale + np.sqrt(test.epsilon) * max(largest.values()))
        bound = test.atol + test.differences * scale + excuse + 10 * (rounding + test.epsilon * sizes)
        error, bound = np.where(got == want, 0.0, np.abs(got - want)), np.where(np.isfinite(bound), bound, 0.0)
        ratio = np.where(error > 0, error / bound, np.where(np.isnan(error), np.inf, 0.0))
    at = int(np.argmax(ratio))
    detail = f"tangent {got[at]:.9g} against differences {want[at]:.9g} in {_output(leaves, owners[at])}"
    settled = doubt[at] <= 0.01 * scale[at]
    detail += "" if settled else ", which do not settle: is there a jump or an end of the domain?"
    return Row(name, float(error[at]), float(bound[at]), bool(error[at] <= bound[at]), detail)


def differences(curve: Callable[[float], np.ndarray], epsilon: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Derivative of a vector-valued curve at 0, how much its last figures differ, and what rounding does to it.

    Central differences at shrinking steps, extrapolated (Ridders, Adv. Eng. Software 4 (1982) 75); each component takes
    the entry of the tableau that agrees best with its neighbours. Steps where the curve is not finite are passed over.
    """
    step, coarser, steepest = FIRST_STEP, [], np.float64(0)
    best = doubt = rounding = None
    for _ in range(STEPS):
        up, down = curve(step), curve(-step)
        row = [(up - down) / (2 * step)]
        for power, entry in enumerate(coarser[: COLUMNS - 1], 1):
            row.append(row[-1] + (row[-1] - entry) / (RATIO ** (2 * power) - 1))
        steepest = np.fmax(steepest, np.abs(row[0]))
        # Values are rounded, and so are the points they are taken at.
        noise = epsilon * (np.fmax(np.abs(up), np.abs(down)) + steepest) / step
        if best is None:
            best, doubt, rounding = np.full_like(up, np.nan), np.full_like(up, np.inf), np.zeros_like(up)
        for entry, left, above in zip(row[1:], row, coarser):
            spread = np.fmax(np.abs(entry - left), np.abs(entry - above))
            better = spread + noise < doubt + rounding
            best, doubt, rounding = (np.where(better, *pair) for pair in ((entry, best), (spread, doubt), (noise, rounding)))
        if np.all((doubt <= 0.1 * epsilon**DIFFERENCES * np.abs(best)) | (doubt <= noise)):
            break
        coarser, step = row, step / RATIO
    return best, doubt, rounding


def transposed(test: Test, name: str, title: str, out: tuple, inward: tuple, like: Any) -> Row:
    """<ȳ, ẏ> against <x̄, ẋ>, for the seeded outputs and one argument."""
    seeds, dot, outputs = out
    bar, step = inward
    wrong = _mismatch(bar, like)
    if wrong:
        return Row(name, np.inf, 0.0, False, f"{title} {wrong}")
    left = _flat([_array(seed) * _array(dot[i]) for seed, i in zip(seeds, outputs)])
    right = _flat([_array(bar) * _array(step)])
    bound = test.atol + test.transpose * (np.sum(np.abs(left)) + np.sum(np.abs(right)))
    return _pair(name, (f"<{title}, ẋ>", np.sum(right)), ("<ȳ, tangent>", np.sum(left)), bound)


def symmetry(test: Test, gradient: Point) -> Row:
    """<u, H v> against <v, H u>."""
    push = tangent(gradient.function, gradient.active)
    u, v = gradient.directions(test.rng), gradient.directions(test.rng)
    along_u, along_v = (nest_leaves(test.watch("gradient's tangent", push, *gradient.args, *step)[1]) for step in (u, v))
    left = _flat([_array(a) * _array(b) for a, b in zip(u, along_v)])
    right = _flat([_array(a) * _array(b) for a, b in zip(v, along_u)])
    bound = test.atol + test.transpose * (np.sum(np.abs(left)) + np.sum(np.abs(right)))
    return _pair("second derivatives symmetric", ("<u, Hv>", np.sum(left)), ("<v, Hu>", np.sum(right)), bound)


def _pair(name: str, one: tuple[str, float], other: tuple[str, float], bound: float) -> Row:
    error = 0.0 if one[1] == other[1] else abs(one[1] - other[1])
    ok = bool(np.isfinite(bound) and error <= bound) or error == 0.0
    return Row(name, float(error), float(bound), ok, f"{one[0]} = {one[1]:.9g} against {other[0]} = {other[1]:.9g}")


def _value_row(values: list[tuple[str, Any]], value: Any) -> Row:
    """Every value found, against f's: the same types and the same bits."""
    for title, found in values:
        if not identical(found, value):
            detail = f"{title} returns {_short(found)}, the function {_short(value)}"
            return Row("value", _distance(found, value), 0.0, False, detail)
    return Row("value", 0.0, 0.0, True)


def _badness(row: Row) -> tuple[bool, float]:
    return not row.ok, row.error / row.bound if row.bound else 0.0


# What adjoints are seeded with ---------------------------------------------------------------------------------------


def seeded_outputs(value: Any) -> list[int]:
    """The leaves of a value that take an adjoint: the numbers among them."""
    return [i for i, leaf in enumerate(nest_leaves(value)) if is_number(kind_of(leaf))]


def seeds_for(value: Any, outputs: list[int], rng: np.random.Generator | None = None) -> list:
    """An adjoint for each of these leaves of a value: random and of the reciprocal size of the leaf, or ones."""
    leaves, seeds = nest_leaves(value), []
    for i in outputs:
        shape = np.shape(leaves[i])
        size = np.max(np.abs(_array(leaves[i])), initial=0.0)
        usual = np.isfinite(size) and size > 0 and rng is not None
        seeds.append(_like(leaves[i], (np.ones(shape) if rng is None else _signed(shape, rng)) / (size if usual else 1.0)))
    return seeds


# Numbers, arrays and nests of them -----------------------------------------------------------------------------------


def identical(one: Any, other: Any) -> bool:
    """Whether two nests hold the same types, shapes and bits; what is no number is compared by ==."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(identical, one.values(), other.values()))
    if isinstance(one, (np.ndarray, np.generic)):
        if one.dtype != other.dtype or one.shape != other.shape:
            return False
        return one.dtype.hasobject or one.tobytes() == other.tobytes()
    if isinstance(one, (float, complex)):
        return np.array(one).tobytes() == np.array(other).tobytes()
    return one is other or bool(one == other)


def is_float(value: Any) -> bool:
    """Whether a value is a float or an array of floats."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind == "f"
    return isinstance(value, float)


def _epsilon(values: Any) -> float:
    """The coarsest precision among the floats of a nest."""
    found = [np.finfo(np.asarray(leaf).dtype).eps for leaf in nest_leaves(values) if is_float(leaf)]
    return float(max(found, default=np.finfo(float).eps))


def _array(value: Any) -> np.ndarray:
    return np.asarray(value, dtype=float)


def _flat(leaves: Sequence[Any]) -> np.ndarray:
    return np.concatenate([np.ravel(_array(leaf)) for leaf in leaves]) if leaves else np.zeros(0)


def _like(model: Any, value: Any) -> Any:
    """A value as an array or number of the type of `model`; floats for integers."""
    if isinstance(model, (np.ndarray, np.generic)):
        dtype = model.dtype if model.dtype.kind == "f" else np.dtype(float)
        return np.array(value, dtype=dtype) if isinstance(model, np.ndarray) else dtype.type(value)
    return float(value)


def _widened(leaf: Any) -> Any:
    """Short floats as float64: what differences of float32 values would show of a derivative is mostly rounding."""
    short = isinstance(leaf, (np.ndarray, np.generic)) and leaf.dtype.kind == "f" and leaf.dtype.itemsize < 8
    return leaf.astype(float) if short else leaf


def _zero(leaf: Any) -> Any:
    """The adjoint of an output that has none."""
    return np.zeros_like(leaf) if isinstance(leaf, (np.ndarray, np.generic)) else 0.0


def copies(args: Sequence[Any]) -> list:
    """The same arguments with arrays of their own, also in tuples, lists and dicts."""
    return [nest_map(arg, lambda leaf: leaf.copy(order="K") if isinstance(leaf, np.ndarray) else leaf) for arg in args]


def _signed(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Numbers between a half and one, of either sign."""
    return rng.uniform(0.5, 1.0, shape) * rng.choice([-1.0, 1.0], shape)


def _direction(value: Any, rng: np.random.Generator) -> Any:
    """Steps in proportion to the elements, so that their signs stay; a thousandth of the largest for those that are tiny."""
    sizes = np.abs(_array(value))
    largest = np.max(sizes, initial=0.0)
    sizes = np.maximum(sizes, 1e-3 * largest) if 0 < largest < np.inf else np.ones_like(sizes)
    return _like(value, sizes * _signed(sizes.shape, rng))


def _mismatch(derivative: Any, like: Any) -> str:
    """What is wrong with the shape or type of a derivative, or nothing."""
    if np.shape(derivative) != np.shape(like):
        return f"has a derivative of shape {np.shape(derivative)} for one of shape {np.shape(like)}"
    got, want = np.asarray(derivative).dtype, np.asarray(like).dtype
    return f"has a derivative of {got} for one of {want}" if want.kind == "f" and got != want else ""


def _output(leaves: list, i: int) -> str:
    return "the value" if len(leaves) == 1 else f"output {i}"


def _short(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def _distance(one: Any, other: Any) -> float:
    """How far two values of one form are apart; infinity where their forms differ."""
    ones, others = nest_leaves(one), nest_leaves(other)
    if len(ones) != len(others) or any(np.shape(a) != np.shape(b) for a, b in zip(ones, others)):
        return float("inf")
    pairs = [(a, b) for a, b in zip(ones, others) if is_float(a) and is_float(b)]
    gaps = np.abs(_flat([a for a, _ in pairs]) - _flat([b for _, b in pairs]))
    return float(np.max(gaps, initial=0.0))
