"""The rows of the rules table as cases: one row, one sample of its domain, one form of its numbers.

They are checked by what `sourcead.check_rule` is made of (sourcead/checks/rules.py).
"""

from __future__ import annotations

import importlib.util
import warnings
import zlib
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator

import numpy as np

from sourcead.checks.differences import sixth_order
from sourcead.checks.report import required
from sourcead.checks.rules import Bounds, derivative_kind, draw_like, first_order, in_float32, orders
from sourcead.checks.statements import active_positions, derived, runner, single
from sourcead.checks.values import as_array
from sourcead.ir.kinds import is_continuous, kind_of
from sourcead.ir.nodes import Function
from sourcead.rules.table import OPTIONAL, TABLE, Nondifferentiable, Row, Sample

__all__ = ["active_positions", "check", "check_orders", "derivative_kind", "derived", "draw_like", "in_float32", "runner"]

TABLE.load(*(module for module in OPTIONAL if importlib.util.find_spec(module.partition(".")[0])))

# Refused for float32 (tests/rules/test_scipy_calls.py): the type of the result depends on the number of samples.
DOUBLE_ONLY = {"scipy.integrate.simpson"}


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
        if not row.over_complex or row.primitive.own or isinstance(row, Nondifferentiable):
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
        if isinstance(row, Nondifferentiable) or row.primitive.own:
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


def differences(call: Callable, args: list[Any], dots: dict[int, Any], step: float = 1e-3) -> list[Any]:
    """The directional derivative of every output by central differences of order six."""
    return sixth_order(lambda by: call([a + by * dots[i] if i in dots else a for i, a in enumerate(args)]), step)


def inner(one: list[Any], other: list[Any]) -> float:
    """The real part of the sum of products, complex numbers included: what an adjoint gives with a derivative."""
    return float(sum(np.sum(as_array(a) * as_array(b)) for a, b in zip(one, other, strict=True)).real)


def check(
    function: Function, args: list[Any], rng: np.random.Generator, difference: float = 1e-7, transpose: float = 1e-11
) -> None:
    """Value, tangent and adjoint of `function` at `args`, with respect to all real parameters."""
    required(function.name, first_order(function, args, rng, Bounds(difference, transpose)))


def check_orders(function: Function, args: list[Any], rng: np.random.Generator) -> None:
    """The function, its adjoint and its tangent, each in both modes: all four ways to a second derivative."""
    rows = orders(function, args, rng)
    assert rows
    required(function.name, rows)
