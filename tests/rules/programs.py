"""Checking calls of library functions in short programs, whose names stand for the data below.

    check(program)      value bit for bit, tangent against central differences, adjoint against tangent, second order
    programs(text)      one program a line; ~ stands for the end of a line in a program, whose last line is an expression
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import math
import operator
import sys
from typing import Any

import numpy as np
import pytest

from sourcead import Refused, adjoint, grad, tangent

from ..conftest import make_function
from .rule_checking import differences, draw_like, inner

DATA: dict[str, Any] = {
    "x": np.array([[0.5, -1.2, 2.0], [1.5, 0.3, -0.7]]),
    "v": np.array([0.5, -1.2, 2.0]),
    "w": np.array([1.5, 0.31, 0.7]),
    "s": 0.37,
    "t": 1.4,
    "A": np.array([[2.1, 0.3, -0.5], [0.4, 1.7, 0.6], [-0.2, 0.9, 3.1]]),
    "B": np.array([[1.0, 0.5, 0.2], [-0.3, 1.4, 0.7], [0.6, -0.8, 2.2]]),
    "C": np.linspace(-1.0, 2.0, 24).reshape(2, 3, 4) + 0.01 * np.sin(np.arange(24.0)).reshape(2, 3, 4),
    "S": np.array([[[2.1, 0.3, -0.5], [0.4, 1.7, 0.6], [-0.2, 0.9, 3.1]], [[1.0, 0.5, 0.2], [-0.3, 1.4, 0.7], [0.6, -0.8, 2.2]]]),
    "T": np.sin(1.0 + np.arange(15.0) ** 2).reshape(5, 3),
    "p": np.array([0.5, 1.7, 0.9, 2.2]),
    "q": np.array([[0.5, 1.7, 0.9], [2.3, 1.1, 0.6]]),
    "k": 1,
    "i": np.array([0, 2, 1]),
    "m": np.array([True, False, True]),
}
LIBRARIES = {"math": math, "operator": operator, "functools": functools, "itertools": itertools}


NEWEST = sys.version_info >= (3, 11) and np.lib.NumpyVersion(np.__version__) >= "2.4.0"


def tells_parameters(function: Any) -> bool:
    try:
        return bool(inspect.signature(function).parameters)
    except ValueError:
        return False


# Optional arguments by position: refused where NumPy does not tell the parameters of its functions written in C.
BY_POSITION = {
    "np.asanyarray(x, None)": np.asanyarray,
    "np.asarray(x, None)": np.asarray,
    "y = np.empty((3, 3))~np.dot(A, B, y)~y": np.dot,
    'y = x.copy()~np.copyto(y, v, "same_kind", x > 0)~y': np.copyto,
}


def plain_value(f: Any, args: list[Any]) -> Any:
    """The function's own value; the test is left out where an older Python or NumPy has not the function, or its argument."""
    try:
        return f(*copies(args))
    except (AttributeError, TypeError) as error:
        if NEWEST:
            raise
        pytest.skip(f"not in these versions: {error}")


def programs(text: str) -> list[str]:
    lines = (line.strip() for line in text.strip().splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def names_of(program: str) -> list[str]:
    used = {n.id for n in ast.walk(ast.parse(program.replace("~", "\n"))) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    return [name for name in DATA if name in used] or ["x"]


def function(program: str, names: list[str], wrapped: str = "{}") -> Any:
    *lines, last = (line.strip() for line in program.split("~"))
    body = "".join(f"    {line}\n" for line in lines)
    return make_function(f"def f({', '.join(names)}):\n{body}    return {wrapped.format(last)}\n", **LIBRARIES)


def active_of(args: list[Any]) -> tuple[int, ...]:
    """The positions of the real arguments."""
    return tuple(i for i, a in enumerate(args) if isinstance(a, float) or isinstance(a, np.ndarray) and a.dtype.kind == "f")


def copies(args: Any) -> list[Any]:
    return [a.copy() if isinstance(a, np.ndarray) else a for a in args]


def check(program: str, second: bool = True) -> None:
    names = names_of(program)
    args = [DATA[name] for name in names]
    f = function(program, names)
    active, rng = active_of(args), np.random.default_rng(3)
    dots = {i: draw_like(rng, args[i]) for i in active}
    if program in BY_POSITION and not tells_parameters(BY_POSITION[program]):
        with pytest.raises(Refused):
            tangent(f, active)(*args, *dots.values())
        return
    with np.errstate(all="ignore"):
        plain = plain_value(f, args)
        value, slope = tangent(f, active)(*args, *dots.values())
        assert type(value) is type(plain) and np.shape(value) == np.shape(plain)
        assert np.array_equal(value, plain, equal_nan=True) and getattr(value, "dtype", None) == getattr(plain, "dtype", None)
        expected = differences(lambda moved: [f(*copies(moved))], args, dots)[0]
        np.testing.assert_allclose(slope, expected, rtol=1e-7, atol=1e-8)
        bar = draw_like(rng, plain)
        bars = adjoint(f, active)(*args, bar)
        bars = bars if isinstance(bars, tuple) else (bars,)
        assert [np.shape(b) for b in bars] == [np.shape(args[i]) for i in active]
        assert inner([bar], [slope]) == pytest.approx(inner(list(bars), list(dots.values())), rel=1e-11, abs=1e-11)
        if second:
            check_second(program, names, args, active, dots)


def check_second(program: str, names: list[str], args: list[Any], active: tuple[int, ...], dots: dict[int, Any]) -> None:
    gradient = grad(function(program, names, "np.sum(np.sin({}) ** 2)"), active)
    found = tangent(gradient, active)(*args, *dots.values())[1]
    found = found if isinstance(found, tuple) else (found,)
    expected = differences(lambda moved: list(bars) if isinstance(bars := gradient(*moved), tuple) else [bars], args, dots)
    for got, wanted in zip(found, expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-5)
