"""What derivatives hand back: the value bit for bit, types in = types out, nobody else's memory, numbers that stay finite."""

from __future__ import annotations

import math
import threading

import numpy as np
import pytest

from sourcead import ArgumentError, adjoint, grad, jvp, tangent, value_and_grad, vjp
from sourcead.derivative import Derivative

V = np.array([1.0, 2.0, 3.0])
M = np.arange(6.0).reshape(2, 3) + 1


def square(x):
    return x * x


def squares(x):
    return np.sum(x * x)


SCALARS = [3.0, 3, np.float64(3), np.float32(3), np.float16(3), np.int64(3), np.uint8(3), np.longdouble(3), np.array(3.0)]


@pytest.mark.parametrize("x", SCALARS, ids=repr)
def test_types_of_numbers(x):
    value, bar = value_and_grad(square)(x)
    assert repr(value) == repr(square(x))
    wanted = float if type(x) is int else np.float64 if isinstance(x, np.integer) else type(x)
    assert type(bar) is wanted and bar == 6 and getattr(bar, "dtype", None) in (getattr(x, "dtype", None), np.dtype(float))
    _, dot = tangent(square)(x, 1.0 if not isinstance(x, np.ndarray) else np.array(1.0))
    assert dot == 6


ARRAYS = {
    "float64": M,
    "float32": M.astype(np.float32),
    "float16": M.astype(np.float16),
    "longdouble": M.astype(np.longdouble),
    "empty": np.zeros((0, 3)),
    "vector": V,
    "one": np.ones((1, 1)),
    "fortran": np.asfortranarray(M),
    "transposed": M.T,
    "strided": M[:, ::2],
    "reversed": M[::-1],
    "broadcast": np.broadcast_to(2.0, (2, 3)),
    "three": np.ones((2, 1, 3)),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_types_of_arrays(name):
    x = ARRAYS[name]
    before = x.copy()
    value, bar = value_and_grad(squares)(x)
    assert repr(value) == repr(squares(x)) and type(value) is type(squares(x))
    assert bar.dtype == x.dtype and bar.shape == x.shape
    np.testing.assert_array_equal(bar, 2 * x)
    np.testing.assert_array_equal(x, before)
    assert bar.flags.writeable and not np.shares_memory(bar, x)


def test_read_only_arrays():
    x = V.copy()
    x.flags.writeable = False
    assert vjp(lambda x: x, x)[1](x)[0].flags.writeable
    np.testing.assert_array_equal(grad(squares)(x), 2 * V)


REFUSED = [True, np.True_, np.array([1, 2]), np.array([True]), np.array([1.0], object), None, "s", [], ["s", None], [1.0, np.array([1, 2])]]


@pytest.mark.parametrize("x", [*REFUSED, np.arange(3).astype("datetime64[s]")], ids=repr)
def test_what_has_no_derivative(x):
    with pytest.raises(ArgumentError):
        grad(lambda x: 1.0)(x)


def test_no_result_is_an_argument_or_another_result():
    def f(x, y):
        return x + y

    x, y, seed = np.ones(3), np.ones(3), np.ones(3)
    one, two = vjp(f, x, y)[1](seed)
    held = [one, two, x, y, seed]
    assert not any(np.shares_memory(a, b) for i, a in enumerate(held) for b in held[:i])
    for derivative in (tangent(lambda x: x)(x, seed)[1], tangent(lambda x: x.T)(x, seed)[1], tangent(lambda x: x[:])(x, seed)[1]):
        assert not np.shares_memory(derivative, seed) and not np.shares_memory(derivative, x)


def test_gradients_of_what_the_result_does_not_depend_on():
    assert grad(lambda x: 1.0)(2.0) == 0.0 and type(grad(lambda x: 1.0)(2)) is float
    np.testing.assert_array_equal(grad(lambda x, y: y)(V, 1.0), np.zeros(3))
    assert vjp(lambda x: (3.0, "s"), 1.0)[1]((1.0, None)) == (0.0,)


def test_captured_arrays_are_not_handed_back():
    w = np.ones(3)
    bar = grad(lambda x: np.sum(x * w))(V)
    assert not np.shares_memory(bar, w)


def test_aux_of_all_kinds():
    (value, aux), bar = value_and_grad(lambda x: (x * x, [x, (x + 1, "s"), None, f"{x:.1f}"]), has_aux=True)(2.0)
    assert (value, bar) == (4.0, 4.0) and aux == [2.0, (3.0, "s"), None, "2.0"]
    assert grad(lambda x: (x * x, x), has_aux=True)(3.0) == (6.0, 3.0)


def test_jvp_and_vjp_take_what_jax_does():
    assert jvp(lambda x, y: x * y, (3.0, 2.0), (1.0, None)) == (6.0, 2.0)
    value, pullback = vjp(lambda x, n, s: np.sum(x) * n, V, 3, "s")
    assert value == 18.0
    x_bar, n_bar, s_bar = pullback(1.0)
    np.testing.assert_array_equal(x_bar, [3.0, 3.0, 3.0])
    assert n_bar == 6.0 and s_bar is None
    _, pullback = vjp(lambda x: (x * 2, [np.sum(x), 3]), V)
    np.testing.assert_array_equal(pullback((V, [1.0, 0]))[0], [3.0, 5.0, 7.0])
    for bar in (1.0, np.ones(4), [1.0, 2.0, 3.0]):
        with pytest.raises(ArgumentError):
            vjp(lambda x: x * 2, V)[1](bar)


def test_one_result_twice():
    assert vjp(lambda x: (x * x, x * x), 3.0)[1]((1.0, 2.0)) == (18.0,)
    assert vjp(lambda x: (x, x), 3.0)[1]((1.0, 2.0)) == (3.0,)
    assert adjoint(lambda x: (x * x, x * x))(3.0, 1.0, 2.0) == 18.0


def test_seeds_by_name():
    def f(x, y):
        return x * y

    assert tangent(f, ("x", "y"))(2.0, 3.0, x_dot=1.0, y_dot=0.0) == (6.0, 3.0)
    assert adjoint(f)(2.0, 3.0, f_bar=2.0) == 6.0


def test_derivatives_of_all_orders():
    assert grad(grad(lambda x: x**4))(3) == 108.0
    assert grad(grad(lambda x: x**4))(np.int8(3)) == 108.0
    third = grad(grad(grad(lambda x: np.exp(x**2))))(0.5)
    assert third == pytest.approx((8 * 0.5**3 + 12 * 0.5) * math.exp(0.25))
    assert tangent(value_and_grad(lambda x: x**3))(2.0, 1.0) == ((8.0, 12.0), (12.0, 12.0))


# -- values that stay the user's ------------------------------------------------------------------------------------------


def precedence(a, b, c):
    u = (a**b) ** c + a ** (b**c) - (a - (b - c)) + a / (b / c) + (-a) ** 2 + -(a**2) + (-2.5) ** 2 * a + 2**-a + (a - b) ** 2 - -a
    w = (a < b) == (b < c)
    z = (a < b < c) + 0
    return u + w * a + (not a < b) * b + z * c + (a % b) * c // 1 + a * (b % c) + (a // b) * c + (a * b) // c + -(a % b) + abs(-a) ** 2


def test_operators_keep_their_order():
    assert repr(value_and_grad(precedence)(1.1, 2.2, 1.3)[0]) == repr(precedence(1.1, 2.2, 1.3))


def matrices(a, b):
    masks = (a > b) * a + ~(a > b) * b + ((a > b) & (b > 0)) * a + ((a > 0) | (b < 0)) * b + ((a > 0) ^ (b > 1)) * b
    return np.sum((a @ b) * a + a @ (b * a) - (a.T @ b.T).T + masks)


def test_masks_and_products_of_matrices():
    a, b = np.array([[1, 0.2], [0.3, -1]]), np.array([[0.5, 2], [-1, 0.7]])
    assert repr(value_and_grad(matrices)(a, b)[0]) == repr(matrices(a, b))


@pytest.mark.parametrize("x", [2.0, np.float64(2.0), np.float32(2.0), 2])
def test_truth_values_in_arithmetic(x):
    for f in (
        lambda x: x * ((x > 1) + (x > 0)),
        lambda x: x * (1 < x < 3) * (0 < 1 < 2) * (x == x == 2.0),
        lambda x: x * -0.0,
        lambda x: 0 - x * 0,
        lambda x: x * (not x > 1),
    ):
        value, bar = value_and_grad(f)(x)
        assert repr(value) == repr(f(x))
        slope = (float(f(x + type(x)(0))) / x) if x else 0.0
        assert bar == slope


# -- numbers --------------------------------------------------------------------------------------------------------------

ORDINARY = [
    (lambda x: 1 / (1 + np.exp(-x)), [(-700.0,), (-40.0,), (0.0,), (40.0,), (800.0,)]),
    (lambda x: np.logaddexp(0, x), [(-800.0,), (0.0,), (800.0,)]),
    (lambda x, y: np.sqrt(x * x + y * y), [(1e-150, 1e-150), (1e150, 1e150)]),
    (lambda x, y: x * x / (x * x + y * y), [(1e-70, 1e-70), (1e70, 1e70), (0.0, 1.0)]),
    (lambda x: x * np.log(x), [(1e-300,), (1e300,)]),
    (lambda x, a, b: x * a / b, [(1.0, 1e200, 1e200), (1.0, 1e-200, 1e-200)]),
    (lambda x, a, b, c: x * a * b * c, [(1e200, 1e-200, 1e200, 1e-200)]),
    (lambda x, p: x**p, [(0.0, 1.0), (0.0, 2.0), (0.0, 0.0), (0.0, 3)]),
    (lambda x: np.tanh(x), [(20.0,), (1e10,)]),
    (lambda x: np.abs(x) + abs(x), [(0.0,)]),
]


@pytest.mark.parametrize("f, points", ORDINARY, ids=range(len(ORDINARY)))
@pytest.mark.filterwarnings("ignore:overflow")
def test_the_optimiser_brings_in_no_infinities(f, points):
    for args in points:
        every = tuple(range(len(args)))
        bars = Derivative(f, "grad", every)(*args)
        plain = Derivative(f, "grad", every, optimize=False)(*args)
        assert np.all(np.isfinite(bars)) and np.allclose(bars, plain, rtol=1e-9, atol=1e-300)


def test_softmax_and_logsumexp_far_out():
    x = np.array([1000.0, 1001.0, 999.0])
    bar = grad(lambda x: np.log(np.sum(np.exp(x - np.max(x)))) + np.max(x))(x)
    assert np.sum(bar) == pytest.approx(1.0)
    bar = grad(lambda x: (np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x))))[0])(x)
    assert np.sum(bar) == pytest.approx(0.0, abs=1e-15)


def test_integer_arrays_beside_float_ones():
    n = np.array([200, 20, 3], np.uint8)
    bar = grad(lambda x, n: np.sum((x - n) ** 2))(V, n)
    np.testing.assert_array_equal(bar, 2 * (V - n))


# -- threads --------------------------------------------------------------------------------------------------------------


def test_threads_that_call_a_fresh_derivative_together():
    def f(x):
        a = np.sin(x)
        b = a * x
        return np.exp(-b) * a + b

    derivative, found = grad(f), []
    threads = [threading.Thread(target=lambda: found.append(derivative(1.5))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12 and len(set(found)) == 1
