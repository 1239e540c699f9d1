"""Functions compiled by numba: their Python is read, wherever they are met; derivatives of numbers can be compiled in turn."""

import functools

import numpy as np
import pytest

from sourcead import Refused, adjoint, check_grads, grad, linear, partials, tangent, value_and_grad

numba = pytest.importorskip("numba")

X = np.array([0.3, -1.2, 2.0])
RATE = 0.5


@numba.njit
def square(x):
    return x * x


@numba.njit
def norm2(v):
    total = 0.0
    for i in range(v.shape[0]):
        total += square(v[i])
    return total


@numba.jit(nopython=True)
def lotka(y, n, dt):
    a, b = y[0], y[1]
    for _ in range(n):
        a, b = a + dt * a * (1.0 - b), b + dt * b * (a - RATE)
    return a * b


@numba.njit("float64(float64, float64)")
def typed(x, y):
    if x > y:
        return x * x * y
    return np.sin(x) * y


@numba.njit
def power(x, n):
    return 1.0 if n == 0 else x * power(x, n - 1)


@numba.njit
def smoothed(v):
    out = np.empty_like(v)
    out[0] = v[0]
    for i in range(1, len(v)):
        out[i] = 0.5 * out[i - 1] + v[i] ** 2
    return out


def test_as_what_is_differentiated():
    assert check_grads(square, 0.7).ok and np.array_equal(grad(norm2)(X), 2 * X) and check_grads(lotka, X[[0, 2]], 5, 0.1).ok
    assert check_grads(typed, 0.7, 0.3).ok and check_grads(typed, 0.3, 0.7).ok
    assert check_grads(smoothed, X).ok
    for function, args in ((square, (0.7,)), (norm2, (X,)), (typed, (0.7, 0.3)), (smoothed, (X,))):
        value, _ = tangent(function)(*args, *args[:1])
        assert np.array_equal(value, function(*args))
    assert grad(power)(1.3, 5) == pytest.approx(5 * 1.3**4)


def test_as_what_is_called():
    def loss(v, s):
        return norm2(v * s) * 1.0 + square(s) * np.sum(smoothed(v))

    assert check_grads(loss, X, np.float64(1.3)).ok
    partial = functools.partial(typed, y=0.3)
    assert grad(lambda x: partial(x))(0.7) == grad(partial)(0.7) == pytest.approx(2 * 0.7 * 0.3)


def test_decorators_of_numba_on_functions_inside():
    def f(x):
        @numba.njit
        def inner(y):
            return y * y * x

        return inner(x)

    assert check_grads(f, 0.7).ok


def test_parallel_ranges():
    @numba.njit(parallel=True)
    def total(v):
        out = 0.0
        for i in numba.prange(v.shape[0]):
            out += v[i] ** 3
        return out

    assert check_grads(total, X).ok


def test_decorated_by_grad_and_cached():
    df = grad(square)
    assert df(0.5) == 1.0 and df(np.float64(0.5)) == 1.0
    assert grad(square) is not df and grad(square)(0.5) == 1.0
    assert "def square_grad(x):" in df.source(0.5)
    assert value_and_grad(square)(0.5) == (0.25, 1.0) and tangent(square)(0.5, 1.0) == (0.25, 1.0) and adjoint(square)(0.5) == 1.0


def test_what_it_captures_is_read_at_each_call():
    f = grad(lotka)
    args = (np.array([1.2, 0.7]), 3, 0.1)
    before = f(*args)
    global RATE
    RATE = 0.9
    try:
        assert not np.array_equal(f(*args), before)
    finally:
        RATE = 0.5
    assert np.array_equal(f(*args), before)


def test_derivatives_of_numbers_are_compiled_by_numba():
    """The text of scalar code is code that numba takes, and gives the same."""
    for function, args in ((typed, (0.7, 0.3)), (typed, (0.3, 0.7)), (square, (0.7,))):
        text = grad(function).source(*args)
        names = {}
        exec(text, names)
        compiled = numba.njit(names[f"{function.__name__}_grad"])
        assert compiled(*args) == pytest.approx(grad(function)(*args), rel=1e-14)


def test_a_rule_of_a_compiled_function_comes_first():
    @numba.njit
    def rounded(x):
        return np.floor(x)

    assert grad(rounded)(0.5) == 0.0
    partials(rounded, lambda y, x: 1.0)
    assert grad(rounded)(0.5) == 1.0 and grad(lambda x: rounded(x) * 2)(0.5) == 2.0


def test_ufuncs_and_generalised_ufuncs_need_a_rule():
    @numba.vectorize(["float64(float64)"])
    def cube(x):
        return x**3

    @numba.guvectorize(["void(float64[:], float64[:])"], "(n)->(n)")
    def doubled(x, out):
        for i in range(x.shape[0]):
            out[i] = 2 * x[i]

    for f in (cube, doubled):
        with pytest.raises(Refused, match="no derivative rule"):
            grad(lambda x: np.sum(f(x)))(X)
    partials(cube, lambda y, x: 3 * x * x)
    assert check_grads(lambda x: np.sum(cube(x) * x), X).ok
    linear(doubled, lambda y_bar, y, x: 2 * y_bar)
    assert check_grads(lambda x: np.sum(doubled(x) * x), X).ok
