"""Users' own rules: every verb in both modes and to second order, in any order of definition; nonsense is refused."""

import functools
import math
from dataclasses import dataclass

import numpy as np
import pytest

import sourcead
from sourcead import ArgumentError, Refused, check_grads, general, grad, linear, multilinear, nondifferentiable, partials, tangent

from ..conftest import make_function

X, FOUR = np.array([0.3, -1.2, 2.0]), np.array([0.3, -1.2, 2.0, 0.7])
A = np.array([[2.0, 1.0], [0.5, 3.0]])


def opaque(x):
    """What the front end cannot read: the rule is all that is known of it."""
    return eval("x * x * np.sin(x)", {"np": np, "x": x})


def slope_of_opaque(x):
    return 2 * x * np.sin(x) + x * x * np.cos(x)


def with_partial(function=opaque):
    partials(function, lambda y, x: slope_of_opaque(x))
    return function


# -- the verbs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("x", [0.7, np.float32(0.7), X, X.astype(np.float32), A], ids=repr)
def test_partials(x):
    f = with_partial()
    report = check_grads(lambda x: np.sum(f(x) * 2.0), x)
    assert report.ok


def test_partials_broadcast():
    def blend(a, b):
        return eval("a * a * b", {"a": a, "b": b})

    partials(blend, lambda y, a, b: 2 * a * b, lambda y, a, b: a * a)
    assert check_grads(lambda a, b: np.sum(blend(a, b) ** 2), 1.3, X).ok
    assert check_grads(lambda a, b: np.sum(blend(a, b) ** 2), A, X[:2]).ok


def test_keyword_arguments_and_defaults():
    def power(x, k=2.0, *, scale=1.0, sign=1):
        return eval("sign * scale * abs(x) ** k", {"x": x, "k": k, "scale": scale, "sign": sign})

    partials(
        power,
        lambda y, x, k, scale, sign: k * y / x,
        lambda y, x, k, scale, sign: y * np.log(abs(x)),
        lambda y, x, k, scale, sign: y / scale,
    )

    def f(x, k, s):
        return power(x) + power(x, k) * power(k=k, scale=s, x=x, sign=-1) + power(x, scale=s)

    assert check_grads(f, 1.3, 2.2, 0.7).ok
    assert check_grads(power, 1.3, 2.2).ok
    text = grad(f, (0, 1, 2)).source(1.3, 2.2, 0.7)
    assert "power(x, k=k)" in text and "power(x, k=k, scale=s, sign=-1)" in text


def test_settings_have_no_derivative_and_say_so():
    def scaled(x, k=2.0):
        return eval("x * k", {"x": x, "k": k})

    partials(scaled, lambda y, x, k: k)
    assert grad(lambda x: scaled(x, 3.0))(1.0) == 3.0
    with pytest.raises(Refused, match="no derivative rule in its argument 'k'"):
        grad(lambda k: scaled(2.0, k))(3.0)


def test_an_unwritten_partial_is_refused_where_it_is_asked_for():
    def bessel(n, x):
        return eval("x ** n", {"n": n, "x": x})

    partials(bessel, ..., lambda y, n, x: n * x ** (n - 1))
    assert grad(lambda x: bessel(3.0, x))(2.0) == 12.0
    with pytest.raises(Refused, match="no derivative rule in its argument 'n'"):
        grad(lambda n: bessel(n, 2.0))(3.0)


def smooth(x):
    return eval("np.convolve(x, [1.0, 2.0, 4.0], 'same')", {"np": np, "x": x})


def smooth_back(y):
    return eval("np.convolve(y, [4.0, 2.0, 1.0], 'same')", {"np": np, "y": y})


def test_linear():
    linear(smooth, lambda y_bar, y, x: smooth_back(y_bar))
    linear(smooth_back, lambda y_bar, y, x: smooth(y_bar))
    assert check_grads(lambda x: np.sum(np.sin(smooth(x * x))), np.arange(1.0, 6.0)).ok


def test_multilinear():
    def times(A, b):
        return eval("A @ b", {"A": A, "b": b})

    multilinear(times, lambda y_bar, y, A, b: np.outer(y_bar, b), lambda y_bar, y, A, b: times(A.T, y_bar))
    assert check_grads(lambda A, b: np.sum(times(A, b) ** 3), A, X[:2]).ok


def test_general():
    def solve(A, b):
        return eval("np.linalg.solve(A, b)", {"np": np, "A": A, "b": b})

    general(
        solve,
        lambda A_dot, b_dot, y, A, b: solve(A, b_dot - A_dot @ y),
        lambda y_bar, y, A, b: -np.outer(solve(A.T, y_bar), y),
        lambda y_bar, y, A, b: solve(A.T, y_bar),
    )
    assert check_grads(lambda A, b: np.sum(solve(A, b) ** 3), A, X[:2]).ok
    assert check_grads(lambda b: np.sum(solve(A, b) ** 3), X[:2]).ok  # one of them alone
    assert check_grads(lambda A: np.sum(solve(A, A[0]) ** 3), A).ok


def polar(x, y):
    return eval("(np.hypot(x, y), np.arctan2(y, x))", {"np": np, "x": x, "y": y})


def test_general_of_several_results():
    def push(x_dot, y_dot, result, x, y):
        r, _ = result
        return (x * x_dot + y * y_dot) / r, (x * y_dot - y * x_dot) / r**2

    general(
        polar,
        push,
        lambda bar, result, x, y: bar[0] * x / result[0] - bar[1] * y / result[0] ** 2,
        lambda bar, result, x, y: bar[0] * y / result[0] + bar[1] * x / result[0] ** 2,
    )

    def f(x, y):
        r, t = polar(x, y)
        return np.sum(r * r * np.sin(t) + t)

    assert check_grads(f, 0.4, 0.6).ok
    assert check_grads(f, X, X[::-1] + 5.0).ok
    assert check_grads(lambda x, y: polar(x, y)[1], 0.4, 0.6).ok
    assert check_grads(polar, 0.4, 0.6, order=1).ok


def test_nondifferentiable():
    def cell(x):
        return eval("np.floor(x * 4)", {"np": np, "x": x})

    nondifferentiable(cell)
    assert check_grads(lambda x: np.sum(x * cell(x)), np.array([0.13, -0.11, 0.6])).ok
    assert grad(lambda x: cell(x))(0.3) == 0.0


# -- what has a rule ------------------------------------------------------------------------------------------------------


def straight_through(x):
    return np.floor(x)


def test_a_rule_goes_before_what_the_function_says():
    """Also under grad itself, in a partial, in a method, cached: nowhere is the body read in its place."""
    partials(straight_through, lambda y, x: 1.0)
    bound = functools.partial(straight_through)
    cached = functools.lru_cache(straight_through)
    assert grad(straight_through)(0.5) == 1.0
    assert grad(lambda x: straight_through(x))(0.5) == 1.0
    assert grad(lambda x: bound(x))(0.5) == 1.0 and grad(bound)(0.5) == 1.0
    assert grad(lambda x: cached(x))(0.5) == 1.0


class Model:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        return eval("self.w * x * x", {"self": self, "x": x})

    def slope(self, x):
        return 2 * self.w * x


def test_methods():
    partials(Model.forward, None, lambda y, self, x: self.slope(x))
    model = Model(3.0)
    assert grad(lambda x: model.forward(x) + Model.forward(model, x))(2.0) == 24.0
    assert grad(lambda x: np.sum(model.forward(x)))(X) == pytest.approx(6 * X)
    assert grad(model.forward)(2.0) == 12.0
    model.w = 5.0
    assert grad(model.forward)(2.0) == 20.0


@dataclass(frozen=True)
class Scale:
    by: float

    def __call__(self, x):
        return eval("self.by * x", {"self": self, "x": x})


def test_objects_that_are_called():
    double = Scale(2.0)
    partials(double, lambda y, x: double.by)
    assert grad(lambda x: double(x) ** 2)(3.0) == 24.0
    assert grad(double)(3.0) == 2.0 and grad(functools.partial(double))(3.0) == 2.0


def test_objects_as_arguments():
    def evaluate(model, x):
        return eval("model.w * x ** 3", {"model": model, "x": x})

    partials(evaluate, None, lambda y, model, x: 3 * model.w * x * x)
    model = Model(2.0)
    f = lambda x: evaluate(model, x)  # noqa: E731
    assert grad(f)(2.0) == 24.0
    assert grad(lambda m, x: evaluate(m, x), 1)(Model(4.0), 2.0) == 48.0
    model.w = 3.0
    assert grad(f)(2.0) == 36.0


@pytest.mark.parametrize("x", [0.7, X])
def test_a_ufunc_of_python(x):
    """np.frompyfunc gives arrays of objects, which are numbers once the user makes them such."""
    cube = np.frompyfunc(lambda x: x * x * x, 1, 1)
    partials(cube, lambda y, x: 3 * y / x)
    if np.ndim(x):
        assert check_grads(lambda x: np.sum(cube(x).astype(float) * x), x).ok
        assert check_grads(lambda x: np.sum(cube(x).astype(np.float64)), x.astype(np.float32), order=1).ok
    else:
        assert check_grads(lambda x: cube(x) * x, x).ok


@pytest.mark.parametrize("body", ["np.sum(cube(x))", "cube(x)", "cube(x) * 2.0", "[cube(x)]", "np.asarray(cube(x))"])
def test_arrays_of_objects_are_not_computed_with(body):
    cube = np.frompyfunc(lambda x: x * x * x, 1, 1)
    partials(cube, lambda y, x: 3 * x * x)
    with pytest.raises(Refused, match=r"array of objects"):
        tangent(make_function(f"def f(x):\n    return {body}\n", cube=cube))(X, X)


def test_arrays_of_objects_made_otherwise_are_refused():
    with pytest.raises(Refused, match="array of objects"):
        grad(lambda x: np.sum(x.astype(object)))(X)


def test_vectorized_functions():
    cube = np.vectorize(lambda x: x**3, otypes=[float])
    partials(cube, lambda y, x: 3 * x * x)
    assert check_grads(lambda x: np.sum(cube(x) ** 2), X).ok
    with pytest.raises(ArgumentError, match="otypes"):
        partials(np.vectorize(lambda x: x**3), lambda y, x: 3 * x * x)


def test_names_that_mean_something_here(make):
    """Functions called like our own primitives, like builtins, like a variable: none of them is taken for the other."""
    for name in ("item", "copy", "store", "sum", "raise_", "where", "np_", "array", "range"):
        function = make(f"def {name}(x):\n    return eval('x * x * x', dict(x=x))\n", name)
        partials(function, lambda y, x: 3 * x * x)
        f = make(f"def f(x):\n    {name}_ = h(x)\n    return np.sum({name}_ * x)\n", h=function)
        assert check_grads(f, 0.7).ok and check_grads(f, X).ok
        assert sourcead.ssa(f, 0.7)


def test_functions_of_the_same_name(make):
    square = make("def h(x):\n    return eval('x * x', dict(x=x))\n", "h")
    cube = make("def h(x):\n    return eval('x * x * x', dict(x=x))\n", "h")
    partials(square, lambda y, x: 2 * x)
    partials(cube, lambda y, x: 3 * x * x)
    assert check_grads(lambda x: square(x) * cube(x), 0.7).ok


# -- when -----------------------------------------------------------------------------------------------------------------


def test_a_rule_after_the_derivative_is_made():
    def late(x):
        return math.floor(x) * 1.0

    @grad
    def f(x):
        return late(x) * x

    assert f(2.5) == 2.0
    partials(late, lambda y, x: 10.0)
    assert f(2.5) == 27.0
    partials(late, lambda y, x: 20.0)
    assert f(2.5) == 52.0 and f(np.float64(2.5)) == 52.0
    nondifferentiable(late)
    assert f(2.5) == 2.0


def test_a_rule_where_there_was_a_refusal():
    def hidden(x):
        return eval("x * 7.0", {"x": x})

    f = grad(lambda x: hidden(x) * x)
    with pytest.raises(Refused):
        f(1.0)
    partials(hidden, lambda y, x: 7.0)
    assert f(1.0) == 14.0


RATE = 2.0
WEIGHTS = np.array([1.0, 2.0, 3.0])


def test_what_a_rule_finds_around_it_may_change():
    def decayed(x):
        return eval("x * rate", {"x": x, "rate": RATE})

    partials(decayed, lambda y, x: RATE)
    f = grad(lambda x: decayed(x))
    global RATE
    try:
        assert f(1.0) == 2.0
        RATE = 5.0
        assert f(1.0) == 5.0
    finally:
        RATE = 2.0
    assert f(1.0) == 2.0


def test_an_array_around_a_rule_may_change():
    weights = np.array([1.0, 2.0, 3.0])

    def weighted(x):
        return eval("x @ w", {"x": x, "w": weights})

    linear(weighted, lambda y_bar, y, x: y_bar * weights, returns=float)
    f = grad(lambda x: weighted(x))
    assert np.array_equal(f(X), [1.0, 2.0, 3.0])
    weights[0] = 9.0
    assert np.array_equal(f(X), [9.0, 2.0, 3.0])
    weights = np.array([4.0, 5.0, 6.0])
    assert np.array_equal(f(X), [4.0, 5.0, 6.0])


def test_bodies_are_ordinary_python():
    def kinked(x):
        return eval("x * x if x > 0 else -x", {"x": x})

    def slope(y, x):
        """Branches, loops and helpers: what is not taken is not computed."""
        total = 0.0
        for k in range(2):
            total += x if k < 2 else 1 / (x - x)
        return total if x > 0 else -1.0

    partials(kinked, slope)
    assert check_grads(lambda x: kinked(x) * x, 0.7).ok and check_grads(lambda x: kinked(x) * x, -0.7).ok


def test_bodies_that_cannot_be_read_are_refused():
    def cube(x):
        return x**3

    partials(cube, lambda y, x: {3 * x * x})
    with pytest.raises(Refused, match="the rule at .*test_own.py"):
        grad(lambda x: cube(x))(1.0)


# -- kinds ----------------------------------------------------------------------------------------------------------------


def picky(A, b):
    if A.shape != (2, 2):
        raise ValueError("two by two, please")
    return eval("A @ b", {"A": A, "b": b})


PICKY = (lambda y_bar, y, A, b: np.outer(y_bar, b), lambda y_bar, y, A, b: A.T @ y_bar)


def fussy(x):
    if x.size != 4:
        raise ValueError("four, please")
    return eval("float(x @ x)", {"x": x})


FUSSY = (lambda x_dot, y, x: 2 * x @ x_dot, lambda y_bar, y, x: 2 * x * y_bar)


def test_kinds_that_samples_do_not_show_are_asked_for():
    general(fussy, *FUSSY)
    with pytest.raises(Refused, match="four, please.*returns="):
        grad(lambda x: fussy(x))(FOUR)
    for returns in (float, lambda x: 0.0):
        general(fussy, *FUSSY, returns=returns)
        assert check_grads(lambda x: fussy(x) ** 2, FOUR).ok
    multilinear(picky, *PICKY)  # takes samples of two elements
    assert check_grads(lambda A, b: np.sum(picky(A, b) ** 2), A, X[:2]).ok
    multilinear(picky, *PICKY, returns=lambda A, b: b)
    assert check_grads(lambda A, b: np.sum(picky(A, b) ** 2), A, X[:2]).ok


def test_a_kind_that_depends_on_the_size_is_refused():
    def squeezed(x):
        return eval("x * 2 if x.size > 1 else float(x[0]) * 2", {"x": x})

    partials(squeezed, lambda y, x: 2.0)
    with pytest.raises(Refused, match="of size 1 and .* for size 2"):
        grad(lambda x: np.sum(squeezed(x)))(X)
    linear(squeezed, lambda y_bar, y, x: 2 * y_bar)
    with pytest.raises(Refused, match="of size 1 and .* for size 2"):
        grad(lambda x: np.sum(squeezed(x)))(X)


def test_partials_of_what_is_not_elementwise_are_refused():
    def total(x):
        return eval("np.sum(x)", {"np": np, "x": x})

    partials(total, lambda y, x: 1.0)
    with pytest.raises(Refused, match="not elementwise"):
        grad(lambda x: total(x))(X)


def product(v):
    return eval("v[0] * v[1]", {"v": v})


def test_lists_are_no_arguments_of_a_rule():
    general(product, lambda d, y, v: d[0] * v[1] + v[0] * d[1], lambda g, y, v: g * v[::-1])
    assert check_grads(lambda x: product(np.array([x, 2 * x])), 0.7).ok
    assert grad(lambda x: product([1.0, 2.0]) * x)(3.0) == 2.0
    for f, at in [(lambda x: product([x, 2 * x]), 1.0), (lambda v: product(v), (1.0, 2.0)), (lambda d: product(d), {0: 1.0, 1: 2.0})]:
        with pytest.raises(Refused, match="given a list or tuple"):
            grad(f)(at)


def test_bodies_that_give_lists_are_refused():
    general(product, lambda d, y, v: d[0] * v[1] + v[0] * d[1], lambda g, y, v: [g * v[1], g * v[0]])
    with pytest.raises(Refused, match="rule of product gives a tuple or list"):
        grad(product)(X[:2])
    general(polar, lambda a, b, p, x, y: a + b, lambda g, p, x, y: g[0], lambda g, p, x, y: g[1])
    with pytest.raises(Refused, match="rule of polar gives one value"):
        tangent(polar)(1.0, 2.0, 1.0)
    general(polar, lambda a, b, p, x, y: (a, b, a), lambda g, p, x, y: g[0], lambda g, p, x, y: g[1])
    with pytest.raises(Refused, match="of 3"):
        tangent(polar)(1.0, 2.0, 1.0)


def test_results_in_nests_are_refused():
    for text, message in [("[x, x]", "list of several"), ("(x, (x, x))", "tuple in a tuple"), ("{'a': x}", "no number")]:
        f = eval(f"lambda x: {text}")
        general(f, lambda d, y, x: d, lambda g, y, x: g)
        with pytest.raises(Refused, match=message):
            grad(lambda x: f(x)[0])(1.0)


def test_partials_of_several_results_are_refused():
    partials(polar, lambda p, x, y: x, lambda p, x, y: y)
    with pytest.raises(Refused, match="general rule"):
        grad(lambda x, y: polar(x, y)[0])(1.0, 2.0)


# -- nonsense -------------------------------------------------------------------------------------------------------------


def two(a, b):
    return a * b


def with_default(a, b=1.0):
    return a * b


def any_number(*xs):
    return sum(xs)


ONE = lambda y, a: a  # noqa: E731
BOTH = lambda y, a, b: b  # noqa: E731
BACK = lambda g, y, a, b: g  # noqa: E731


@pytest.mark.parametrize(
    "verb, args, options, message",
    [
        (partials, (two, BOTH), {}, r"takes 2 arguments \(a, b\).*bodies for 1"),
        (partials, (two, BOTH, BOTH, BOTH), {}, "bodies for 3"),
        (partials, (two,), {}, "one partial for each"),
        (partials, (two, ONE, BOTH), {}, r"for a takes \(y, a\), and is given \(y, a, b\)"),
        (partials, (two, BOTH, lambda y, b, a: a), {}, "for b takes 'b' where two has 'a'"),
        (partials, (two, BOTH, 2.0), {}, "must be a lambda or def"),
        (partials, (two, BOTH, np.cos), {}, "must be a lambda or def"),
        (partials, (with_default, ONE), {}, r"is given \(y, a, b\)"),
        (partials, (any_number, BOTH), {}, "any number of arguments"),
        (partials, (3.0, BOTH), {}, "not called"),
        (partials, (Model, BOTH), {}, "a class"),
        (partials, (grad(two), BOTH, BOTH), {}, "is a derivative"),
        (partials, (max, BOTH, BOTH), {}, "read by sourcead itself"),
        (partials, (np.frompyfunc(two, 2, 1), ONE), {}, "takes 2 arguments"),
        (partials, (np.frompyfunc(polar, 2, 2), BOTH, BOTH), {}, "ufunc of 2 results"),
        (linear, (two,), {}, "a transpose for each"),
        (linear, (two, None, None), {}, "a transpose for each"),
        (linear, (two, BOTH, BOTH), {}, r"is given \(y_bar, y, a, b\)"),
        (multilinear, (two, BACK), {}, "bodies for 1"),
        (general, (two, BOTH), {}, "one pullback for each"),
        (general, (two, BOTH, BACK, BACK), {}, r"takes \(y, a, b\), and is given \(a_dot, b_dot, y, a, b\)"),
        (general, (two, None, BACK, BACK), {}, "pushforward of two must be"),
        (nondifferentiable, (3.0,), {}, "not called"),
    ],
)
def test_nonsense(verb, args, options, message):
    with pytest.raises(ArgumentError, match=message):
        verb(*args, **options)


def test_a_signature_says_what_python_cannot_tell():
    partials(any_number, lambda y, a, b: 1.0, lambda y, a, b: 1.0, signature=lambda a, b: 0)
    assert grad(lambda x: any_number(x, x * x))(3.0) == 7.0
    with pytest.raises(Refused, match="at most 2"):
        grad(lambda x: any_number(x, x, x))(3.0)


# -- numba ----------------------------------------------------------------------------------------------------------------


def test_numba_ufuncs():
    numba = pytest.importorskip("numba")

    @numba.vectorize
    def cube(x):
        return x * x * x

    with pytest.raises(Refused, match="sourcead.partials"):  # its Python is of one element
        grad(lambda x: np.sum(cube(x)))(X)
    partials(cube, lambda y, x: 3 * x * x)
    assert check_grads(lambda x: np.sum(cube(x) * x), X).ok
    assert check_grads(lambda x: cube(x) * x, 0.7).ok


def test_numba_functions_with_a_rule():
    numba = pytest.importorskip("numba")

    @numba.njit
    def cube(x):
        return x * x * x

    partials(cube, lambda y, x: 30.0)
    assert grad(lambda x: cube(x))(1.0) == 30.0 and grad(cube)(1.0) == 30.0
    assert grad(functools.partial(cube))(1.0) == 30.0
