"""Functions of every sort, and what they capture: found, bound and read as Python does."""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest

from sourcead import ArgumentError, Refused, adjoint, grad, tangent, value_and_grad, vjp

V = np.array([1.0, 2.0, 3.0])
factor = 3.0


def helper(x):
    return x * x


def with_global(x):
    return x * factor


def calls_helper(x):
    return helper(x)


def same(f, *args):
    """The value is the user's; what the gradient is."""
    value, bar = value_and_grad(f)(*args)
    assert repr(value) == repr(f(*args))
    return bar


# -- what is differentiated -----------------------------------------------------------------------------------------------


def test_lambdas_on_one_line():
    fs = [lambda x: x, lambda x: x * x, lambda x: x * x * x]
    assert [grad(f)(2.0) for f in fs] == [1.0, 4.0, 12.0]


def test_wrappers_are_what_they_do():
    def twice(f):
        @functools.wraps(f)
        def wrapper(*args):
            return 2 * f(*args)

        return wrapper

    @twice
    def f(x, y):
        return x * y

    assert grad(f, (0, 1))(2.0, 3.0) == (6.0, 4.0)
    assert grad(f, "y")(2.0, 3.0) == 4.0


def test_cached_functions():
    @functools.lru_cache
    def f(x):
        return x * x

    assert same(f, 3.0) == 6.0
    assert grad(lambda x: f(x) * 2)(3.0) == 12.0


def test_partials():
    def f(a, b, c=2.0, *, d=1.0):
        return a * b * c * d

    assert grad(functools.partial(f, 3.0))(2.0) == 6.0
    assert grad(functools.partial(f, c=5.0))(2.0, 3.0) == 15.0
    assert grad(functools.partial(functools.partial(f, 3.0), d=4.0))(2.0) == 24.0


def test_methods():
    class Model:
        scale = 3.0

        def __init__(self, k):
            self.k = k

        def loss(self, x):
            return self.scale * self.part(x) * self.k

        def part(self, x):
            return x * x

        @grad
        def slope(self, x):
            return self.k * x**2

        @staticmethod
        @grad
        def alone(x):
            return x**2

    model = Model(2.0)
    assert same(model.loss, 2.0) == 24.0
    assert model.slope(2.0) == 8.0 and Model(5.0).slope(2.0) == 20.0 and model.alone(3.0) == 6.0
    model.k = 4.0
    assert grad(model.loss)(2.0) == 48.0 and model.slope(2.0) == 16.0


@pytest.mark.parametrize("what", [len, math.sin, np.sin, float, 3.0], ids=repr)
def test_what_is_no_python_function(what):
    with pytest.raises(ArgumentError, match="not a Python function"):
        grad(what)


# -- arguments ------------------------------------------------------------------------------------------------------------


def test_argnums():
    f = lambda a, b: a * b
    assert grad(f, -1)(2.0, 3.0) == 2.0
    assert grad(f, [0, 1])(2.0, 3.0) == grad(f, ("a", 1))(2.0, 3.0) == (3.0, 2.0)
    assert grad(f, ("b", 0))(2.0, 3.0) == (2.0, 3.0)
    for wrong in (2, -3, True, (), (0, 0), (0, "a"), "c"):
        with pytest.raises(ArgumentError, match="argument"):
            grad(f, wrong)(2.0, 3.0)


def test_calls_are_checked_as_python_does():
    f = grad(lambda a, b: a * b)
    assert f(b=3.0, a=2.0) == f(2.0, b=3.0) == 3.0
    for args, kwargs in (((1.0,), {}), ((1.0, 2.0, 3.0), {}), ((1.0, 2.0), {"b": 2.0}), ((1.0,), {"c": 2.0})):
        with pytest.raises(TypeError):
            f(*args, **kwargs)


def test_defaults():
    def f(x, w=np.array([1.0, 2.0]), n=None, *, k=2.0):
        return k * np.sum(x * w) if n is None else n * np.sum(x * w)

    x = np.ones(2)
    np.testing.assert_array_equal(grad(f)(x), [2.0, 4.0])
    np.testing.assert_array_equal(grad(f)(x, n=3), [3.0, 6.0])
    np.testing.assert_array_equal(grad(f, "w")(x), [2.0, 2.0])
    f.__defaults__ = (np.array([5.0, 6.0]), 1.0)
    np.testing.assert_array_equal(grad(f)(x), [5.0, 6.0])


def test_positional_only_and_variadic_arguments():
    assert same(lambda x, /, y=2, *z, w=3: x * y * w, 2.0) == 6.0
    f = lambda *xs: xs[0] * xs[1] + sum(xs)
    assert grad(f, (0, 1))(2.0, 3.0) == (4.0, 3.0)
    assert grad(f, -1)(2.0, 3.0, 5.0) == 1.0
    assert tangent(f, (0, 1))(2.0, 3.0, 1.0, 0.0) == (11.0, 4.0)
    assert vjp(f, 2.0, 3.0)[1](1.0) == (4.0, 3.0)


def test_kinds_decide():
    f = lambda x, y=None: x if y is None else x * y
    assert [grad(f)(2.0), grad(f)(2.0, 3.0), grad(f)(2.0, None)] == [1.0, 3.0, 1.0]
    g = lambda x: x * 2 if isinstance(x, float) else np.sum(x) * 3 if isinstance(x, np.ndarray) else x * 5
    assert grad(g)(2.0) == grad(g)(np.float64(2)) == 2.0 and grad(g)(2) == grad(g)(np.float32(2)) == 5.0
    np.testing.assert_array_equal(grad(g)(V), [3.0, 3.0, 3.0])
    h = lambda x, mode: x * 2 if mode == "a" else x * 3
    assert [grad(h)(2.0, mode) for mode in "aba"] == [2.0, 3.0, 2.0]


def test_functions_as_arguments():
    def scaled(k):
        return lambda x: x * k

    f = grad(lambda x, h: h(x))
    assert [f(1.5, scaled(2.0)), f(1.5, scaled(3.0)), f(1.5, scaled(4))] == [2.0, 3.0, 4.0]
    assert f(1.5, np.sin) == pytest.approx(math.cos(1.5))


# -- what is captured -----------------------------------------------------------------------------------------------------


def test_globals_are_read_at_every_call():
    global factor
    try:
        d = grad(with_global)
        found = []
        for factor in (3.0, 4, np.float32(2.5), np.float64(7.0)):
            found.append(d(1.0))
        assert found == [3.0, 4.0, 2.5, 7.0]
        factor = V
        np.testing.assert_array_equal(tangent(with_global)(1.0, 1.0)[1], V)
        factor = None
        with pytest.raises(Refused, match="None"):
            d(1.0)
        factor = 2.0
        assert d(1.0) == 2.0
    finally:
        factor = 3.0


def test_functions_can_be_replaced():
    global helper
    first = helper
    try:
        d = grad(calls_helper)
        assert d(3.0) == 6.0
        helper = lambda x: x * x * x
        assert d(3.0) == 27.0
        helper = np.sin
        assert d(3.0) == pytest.approx(math.cos(3.0))
        helper = first
        assert d(3.0) == 6.0
    finally:
        helper = first


def test_cells_are_read_at_every_call():
    k = 2.0
    f = lambda x: k * x
    d = grad(f)
    assert d(1.0) == 2.0
    k = 5
    assert d(1.0) == 5.0
    k = np.ones(2)
    np.testing.assert_array_equal(tangent(f)(1.0, 1.0)[1], [1.0, 1.0])


def test_inner_functions_read_names_when_called_and_defaults_when_made():
    def f(x):
        k = x

        def g(t, d=k, *, m=x):
            return t * k * d * m

        k = 3.0
        return g(x) + g(x, k) + g(x, m=1.0)

    same(f, 2.0)


# -- statements -----------------------------------------------------------------------------------------------------------


def test_assignments_of_all_forms():
    def f(x: "whatever", y) -> "nothing":
        "A docstring."
        a, *b = (x, y, x * 2)
        (c, d), e = (a, b[0]), b[1]
        p = q = c * e
        p += d
        p *= 2
        r: list[undefined] = p  # noqa: F821
        s: int
        x, y = y, x
        x, y = y, x
        ...
        pass
        return (t := r * q) * t + x - y

    same(f, 2.0, 3.0)


def test_arrays_changed_in_place():
    def f(x):
        y = x * 2
        y += 1
        y *= x
        y -= 0.5
        y /= 2
        return np.sum(y)

    np.testing.assert_allclose(same(f, V), 2 * V + 0.5)


def test_arrays_changed_in_place_under_another_name(numeric):
    def f(x):
        y = x * 2
        z = y
        y += 1
        return np.sum(y * z)

    def g(x):
        y = x * 2
        z = y[0:1]
        y += 1
        return np.sum(y * z)

    def h(x):
        x += 1
        return np.sum(x)

    def i(x):
        y = x * 2
        z = (y,)
        y += 1
        return np.sum(y * z[0])

    before = V.copy()
    for function in (f, g, h, i):
        np.testing.assert_allclose(grad(function)(V), numeric(lambda v: function(v.copy()), (V,), 0), rtol=1e-7)
        np.testing.assert_array_equal(V, before)


def test_unpacking_an_array_of_another_length():
    def f(x):
        a, b, c = x
        return a * b + c

    np.testing.assert_array_equal(grad(f)(V), [2.0, 1.0, 1.0])
    with pytest.raises(ValueError, match="too many"):
        grad(f)(np.ones(4))
    with pytest.raises(ValueError, match="not enough"):
        grad(f)(np.ones(2))


def test_prints_happen_once_and_in_order(capsys):
    def f(x):
        print(f"it's {x:.3f} {{braces}} \"q\" {x!r:>10} \\ \n tab\t end")
        y = x * x
        print("a", "b'c", y, [x, 2], (x,), None, sep="|", end="!\n")
        return y

    f(2.0)
    wanted = capsys.readouterr().out
    for call in (
        lambda: grad(f)(2.0),
        lambda: value_and_grad(f)(2.0),
        lambda: tangent(f)(2.0, 1.0),
        lambda: adjoint(f)(2.0),
        lambda: vjp(f, 2.0)[1](1.0),
        lambda: grad(grad(f))(2.0),
    ):
        call()
        assert capsys.readouterr().out == wanted


def test_names_that_mean_something_else():
    def f(np, sum, f_bar, x_dot):
        math = np * 2
        max = sum * math
        lambda_ = list = max + 1
        return lambda_ * list * f_bar * x_dot

    same(f, 2.0, 3.0, 4.0, 5.0)
    assert tangent(f)(np=2.0, sum=3.0, f_bar=4.0, x_dot=5.0, np_dot=1.0)[1] == grad(f)(2.0, 3.0, 4.0, 5.0)


def test_letters_of_the_world():
    def f(α, é):
        ñ = α * é
        return ñ**2

    assert same(f, 2.0, 3.0) == 36.0


# -- refusals -------------------------------------------------------------------------------------------------------------


def test_all_violations_at_once_with_carets():
    def f(x):
        y = undefined_name + 1  # noqa: F821
        z = np.unique_all(x)
        w = np.nosuch(x)
        u = x.foo
        q = np.sum(x, wherever=x > 0)
        s = {v for v in x}
        return y + z + w + u + q + s

    with pytest.raises(Refused) as refused:
        grad(f)(V)
    text = str(refused.value)
    for word in ("undefined_name", "unique_all", "nosuch", "foo", "wherever", "comprehension"):
        assert word in text
    assert len(refused.value.violations) == 6 and text.count("^") > 6 and text.count("\n  = ") == 6
    assert "test_functions.py" in text
