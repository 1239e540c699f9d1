"""Numbers that count what is done to them: a count of operations that owes nothing to the compiler.

A `Number` overloads every arithmetic operation and has a method for each elementary function, which is how NumPy applies
`np.exp` to objects and to arrays of them. Each operation counts one, a power with an integer exponent as repeated
multiplication (and a division where it is negative). A `Number` refuses to become a float, so nothing goes uncounted.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from types import FunctionType
from typing import Any, Callable

import numpy as np

BINARY = {
    "add": ("+", operator.add),
    "sub": ("-", operator.sub),
    "mul": ("*", operator.mul),
    "truediv": ("/", operator.truediv),
    "floordiv": ("//", operator.floordiv),
    "mod": ("%", operator.mod),
}
COMPARISONS = ("lt", "le", "eq", "ne", "gt", "ge")
ELEMENTARY = (
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt"),
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"),
)
MATH_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh"}


class Number:
    """A float and the counter that hears of every operation on it."""

    __slots__ = ("value", "counts")

    def __init__(self, value: float, counts: Counter[str]):
        self.value = value
        self.counts = counts

    def __repr__(self) -> str:
        return f"Number({self.value})"

    def __bool__(self) -> bool:
        return bool(self.value)

    def __float__(self) -> float:
        raise TypeError("a counting number was about to become a float, whose operations are not counted")

    __hash__ = None  # type: ignore[assignment]

    def counted(self, kind: str, value: float, times: int = 1) -> "Number":
        self.counts[kind] += times
        return Number(value, self.counts)

    def __neg__(self) -> "Number":
        return self.counted("-", -self.value)

    def __pos__(self) -> "Number":
        return self

    def __abs__(self) -> "Number":
        return self.counted("abs", abs(self.value))

    def __pow__(self, exponent: Any) -> "Number":
        if not isinstance(exponent, int):
            return self.counted("**", self.value ** plain(exponent))
        if exponent < 0:
            self.counts["/"] += 1
        return self.counted("*", self.value**exponent, max(abs(exponent) - 1, 0))

    def __rpow__(self, base: float) -> "Number":
        return self.counted("**", base**self.value)


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Number) else value


def _add_binary(name: str, sign: str, apply: Callable) -> None:
    def forward(self: Number, other: Any) -> Number:
        if isinstance(other, np.ndarray):
            return NotImplemented
        return self.counted(sign, apply(self.value, plain(other)))

    def backward(self: Number, other: Any) -> Number:
        return self.counted(sign, apply(plain(other), self.value))

    setattr(Number, f"__{name}__", forward)
    setattr(Number, f"__r{name}__", backward)


def _add_comparison(name: str) -> None:
    compare = getattr(operator, name)
    setattr(Number, f"__{name}__", lambda self, other: compare(self.value, plain(other)))


def _add_elementary(name: str) -> None:
    apply = getattr(np, name)
    setattr(Number, name, lambda self: self.counted(name, apply(self.value)))


for _name, (_sign, _apply) in BINARY.items():
    _add_binary(_name, _sign, _apply)
for _name in COMPARISONS:
    _add_comparison(_name)
for _name in ELEMENTARY:
    _add_elementary(_name)


class CountingMath:
    """Stands for the module `math`, whose functions would take the float out of a number."""

    def __getattr__(self, name: str) -> Any:
        function = getattr(math, name)
        if not callable(function):
            return function
        counted = MATH_NAMES.get(name, name)
        return lambda x: getattr(x, counted)() if isinstance(x, Number) else function(x)


STAND_INS = {"math": CountingMath(), "float": lambda x: x}


def counting(value: Any, counts: Counter[str]) -> Any:
    """A number, or an array of them, for a float or an array of floats."""
    if isinstance(value, np.ndarray):
        return np.frompyfunc(lambda v: Number(v, counts), 1, 1)(value)
    return Number(value, counts)


def operations(function: FunctionType, *args: Any) -> Counter[str]:
    """The operations, by kind, that `function` takes for these floats and arrays of floats."""
    counts: Counter[str] = Counter()
    namespace = {**function.__globals__, **STAND_INS}
    run = FunctionType(function.__code__, namespace, function.__name__, function.__defaults__, function.__closure__)
    run(*(counting(a, counts) for a in args))
    return +counts


def text_operations(text: str, *args: Any) -> Counter[str]:
    """The operations of the last function a program text defines."""
    namespace: dict[str, Any] = {}
    exec(compile(text, "<counted>", "exec"), namespace)
    functions = [v for v in namespace.values() if isinstance(v, FunctionType) and v.__globals__ is namespace]
    return operations(functions[-1], *args)


def listing_operations(listing: str, **args: Any) -> Counter[str]:
    """The operations of a single-assignment listing, whose functions are NumPy's without the prefix."""
    counts: Counter[str] = Counter()
    lines = [line for line in listing.splitlines() if not line.startswith("return ")]
    exec("\n".join(lines), {**vars(np)}, {name: counting(value, counts) for name, value in args.items()})
    return +counts
