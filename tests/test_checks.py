"""check_grads accepts what is right and catches what is wrong: wrong rules of every sort, and generated code tampered with."""

import math

import numpy as np
import pytest

from sourcead import api, grad
from sourcead.checks import CheckFailed, check_grads, gradients
from sourcead.checks.differences import differences
from sourcead.checks.values import identical
from sourcead.errors import ArgumentError, Refused, SourceadError
from sourcead.rules.table import TABLE, general, partials


@pytest.fixture
def table():
    """The rules table, as it was before once the test is done."""
    before = {name: dict(rows) for name, rows in vars(TABLE).items()}
    yield TABLE
    vars(TABLE).update(before)


def lecture(x):
    return np.sqrt(np.exp(x**2) + x**2)


def in_math(x, y):
    return math.sqrt(math.exp(x * y) + math.sin(x)) / y


def network(w, x, b=0.5):
    return np.sum(np.tanh(w @ x + b))


def vector(x):
    return x**2 * np.sum(x)


def pair(x, y):
    return x * y, np.sin(x) + y


def nested(x, y):
    return [x * y, (np.sin(x), 3)], y * 0 + 1.0


def constant(x):
    return 3.0


def steps(x):
    return np.floor(x) * 1.0


def half_dead(x, y):
    return x * np.floor(y)


def bent(x):
    return abs(x - 1.0)


RNG = np.random.default_rng(0)
W, X = RNG.normal(size=(2, 3)), RNG.normal(size=3)


# What is right passes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "function, args",
    [
        (lecture, (0.7,)),
        (lecture, (-0.7,)),
        (lecture, (0.0,)),
        (lecture, (np.float64(0.7),)),
        (lecture, (np.float32(0.7),)),
        (lecture, (np.array(0.7),)),
        (lecture, (X,)),
        (in_math, (0.7, 1.2)),
        (network, (W, X)),
        (network, (W, X, 0.1)),
        (network, (W.astype("f"), X.astype("f"))),
        (network, (np.asfortranarray(W), X[::-1])),
        (vector, (X,)),
        (vector, (X.astype("f"),)),
        (vector, (np.zeros(3),)),
        (vector, (np.zeros(0),)),
        (constant, (1.0,)),
        (steps, (1.5,)),
        (half_dead, (2.0, 1.5)),
        (bent, (1.05,)),
        (lambda x: x.T, (W,)),
        (grad(lecture), (0.7,)),
    ],
)
def test_right_derivatives_pass_at_both_orders(function, args):
    report = check_grads(function, *args)
    assert report.ok and not report.failures
    assert {row.name.split(" in ")[0] for row in report.rows} == {
        *("value", "arguments", "tangent", "adjoint"),
        *("gradient's tangent", "gradient's adjoint", "second derivatives symmetric"),
    }


@pytest.mark.parametrize("function, args", [(pair, (1.0, 2.0)), (nested, (1.0, X)), (lambda x: (x, x), (1.0,))])
def test_several_outputs_at_order_one(function, args):
    assert check_grads(function, *args, order=1).ok
    with pytest.raises(ArgumentError, match="check order 1"):
        check_grads(function, *args)


def test_every_float_argument_is_checked_unless_some_are_named():
    def f(x, n, w):
        return np.sum(x**n * w)

    rows = [row.name for row in check_grads(f, 0.5, 3, X, order=1).rows]
    assert rows == ["value", "arguments", "tangent in x", "tangent in w", "adjoint in x", "adjoint in w"]
    assert [row.name for row in check_grads(f, 0.5, 3, X, order=1, argnums="w").rows][2:] == ["tangent in w", "adjoint in w"]
    assert [row.name for row in check_grads(f, 0.5, 3, X, order=1, argnums=(-1, 1)).rows][2:4] == ["tangent in w", "tangent in n"]


def test_an_integer_named_by_argnums_counts_as_a_real():
    assert check_grads(lecture, 2, argnums=0).ok


def test_the_report_is_a_table():
    text = str(check_grads(lecture, 0.7, order=1)).splitlines()
    assert text[0].split() == ["check", "error", "bound"]
    assert [line.split()[-1] for line in text[1:]] == ["ok"] * 4


def test_the_seed_decides_and_global_randomness_is_left_alone():
    np.random.seed(1)
    state = np.random.get_state()[1].copy()
    assert check_grads(vector, X) == check_grads(vector, X)
    assert np.array_equal(np.random.get_state()[1], state)
    assert check_grads(vector, X, seed=1) != check_grads(vector, X)


def test_the_callers_arrays_are_left_alone():
    w, x = W.copy(), X.copy()
    check_grads(network, w, x)
    assert identical([w, x], [W, X])


@pytest.mark.parametrize("x", [1e-300, 1e-8, 1e-3, 1.0, 1e3, 1e8, 1e150])
def test_any_scale_of_argument(x):
    def f(x):
        return np.log(x) * 3.0 + x / 7.0

    assert check_grads(f, x, order=1).ok


@pytest.mark.parametrize("x", [1e-7, 0.5, 0.99, 0.999999])
def test_near_the_end_of_a_domain(x):
    def f(x):
        return math.log(x) * math.asin(x)  # raises outside

    assert check_grads(f, x).ok


def test_fast_oscillation_and_large_offsets():
    assert check_grads(lambda x: np.sin(1e6 * x), 1.0).ok
    assert check_grads(lambda x: 1e10 + np.sin(x), 1.0).ok


def test_right_derivatives_pass_everywhere():
    rng = np.random.default_rng(5)

    def f(x, y):
        return np.log(x) * y**3 / (1.0 + np.exp(-y)) + np.arctan(x) * np.tanh(y)

    for seed in range(25):
        x, y = 10 ** rng.uniform(-3, 2), rng.normal(size=3) * 10 ** rng.uniform(-2, 2)
        assert check_grads(f, x, y, seed=seed).ok


# What is wrong is caught -----------------------------------------------------------------------------------------------


def failures(function, *args, **options):
    with pytest.raises(AssertionError) as caught:
        check_grads(function, *args, **options)
    assert isinstance(caught.value, CheckFailed) and isinstance(caught.value, SourceadError)
    report = caught.value.report
    assert not report.ok and "FAILED" in str(report)
    for row in report.failures:
        assert row.name in str(caught.value) and row.detail in str(caught.value)
    return [row.name for row in report.failures]


@pytest.mark.parametrize("x", [1.3, np.float64(1.3), X, np.array(1.3)])
def test_a_wrong_partial_is_caught_by_differences(table, x):
    def cube(x):
        return x * x * x

    partials(cube, lambda y, x: 3.00001 * x * x)
    assert failures(lambda x: cube(x) * 2.0, x, order=1) == ["tangent in x"]


def test_a_wrong_partial_in_float32(table):
    def cube(x):
        return x * x * x

    partials(cube, lambda y, x: 3.03 * x * x)
    assert failures(lambda x: cube(x), np.float32(1.3), order=1) == ["tangent in x"]
    assert failures(lambda x: cube(x), X.astype("f"), order=1) == ["tangent in x"]


def test_the_wrong_argument_is_named_however_small_its_share(table):
    def mix(x, y):
        return 1e8 * x + y

    partials(mix, lambda z, x, y: 1e8, lambda z, x, y: 1.01)
    assert failures(lambda x, y: mix(x, y), 1.0, 1.0, order=1) == ["tangent in y"]


def test_a_wrong_element_is_found_however_small_its_share(table):
    def scaled(x):
        return x * np.array([1e8, 1.0])

    general(scaled, lambda d, y, x: d * np.array([1e8, 1.01]), lambda g, y, x: g * np.array([1e8, 1.01]), signature=lambda x: scaled(x))
    assert failures(lambda x: scaled(x), np.ones(2), order=1) == ["tangent in x"]


def test_a_wrong_pull_is_caught_by_the_transpose(table):
    def square(x):
        return x * x

    general(square, lambda d, y, x: 2 * x * d, lambda g, y, x: 2.00001 * x * g, signature=lambda x: square(x))
    assert failures(lambda x: square(x), 1.3, order=1) == ["adjoint in x"]
    assert failures(lambda x: np.sum(square(x)), X, order=1) == ["adjoint in x"]


def test_a_wrong_push_is_caught_by_both(table):
    def square(x):
        return x * x

    general(square, lambda d, y, x: 2.00001 * x * d, lambda g, y, x: 2 * x * g, signature=lambda x: square(x))
    assert failures(lambda x: square(x), X, order=1) == ["tangent in x", "adjoint in x"]


def test_a_wrong_rule_inside_a_rule_is_caught_at_order_two(table):
    def inner(x):
        return x * x

    def cube(x):
        return x * x * x

    partials(inner, lambda y, x: 2.01 * x)
    partials(cube, lambda y, x: 3 * inner(x))
    assert check_grads(lambda x: cube(x), 1.3, order=1).ok
    assert failures(lambda x: cube(x), 1.3) == ["gradient's tangent in x"]


def test_a_derivative_of_zero_that_is_not_zero(table):
    def flat(x):
        return x * 0.0 + 1.0

    partials(flat, lambda y, x: 1e-4)
    assert failures(lambda x: flat(x), 1.3, order=1) == ["tangent in x"]


def test_a_missing_derivative(table):
    def identity(x):
        return x

    partials(identity, None)
    assert failures(lambda x: identity(x), 1.3, order=1) == ["tangent in x"]


@pytest.mark.parametrize("function, x", [(steps, 1.0), (lambda x: np.sqrt(x), 0.0)])
def test_no_derivative_at_a_jump_or_the_end_of_a_domain(function, x):
    with np.errstate(all="ignore"):
        assert "tangent in x" in failures(function, x, order=1)


def test_a_kink_shows_in_the_second_derivative():
    assert failures(bent, 1.0) == ["gradient's tangent in x"]


def test_a_value_off_by_one_bit_is_caught(monkeypatch):
    def off(function, argnums):
        made = api.tangent(function, argnums)
        return lambda *args: (lambda value, dot: (np.nextafter(value, 9.0), dot))(*made(*args))

    monkeypatch.setattr(gradients, "tangent", off)
    assert failures(lecture, np.float64(0.7), order=1) == ["value"]


def test_a_value_of_another_type_is_caught(monkeypatch):
    def off(function, argnums):
        made = api.value_and_grad(function, argnums)
        return lambda *args: (lambda value, bars: (float(value), bars))(*made(*args))

    monkeypatch.setattr(gradients, "value_and_grad", off)
    assert failures(lecture, 0.7, order=1) == ["value"]


@pytest.mark.parametrize("name", ["tangent", "adjoint", "value_and_grad"])
def test_a_derivative_that_writes_into_its_arguments_is_caught(monkeypatch, name):
    original = getattr(api, name)

    def writing(function, argnums):
        made = original(function, argnums)

        def call(*args):
            result = made(*args)
            args[1][0] += 1.0
            return result

        return call

    monkeypatch.setattr(gradients, name, writing)
    x = X.copy()
    assert failures(network, W, x, order=1) == ["arguments"]
    assert identical(x, X)


def test_a_derivative_of_the_wrong_shape_or_dtype_is_caught(monkeypatch):
    def wrong(function, argnums):
        made = api.adjoint(function, argnums)
        return lambda *args: tuple(convert(bar) for bar in made(*args))

    monkeypatch.setattr(gradients, "adjoint", wrong)
    for convert in (np.sum, lambda bar: bar.astype("f")):
        assert failures(vector, X, order=1) == ["adjoint in x"]


def test_an_asymmetric_second_derivative_is_caught(monkeypatch):
    def f(x, y):
        return x * x * y

    def lopsided(function, argnums):
        made = api.tangent(function, argnums)
        if not isinstance(function, api.Derivative):
            return made

        def call(*args):
            value, (x_dot, y_dot) = made(*args)
            return value, (x_dot + args[-1], y_dot)

        return call

    monkeypatch.setattr(gradients, "tangent", lopsided)
    assert "second derivatives symmetric" in failures(f, 1.0, 2.0)


# The parts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "curve, derivative",
    [
        (lambda t: np.exp(np.array([0.3, 1.0]) + t), np.exp([0.3, 1.0])),
        (lambda t: np.array([7.0]), [0.0]),
        (lambda t: 1 / (np.array([0.01, 1e4]) + t), [-1e4, -1e-8]),
        (lambda t: np.sin(1e6 * (1.0 + np.array([t]))), [1e6 * np.cos(1e6)]),
        (lambda t: np.sqrt(np.array([1e-4]) + t), [50.0]),
        (lambda t: abs(np.array([0.05]) + t), [1.0]),
    ],
)
def test_differences_of_curves_with_known_derivatives(curve, derivative):
    with np.errstate(all="ignore"):
        found, doubt, rounding = differences(curve, np.finfo(float).eps)
    np.testing.assert_allclose(found, derivative, rtol=1e-7, atol=1e-12)
    assert np.all(abs(found - derivative) <= 10 * (doubt + rounding) + 1e-9 * np.abs(derivative))


def test_differences_say_when_they_do_not_settle():
    _, doubt, _ = differences(lambda t: np.array([float(t > 0)]), np.finfo(float).eps)
    assert doubt > 0.1


@pytest.mark.parametrize(
    "one, other, same",
    [
        (1.0, 1.0, True),
        (0.0, -0.0, False),
        (math.nan, math.nan, True),
        (1, 1.0, False),
        (1.0, np.float64(1.0), False),
        (np.ones(2), np.ones(2), True),
        (np.ones(2), np.ones(2, "f"), False),
        (np.ones(2), np.ones((2, 1)), False),
        ([1.0, (2.0, None)], [1.0, (2.0, None)], True),
        ([1.0], (1.0,), False),
        ({"a": 1.0}, {"a": 1.0}, True),
        ({"a": 1.0}, {"b": 1.0}, False),
        ("x", "x", True),
    ],
)
def test_identical_means_types_and_bits(one, other, same):
    assert identical(one, other) is same


# What cannot be checked ------------------------------------------------------------------------------------------------


def test_what_cannot_be_checked_is_said():
    with pytest.raises(ArgumentError, match="order"):
        check_grads(lecture, 0.7, order=3)
    with pytest.raises(ArgumentError, match="no argument of lecture is a float"):
        check_grads(lecture, 2)
    with pytest.raises(ArgumentError, match="no argument 'q'"):
        check_grads(lecture, 0.7, argnums="q")
    with pytest.raises(ArgumentError, match="astype"):
        check_grads(lecture, np.arange(3), argnums=0)
    with pytest.raises(TypeError, match="missing"):
        check_grads(in_math, 0.7)
    with pytest.raises(Refused):
        check_grads(lambda x: {x}, 0.7)


def test_tolerances_can_be_given(table):
    def cube(x):
        return x * x * x

    partials(cube, lambda y, x: 3.003 * x * x)
    assert check_grads(lambda x: cube(x), 1.3, order=1, rtol=1e-2).ok
    assert check_grads(lambda x: cube(x), 1.3, order=1, atol=1.0).ok
    assert failures(lambda x: cube(x), 1.3, order=1, rtol=1e-4) == ["tangent in x"]
