"""Checking a row of the rules table: a function of one statement is made of it and differentiated as any other is.

    check(function)         value bit for bit, tangent against central differences, adjoint against tangent
    check_orders(function)  the same of the function, of its adjoint and of its tangent

The adjoint is tested by the transpose identity <bar, J dot> = <Jᵀ bar, dot>, which holds to rounding.

The functions differentiated are in the IR and go through the same road as those of users: `pipeline.derive`, then text,
then a compiled function.
"""

from __future__ import annotations

import importlib.util
import warnings
import zlib
from dataclasses import dataclass, replace
from typing import Any, Callable, Iterable, Iterator

import numpy as np

from sourcead import pipeline
from sourcead.backend.compile import compile_function
from sourcead.ir.builder import nest_leaves
from sourcead.ir.kinds import Kind, Scalar, Sequence, is_float, is_number, is_continuous, kind_of
from sourcead.ir.nodes import Block, Const, Function, Let, Var
from sourcead.ir.primitives import Primitive
from sourcead.pipeline import Request
from sourcead.rules.table import OPTIONAL, TABLE, Nondifferentiable, Row, Sample
from sourcead.transform.adjoint import output_leaves

TABLE.load(*(module for module in OPTIONAL if importlib.util.find_spec(module.partition(".")[0])))

# Refused for float32 (tests/rules/test_scipy_calls.py): the type of the result depends on the number of samples.
DOUBLE_ONLY = {"scipy.integrate.simpson"}

Call = Callable[[list[Any]], list[Any]]
STEP = 1e-3


@dataclass(frozen=True, eq=False)
class Case:
    """One row at one sample; `form` says what its numbers are: Python's, NumPy's, or arrays."""

    row: Row
    number: int
    sample: Sample
    form: str
    real: tuple[int, ...] = ()  # of the form 'complex', the arguments that are real all the same

    @property
    def id(self) -> str:
        return "-".join(map(str, (self.row.primitive.spelling, self.number, self.form, *self.real)))

    def rng(self) -> np.random.Generator:
        return np.random.default_rng(zlib.crc32(self.id.encode()))

    @property
    def drawn(self) -> list[int]:
        """The positions of the arguments that are drawn: those a derivative is taken in."""
        return [i for i, a in enumerate(self.sample.args) if is_interval(a)]

    def function(self) -> tuple[Function, list[Any]]:
        """The function of one statement, and its arguments."""
        return single(self.row.primitive, self.args(), dict(self.sample.options), self.drawn)

    def function_of(self, parameters: list[Any]) -> tuple[Function, list[Any]]:
        """The same for other values of its parameters."""
        values = iter(parameters)
        args = [next(values) if is_interval(a) or isinstance(a, np.ndarray) else a for a in self.sample.args]
        return single(self.row.primitive, args, dict(self.sample.options), self.drawn)

    def args(self) -> list[Any]:
        """The arguments, drawn from their intervals; what is no interval is taken as it is."""
        rng = self.rng()
        return [self._draw(rng, i, a) if is_interval(a) else a for i, a in enumerate(self.sample.args)]

    def _draw(self, rng: np.random.Generator, i: int, interval: tuple[float, float]) -> Any:
        """A float ('number'), NumPy scalar ('numpy', 'numpy32'), or array ('array', 'array32', 'complex', without dimensions 'array0');
        a complex number of Python's is 'complex0'."""
        arrays = self.form.startswith(("array", "complex"))
        shape = self.sample.shapes[i] if i < len(self.sample.shapes) else (3,) if arrays and self.form[-1] != "0" else ()
        drawn = np.asarray(rng.uniform(*interval, shape), np.float32 if self.form.endswith("32") else float)
        if self.form.startswith("complex") and i not in self.real:
            drawn = drawn + 1j * rng.uniform(-0.5, 0.5, shape)
        made = self.sample.made[i] if i < len(self.sample.made) else None
        if made is not None:
            return made(drawn)
        if shape or self.form == "array0":
            return drawn
        return drawn.item() if self.form in ("number", "array", "complex", "complex0") else drawn[()]


def is_interval(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(type(v) is float for v in value)


def accepts(row: Row, sample: Sample, form: str) -> bool:
    """Whether the function can be called with such numbers at all: math.sin takes no array."""
    args = Case(row, 0, sample, form).args()
    try:
        value = row.primitive.call(*args, **sample.options)
    except (TypeError, ValueError):
        return False
    return is_continuous(kind_of(value))


def of_lists(row: Row) -> bool:
    """Lists are no arguments of a row: tests/test_in_place.py meets these rows in programs."""
    return getattr(row.primitive.call, "__module__", "") == "sourcead.runtime.lists" or row.primitive.name == "list_sum"


def complex_cases() -> Iterator[Case]:
    """The rows that hold for complex numbers: every argument that is drawn complex, and each of several real once."""
    for row in TABLE.rows.values():
        if not row.over_complex or isinstance(row, Nondifferentiable):
            continue
        for number, sample in enumerate(row.domain):
            drawn = [i for i, a in enumerate(sample.args) if is_interval(a)]
            for real in ((), *((i,) for i in drawn if len(drawn) > 1)):
                for form in ("complex",) if sample.shapes or not row.elementwise else ("complex", "complex0"):
                    case = Case(row, number, sample, form, real)
                    if takes(case):
                        yield case


def takes(case: Case) -> bool:
    """Whether the function takes such numbers, without a word about what it leaves out of them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            case.row.primitive.call(*case.args(), **case.sample.options)
    except (TypeError, ValueError, np.exceptions.ComplexWarning):
        return False
    return True


def cases(forms: Iterable[str] = ("number", "numpy", "array")) -> Iterator[Case]:
    """Every differentiable row at every sample of its domain, in every form it takes; shapes that are given fix the form."""
    for row in TABLE.rows.values():
        if isinstance(row, Nondifferentiable):
            continue
        for number, sample in enumerate(row.domain):
            if sample.only_complex:
                continue
            fixed = bool(sample.shapes) or not row.elementwise
            for form in forms:
                if form.endswith("32") and row.primitive.spelling in DOUBLE_ONLY:
                    continue
                if form in ("array", "array32") if fixed else accepts(row, sample, form):
                    yield Case(row, number, sample, form)


def single(fn: Primitive, args: list[Any], options: dict[str, Any], active: Iterable[int]) -> tuple[Function, list[Any]]:
    """The function of one statement `fn(*args, **options)`, and its arguments: arrays and active numbers are parameters.

    A tuple it gives is taken apart, and the numbers in it are what the function returns.
    """
    active = set(active)
    atoms = [Var(kind_of(a), f"x{i}") if i in active or isinstance(a, np.ndarray) else Const(a) for i, a in enumerate(args)]
    consts = {key: Const(value) for key, value in options.items()}
    out = Var(fn.result(tuple(atoms), consts), "y")
    stmt = Let(out, fn, tuple(atoms), tuple(consts.items()), None, exact=True)
    params = tuple(a for a in atoms if isinstance(a, Var))
    values = [v for v, a in zip(args, atoms) if isinstance(a, Var)]
    if not isinstance(out.kind, Sequence):
        return Function("f", params, Block((stmt,), (out,)), 0), values
    picked = [(i, Var(kind, f"y{i}")) for i, kind in enumerate(out.kind.items) if is_float(kind)]
    items = tuple(Let(v, TABLE.named("item"), (out, Const(i)), (), None, exact=True) for i, v in picked)
    return Function("f", params, Block((stmt, *items), tuple(v for _, v in picked)), tuple(range(len(picked)))), values


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
            return nest_leaves(compiled(*args))

    return run


def draw_like(rng: np.random.Generator, value: Any) -> Any:
    """A random direction or adjoint of the kind of `value`."""
    if np.iscomplexobj(value):
        drawn = rng.uniform(-1, 1, np.shape(value)) + 1j * rng.uniform(-1, 1, np.shape(value))
        return np.asarray(drawn, value.dtype) if isinstance(value, np.ndarray) else type(value)(drawn)
    if isinstance(value, np.ndarray):
        return rng.uniform(-1, 1, value.shape).astype(value.dtype if value.dtype.kind == "f" else float)
    kind = type(value) if isinstance(value, np.floating) else float
    return kind(rng.uniform(-1, 1))


def inner(one: list[Any], other: list[Any]) -> float:
    """The real part of the sum of products, complex numbers included: what an adjoint gives with a derivative."""
    return float(sum(np.sum(doubled(a) * doubled(b)) for a, b in zip(one, other, strict=True)).real)


def doubled(value: Any) -> np.ndarray:
    return np.asarray(value, complex if np.iscomplexobj(value) else float)


def differences(call: Call, args: list[Any], dots: dict[int, Any], step: float = STEP) -> list[Any]:
    """The directional derivative of every output by central differences of order six."""
    total: list[Any] = []
    for k, weight in ((1, 45 / 60), (2, -9 / 60), (3, 1 / 60)):
        moved = [[a + s * k * step * dots[i] if i in dots else a for i, a in enumerate(args)] for s in (1, -1)]
        change = [weight * (doubled(up) - down) / step for up, down in zip(call(moved[0]), call(moved[1]))]
        total = [t + c for t, c in zip(total, change)] if total else change
    return total


def check(
    function: Function, args: list[Any], rng: np.random.Generator, difference: float = 1e-7, transpose: float = 1e-11
) -> None:
    """Value, tangent and adjoint of `function` at `args`, with respect to all real parameters."""
    active = active_positions(function)
    run = runner(function)
    values = run(args)
    dots = {i: draw_like(rng, args[i]) for i in active}
    tangent = runner(derived(function, "tangent", active))([*args, *dots.values()])
    for plain, returned, atom in zip(values, tangent, function.body.yields):
        assert kind_of(returned) == kind_of(plain) == atom.kind and np.array_equal(plain, returned, equal_nan=True)
    slopes = tangent[len(values) :]
    rounding = rounding_of(function)
    step = STEP if rounding < 1e-10 else 0.2  # the functions that round to a low precision are otherwise linear
    tolerance = max(difference, 10 * rounding / step, transpose)
    for slope, wanted, value in zip(slopes, differences(run, args, dots, step), values):
        assert np.shape(slope) == np.shape(value)
        np.testing.assert_allclose(slope, wanted, rtol=tolerance, atol=tolerance)
    bars = [draw_like(rng, value) for value in values]
    leaves = output_leaves(function)
    pulled = runner(derived(function, "adjoint", active))([*args, *(bars[leaf] for leaf in leaves)])
    for bar, i in zip(pulled, active, strict=True):
        assert kind_of(bar) == derivative_kind(kind_of(args[i])) and np.shape(bar) == np.shape(args[i])
    forward, reverse = inner(bars, slopes), inner(pulled, list(dots.values()))
    scale = 1 + sum(np.abs(doubled(a) * b).sum() for a, b in zip(bars, slopes))
    assert abs(forward - reverse) <= max(transpose, 4 * rounding) * scale, (forward, reverse)


def rounding_of(function: Function) -> float:
    """The rounding error of the least precise number a function computes with."""
    kinds = [v.kind for v in (*function.params, *(s.out for s in function.body.stmts)) if is_number(v.kind)]
    return max([float(np.finfo(k.dtype).eps) for k in kinds if np.dtype(k.dtype).kind in "fc"], default=0.0)


def derivative_kind(kind: Kind) -> Kind:
    """The kind of the derivative with respect to an argument of this kind."""
    if kind == Scalar("int"):
        return Scalar("float")
    return Scalar("float64") if isinstance(kind, Scalar) and np.dtype(kind.dtype).kind in "iu" else kind


def check_orders(function: Function, args: list[Any], rng: np.random.Generator) -> None:
    """The function, its adjoint and its tangent, each in both modes: all four ways to a second derivative."""
    check(function, args, rng)
    active = active_positions(function)
    values = runner(function)(args)
    adjoint = replace(derived(function, "adjoint", active), defaults=())
    check(adjoint, [*args, *(draw_like(rng, v) for v in values)], rng, difference=1e-6)
    tangent = derived(function, "tangent", active)
    check(tangent, [*args, *(draw_like(rng, args[i]) for i in active)], rng, difference=1e-6)
