"""What derivatives are at corners, where mathematics leaves a choice or none; special functions against independent values."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from sourcead import adjoint, grad, tangent

from ..conftest import make_function

EULER = 0.57721566490153286  # digamma(1) = -EULER, digamma(1/2) = -EULER - 2 log 2 (Abramowitz & Stegun 6.3.2, 6.3.3)


def of(expression, *params):
    """A function of one expression."""
    return make_function(f"def f({', '.join(params)}):\n    return {expression}\n", math=math)


def both(expression, *args):
    """The derivative of an expression in x and fixed other arguments, which must be the same in both modes."""
    f = of(expression, "x", *"abc"[: len(args) - 1])
    forward, reverse = tangent(f)(*args, 1.0)[1], adjoint(f)(*args)
    assert forward == reverse or (math.isnan(forward) and math.isnan(reverse)), (forward, reverse)
    return reverse


# -- corners of absolute values, extremes, steps ------------------------------------------------------------------------------


@pytest.mark.parametrize("expression", ["abs(x)", "np.abs(x)", "np.absolute(x)", "np.fabs(x)", "math.fabs(x)"])
def test_absolute_value_has_slope_zero_at_zero(expression):
    assert [both(expression, x) for x in (-2.0, 0.0, 3.0)] == [-1.0, 0.0, 1.0]


@pytest.mark.parametrize("function", ["np.maximum", "np.minimum", "np.fmax", "np.fmin"])
def test_ties_of_two_share(function):
    f = of(f"{function}(x, y)", "x", "y")
    assert adjoint(f, (0, 1))(1.5, 1.5) == (0.5, 0.5)
    x = np.array([1.0, 2.0, 3.0])
    larger = "max" in function
    bars = adjoint(f, (0, 1))(x, 2.0, np.ones(3))
    np.testing.assert_array_equal(bars[0], [0.0, 0.5, 1.0] if larger else [1.0, 0.5, 0.0])
    assert bars[1] == 1.5


@pytest.mark.parametrize("function", ["np.max", "np.min", "np.amax", "np.amin"])
def test_ties_of_many_share(function):
    f = of(f"{function}(x)", "x")
    x = np.array([2.0, 2.0, 2.0, 2.0])
    np.testing.assert_array_equal(grad(f)(x), np.full(4, 0.25))
    assert tangent(f)(x, np.array([4.0, 0.0, 0.0, 8.0]))[1] == 3.0
    rows = np.array([[1.0, 3.0, 3.0], [5.0, 5.0, 5.0]])
    along = of(f"{function}(x, axis=1)", "x")
    expected = [[0.0, 0.5, 0.5], [1 / 3] * 3] if "max" in function else [[1.0, 0.0, 0.0], [1 / 3] * 3]
    np.testing.assert_allclose(adjoint(along)(rows, np.ones(2)), expected)


def test_ties_of_pythons_max_and_min_go_to_the_first():
    """As the value does: max(a, b) is b only where b is greater."""
    for name in ("max", "min"):
        assert adjoint(of(f"{name}(x, y)", "x", "y"), (0, 1))(1.5, 1.5) == (1.0, 0.0)
        assert adjoint(of(f"{name}(x, y, z)", "x", "y", "z"), (0, 1, 2))(1.5, 1.5, 1.5) == (1.0, 0.0, 0.0)
    assert adjoint(of("max(x, y, z)", "x", "y", "z"), (0, 1, 2))(1.0, 3.0, 2.0) == (0.0, 1.0, 0.0)
    assert both("max(x, 0.0)", 2.0) == 1.0 and both("max(x, 0.0)", -2.0) == 0.0
    assert both("max(x, 0)", 0.0) == 1.0 and both("max(0, x)", 0.0) == 0.0


def test_relu():
    assert [both("np.maximum(x, 0)", x) for x in (-1.0, 0.0, 2.0)] == [0.0, 0.5, 1.0]


def test_clip_is_one_inside_and_on_its_bounds():
    f = of("np.clip(x, lo, hi)", "x", "lo", "hi")
    x = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    bars = adjoint(f, (0, 1, 2))(x, -1.0, 1.0, np.ones(5))
    np.testing.assert_array_equal(bars[0], [0.0, 1.0, 1.0, 1.0, 0.0])
    assert bars[1:] == (1.0, 1.0)
    # bounds in the wrong order: NumPy gives the upper one
    assert [b.tolist() for b in map(np.asarray, adjoint(f, (0, 1, 2))(x, 1.0, -1.0, np.ones(5)))] == [[0.0] * 5, 0.0, 5.0]


def test_steps_are_flat():
    for expression in (
        "np.heaviside(x, 0.5)",
        "np.sign(x)",
        "np.floor(x)",
        "np.ceil(x)",
        "np.round(x)",
        "x // 1.0",
        "math.floor(x)",
    ):
        for x in (-1.5, 0.0, 0.7):
            assert both(f"{expression} * x", x) == of(expression, "x")(x)


def test_where_chooses():
    f = of("np.sum(np.where(x > 0, x * 2, x * 3))", "x")
    np.testing.assert_array_equal(grad(f)(np.array([1.0, -1.0, 0.0])), [2.0, 3.0, 3.0])
    assert both("np.where(x > 1, x * 2, a)", 2.0, 5.0) == 2.0
    assert both("np.where(x > 1, x * 2, a)", 0.5, 5.0) == 0.0
    np.testing.assert_array_equal(
        grad(of("np.sum(np.where(t, x, 1.0))", "x", "t"))(np.ones(2), np.array([True, False])), [1.0, 0.0]
    )
    np.testing.assert_array_equal(
        grad(of("np.sum(np.where(t, x, y))", "x", "y", "t"), (0, 1))(2.0, np.ones(3), True)[1], np.zeros(3)
    )


def test_where_with_a_guarded_branch_has_no_nan():
    """The branch not taken must have finite derivatives, which its guard gives it."""
    f = of("np.sum(np.where(x > 0, np.sqrt(np.where(x > 0, x, 1.0)), 0.0))", "x")
    np.testing.assert_allclose(grad(f)(np.array([4.0, 0.0, -1.0])), [0.25, 0.0, 0.0])


def test_where_without_a_guard_is_nan_as_in_numpy():
    f = of("np.sum(np.where(x > 0, np.sqrt(x), 0.0))", "x")
    with np.errstate(all="ignore"):
        assert np.isnan(grad(f)(np.array([4.0, -1.0]))[1])


@pytest.mark.parametrize("a", [5.5, -5.5])
@pytest.mark.parametrize("b", [2.0, -2.0])
def test_remainders(a, b):
    """a - b floor(a / b), and a - b trunc(a / b)."""
    for expression, rounding in (
        ("x % y", math.floor),
        ("np.mod(x, y)", math.floor),
        ("np.fmod(x, y)", math.trunc),
        ("math.fmod(x, y)", math.trunc),
    ):
        assert adjoint(of(expression, "x", "y"), (0, 1))(a, b) == (1.0, -rounding(a / b))
    assert adjoint(of("math.remainder(x, y)", "x", "y"), (0, 1))(a, b) == (1.0, -round(a / b))


def test_copysign():
    for a in (-2.0, 2.0):
        for b in (-1.0, 1.0):
            assert both("np.copysign(x, a)", a, b) == math.copysign(1, a) * b


# -- powers and roots at zero -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("p, slope", [(0, 0.0), (1, 1.0), (2, 0.0), (3, 0.0), (1.5, 0.0)])
def test_powers_of_zero(p, slope):
    assert both(f"x ** {p}", 0.0) == slope
    assert both("x ** a", 0.0, p) == slope
    assert both(f"np.power(x, {p})", 0.0) == slope
    assert both("math.pow(x, a)", 0.0, p) == slope
    for exponent in (p, float(p), np.full(2, p)):
        np.testing.assert_array_equal(grad(of("np.sum(x ** p)", "x", "p"))(np.zeros(2), exponent), np.full(2, slope))
        np.testing.assert_array_equal(tangent(of("x ** p", "x", "p"))(np.zeros(2), exponent, np.ones(2))[1], np.full(2, slope))


@pytest.mark.parametrize("p", [0.0, 1.0, 2.0, 0.5])
def test_powers_of_zero_in_the_exponent(p):
    """0 ** p is 0 for every p > 0."""
    assert adjoint(of("x ** p", "x", "p"), 1)(0.0, p) == 0.0
    assert adjoint(of("math.pow(x, p)", "x", "p"), 1)(0.0, p) == 0.0
    np.testing.assert_array_equal(adjoint(of("x ** p", "x", "p"), 1)(np.zeros(2), np.full(2, p), np.ones(2)), np.zeros(2))
    assert adjoint(of("x ** p", "x", "p"), 1)(2.0, p) == pytest.approx(2**p * math.log(2))


def test_second_derivative_of_the_square_at_zero():
    assert grad(grad(of("x ** 2", "x")))(0.0) == 2.0
    assert grad(grad(of("x ** p", "x", "p")))(0.0, 2.0) == 2.0


def test_roots_at_zero():
    """Infinite, with NumPy's warning for NumPy's numbers and arrays; Python's arithmetic raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert grad(of("np.sqrt(x)", "x"))(0.0) == math.inf
        np.testing.assert_array_equal(grad(of("np.sum(x ** 0.5)", "x"))(np.array([0.0, 4.0])), [math.inf, 0.25])
        np.testing.assert_array_equal(grad(of("np.sum(x ** p)", "x", "p"))(np.array([0.0, 4.0]), 0.5), [math.inf, 0.25])
    with pytest.raises(ZeroDivisionError):
        grad(of("math.sqrt(x)", "x"))(0.0)
    with pytest.raises(ZeroDivisionError):
        grad(of("x ** 0.5", "x"))(0.0)


def test_norm_at_zero():
    assert np.array_equal(grad(of("np.linalg.norm(x)", "x"))(np.zeros(3)), np.zeros(3))
    assert tangent(of("np.linalg.norm(x)", "x"))(np.zeros(3), np.ones(3))[1] == 0.0
    np.testing.assert_allclose(grad(of("np.linalg.norm(x)", "x"))(np.array([3.0, 4.0])), [0.6, 0.8])
    rows = np.array([[0.0, 0.0], [3.0, 4.0]])
    np.testing.assert_allclose(grad(of("np.sum(np.linalg.norm(x, axis=1))", "x"))(rows), [[0.0, 0.0], [0.6, 0.8]])


@pytest.mark.parametrize(
    "expression, at", [("np.hypot(x, 0.0)", 0.0), ("np.arctan2(x, 0.0)", 0.0), ("np.logaddexp(x, -np.inf)", -np.inf)]
)
def test_where_there_is_no_derivative(expression, at):
    with np.errstate(all="ignore"):
        assert np.isnan(grad(of(expression, "x"))(np.float64(at)))


def test_standard_deviation_of_equal_numbers():
    with np.errstate(all="ignore"):
        assert np.all(np.isnan(grad(of("np.std(x)", "x"))(np.ones(3))))


def test_product_with_zeros():
    """The product of the other factors, by hand; two zeros leave nothing but the second derivative."""
    one, two = np.array([2.0, 0.0, 3.0]), np.array([2.0, 0.0, 0.0])
    product = of("np.prod(x)", "x")
    np.testing.assert_array_equal(grad(product)(one), [0.0, 6.0, 0.0])
    np.testing.assert_array_equal(grad(product)(two), [0.0, 0.0, 0.0])
    assert tangent(product)(one, np.ones(3))[1] == 6.0
    np.testing.assert_array_equal(grad(of("np.cumprod(x)[-1]", "x"))(one), [0.0, 6.0, 0.0])
    second = [tangent(grad(product))(two, e)[1] for e in np.eye(3)]
    np.testing.assert_allclose(second, [[0.0, 0.0, 0.0], [0.0, 0.0, 2.0], [0.0, 2.0, 0.0]], atol=1e-15)
    np.testing.assert_array_equal(grad(of("np.nanprod(x)", "x"))(np.array([2.0, 0.0, np.nan])), [0.0, 2.0, 0.0])


# -- special functions --------------------------------------------------------------------------------------------------------


def test_gamma_functions():
    assert grad(of("math.lgamma(x)", "x"))(1.0) == pytest.approx(-EULER, rel=1e-14)
    assert grad(of("math.lgamma(x)", "x"))(0.5) == pytest.approx(-EULER - 2 * math.log(2), rel=1e-14)
    assert grad(of("math.gamma(x)", "x"))(1.0) == pytest.approx(-EULER, rel=1e-14)
    assert grad(of("math.gamma(x)", "x"))(5.0) == pytest.approx(24 * (1 + 1 / 2 + 1 / 3 + 1 / 4 - EULER), rel=1e-14)
    trigamma = grad(grad(of("math.lgamma(x)", "x")))
    assert trigamma(1.0) == pytest.approx(math.pi**2 / 6, rel=1e-13)
    assert trigamma(0.5) == pytest.approx(math.pi**2 / 2, rel=1e-13)
    tetragamma = grad(trigamma)
    assert tetragamma(1.0) == pytest.approx(-2 * 1.2020569031595942, rel=1e-12)  # -2 zeta(3)


@pytest.mark.parametrize("x", [-3.7, -0.5, 0.1, 2.5, 30.0, 150.0])
def test_gamma_functions_against_differences(x):
    h = 1e-4
    for f in (math.lgamma, math.gamma):
        slope = grad(of(f"math.{f.__name__}(x)", "x"))(x)
        expected = (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)
        assert slope == pytest.approx(expected, rel=1e-8)


def test_error_functions():
    for x in (-2.0, 0.0, 0.3):
        assert grad(of("math.erf(x)", "x"))(x) == pytest.approx(2 / math.sqrt(math.pi) * math.exp(-x * x))
        assert grad(of("math.erfc(x)", "x"))(x) == pytest.approx(-2 / math.sqrt(math.pi) * math.exp(-x * x))


def test_sinc_at_and_near_zero():
    """sinc is 1 - pi² x² / 6 + pi⁴ x⁴ / 120 - ..."""
    f = of("np.sinc(x)", "x")
    for x in (0.0, 1e-9, 1e-4):
        assert grad(f)(x) == pytest.approx(-(math.pi**2) / 3 * x + math.pi**4 / 30 * x**3, rel=1e-13)
        assert grad(grad(f))(x) == pytest.approx(-(math.pi**2) / 3 + math.pi**4 / 10 * x**2, rel=1e-13)


def test_logarithm_to_a_base():
    f = of("math.log(x, b)", "x", "b")
    assert tangent(f)(7.0, 3.0, 1.0)[0] == math.log(7.0, 3.0)
    assert adjoint(f, (0, 1))(7.0, 3.0) == pytest.approx((1 / (7 * math.log(3)), -math.log(7) / (3 * math.log(3) ** 2)))
    assert both("math.log(x, 2)", 8.0) == pytest.approx(1 / (8 * math.log(2)))


def test_far_out():
    """Where squares overflow or vanish, the derivatives do not."""
    assert both("np.arcsinh(x)", 1e200) == pytest.approx(1e-200)
    assert both("math.acosh(x)", 1e200) == pytest.approx(1e-200)
    assert both("np.arctan2(x, a)", 1e-170, 1e-170) == pytest.approx(5e169)
    assert both("np.hypot(x, a)", 3e200, 4e200) == pytest.approx(0.6)
    assert both("np.logaddexp(x, a)", 1000.0, 0.0) == 1.0


# -- order, NaN, interpolation ------------------------------------------------------------------------------------------------


def test_ties_of_sorting_keep_the_order_in_which_they_stand():
    x = np.array([2.0, 1.0, 2.0, 1.0])
    f = of("np.sort(x)", "x")
    np.testing.assert_array_equal(tangent(f)(x, np.array([1.0, 2.0, 3.0, 4.0]))[1], [2.0, 4.0, 1.0, 3.0])
    np.testing.assert_array_equal(adjoint(f)(x, np.array([1.0, 2.0, 3.0, 4.0])), [3.0, 1.0, 4.0, 2.0])
    parts = adjoint(of("np.partition(x, 1)", "x"))(x, np.array([1.0, 2.0, 3.0, 4.0]))
    assert sorted(parts) == [1.0, 2.0, 3.0, 4.0] and {parts[1], parts[3]} == {1.0, 2.0}


def test_ties_of_medians_go_by_place():
    np.testing.assert_array_equal(grad(of("np.median(x)", "x"))(np.array([3.0, 3.0, 3.0])), [0.0, 1.0, 0.0])
    np.testing.assert_array_equal(grad(of("np.median(x)", "x"))(np.array([1.0, 4.0, 2.0, 8.0])), [0.0, 0.5, 0.5, 0.0])
    np.testing.assert_allclose(grad(of("np.quantile(x, 0.25)", "x"))(np.array([5.0, 1.0, 2.0])), [0.0, 0.5, 0.5])
    np.testing.assert_array_equal(grad(of("np.quantile(x, 1.0)", "x"))(np.array([5.0, 1.0, 5.0])), [0.0, 0.0, 1.0])


def test_running_extremes_belong_to_the_first_that_attains_them():
    x = np.array([1.0, 3.0, 3.0, 2.0, 4.0])
    np.testing.assert_array_equal(adjoint(of("np.maximum.accumulate(x)", "x"))(x, np.ones(5)), [1.0, 3.0, 0.0, 0.0, 1.0])
    np.testing.assert_array_equal(adjoint(of("np.minimum.accumulate(x)", "x"))(x, np.ones(5)), [5.0, 0.0, 0.0, 0.0, 0.0])


def test_an_initial_value_that_ties_leaves_the_derivative_to_the_elements():
    f = of("np.max(x, initial=v)", "x", "v")
    assert [grad(f)(np.array([1.0, 2.0]), v).tolist() for v in (1.5, 2.0, 2.5)] == [[0.0, 1.0], [0.0, 1.0], [0.0, 0.0]]


@pytest.mark.parametrize("name, expected", [
    ("nansum", [1.0, 0.0, 1.0]), ("nanmean", [0.5, 0.0, 0.5]), ("nanmax", [0.0, 0.0, 1.0]), ("nanmin", [1.0, 0.0, 0.0]),
    ("nanprod", [3.0, 0.0, 2.0]), ("nanvar", [-0.5, 0.0, 0.5]), ("nanstd", [-0.5, 0.0, 0.5]), ("nanmedian", [0.5, 0.0, 0.5]),
])  # fmt: skip
def test_what_is_nan_has_derivative_zero(name, expected):
    x = np.array([2.0, np.nan, 3.0])
    f = of(f"np.{name}(x)", "x")
    np.testing.assert_allclose(grad(f)(x), expected)
    for i, slope in enumerate(expected):
        assert tangent(f)(x, np.eye(3)[i])[1] == pytest.approx(slope)


def test_nan_in_cumulative_sums_and_products():
    x = np.array([2.0, np.nan, 3.0])
    np.testing.assert_array_equal(adjoint(of("np.nancumsum(x)", "x"))(x, np.ones(3)), [3.0, 0.0, 1.0])
    np.testing.assert_array_equal(adjoint(of("np.nancumprod(x)", "x"))(x, np.ones(3)), [5.0, 0.0, 2.0])
    np.testing.assert_allclose(grad(of("np.nanquantile(x, 0.25)", "x"))(x), [0.75, 0.0, 0.25])
    np.testing.assert_array_equal(grad(of("np.sum(np.nan_to_num(x))", "x"))(np.array([2.0, np.nan, np.inf])), [1.0, 0.0, 0.0])


def test_interpolation_at_its_points_and_outside():
    f = of("np.interp(x, np.array([0.0, 1.0, 3.0]), np.array([1.0, 3.0, 2.0]))", "x")
    assert [grad(f)(x) for x in (-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 3.5)] == [0.0, 2.0, 2.0, -0.5, -0.5, -0.5, 0.0]
    values = adjoint(of("np.interp(x, np.array([0.0, 1.0, 3.0]), y)", "x", "y"), 1)
    y = np.array([1.0, 3.0, 2.0])
    alone = adjoint(of("np.interp(x, np.array([1.0]), y)", "x", "y"), (0, 1))
    assert [[a, *b] for a, b in (alone(x, np.array([2.0]), 1.0) for x in (0.0, 1.0, 2.0))] == [[0.0, 1.0]] * 3
    expected = [[1, 0, 0], [0.5, 0.5, 0], [0, 1, 0], [0, 0.5, 0.5], [0, 0, 1], [0, 0, 1]]
    assert [values(x, y, 1.0).tolist() for x in (-1.0, 0.5, 1.0, 2.0, 3.0, 9.0)] == expected


def test_parts_of_numbers_beside_their_jumps():
    assert [both("np.modf(x)[0]", x) for x in (-1.5, 0.0, 2.0)] == [1.0, 1.0, 1.0]
    assert [both("np.frexp(x)[0]", x) for x in (0.75, 1.0, 6.0)] == [1.0, 0.5, 0.125]
    assert both("math.frexp(x)[0]", 0.0) == 0.0
