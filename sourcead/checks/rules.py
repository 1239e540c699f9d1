"""Whether a rule is right: a function of one statement is made of what has the rule, and differentiated as any other is.

    value, kind      of the generated functions: the function's own; the kind a rule declares is the one observed
    tangent          against differences of order six, and an imaginary step where the function takes one
    transpose        <ȳ, J ẋ> = <Jᵀ ȳ, ẋ>, to rounding
    adjoint's ...    the same of the adjoint, and of the tangent: all four ways to a second derivative
    float32          derivatives in the precision of what they belong to, and as those in double precision
    broadcasting     of partials: numbers with arrays, rows with columns

The functions differentiated are in the IR and go the road of those of users: `pipeline.derive`, text, compiled function.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Iterable, Mapping, Sequence

import numpy as np

from ..errors import ArgumentError
from ..frontend.callables import name_of
from ..ir import kinds
from ..ir.kinds import UNKNOWN, Kind, Scalar, is_number, kind_of
from ..ir.nodes import Const, Function, Var
from ..ir.primitives import Primitive
from ..rules.table import TABLE, Nondifferentiable, Partials
from ..transform.adjoint import output_leaves
from .differences import complex_step, sixth_order
from .report import Report, Row, exactly, pair, required
from .statements import Call, active_positions, derived, runner, single
from .values import as_array, copies, flat, identical, is_float, leaves, mapped, short

STEP, COARSE_STEP = 1e-3, 0.2  # the latter for what rounds to a low precision, and is otherwise linear
# What rounding leaves in differences where a slope is small: of each value, of the largest one, and of steps in between.
NOISE, LITTLE, TINY, CLOSER = 1e-2, 1e-3, 1e-12, 32
ANALYTIC, IMAGINARY = 1e-4, 1e-9  # how near differences an imaginary step must come to count, and how near it the tangent


@dataclass(frozen=True)
class Bounds:
    """How far off numbers may be, relative to the largest of their kind, one at least."""

    difference: float = 1e-7
    transpose: float = 1e-11

    def looser(self, factor: float) -> "Bounds":
        return replace(self, difference=factor * self.difference)


def check_rule(
    function: Callable, *args: Any, order: int = 2, rtol: float | None = None, seed: int = 0, **options: Any
) -> Report:
    """Test the rule of a function at these arguments; the report of all tests where all pass.

        check_rule(softplus, np.array([0.3, -1.2]))
        check_rule(solve, A, b, lower=True)

    The tangent is compared with differences of the function, the adjoint with the tangent by <ȳ, Jẋ> = <Jᵀȳ, ẋ> for random
    ẋ and ȳ; with `order` 2 the adjoint and the tangent are then tested like the function. Kinds declared must be those
    observed, arguments stay as they are, the result must be the function's own, and the same again. Float arguments are
    taken in float32 too, those of partials as numbers, arrays, and arrays that broadcast, those of rules that hold for complex
    numbers as such. `rtol` is relative to derivatives, by default 1e-7 for differences and 1e-11 for the transpose.

    Raises CheckFailed, an AssertionError, naming the tests that failed with their numbers; ArgumentError where the function
    has no rule, or not for such arguments; what generating the derivatives raises.
    """
    primitive = TABLE.find(function)
    if primitive is None:
        raise ArgumentError(f"{name_of(function)} has no rule: give it one with partials, linear, multilinear or general")
    if order not in (1, 2):
        raise ArgumentError(f"order must be 1 or 2, not {order!r}")
    operands, settings = bound(primitive, args, options)
    bounds = Bounds() if rtol is None else Bounds(rtol, rtol)
    rows = conduct(primitive, operands, settings)
    if not isinstance(TABLE.row(primitive), Nondifferentiable):
        rows += _derivatives(primitive, operands, settings, np.random.default_rng(seed), bounds, order)
    return required(name_of(function), rows)


def _derivatives(
    primitive: Primitive, operands: list[Any], settings: dict[str, Any], rng: np.random.Generator, bounds: Bounds, order: int
) -> list[Row]:
    """Those of all forms in double precision, then those in single precision where the arguments can be had so."""
    check, rows = orders if order == 2 else first_order, []
    wide, narrow = widened(operands), narrowed(operands)
    for form, values in forms(primitive, wide, settings):
        prefix = f"{form}: " if form else ""
        rows += [replace(row, name=f"{prefix}{row.name}") for row in check(*single(primitive, values, settings), rng, bounds)]
    if not identical(narrow, wide):
        rows += in_float32(single(primitive, narrow, settings), single(primitive, widened(narrow), settings), rng)
    return rows


def bound(primitive: Primitive, args: Sequence[Any], options: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The operands and settings of a call, defaults in place. Raises ArgumentError for what is no call of it."""
    if primitive.variadic:
        return list(args), dict(options)
    slots = [*primitive.operands, *primitive.options]
    in_order = [slot for slot in slots if slot not in primitive.keywords]
    given = {**dict(zip(in_order, args)), **options}
    wrong = [key for key in options if key not in slots or key in in_order[: len(args)]]
    if len(args) > len(in_order) or wrong:
        raise ArgumentError(f"{primitive.title} takes ({', '.join(slots)}): {wrong[0] if wrong else len(args)} does not fit")
    given = {**dict.fromkeys(primitive.keywords.intersection(primitive.operands)), **primitive.defaults, **given}
    missing = [key for key in primitive.operands if key not in given]
    if missing:
        raise ArgumentError(f"{primitive.title} lacks its argument {missing[0]!r}")
    return [given[key] for key in primitive.operands], {k: given[k] for k in primitive.options if k in given}


# -- what a function does, besides its derivatives --------------------------------------------------------------------------


def conduct(primitive: Primitive, operands: list[Any], settings: dict[str, Any]) -> list[Row]:
    """Whether a function is one of its arguments, leaves them alone, gives what is its own, and of the kind its rule says."""
    given = copies(operands)
    value, again = (primitive.call(*given, **settings) for _ in range(2))
    atoms = tuple(Var(kind_of(a), "x") if _is_data(a) else Const(a) for a in operands)
    declared = primitive.result(atoms, {key: Const(v) for key, v in settings.items()})
    observed = kinds.Array("object", value.ndim) if kinds.holds_objects(kind_of(value)) else kind_of(value)
    if isinstance(declared, kinds.Sequence) and isinstance(value, declared.type):  # named results are tuples too
        observed = kinds.Sequence(declared.type, tuple(map(kind_of, value)))
    changed = "" if identical(given, list(operands)) else "the function changes its arguments"
    arrays = [a for a in leaves(given) if isinstance(a, np.ndarray)]
    lent = [r for r in leaves(value) if isinstance(r, np.ndarray) and any(np.shares_memory(r, a) for a in arrays)]
    own = "the result shares memory with an argument: return a copy" if lent and not primitive.view else ""
    same = "" if identical(value, again) else f"called twice, the function gives {short(value)} and {short(again)}"
    wrong = "" if declared in (observed, UNKNOWN) else f"the rule says {declared}, and the function gives {observed}"
    return [exactly("arguments", changed), exactly("result", own), exactly("same again", same), exactly("kind", wrong)]


def _is_data(value: Any) -> bool:
    return is_number(kind_of(value))


def forms(primitive: Primitive, operands: list[Any], settings: dict[str, Any]) -> Iterable[tuple[str, list[Any]]]:
    """The arguments as they are given; those of partials also as numbers and as arrays, as far as the function takes them."""
    yield "", operands
    row = TABLE.row(primitive)
    if primitive.own and row.over_complex and not any(map(np.iscomplexobj, operands)):
        turned = [a * (1 + 0.3j) if is_float(a) else a for a in operands]
        if _takes(primitive, turned, settings):
            yield "complex", turned
    if not isinstance(row, Partials):
        return
    places = [i for i, a in enumerate(operands) if is_float(a)]
    shapes = {"number": [()] * len(places), "numbers in arrays": [(2, 3)] * len(places)}
    if len(places) > 1:
        shapes["a row and a column"] = [(1, 3) if k % 2 else (2, 1) for k in range(len(places))]
        shapes["a number and an array"] = [(3,) if k % 2 else () for k in range(len(places))]
        shapes["an array and a number"] = [() if k % 2 else (3,) for k in range(len(places))]
    for form, wanted in shapes.items():
        values = list(operands)
        for i, shape in zip(places, wanted):
            values[i] = _shaped(operands[i], shape)
        if _takes(primitive, values, settings):
            yield form, values


def _shaped(value: Any, shape: tuple[int, ...]) -> Any:
    """The elements of a value in another shape, those that are repeated a little apart."""
    spread = as_array(np.resize(np.ravel(value), shape)) * (1 + 0.01 * np.arange(np.prod(shape, dtype=int)).reshape(shape))
    return spread if shape else spread.item()


def _takes(primitive: Primitive, values: list[Any], settings: dict[str, Any]) -> bool:
    """Whether a function can be called so at all: of Python's numbers, it takes no arrays."""
    try:
        with np.errstate(all="ignore"):
            return all(np.all(np.isfinite(as_array(v))) for v in leaves(primitive.call(*values, **settings)))
    except Exception:
        return False


def narrowed(values: list[Any]) -> list[Any]:
    """Values with their doubles, those of arrays and NumPy's, in single precision."""
    return mapped(lambda part: _of_dtype(part, np.float64, np.float32), values)


def widened(values: list[Any]) -> list[Any]:
    return mapped(lambda part: _of_dtype(part, np.float32, np.float64), values)


def _of_dtype(part: Any, old: type, new: type) -> Any:
    return part.astype(new) if isinstance(part, (np.ndarray, np.generic)) and part.dtype == old else part


# -- derivatives ----------------------------------------------------------------------------------------------------------


def draw_like(rng: np.random.Generator, value: Any) -> Any:
    """A random direction or adjoint of the kind of `value`, of the order of one."""
    if np.iscomplexobj(value):
        drawn = rng.uniform(-1, 1, np.shape(value)) + 1j * rng.uniform(-1, 1, np.shape(value))
        return np.asarray(drawn, value.dtype) if isinstance(value, np.ndarray) else type(value)(drawn)
    if isinstance(value, np.ndarray):
        return rng.uniform(-1, 1, value.shape).astype(value.dtype if value.dtype.kind == "f" else float)
    kind = type(value) if isinstance(value, np.floating) else float
    return kind(rng.uniform(-1, 1))


def first_order(
    function: Function, args: list[Any], rng: np.random.Generator, bounds: Bounds = Bounds(), prefix: str = ""
) -> list[Row]:
    """Value, tangent and adjoint of `function` at `args`, with respect to all real parameters."""
    active = active_positions(function)
    if not active:
        return []
    run = runner(function)
    values = run(args)
    dots = {i: _scaled(args[i], draw_like(rng, args[i])) for i in active}
    push = runner(derived(function, "tangent", active))
    pushed = push([*args, *dots.values()])
    slopes = pushed[len(values) :]
    rows = [_values(f"{prefix}value", function, values, pushed)]
    rows.append(_slopes(f"{prefix}tangent", function, args, dots, slopes, bounds))
    bars = [draw_like(rng, value) for value in values]
    seeds = [bars[leaf] for leaf in output_leaves(function)]
    pulled = runner(derived(function, "adjoint", active))([*args, *seeds])
    wrong = [w for bar, i in zip(pulled, active, strict=True) if (w := _misfit(bar, args[i], function.params[i].name))]
    rows.append(exactly(f"{prefix}adjoint", wrong[0] if wrong else ""))
    if not wrong:
        inward = (pulled, list(dots.values()))
        rows.append(_transposed(f"{prefix}transpose", function, (bars, slopes), inward, bounds))
    return rows


def orders(function: Function, args: list[Any], rng: np.random.Generator, bounds: Bounds = Bounds()) -> list[Row]:
    """The function, its adjoint and its tangent, each in both modes: all four ways to a second derivative."""
    rows = first_order(function, args, rng, bounds)
    if not rows or not all(row.ok for row in rows):
        return rows
    active = active_positions(function)
    values = runner(function)(args)
    looser = bounds.looser(10)
    adjoint = replace(derived(function, "adjoint", active), defaults=())
    rows += first_order(adjoint, [*args, *(draw_like(rng, v) for v in values)], rng, looser, "adjoint's ")
    tangent = derived(function, "tangent", active)
    return rows + first_order(tangent, [*args, *(draw_like(rng, args[i]) for i in active)], rng, looser, "tangent's ")


def in_float32(
    narrow: tuple[Function, list[Any]], wide: tuple[Function, list[Any]], rng: np.random.Generator, accuracy: float = 2e-5
) -> list[Row]:
    """Derivatives in single precision have that precision, and agree with those in double precision."""
    (function, args), (precise, wide_args) = narrow, wide
    active = active_positions(function)
    dots = [draw_like(rng, args[i]) for i in active]
    results = runner(derived(function, "tangent", active))([*args, *dots])
    values, slopes = results[: len(results) // 2], results[len(results) // 2 :]
    expected = runner(derived(precise, "tangent", active))([*wide_args, *(np.asarray(d, float)[()] for d in dots)])[len(values) :]
    pairs = [(kind_of(slope), kind_of(value)) for slope, value in zip(slopes, values)]
    kept = [f"a derivative is {own} for a value that is {kind}" for own, kind in pairs if own != kind]
    rows = [_values("float32: value", function, runner(function)(args), values)]
    rows.append(exactly("float32: kind of the tangent", kept[0] if kept else ""))
    if not kept:
        bound = accuracy * max(1, *(np.max(np.abs(e), initial=0.0) for e in expected))
        rows.append(_near("float32: tangent", slopes, expected, bound, bound, "the one in double precision"))
    bars = runner(derived(function, "adjoint", active))([*args, *(draw_like(rng, v) for v in values)])
    wrong = [w for bar, i in zip(bars, active, strict=True) if (w := _misfit(bar, args[i], function.params[i].name))]
    return [*rows, exactly("float32: kind of the adjoint", wrong[0] if wrong else "")]


def _scaled(value: Any, direction: Any) -> Any:
    """A direction of the order of magnitude of the value, by a power of ten: one for what is near one."""
    size = np.max(np.abs(as_array(value)), initial=0.0)
    if not 0 < size < np.inf or 0.1 <= size < 10.0:
        return direction
    scaled = direction * 10.0 ** np.floor(np.log10(size))
    return scaled.astype(direction.dtype) if isinstance(direction, np.ndarray) else type(direction)(scaled)


def _values(name: str, function: Function, values: list[Any], returned: list[Any]) -> Row:
    """A tangent returns the function's value bit for bit, of the kind that was declared."""
    for plain, found, atom in zip(values, returned, function.body.yields):
        if not kind_of(found) == kind_of(plain) == atom.kind:
            return exactly(name, f"{kind_of(found)} is returned and {kind_of(plain)} is the value, declared as {atom.kind}")
        if not np.array_equal(plain, found, equal_nan=True):
            return exactly(name, f"{short(found)} is returned, {short(plain)} is the value")
    return exactly(name, "")


def _slopes(name: str, function: Function, args: list[Any], dots: dict[int, Any], slopes: list[Any], bounds: Bounds) -> Row:
    """A tangent against differences; where it is wrong, the argument in which it is."""
    run = runner(function)
    values = run(args)
    for slope, value in zip(slopes, values):
        if np.shape(slope) != np.shape(value):
            return exactly(name, f"a tangent of shape {np.shape(slope)} for a value of shape {np.shape(value)}")
    row = _against_differences(name, function, run, args, dots, slopes, bounds)
    if row.ok or len(dots) == 1:
        return row
    push = runner(derived(function, "tangent", list(dots)))
    for i in dots:  # which of them is it
        alone = {j: dot if j == i else 0 * dot for j, dot in dots.items()}
        found = push([*args, *alone.values()])[len(values) :]
        named = _against_differences(name, function, run, args, alone, found, bounds)
        if not named.ok:
            return replace(named, detail=f"in {function.params[i].name}: {named.detail}")
    return row


def _against_differences(
    name: str, function: Function, run: Call, args: list[Any], dots: dict[int, Any], slopes: list[Any], bounds: Bounds
) -> Row:
    def curve(step: complex) -> list[Any]:
        return run([a + step * dots[i] if i in dots else a for i, a in enumerate(args)])

    rounding = rounding_of(function)
    step = STEP if rounding < 1e-10 else COARSE_STEP
    relative = max(bounds.difference, 10 * rounding / step, bounds.transpose)
    sizes = np.abs(flat(run(args)))
    moving = max(np.max(np.abs(dot), initial=0.0) for dot in dots.values())
    noise = relative * (NOISE * sizes + LITTLE * np.max(sizes, initial=0.0)) + TINY * min(moving, 1.0)
    wanted = sixth_order(curve, step)
    row = _near(name, slopes, wanted, relative, noise, "differences")
    if not row.ok:  # a kink or jump near by is left out by steps that are smaller
        closer = _near(name, slopes, sixth_order(curve, step / CLOSER), relative, CLOSER * noise, "differences")
        return closer if closer.ok else row
    real = not any(map(np.iscomplexobj, args))
    exact = complex_step(curve) if real and rounding < 1e-10 and relative < ANALYTIC else None
    if exact is None or list(map(np.shape, exact)) != list(map(np.shape, wanted)) or not _near(name, exact, wanted, ANALYTIC, noise, "").ok:
        return row
    return _near(name, slopes, exact, IMAGINARY, IMAGINARY / relative * noise, "an imaginary step")


def _near(name: str, found: list[Any], wanted: list[Any], relative: float, absolute: Any, what: str) -> Row:
    """Numbers one by one: the worst of them."""
    got, want = flat(found), flat(wanted)
    if not got.size:
        return Row(name, 0.0, 0.0, True)
    error = np.where(got == want, 0.0, np.abs(got - want))
    both = np.isnan(got) & np.isnan(want)
    bound = absolute + relative * np.abs(want)
    error, bound = np.where(both, 0.0, error), np.where(both, 0.0, bound)
    ratio = np.where(both, 0.0, np.where(np.isnan(error), np.inf, error / np.where(both, 1.0, bound)))
    at = int(np.argmax(ratio))
    detail = f"{got[at]:.9g} against {what} {want[at]:.9g}" + (f" in element {at} of {got.size}" if got.size > 1 else "")
    return Row(name, float(error[at]), float(bound[at]), bool(ratio[at] <= 1), detail)


def _transposed(name: str, function: Function, out: tuple[list, list], inward: tuple[list, list], bounds: Bounds) -> Row:
    """<ȳ, ẏ> against <x̄, ẋ>; of complex numbers the real parts, which an adjoint and a tangent give together."""
    forward, reverse = (flat(out[0]) * flat(out[1])), (flat(inward[0]) * flat(inward[1])).real
    bound = max(bounds.transpose, 4 * rounding_of(function)) * (1 + np.sum(np.abs(forward)))
    return pair(name, ("<adjoint, ẋ>", np.sum(reverse)), ("<ȳ, tangent>", np.sum(forward.real)), float(bound))


def _misfit(bar: Any, argument: Any, name: str) -> str:
    """What is wrong with the kind or shape of an adjoint."""
    wanted = derivative_kind(kind_of(argument))
    if kind_of(bar) != wanted:
        return f"the adjoint of {name} is {kind_of(bar)}, and should be {wanted}"
    same = np.shape(bar) == np.shape(argument)
    return "" if same else f"the adjoint of {name} has the shape {np.shape(bar)}, and should have {np.shape(argument)}"


def rounding_of(function: Function) -> float:
    """The rounding error of the least precise number a function computes with."""
    found = [v.kind for v in (*function.params, *(s.out for s in function.body.stmts)) if is_number(v.kind)]
    floats = [k for k in found if not kinds.holds_objects(k) and np.dtype(k.dtype).kind in "fc"]
    return max([float(np.finfo(k.dtype).eps) for k in floats], default=0.0)


def derivative_kind(kind: Kind) -> Kind:
    """The kind of the derivative with respect to an argument of this kind."""
    if kind == Scalar("int"):
        return Scalar("float")
    return Scalar("float64") if isinstance(kind, Scalar) and np.dtype(kind.dtype).kind in "iu" else kind
