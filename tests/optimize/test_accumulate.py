"""Accumulating in place: O(1) for each element read, and only in arrays the derivative made itself."""

import numpy as np
import pytest

from sourcead import adjoint, grad, tangent, value_and_grad, vjp
from sourcead.derivative import Derivative

V = np.array([0.5, -1.0, 0.7, 1.2])


def squares(v):
    s = 0.0
    for i in range(len(v)):
        s += v[i] * v[i]
    return s


def rows(A, x):
    s = 0.0
    for row in A:
        s = s + np.tanh(row @ x)
    return s


def test_a_loop_over_elements_makes_no_array_inside():
    text = grad(squares).source(V)
    loop = text[text.index("for i in reversed") :]
    assert "v_bar[i] +=" in loop
    assert "like" not in loop.split("return")[0]


@pytest.mark.parametrize("n", [10, 1000])
def test_the_operations_grow_with_the_elements_only(n):
    assert grad(squares).flops(np.ones(n)).total <= 3 * n


def test_rows_read_in_a_loop(numeric):
    A, x = np.arange(6.0).reshape(3, 2) / 7, np.array([0.3, -0.4])
    A_bar, x_bar = grad(rows, (0, 1))(A, x)
    np.testing.assert_allclose(A_bar, numeric(rows, (A, x), 0), rtol=1e-8)
    np.testing.assert_allclose(x_bar, numeric(rows, (A, x), 1), rtol=1e-8)


def test_an_index_array_names_an_element_twice(numeric):
    def f(v):
        return np.sum(v[np.array([0, 2, 0])] ** 2) + np.sum(v**3)

    np.testing.assert_allclose(grad(f)(V), numeric(f, (V,), 0), rtol=1e-8)


def test_the_seed_is_not_written_into():
    seed = np.ones(4)
    before = seed.copy()
    bar = adjoint(lambda v: v + v[0])(V, seed)
    np.testing.assert_array_equal(seed, before)
    np.testing.assert_array_equal(bar, [5.0, 1.0, 1.0, 1.0])


def test_a_pullback_called_twice_gives_the_same():
    _, pullback = vjp(squares, V)
    np.testing.assert_array_equal(pullback(1.0)[0], pullback(1.0)[0])
    _, pullback = vjp(lambda v: v * 2 + v[1], V)
    first = pullback(np.ones(4))[0].copy()
    np.testing.assert_array_equal(pullback(np.ones(4))[0], first)


def test_shared_adjoints_are_not_written_into():
    """a_bar and b_bar start as one array, c_bar: adding to one must not change the other."""

    def f(a, b):
        c = a + b
        return np.sum(c * c) + a[0] * 3 + b[1] * 5

    a_bar, b_bar = grad(f, (0, 1))(V, 2 * V)
    np.testing.assert_allclose(a_bar, 6 * V + [3, 0, 0, 0])
    np.testing.assert_allclose(b_bar, 6 * V + [0, 5, 0, 0])


def test_recorded_adjoints_are_not_written_into(numeric):
    """Reverse over reverse records what the reverse loop carries, which that loop also changes in place."""

    def f(v):
        s = 1.0
        for i in range(len(v)):
            s = s * np.sin(v[i]) + v[0] * v[i]
        return s

    weights = np.cos(np.arange(4.0))
    expected = numeric(lambda v: np.sum(grad(f)(v) * weights), (V,), 0)
    np.testing.assert_allclose(adjoint(grad(f))(V, weights), expected, rtol=1e-6)
    np.testing.assert_allclose(tangent(grad(f))(V, weights)[1], expected, rtol=1e-6)


@pytest.mark.parametrize("optimize", [True, False])
def test_branches_that_read_elements(optimize, numeric):
    def f(v, w):
        s = 0.0
        for i in range(len(v)):
            if v[i] > 0:
                s = s + v[i] * w[i]
            else:
                s = s - w[0] * v[i] ** 2
        return s

    W = np.array([0.3, 0.4, 0.5, 0.6])
    v_bar, w_bar = Derivative(f, "grad", (0, 1), optimize=optimize)(V, W)
    np.testing.assert_allclose(v_bar, numeric(f, (V, W), 0), rtol=1e-7)
    np.testing.assert_allclose(w_bar, numeric(f, (V, W), 1), rtol=1e-7)


def test_the_callers_arrays_stay_as_they_are():
    v = V.copy()
    value, bar = value_and_grad(squares)(v)
    bar += 1
    np.testing.assert_array_equal(v, V)
    assert value == squares(V)
