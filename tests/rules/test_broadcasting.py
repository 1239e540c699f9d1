"""Every binary elementwise operation under every broadcasting of its operands, in both modes, in each operand and in both."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sourcead import adjoint, grad, jvp, tangent, vjp
from sourcead.backend import text

from ..conftest import make_function
from .rule_checking import differences, draw_like, inner

OPERATIONS = (
    *("a + b", "a - b", "a * b", "a / b", "a ** b", "a % b"),
    *("np.add(a, b)", "np.subtract(a, b)", "np.multiply(a, b)", "np.divide(a, b)", "np.power(a, b)", "np.float_power(a, b)"),
    *("np.maximum(a, b)", "np.minimum(a, b)", "np.fmax(a, b)", "np.fmin(a, b)", "np.arctan2(a, b)", "np.hypot(a, b)"),
    *("np.logaddexp(a, b)", "np.logaddexp2(a, b)", "np.remainder(a, b)", "np.fmod(a, b)", "np.copysign(a, b)"),
    *("np.where(a > 2.4, a, b)", "np.where(b > 0.95, b, a)", "np.clip(a, b, 2.4)", "np.clip(b, 0.95, a)", "(a + b) * (a - b)"),
)
SHAPES = (
    *(((), ()), ((), (3,)), ((3,), ()), ((3,), (3,)), ((1,), (3,)), ((3,), (1,)), ((1,), ()), ((1,), (1,))),
    *(((3,), (2, 3)), ((2, 3), (3,)), ((2, 1), (1, 3)), ((2, 1), (2, 3)), ((2, 3), (2, 1)), ((2, 3), (2, 3)), ((1, 1), (2, 3))),
    *(((2, 1), (3,)), ((1,), (2, 1)), ((), (2, 3)), ((4, 1, 3), (2, 1)), ((2, 3), ()), ((1, 3), (4, 2, 1))),
    *(((0,), ()), ((), (0,)), ((0,), (1,)), ((0, 3), (3,)), ((2, 0), (2, 1)), ((0,), (0,))),
)
DOMAIN = ((2.2, 2.6), (0.9, 1.0))


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


def made(operation):
    return make_function(f"def f(a, b):\n    return {operation}\n")


def drawn(shapes, zero_d=(False, False)):
    """Two arguments; those without dimensions are floats, or arrays where `zero_d` says so."""
    rng = np.random.default_rng(len(str(shapes)))
    values = [rng.uniform(lo, hi, shape) for (lo, hi), shape in zip(DOMAIN, shapes)]
    return [np.asarray(v) if np.ndim(v) or z else float(v) for v, z in zip(values, zero_d)]


def check(f, args):
    """Both modes, for each choice of active arguments, against differences and against each other."""
    rng = np.random.default_rng(0)
    value = f(*args)
    bar = draw_like(rng, value)
    for active in ((0,), (1,), (0, 1)):
        dots = {i: draw_like(rng, args[i]) for i in active}
        y, slope = tangent(f, active)(*args, *dots.values())
        assert type(y) is type(value) and np.array_equal(y, value)
        assert np.shape(slope) == np.shape(value)
        expected = differences(lambda moved: [f(*moved)], args, dots)[0]
        np.testing.assert_allclose(slope, expected, rtol=1e-8, atol=1e-8)
        bars = adjoint(f, active)(*args, bar)
        for got, i in zip(bars, active, strict=True):
            assert type(got) is type(args[i]) and np.shape(got) == np.shape(args[i])
        assert inner([bar], [slope]) == pytest.approx(inner(bars, list(dots.values())), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_shapes(operation):
    f = made(operation)
    for shapes in SHAPES:
        check(f, drawn(shapes))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_arrays_without_dimensions(operation):
    f = made(operation)
    for shapes, zero_d in itertools.product((((), ()), ((), (3,)), ((3,), ())), ((True, True), (True, False), (False, True))):
        check(f, drawn(shapes, zero_d))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_numpy_scalars(operation):
    f = made(operation)
    a, b = drawn(((), ()))
    for args in ([np.float64(a), b], [a, np.float64(b)], [np.float64(a), np.float64(b)], [np.float64(a), np.full(3, b)]):
        check(f, args)


# -- operands without derivatives -------------------------------------------------------------------------------------------

WHOLE = (
    2,
    np.int64(2),
    np.int8(2),
    np.array([1, 2, 3]),
    np.array([[1], [3]], np.uint8),
    np.array(2),
    True,
    np.array([True, False, True]),
)
MIXED = (
    "x + n",
    "x - n",
    "n - x",
    "x * n",
    "n / x",
    "np.maximum(x, n)",
    "np.arctan2(n, x)",
    "np.hypot(x, n)",
    "n ** x",
    "x ** n",
)


@pytest.mark.parametrize("expression", MIXED)
def test_integers_and_truth_values_beside_floats(expression):
    f = make_function(f"def f(x, n):\n    return {expression}\n")
    for x, n in itertools.product((1.7, np.array([1.5, 0.6, 2.5]), np.array([[0.7], [1.2]])), WHOLE):
        if np.asarray(f(x, n)).dtype == np.float16:
            continue  # NumPy computes with small integers and a Python float in half precision: differences say little
        value, slope = jvp(f, (x, n), (np.ones_like(x)[()], None))
        expected = differences(lambda moved: [f(moved[0], n)], [x], {0: np.ones_like(x)[()]})[0]
        np.testing.assert_allclose(slope, expected, rtol=1e-8, atol=1e-8)
        bar = adjoint(f)(x, n, np.ones_like(np.asarray(value, float))[()])
        assert np.shape(bar) == np.shape(x)
        assert np.sum(bar) == pytest.approx(np.sum(slope), rel=1e-12)


@pytest.mark.parametrize("n", [-2, -1, 0, 1, 2, 3, np.int64(-2), np.array([-2, 0, 3])], ids=str)
def test_powers_with_integer_exponents(n):
    x = np.array([-1.5, 0.5, 2.0])
    f = make_function("def f(x, n):\n    return np.sum(x ** n)\n")
    np.testing.assert_allclose(grad(f)(x, n), n * x ** (n - 1.0), rtol=1e-14)
    assert grad(f)(1.5, n if np.ndim(n) == 0 else 2) == pytest.approx(np.sum(n * 1.5 ** (n - 1.0)) if np.ndim(n) == 0 else 3.0)


def test_number_that_counts_as_real():
    """Python's integers are real numbers: their derivatives are floats."""
    f = make_function("def f(n, x):\n    return np.sum(x * n / 2)\n")
    assert grad(f)(3, np.array([1.0, 2.0])) == 1.5 and type(grad(f)(3, np.array([1.0, 2.0]))) is float
    assert grad(make_function("def f(n):\n    return 2.0 ** n\n"))(3) == pytest.approx(8 * np.log(2))


# -- precision --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_derivative_has_the_precision_of_its_argument(operation):
    f = made(operation)
    narrow, wide = (np.full(3, v, np.float32) for v in (2.3, 0.93)), (np.full(3, v) for v in (2.3, 0.93))
    (a32, b32), (a64, b64) = narrow, wide
    for args in (
        (a32, b32),
        (a32, b64),
        (a64, b32),
        (a32, 0.93),
        (2.3, b32),
        (np.float32(2.3), b64),
        (np.float32(2.3), np.float32(0.93)),
    ):
        value, pullback = vjp(f, *args)
        assert type(value) is type(f(*args)) and np.asarray(value).dtype == np.asarray(f(*args)).dtype
        for got, arg in zip(pullback(np.ones_like(value)[()]), args):
            assert type(got) is type(arg) and np.asarray(got).dtype == np.asarray(arg).dtype
        dots = [np.ones_like(arg) if np.ndim(arg) else type(arg)(1) for arg in args]
        assert np.asarray(jvp(f, args, dots)[1]).dtype == np.asarray(value).dtype


# -- the examples of the issue ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    ["s / v", "v / s", "v / v[0]", "s ** v", "v ** s", "2.0 ** v", "M * v", "v / M", "M - v * s", "v * v.reshape(3, 1)"],
)
def test_arrays_that_meet_parts_of_themselves_and_numbers(expression):
    f = make_function(f"def f(s, v, M):\n    return np.sum(np.sin({expression}))\n")
    rng = np.random.default_rng(1)
    args = [1.3, rng.uniform(0.5, 2.0, 3), rng.uniform(0.5, 2.0, (2, 3))]
    bars = grad(f, (0, 1, 2))(*args)
    for i, bar in enumerate(bars):
        direction = draw_like(rng, args[i])
        slope = differences(lambda moved: [f(*moved)], args, {i: direction})[0]
        assert inner([bar], [direction]) == pytest.approx(float(slope), rel=1e-8, abs=1e-9)
        assert tangent(f, i)(*args, direction)[1] == pytest.approx(float(slope), rel=1e-8, abs=1e-9)
