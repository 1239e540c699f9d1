"""Functions that call themselves or each other: derivative functions of their own, one for each signature."""

import math
import re

import numpy as np
import pytest

from sourcead import Refused, adjoint, flops, grad, source, ssa, tangent, value_and_grad, vjp

V = np.array([0.5, -1.0, 0.7, 1.2, 0.3])
WEIGHTS = np.array([1.0, 2.0, 3.0])
FACTOR = 0.7
TREE = (1.0, ((2.0, 3.0), (0.5, (1.5, 0.3))))


def first_order(f, args, numeric, index=0):
    """Both modes against differences, the value bit for bit, the transpose identity, the arguments untouched."""
    before = [np.array(a) for a in args if isinstance(a, np.ndarray)]
    expected = numeric(f, args, index)
    value, bar = value_and_grad(f, index)(*args)
    assert repr(value) == repr(f(*args))
    np.testing.assert_allclose(bar, expected, rtol=1e-6, atol=1e-8)
    dot = np.cos(np.arange(np.size(args[index])) + 1.0).reshape(np.shape(args[index]))
    dot = dot if np.ndim(dot) else float(dot)
    value, along = tangent(f, index)(*args, dot)
    assert repr(value) == repr(f(*args))
    np.testing.assert_allclose(along, np.sum(bar * dot), rtol=1e-11, atol=1e-13)
    for one, other in zip(before, (a for a in args if isinstance(a, np.ndarray))):
        np.testing.assert_array_equal(one, other)
    return bar


def definitions(text):
    return re.findall(r"^def (\w+)\(", text, re.MULTILINE)


# -- programs ---------------------------------------------------------------------------------------------------------------


def power(x, n):
    if n == 0:
        return 1
    return x * power(x, n - 1)


def fib(x, n):
    if n < 2:
        return np.sin(x) * n
    y = fib(x, n - 1)
    return y + x * fib(x, n - 2)


def even(x, n):
    if n == 0:
        return x
    return odd(x * 1.1, n - 1)


def odd(x, n):
    if n == 0:
        return np.sin(x)
    return even(np.cos(x), n - 1)


def total(x):
    n = len(x)
    if n == 1:
        return x[0] ** 2
    return total(x[: n // 2]) + np.sin(total(x[n // 2 :]))


def simpson(f, a, b, depth=6):
    c = (a + b) / 2
    h = b - a
    whole = h / 6 * (f(a) + 4 * f(c) + f(b))
    halves = h / 12 * (f(a) + 4 * f((a + c) / 2) + 2 * f(c) + 4 * f((c + b) / 2) + f(b))
    if depth == 0 or abs(whole - halves) < 1e-9:
        return halves
    return simpson(f, a, c, depth - 1) + simpson(f, c, b, depth - 1)


def integral(x):
    return simpson(lambda t: np.sin(x * t), 0.0, x)


def integral_of_a_library_function(x):
    return simpson(math.sin, 0.0, x, 3)


def closures_that_change(x):
    k = x * 2
    g = lambda t: np.exp(-k * t * t)  # noqa: E731
    first = simpson(g, 0.0, 1.0, 3)
    k = x * 3
    return first * simpson(g, 0.0, 1.0, 3)


def tree(t, x):
    if isinstance(t, tuple):
        return tree(t[0], x) * tree(t[1], x)
    return np.sin(t * x)


def trees(x):
    return tree(TREE, x) + tree(((1.0, x), x), 2.0)


def inner_function(x):
    def p(n):
        if n == 0:
            return 1.0
        return x * p(n - 1)

    return p(3) + p(2)


def nested_calls(x, n, m):
    for i in range(m):
        x = x + 0.1 * np.sin(x)
    if n == 0:
        return x
    return nested_calls(nested_calls(x, n - 1, m), n - 1, m + 1)


def base_case_in_a_loop(x, n):
    s = np.sin(x)
    for i in range(n):
        s = s + base_case_in_a_loop(x * 0.5, n - 1)
    return s


def captured(x, n):
    if n == 0:
        return x * WEIGHTS.sum()
    return FACTOR * x + captured(np.cos(x) * WEIGHTS[0], n - 1)


def calls_captured(x):
    return captured(x, 3) + captured(x * x, 2)


def in_a_while_loop(x, n):
    s = x
    while n > 0:
        n = n - 1
        if n == 2:
            continue
        s = s * np.cos(in_a_while_loop(x * 0.9, n - 1))
    return s


def in_loops_and_branches(x):
    s = 0.0
    for i in range(4):
        if s < 2.0:
            s = s + fib(x, i) * power(x, 3)
        else:
            s = s * 0.5
    return s


def keywords(x, *, n=3):
    if n <= 0:
        return x
    return x * keywords(np.sin(x), n=n - 1)


def two_values(x, y, n):
    if n == 0:
        return x, y
    a, b = two_values(y, x * y, n - 1)
    return np.sin(a), b + x


def uses_two_values(x):
    a, b = two_values(x, 2.0, 3)
    return a * b


def uses_one_of_two_values(x):
    return two_values(2.0, x, 3)[1]


def returns_lists(x, n):
    if n == 0:
        return [x, x * x]
    a, b = returns_lists(x * 1.1, n - 1)
    return [a + b, a * b]


def writes_to_a_list(x):
    r = returns_lists(x, 2)
    r[0] = r[0] * 2
    return r[0] + r[1]


class Model:
    def __init__(self, w):
        self.w = w

    def run(self, x, n):
        if n == 0:
            return self.w * x
        return np.sin(self.run(x * self.w, n - 1))


MODEL = Model(1.3)


def method(x):
    return MODEL.run(x, 3)


def arrays(v, n):
    if n == 0:
        return v
    return np.sin(arrays(v * 1.1, n - 1)) + v


def returns_its_argument(x):
    v = np.array([x, 2 * x, 1.0])
    return (arrays(v, 2) * arrays(v, 0)).sum()


def on_a_copy(v, n):
    w = v.copy()
    for i in range(len(w)):
        w[i] = w[i] * v[0]
    if n == 0:
        return w
    return on_a_copy(w, n - 1) + w


def sum_on_a_copy(v):
    r = on_a_copy(v, 2)
    r = r + 0.0
    r[0] = r[0] * r[1]
    return np.sum(r)


def divide(v):
    n = len(v)
    if n == 1:
        return np.sin(v)
    out = np.zeros(n)
    left, right = divide(v[: n // 2]), divide(v[n // 2 :])
    out[: n // 2] = left
    out[n // 2 :] = right * left[0]
    return out


def sum_of_divided(v):
    return np.sum(divide(v) ** 2)


class Node:
    def __init__(self, weight, left=None, right=None):
        self.weight, self.left, self.right = weight, left, right


NODES = Node(1.0, Node(2.0, Node(0.5)), Node(3.0, None, Node(0.7)))


def evaluate(node, x):
    if node is None:
        return x
    return np.sin(node.weight * evaluate(node.left, x)) + evaluate(node.right, x * node.weight)


def tree_of_objects(x):
    return evaluate(NODES, x)


def basis(i, k, t, x):
    """B-splines by Cox and de Boor's recursion."""
    if k == 0:
        return 1.0 if t[i] <= x < t[i + 1] else 0.0
    left = (x - t[i]) / (t[i + k] - t[i]) * basis(i, k - 1, t, x)
    return left + (t[i + k + 1] - x) / (t[i + k + 1] - t[i + 1]) * basis(i + 1, k - 1, t, x)


def spline(x):
    return basis(2, 3, np.arange(8.0), x)


anonymous = lambda x, n: x if n == 0 else x * anonymous(x, n - 1)  # noqa: E731


def counts_with_reals(x, n, depth):
    if depth <= 0:
        return np.sin(x) * n
    return counts_with_reals(x * 1.5, n * x, depth - 1)


def step(f, t, y, h, n):
    """n Runge-Kutta steps of second order."""
    if n == 0:
        return y
    k = f(t, y)
    return step(f, t + h, y + h * f(t + h / 2, y + h / 2 * k), h, n - 1)


def ode(v):
    rate = v[0]
    return np.sum(step(lambda t, y: np.cos(t) - rate * y, 0.0, v, 0.1, 5) ** 2)


def determinant(m):
    """Expansion along the first column."""
    n = m.shape[0]
    if n == 1:
        return m[0, 0]
    s = 0.0
    for i in range(n):
        minor = np.concatenate((m[:i, 1:], m[i + 1 :, 1:]))
        s = s + (-1.0) ** i * m[i, 0] * determinant(minor)
    return s


def newton(x, a, n):
    y = x - (x * x - a) / (2 * x)
    if n == 0 or abs(y - x) < 1e-14:
        return y
    return newton(y, a, n - 1)


PROGRAMS = [
    (power, (1.3, 5)),
    (fib, (1.3, 6)),
    (even, (1.3, 4)),
    (even, (1.3, 5)),
    (total, (V,)),
    (integral, (1.3,)),
    (integral_of_a_library_function, (1.3,)),
    (closures_that_change, (1.3,)),
    (trees, (1.3,)),
    (inner_function, (1.3,)),
    (nested_calls, (1.3, 2, 1)),
    (base_case_in_a_loop, (1.3, 3)),
    (calls_captured, (1.3,)),
    (in_a_while_loop, (1.3, 5)),
    (in_loops_and_branches, (1.3,)),
    (keywords, (1.3,)),
    (uses_two_values, (1.3,)),
    (uses_one_of_two_values, (1.3,)),
    (writes_to_a_list, (1.3,)),
    (method, (1.3,)),
    (returns_its_argument, (1.3,)),
    (sum_on_a_copy, (V,)),
    (anonymous, (1.3, 4)),
    (counts_with_reals, (1.3, 2, 3)),
    (ode, (np.array([1.0, 0.5, -0.3]),)),
    (determinant, (np.arange(9.0).reshape(3, 3) ** 2 / 10 + np.eye(3),)),
    (newton, (1.0, 2.0, 5)),
    (sum_of_divided, (V,)),
    (tree_of_objects, (1.3,)),
    (spline, (3.3,)),
]
NAMED = [pytest.param(f, args, id=f"{f.__name__.strip('<>')}{i}") for i, (f, args) in enumerate(PROGRAMS)]


@pytest.mark.parametrize("f, args", NAMED)
def test_first_derivatives(f, args, numeric):
    first_order(f, args, numeric)


@pytest.mark.parametrize("f, args", NAMED)
def test_pullbacks_and_counts(f, args, numeric):
    """vjp gives what grad gives, after its forward function has long returned; operations are counted in callees."""
    value, pullback = vjp(lambda x: f(x, *args[1:]), args[0])
    bar = grad(f)(*args)
    np.testing.assert_allclose(pullback(2.0)[0], 2 * bar, rtol=1e-12)
    np.testing.assert_allclose(pullback(1.0)[0], bar, rtol=1e-12)
    ours, theirs = flops(value_and_grad(f), *args).total, flops(f, *args).total
    assert 0 < theirs <= ours <= 6 * theirs + 30
    assert str(ssa(f, *args))


@pytest.mark.parametrize("f, args", NAMED)
def test_second_derivatives(f, args):
    """Forward over reverse against differences of the gradient, the other three combinations against it."""
    x = args[0]
    dot = np.cos(np.arange(np.size(x)) + 1.0).reshape(np.shape(x))
    dot = dot if np.ndim(dot) else float(dot)
    gradient, h = grad(f), 1e-4
    value, along = tangent(gradient)(*args, dot)
    np.testing.assert_array_equal(value, gradient(*args))
    near, far = (gradient(x + k * h * dot, *args[1:]) - gradient(x - k * h * dot, *args[1:]) for k in (1, 2))
    np.testing.assert_allclose(along, (8 * near - far) / (12 * h), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(adjoint(gradient)(*args, dot), along, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(adjoint(tangent(f))(*args, dot, 0.0, 1.0), along, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(tangent(tangent(f))(*args, dot, dot)[1][1], np.sum(along * dot), rtol=1e-10, atol=1e-12)


def test_a_derivative_called_inside_a_function(numeric):
    def f(x):
        return power(x, 3) * grad(power)(x, 4)

    assert tangent(f)(1.3, 1.0)[1] == pytest.approx(4 * 6 * 1.3**5, rel=1e-14)
    assert grad(f)(1.3) == pytest.approx(4 * 6 * 1.3**5, rel=1e-14)


def test_third_derivatives():
    """d3(x**5)/dx3 = 60 x**2, in all eight combinations of modes; d4(x**5)/dx4 = 120 x."""
    expected = pytest.approx(60 * 1.3**2, rel=1e-13)
    assert tangent(tangent(grad(power)))(1.3, 5, 1.0, 1.0)[1][1] == expected
    assert adjoint(tangent(grad(power)))(1.3, 5, 1.0, 0.0, 1.0) == expected
    assert adjoint(tangent(tangent(power)))(1.3, 5, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0) == expected
    assert tangent(adjoint(grad(power)))(1.3, 5, 1.0, 1.0)[1] == expected
    assert tangent(grad(grad(power)))(1.3, 5, 1.0)[1] == expected
    assert grad(grad(grad(power)))(1.3, 5) == expected
    assert grad(grad(grad(grad(power))))(1.3, 5) == pytest.approx(120 * 1.3, rel=1e-13)


@pytest.mark.slow
@pytest.mark.parametrize("f, args", NAMED)
def test_third_derivatives_of_all(f, args):
    """The adjoint of an adjoint of a gradient against differences of the adjoint of the gradient."""
    x, rest = args[0], args[1:]
    dot = np.cos(np.arange(np.size(x)) + 1.0).reshape(np.shape(x))
    dot = dot if np.ndim(dot) else float(dot)
    second, h = grad(lambda x: np.sum(grad(f)(x, *rest) * dot)), 1e-4
    third = grad(lambda x: np.sum(second(x) * dot))(x)
    near, far = (second(x + k * h * dot) - second(x - k * h * dot) for k in (1, 2))
    np.testing.assert_allclose(third, (8 * near - far) / (12 * h), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(tangent(second)(x, dot)[1], third, rtol=1e-9, atol=1e-11)


def test_by_hand():
    """d(x**5)/dx = 5 x**4; newton's square root has derivative 1 / (2 sqrt(a))."""
    assert grad(power)(1.3, 5) == pytest.approx(5 * 1.3**4, rel=1e-14)
    assert grad(newton, "a")(1.0, 2.0, 8) == pytest.approx(0.5 / math.sqrt(2.0), rel=1e-12)
    m = np.array([[2.0, 1.0, 0.5], [0.3, 1.5, -1.0], [0.2, 0.7, 1.1]])
    np.testing.assert_allclose(grad(determinant)(m), np.linalg.det(m) * np.linalg.inv(m).T, rtol=1e-12)


def test_single_precision_stays():
    x = V.astype(np.float32)
    value, bar = value_and_grad(total)(x)
    assert (value.dtype, bar.dtype) == (np.float32, np.float32)
    assert repr(value) == repr(total(x))


def test_several_arguments(numeric):
    def f(x, y):
        return two_values(x, y, 3)[0] * two_values(y, x, 2)[1]

    bars = grad(f, (0, 1))(0.7, 1.3)
    for i, bar in enumerate(bars):
        np.testing.assert_allclose(bar, numeric(f, (0.7, 1.3), i), rtol=1e-7)


def test_seeds_of_several_results(numeric):
    bars = adjoint(two_values, (0, 1))(0.7, 1.3, 3, 2.0, -1.0)
    for i, bar in enumerate(bars):
        expected = numeric(lambda x, y: (lambda a, b: 2 * a - b)(*two_values(x, y, 3)), (0.7, 1.3), i)
        np.testing.assert_allclose(bar, expected, rtol=1e-7)


# -- the text ---------------------------------------------------------------------------------------------------------------


def test_text_of_a_power():
    text = re.sub(r"test_calls.py:\d+", "test_calls.py", re.sub(r"# line \d+:", "# line:", source(grad(power), 1.5, 3)))
    assert text == '''\
def power_forward(x, n):
    """Forward sweep of power (test_calls.py) with respect to x."""
    a = n == 0
    if a:
        c = 1
        b = 0.0
        power_tape = 0.0
    else:
        b, power_tape = power_forward(x, n - 1)
        c = x * b
    return c, (a, x, power_tape, b)


def power_reverse(tape, power_bar):
    """Reverse sweep of power (test_calls.py) with respect to x."""
    a, x, power_tape, b = tape
    # line: if n == 0:
    if a:
        x_bar = 0.0
    else:
        # line: return x * power(x, n - 1)
        c = power_reverse(power_tape, x * power_bar)
        x_bar = b * power_bar + c
    return x_bar


def power_grad(x, n):
    """Gradient of power (test_calls.py) with respect to x."""
    # forward sweep
    _, power_tape = power_forward(x, n)
    # reverse sweep
    x_bar = power_reverse(power_tape, 1.0)
    return float(x_bar)
'''


@pytest.mark.parametrize("f, args", NAMED)
def test_texts_are_as_black_formats_them(f, args):
    import black

    for derivative in (value_and_grad(f), tangent(f)):
        text = derivative.source(*args, *([args[0]] if derivative._mode == "tangent" else []))
        assert black.format_str(text, mode=black.Mode()) == text


def test_call_sites_share_definitions():
    assert definitions(source(grad(inner_function), 1.0)) == ["p_forward", "p_reverse", "inner_function_grad"]
    names = definitions(source(grad(in_loops_and_branches), 1.3))
    assert names == ["fib_forward", "power_forward", "power_reverse", "fib_reverse", "in_loops_and_branches_grad"]


def test_what_carries_no_derivative_has_a_plain_definition():
    def f(x):
        return x * power(2.0, 3)

    assert definitions(source(grad(f), 1.0)) == ["power", "f_grad"]
    assert grad(f)(1.0) == 8.0


def test_structures_are_walked_at_generation():
    assert definitions(source(grad(trees), 1.0)) == ["trees_grad"]
    assert definitions(source(grad(tree_of_objects), 1.0)) == ["tree_of_objects_grad"]


def test_user_names_do_not_collide(make):
    text = """
def power_forward(x, n):
    return x if n == 0 else x * power_forward(x, n - 1)

def power(x, n):
    return x if n == 0 else x * power(x, n - 1)

def f(x):
    power = 2.0
    fib = power_forward(x, 2)
    return g(x) * fib * power

def g(x):
    return power(x, 1)
"""
    f = make(text)
    assert grad(f)(1.5) == pytest.approx(2 * 5 * 1.5**4)


# -- effects, errors, guards --------------------------------------------------------------------------------------------------


def noisy(x, n):
    print("at", n)
    if n == 0:
        return x
    return x * noisy(x * 1.1, n - 1)


def speaks(x):
    noisy(x, 1)
    return x * x


@pytest.mark.parametrize("derivative", [grad, value_and_grad, tangent, adjoint])
def test_effects_happen_once(derivative, capsys):
    seeds = (1.0,) if derivative is tangent else ()
    derivative(noisy)(1.3, 2, *seeds)
    assert capsys.readouterr().out == "at 2\nat 1\nat 0\n"
    derivative(speaks)(1.3, *seeds)
    assert capsys.readouterr().out == "at 1\nat 0\n"


def test_infinite_recursion_is_pythons():
    def forever(x):
        return forever(x * 1.1) + 1

    with pytest.raises(RecursionError):
        forever(1.0)
    with pytest.raises(RecursionError):
        grad(forever)(1.0)


def test_errors_name_the_users_line():
    def f(x, n):
        if n == 0:
            return math.log(x)
        return f(x - 1.0, n - 1)

    with pytest.raises(ValueError) as caught:
        grad(f)(1.0, 3)
    assert any("return math.log(x)" in note for note in caught.value.__notes__)


def test_a_function_that_is_replaced_is_read_again(make):
    text = """
def g(x, n):
    return x if n == 0 else x * g(x, n - 1)

def f(x):
    return g(x, 2)
"""
    f = make(text)
    df = grad(f)
    assert df(2.0) == 12.0
    f.__globals__["g"] = lambda x, n: x
    assert df(2.0) == 1.0


def test_captured_numbers_are_read_at_the_call(make):
    text = """
K = 2.0

def g(x, n):
    return x if n == 0 else K * g(x, n - 1)

def f(x):
    return g(x, 2)
"""
    f = make(text)
    df = grad(f)
    assert df(2.0) == 4.0
    f.__globals__["K"] = 3.0
    assert df(2.0) == 9.0


def test_branches_on_captured_values_are_not_settled_for_other_calls(make, numeric):
    """What is known on the way to one call is not known at another one that shares the definition."""
    text = """
FLAG = True

def g(x, n):
    if FLAG:
        return x if n == 0 else x * g(x, n - 1)
    return np.sin(x)

def f(x):
    if FLAG:
        y = g(x, 2)
    else:
        y = 2 * g(x, 2)
    return y + g(x, 1)
"""
    f = make(text)
    assert grad(f)(2.0) == 16.0
    f.__globals__["FLAG"] = False
    assert grad(f)(2.0) == pytest.approx(3 * np.cos(2.0))


# -- refused ------------------------------------------------------------------------------------------------------------------


def writes(v, n):
    v[0] = v[0] * 2.0
    if n > 0:
        writes(v, n - 1)
    return np.sum(v)


def appends(xs, n):
    if n == 0:
        return xs
    return appends(xs, n - 1)


def writes_after_rebinding(v, n):
    if n == 0:
        return np.sum(v)
    if n == 1:
        v = v.copy()
    v[0] = 2.0
    return writes_after_rebinding(v, n - 1) + v[0]


def picks(n):
    if n == 0:
        return WEIGHTS
    return picks(n - 1)


def writes_to_what_is_captured(x):
    r = picks(2)
    r[0] = x
    return np.sum(r * WEIGHTS)


def writes_to_what_may_be_captured(x):
    y = WEIGHTS if x > 0 else x * WEIGHTS
    y[0] = x
    return np.sum(y) + WEIGHTS[0]


def writes_to_what_a_closure_sees(x):
    v = np.array([x, 2 * x])

    def g(n):
        if n == 0:
            return v
        r = g(n - 1)
        r[0] = 3.0
        return r

    return np.sum(g(1)) * v[0]


def two_kinds(x, n):
    if n == 0:
        return x
    return two_kinds(x, n - 1), x


def grows(x, n):
    if n == 0:
        return np.sum(x)
    return grows(x[None], n - 1)


def of_a_list(x):
    return appends([x, x], 2)[0]


@pytest.mark.parametrize(
    "f, args, message",
    [
        (writes, (V, 2), "writes to an array or list that it was given"),
        (writes_after_rebinding, (V, 2), "something else may hold the same array"),
        (writes_to_what_is_captured, (1.0,), "something else may hold the same array"),
        (writes_to_what_may_be_captured, (1.0,), "something else may hold the same array"),
        (writes_to_what_a_closure_sees, (1.0,), "something else may hold the same array"),
        (of_a_list, (1.0,), "cannot return this: a list"),
        (two_kinds, (1.0, 2), "returns float or a tuple of 2"),
        (grows, (V, 2), "ever different kinds"),
    ],
)
def test_refused(f, args, message):
    with pytest.raises(Refused, match=message):
        grad(f)(*args)


def test_a_result_that_may_be_an_argument_is_not_written_to():
    def f(v):
        r = arrays(v, 0)
        r[0] = 2.0
        return np.sum(r * v)

    with pytest.raises(Refused, match="something else may hold the same array"):
        grad(f)(V)
