"""check_rule accepts what is right, and says with numbers what is wrong with a rule."""

import math
import re

import numpy as np
import pytest

import sourcead
from sourcead import ArgumentError, CheckFailed, check_rule, general, linear, multilinear, nondifferentiable, partials

X = np.array([0.3, -1.2, 2.0])
A = np.array([[2.0, 1.0], [0.5, 3.0]])


def opaque(text):
    """A function of x, and of y and k, that the front end cannot read."""
    return eval(f"lambda x, y=1.0, k=2: {text}", {"np": np, "math": math})


def failures(function, *args, **options):
    with pytest.raises(CheckFailed) as caught:
        check_rule(function, *args, **options)
    for row in caught.value.report.failures:
        assert row.name in str(caught.value) and row.detail in str(caught.value)
    return {row.name: row.detail for row in caught.value.report.failures}


# -- what is right ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("x", [0.7, np.float32(0.7), X, A, X.astype("f")], ids=repr)
def test_right_partials(x):
    f = eval("lambda x: x * x * np.sin(x)", {"np": np})
    partials(f, lambda y, x: 2 * x * np.sin(x) + x * x * np.cos(x))
    report = check_rule(f, x)
    names = [row.name for row in report.rows]
    assert report.ok and "tangent's transpose" in names and "number: tangent" in names and "numbers in arrays: tangent" in names
    assert len([row for row in check_rule(f, x, order=1).rows]) < len(names)


def test_right_partials_of_two_and_settings():
    f = opaque("x ** k * y")
    partials(f, lambda z, x, y, k: k * x ** (k - 1) * y, lambda z, x, y, k: x**k)
    report = check_rule(f, 1.5, 0.5, k=3)
    assert {"a row and a column: tangent", "a number and an array: transpose"} <= {row.name for row in report.rows}
    assert check_rule(f, X, y=2.0).ok
    assert check_rule(f, x=1.5).ok


def test_rows_of_our_own():
    assert check_rule(np.tanh, X).ok and check_rule(math.sin, 0.3).ok
    assert check_rule(np.linalg.solve, A, X[:2]).ok and check_rule(np.sum, A, axis=0).ok and check_rule(np.matmul, A, A).ok
    assert check_rule(np.linalg.eigh, A + A.T).ok and check_rule(np.floor, X).ok


def test_right_rules_of_every_verb():
    f = eval("lambda x: np.convolve(x, [1.0, 2.0, 4.0], 'same')", {"np": np})
    linear(f, lambda y_bar, y, x: np.convolve(y_bar, np.array([4.0, 2.0, 1.0]), "same"))
    assert check_rule(f, X).ok
    f = eval("lambda A, b: A @ b")
    multilinear(f, lambda g, y, A, b: np.outer(g, b), lambda g, y, A, b: A.T @ g)
    assert check_rule(f, A, X[:2]).ok
    f = eval("lambda x: (x @ x, np.sum(x))", {"np": np})
    general(f, lambda d, y, x: (2 * x @ d, np.sum(d)), lambda g, y, x: 2 * x * g[0] + g[1])
    assert check_rule(f, X).ok
    f = eval("lambda x: np.floor(x)", {"np": np})
    nondifferentiable(f)
    assert check_rule(f, X).ok


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e4, 1e9])
def test_any_scale(scale):
    f = eval("lambda x: x * x * 3")
    partials(f, lambda y, x: 6 * x)
    assert check_rule(f, X * scale).ok
    partials(f, lambda y, x: 6.01 * x)
    assert "tangent" in failures(f, X * scale)


def test_ufuncs_of_python_and_numba():
    cube = np.frompyfunc(lambda x: x * x * x, 1, 1)
    partials(cube, lambda y, x: 3 * x * x)
    assert check_rule(cube, X).ok and check_rule(cube, 0.7).ok
    partials(cube, lambda y, x: 3.01 * x * x)
    assert "tangent" in failures(cube, X)
    numba = pytest.importorskip("numba")
    cube = numba.vectorize(lambda x: x * x * x)
    partials(cube, lambda y, x: 3 * x * x)
    assert check_rule(cube, X).ok and check_rule(cube, 0.7).ok


# -- what is wrong ------------------------------------------------------------------------------------------------------------


def test_a_wrong_partial_is_named_with_its_numbers():
    f = eval("lambda a, b: a * a * b")
    partials(f, lambda y, a, b: 2 * a * b, lambda y, a, b: 1.001 * a * a)
    found = failures(f, 1.5, 0.5)
    assert re.fullmatch(r"in b: -?\d\.\d+ against (differences|an imaginary step) -?\d\.\d+", found["tangent"])
    assert "number: tangent" in found and "transpose" not in found


def test_an_imaginary_step_sees_what_differences_do_not():
    f = eval("lambda x: np.exp(x)", {"np": np})
    partials(f, lambda y, x: y * (1 + 2e-8))
    found = failures(f, 0.7)
    assert "imaginary step" in found["tangent"]


def test_a_wrong_second_derivative():
    slope = eval("lambda x: 2 * x")
    partials(slope, lambda y, x: 2.01)
    f = eval("lambda x: x * x")
    partials(f, lambda y, x: slope(x))
    found = failures(f, 0.7)
    assert "tangent" not in found and {"adjoint's tangent", "tangent's tangent"} <= found.keys()
    assert check_rule(f, 0.7, order=1).ok


def test_a_wrong_pull():
    f = eval("lambda x: x @ x")
    general(f, lambda d, y, x: 2 * x @ d, lambda g, y, x: 2.001 * g * x)
    found = failures(f, X)
    assert list(found) == ["transpose"] and re.fullmatch(r"<adjoint, ẋ> = \S+ against <ȳ, tangent> = \S+", found["transpose"])


def test_a_wrong_transpose_and_what_is_not_linear():
    f = eval("lambda x: np.cumsum(x)", {"np": np})
    linear(f, lambda g, y, x: np.cumsum(g))
    assert "transpose" in failures(f, X)
    f = eval("lambda x: np.cumsum(x) + 1", {"np": np})
    linear(f, lambda g, y, x: np.cumsum(g[::-1])[::-1])
    assert "tangent" in failures(f, X)


def test_an_adjoint_of_the_wrong_shape():
    f = eval("lambda x: np.sum(x)", {"np": np})
    general(f, lambda d, y, x: np.sum(d), lambda g, y, x: g, returns=lambda x: x[0])
    assert re.fullmatch(r"the adjoint of x is .*, and should be array\(float64, 1-d\)", failures(f, X)["adjoint"])


def test_partials_of_what_is_not_elementwise():
    f = eval("lambda x: x / np.sum(x)", {"np": np})
    partials(f, lambda y, x: 1 / np.sum(x) - x / np.sum(x) ** 2)
    assert "tangent" in failures(f, np.abs(X))


def test_a_kind_that_is_not_what_is_declared():
    f = eval("lambda x: np.sum(x, axis=0)", {"np": np})
    linear(f, lambda g, y, x: g + 0 * x, returns=float)
    assert failures(f, A)["kind"] == "the rule says float, and the function gives array(float64, 1-d)"


def test_functions_that_change_or_lend_or_remember():
    def changing(x):
        x[0] = 1.0
        return eval("x * 2", {"x": x})

    linear(changing, lambda g, y, x: 2 * g)
    assert "arguments" in failures(changing, X.copy())

    lending = eval("lambda x: x[::-1]")
    linear(lending, lambda g, y, x: g[::-1] * 1.0)
    assert "shares memory" in failures(lending, X)["result"]

    count = []

    def remembering(x):
        count.append(1)
        return eval("x * n", {"x": x, "n": len(count)})

    partials(remembering, lambda y, x: 1.0)
    assert "called twice" in failures(remembering, X)["same again"]


def test_rules_that_hold_for_complex_numbers():
    f = eval("lambda z: z * z * z")
    partials(f, lambda y, z: 3 * z * z)
    with pytest.raises(sourcead.Refused, match="complex"):
        check_rule(f, 0.3 + 0.7j)
    partials(f, lambda y, z: 3 * z * z, over_complex=True)
    assert check_rule(f, 0.3 + 0.7j).ok and check_rule(f, X * (1 + 2j)).ok
    assert "complex: tangent" in [row.name for row in check_rule(f, X).rows]
    assert sourcead.check_grads(lambda z: abs(f(z)), 0.3 + 0.7j).ok
    f = eval("lambda z: z * np.conj(z)", {"np": np})  # no analytic function
    partials(f, lambda y, z: 2 * z, over_complex=True)
    assert "complex: tangent" in failures(f, X)
    f = eval("lambda A, b: A @ b")
    multilinear(f, lambda g, y, A, b: np.outer(g, b), lambda g, y, A, b: np.conj(A).T @ g, over_complex=True)
    assert "complex: transpose" in failures(f, A, X[:2])
    multilinear(f, lambda g, y, A, b: np.outer(g, b), lambda g, y, A, b: A.T @ g, over_complex=True)
    assert check_rule(f, A, X[:2]).ok


# -- what cannot be checked -----------------------------------------------------------------------------------------------


def test_what_has_no_rule_or_no_such_arguments():
    with pytest.raises(ArgumentError, match="no rule"):
        check_rule(lambda x: x, 1.0)
    f = opaque("x * y")
    partials(f, lambda z, x, y, k: y, lambda z, x, y, k: x)
    for args, options in [((), {}), ((1.0, 2.0, 3, 4), {}), ((1.0,), {"z": 1.0}), ((1.0,), {"x": 1.0})]:
        with pytest.raises(ArgumentError):
            check_rule(f, *args, **options)
    with pytest.raises(ArgumentError, match="order"):
        check_rule(f, 1.0, order=3)


def test_it_is_public():
    assert sourcead.check_rule is check_rule and "check_rule" in sourcead.__all__
