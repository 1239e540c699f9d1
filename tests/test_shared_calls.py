"""Callees that are not small and straight-line have sweeps of their own, shared by all calls: once in the text, in both modes."""

import functools
import math
import re
import time
from collections import namedtuple
from dataclasses import dataclass

import numpy as np
import pytest

from sourcead import Refused, adjoint, grad, source, ssa, tangent, value_and_grad

V = np.array([0.5, -1.0, 0.7, 1.2])
W = np.array([1.0, 2.0, 3.0, 0.5])
RATE = 0.3


# -- helpers ----------------------------------------------------------------------------------------------------------------


def damped(x, n):
    """The helper most of these programs call: a loop that records."""
    s = x
    for i in range(n):
        s = s + 0.1 * np.sin(s * x)
    return s


def polynomial(coefficients, x):
    s = 0.0
    for c in coefficients:
        s = s * x + c
    return s


def smooth(u, k=0.5):
    out = np.zeros_like(u)
    for i in range(1, len(u) - 1):
        out[i] = k * (u[i - 1] + u[i + 1])
    return out


def rk4(f, y, t, h, n):
    for i in range(n):
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * k1)
        k3 = f(t + h / 2, y + h / 2 * k2)
        k4 = f(t + h, y + h * k3)
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        t = t + h
    return y


def decay(t, y):
    return -RATE * y + np.cos(t)


def layer(w, b, x):
    out = []
    for i in range(len(b)):
        out.append(np.tanh(np.sum(w[i] * x) + b[i]))
    return np.array(out)


def minmax(v):
    low, high = v[0], v[0]
    for i in range(1, len(v)):
        if v[i] < low:
            low = v[i]
        elif v[i] > high:
            high = v[i]
    return low, high


def large(x, y):
    a = x * y + 1.0
    b = np.sin(a) * np.cos(x) + y * y
    c = a * b - np.exp(-b * b) * x
    d = np.sqrt(a * a + b * b + 1.0) / (1.0 + c * c)
    e = np.log(1.0 + d * d) + np.tanh(c) * b
    f = e * d - c * b + a * np.sin(e)
    g = f / (1.0 + e * e) + np.cos(d) * np.sin(f)
    return g * f + e * np.exp(-g * g) + d


# -- programs ---------------------------------------------------------------------------------------------------------------


def three_calls(x, y):
    a = damped(x, 5)
    b = damped(y * a, 5)
    return a * b + damped(b, 5)


def other_counts(x, y):
    return damped(x, 2) * damped(y, 3) + damped(x * y, 4)


def in_a_loop(x, y):
    s = y
    for k in range(4):
        s = s + damped(x * s, 3)
        s = s * damped(0.1 * s, 2)
    return s


def in_branches(x, y):
    if x > y:
        z = damped(x, 3) * 2.0
    else:
        z = damped(y, 3) * x
    w = damped(z, 3) if z > 0 else z
    return w * x


def in_a_while_loop(x, y):
    s = x
    while s < 5.0:
        s = s + 1.0 + 0.1 * damped(s, 2) ** 2
        if s > 4.0:
            break
        s = s + 0.05 * damped(y, 2) ** 2
    return s * damped(s, 2)


def some_active(x, y):
    return damped(2.0, 3) * x + damped(x, 3) * damped(0.5, 3)


def two_active_sets(x, y):
    return horner(x, 2.0) * horner(1.5, x) + horner(x, x) + horner(x * x, 0.5)


def horner(x, y):
    s = 1.0
    for i in range(3):
        s = s * x + y * i
    return s


def middle(x):
    return damped(x, 2) * 2.0 + damped(x + 1.0, 2)


def outer_helper(x, n):
    s = 0.0
    for i in range(n):
        s = s + middle(x * i) * damped(x, 2)
    return s


def nested(x, y):
    return outer_helper(x, 2) + outer_helper(y, 2) * middle(x)


def arrays(v):
    a = smooth(v)
    b = smooth(a * v, 0.25)
    return np.sum(a * b * smooth(b + v, 0.1))


def writes_to_a_result(v):
    a = smooth(v)
    a[0] = v[1] ** 2
    b = smooth(a)
    b[-1] = a[0] * 2.0
    return np.sum(a * b * smooth(b))


def writes_between_calls(v):
    out = np.zeros(3)
    out[0] = polynomial(W, v[0])
    out[1] = polynomial(W, v[1])
    out[2] = polynomial(W, v[2]) * polynomial(v, 0.5)
    return np.sum(out * out)


def writes_to_what_was_passed(v):
    u = v * 2.0
    a = smooth(u)
    u[1] = a[2]
    b = smooth(u)
    u[2] = 1.0
    return np.sum(b * u * smooth(u))


def ode(v):
    a = rk4(decay, v, 0.0, 0.1, 3)
    b = rk4(decay, a * a, 0.3, 0.1, 3)
    return np.sum(rk4(decay, b, 0.6, 0.1, 2))


def ode_of_a_closure(v):
    rate = v[0]

    def f(t, y):
        return np.cos(t) - rate * y

    return np.sum(rk4(f, rk4(f, v, 0.0, 0.1, 2), 0.2, 0.1, 2) * rk4(f, v * v, 0.0, 0.2, 2))


def ode_of_lambdas(v):
    k = v[1]
    a = rk4(lambda t, y: k * y, v, 0.0, 0.1, 2)
    return np.sum(rk4(lambda t, y: -y * k, a, 0.2, 0.1, 2))


def network(v):
    m = np.outer(v, W) * 0.3
    h = layer(m, v, W)
    h = layer(m, v * 0.1, h)
    return np.sum(layer(m, h, h))


def closure_of_an_active_variable(x, y):
    z = x * y

    def helper(u):
        s = u
        for i in range(3):
            s = s * z + 0.1 * u
        return s

    return helper(x) + helper(y) * helper(x + y)


def closure_of_a_rebound_variable(x, y):
    z = x * y

    def helper(u):
        s = u
        for i in range(3):
            s = s * z + 0.1 * u
        return s

    a = helper(x)
    z = z + x
    b = helper(y)
    z = b * z
    return a + b * helper(x + y)


def several_results(v):
    a, b = minmax(v)
    c, d = minmax(v * v)
    return (b - a) * (d - c) + minmax(np.sin(v))[1]


class Model:
    def __init__(self, w):
        self.w = w
        self.steps = 3

    def run(self, x):
        for i in range(self.steps):
            x = np.sin(x * self.w) + self.bias(x)
        return x

    def bias(self, x):
        s = 0.0
        for i in range(2):
            s = s + 0.1 * x * i
        return s

    def loss(self, x):
        return self.run(x) * self.run(x * x) + self.run(1.0) * self.bias(x)


MODEL = Model(1.3)


def methods(x, y):
    return MODEL.loss(x) + MODEL.run(y)


anonymous = lambda x, n: sum([x * i for i in range(n)]) * damped(x, 2)  # noqa: E731


def lambdas(x, y):
    return anonymous(x, 40) + anonymous(y, 40) * anonymous(x * y, 40)


half = functools.partial(damped, n=3)


def partials(x, y):
    other = functools.partial(damped, n=2)
    return half(x) * half(y) + other(x) * other(half(x))


def defaults(x, y, *, k=2):
    def inner(u, m=k, *more, scale=1.0, **others):
        for i in range(m):
            u = u * scale + 0.1 * np.sin(u)
        for r in more:
            u = u + r
        return u * others.get("factor", 1.0)

    return inner(x) * inner(y, 3) + inner(x, 2, y, x) * inner(y, scale=x, factor=2.0)


def starred(x, *rest):
    s = x
    for r in rest:
        for i in range(2):
            s = s + np.sin(r * s)
    return s


def star_arguments(x, y):
    return starred(x, y, 1.0) * starred(y, x, 2.0) + starred(x)


def dict_of_parameters(p, x):
    s = x
    for i in range(3):
        s = np.tanh(p["w"] * s + p["b"])
    return s


def dicts(x, y):
    p = {"w": x, "b": y}
    return dict_of_parameters(p, 0.5) * dict_of_parameters(p, 0.1) + dict_of_parameters({"w": y, "b": x}, x)


Point = namedtuple("Point", "a b")


def point(p, n):
    for i in range(n):
        p = Point(p.a * p.b, np.sin(p.a))
    return p


def points(x, y):
    p, q = point(Point(x, y), 3), point(Point(y, x), 3)
    return p.a * q.b + point(p, 3).b


@dataclass
class State:
    x: float
    v: float


def move(s, h):
    for i in range(3):
        s = State(s.x + h * s.v, s.v - h * np.sin(s.x))
    return s


def states(x, y):
    a = move(State(x, y), 0.1)
    b = move(a, 0.1)
    return b.x * move(b, 0.1).v


def large_helper(x, y):
    return large(x, y) + large(y, x) * large(x * 0.5, 0.5 * y)


def axis_is_needed(m, axis):
    s = np.zeros(4)
    for i in range(2):
        s = s + np.sum(m * (i + 1), axis=axis)
    return s


def literal_axes(v):
    m = np.outer(v, W)
    a, b = axis_is_needed(m, 0), axis_is_needed(m, 1)
    return np.sum(a * b * axis_is_needed(m * m, 0))


def switched(x, n, squared):
    s = 0.0
    for i in range(n):
        s = s + (x * x if squared else [np.sin(x * i)][0])
    return s


def switches(x, y):
    return switched(x, 3, True) * switched(y, 3, True) + switched(x * y, 3, False) * switched(x, 3, False)


def written_out(x, y):
    s = x
    for w in (1.0, y, 3.0):
        s = damped(s * w, 3)
    return s


def numpys_and_pythons_floats(x, y):
    return damped(x, 3) + damped(np.sin(x), 3) * damped(np.float64(2.0) * y, 3)


def early(x, n):
    for i in range(n):
        x = x * 1.2
        if x > 2.0:
            return x * i
    return np.sin(x)


def early_returns(x, y):
    return early(x, 5) + early(y, 5) * early(x * 0.1, 5)


def integers_and_flags(v, t):
    n, s = 0, 0.0
    for i in range(len(v)):
        if v[i] > t:
            n = n + 1
            s = s + v[i] ** 2
    return s, n, n > 1


def uses_integers(v):
    a, n, many = integers_and_flags(v, 0.0)
    b, m, _ = integers_and_flags(v * v, 0.3)
    return a * n + b * m + (a if many else b)


# -- what is written in place all the same ------------------------------------------------------------------------------------


def changes(u, k):
    for i in range(len(u)):
        u[i] = u[i] * k
    return u[0]


def changes_its_argument(v):
    u = v * 1.0
    a = changes(u, 2.0)
    b = changes(u, v[0])
    return a * b * np.sum(u)


def appends(items, x):
    for i in range(2):
        items.append(x * i)


def returns_nothing(x, y):
    items = [x]
    appends(items, x)
    appends(items, y)
    return sum(items) * items[2]


def perhaps(x, n):
    for i in range(n):
        if x > 1.0:
            return x * i
    return None


def may_return_none(x, y):
    a, b = perhaps(x, 3), perhaps(y, 3)
    return x * (1.0 if a is None else a) + (y if b is None else b * y)


def a_part(v, n):
    s = 0
    for i in range(n):
        s = s + 1
    return v[s:]


def returns_a_view(v):
    u = v * 1.0
    a, b = a_part(u, 1), a_part(u, 2)
    u[2] = 5.0 * v[0]
    a[0] = v[3]
    return np.sum(a) + np.sum(b) * u[1]


def gives_back(d, x):
    for i in range(2):
        x = x * d["w"]
    d["last"] = x
    return d


def gives_an_argument_back(x, y):
    d = {"w": y, "last": x}
    d = gives_back(d, x)
    d = gives_back(d, d["last"])
    return d["last"] * d["w"]


def gives_back_unchanged(d, n):
    for i in range(n):
        n = n + i
    return d


def writes_to_what_comes_back(x, y):
    d = {"w": x}
    a, b = gives_back_unchanged(d, 2), gives_back_unchanged(d, 3)
    a["w"] = x * y
    return b["w"] * d["w"]


def one_thing_twice(x, n):
    for i in range(n):
        x = x * 1.1
    made = [x, x * x]
    return made, made


def writes_to_one_of_two(x, y):
    a, b = one_thing_twice(x, 2)
    c, _ = one_thing_twice(y, 2)
    a[0] = y
    return b[0] * c[1] + a[1]


def makes_functions(x, n):
    for i in range(n):
        x = x * 1.1
    return lambda t: x * t


def returns_functions(x, y):
    return makes_functions(x, 2)(y) * makes_functions(y, 3)(x)


def of_different_functions(x, y):
    def apply(f, u):
        for i in range(2):
            u = f(u) * u
        return u

    return apply(np.sin, x) + apply(np.cos, y) * apply(lambda u: u * x, y)


def shaped(x, shape):
    s = np.zeros(shape)
    for i in range(2):
        s = s + x * np.ones(shape)
    return s.sum()


def literal_shapes(x, y):
    return shaped(x, (2, 3)) * shaped(y, (2, 3)) + shaped(x, 4) * shaped(x * y, (5,))


PROGRAMS = [
    (three_calls, (1.0, 2.0)),
    (other_counts, (1.0, 2.0)),
    (in_a_loop, (0.3, 0.4)),
    (in_branches, (1.3, 0.4)),
    (in_branches, (0.3, 0.4)),
    (in_a_while_loop, (0.3, 0.4)),
    (some_active, (1.3, 0.4)),
    (two_active_sets, (1.3, 0.4)),
    (nested, (0.3, 0.4)),
    (arrays, (V,)),
    (writes_to_a_result, (V,)),
    (writes_between_calls, (V,)),
    (writes_to_what_was_passed, (V,)),
    (ode, (V,)),
    (ode_of_a_closure, (V,)),
    (ode_of_lambdas, (V,)),
    (network, (V,)),
    (closure_of_an_active_variable, (0.6, 0.7)),
    (closure_of_a_rebound_variable, (0.6, 0.7)),
    (several_results, (V,)),
    (methods, (0.6, 0.7)),
    (lambdas, (0.3, 0.2)),
    (partials, (0.6, 0.7)),
    (defaults, (0.6, 0.7)),
    (star_arguments, (0.6, 0.7)),
    (dicts, (0.6, 0.7)),
    (points, (0.6, 0.7)),
    (states, (0.6, 0.7)),
    (large_helper, (0.6, 0.7)),
    (literal_axes, (V,)),
    (switches, (0.6, 0.7)),
    (written_out, (0.6, 0.7)),
    (numpys_and_pythons_floats, (0.6, 0.7)),
    (early_returns, (1.1, 0.7)),
    (uses_integers, (V,)),
    (changes_its_argument, (V,)),
    (returns_nothing, (0.6, 0.7)),
    (may_return_none, (1.6, 0.7)),
    (returns_a_view, (V,)),
    (gives_an_argument_back, (0.6, 0.7)),
    (writes_to_what_comes_back, (0.6, 0.7)),
    (writes_to_one_of_two, (0.6, 0.7)),
    (returns_functions, (0.6, 0.7)),
    (of_different_functions, (0.6, 0.7)),
    (literal_shapes, (0.6, 0.7)),
]
NAMED = [pytest.param(f, args, id=f"{f.__name__}{i}") for i, (f, args) in enumerate(PROGRAMS)]


def direction(x):
    dot = np.cos(np.arange(np.size(x)) + 1.0).reshape(np.shape(x))
    return dot if np.ndim(dot) else float(dot)


def loops(text):
    return len(re.findall(r"^\s*(?:for|while) ", text, re.MULTILINE))


def definitions(text):
    return re.findall(r"^def (\w+)\(", text, re.MULTILINE)


@pytest.mark.parametrize("f, args", NAMED)
def test_first_derivatives(f, args, numeric):
    """Both modes against differences, the value bit for bit, the transpose identity, the arguments untouched."""
    before = [np.array(a) for a in args]
    dots = [direction(a) for a in args]
    every = tuple(range(len(args)))
    value, bars = value_and_grad(f, every)(*args)
    assert repr(value) == repr(f(*args))
    for i, bar in enumerate(bars):
        np.testing.assert_allclose(bar, numeric(f, args, i), rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(grad(f, i)(*args), bar, rtol=1e-12, atol=1e-14)
    value, along = tangent(f, every)(*args, *dots)
    assert repr(value) == repr(f(*args))
    np.testing.assert_allclose(along, sum(np.sum(b * d) for b, d in zip(bars, dots)), rtol=1e-11, atol=1e-13)
    for one, other in zip(before, args):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("f, args", NAMED)
def test_second_derivatives(f, args):
    """Forward over reverse against differences of the gradient, the other three combinations against it."""
    x, rest = args[0], args[1:]
    dot, gradient, h = direction(x), grad(f), 1e-4
    along = tangent(gradient)(*args, dot)[1]
    near, far = (gradient(x + k * h * dot, *rest) - gradient(x - k * h * dot, *rest) for k in (1, 2))
    np.testing.assert_allclose(along, (8 * near - far) / (12 * h), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(adjoint(gradient)(*args, dot), along, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(adjoint(tangent(f))(*args, dot, 0.0, 1.0), along, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(tangent(tangent(f))(*args, dot, dot)[1][1], np.sum(along * dot), rtol=1e-10, atol=1e-12)


SOME = [case if i % 6 == 0 else pytest.param(*case.values, id=case.id, marks=pytest.mark.slow) for i, case in enumerate(NAMED)]


@pytest.mark.parametrize("f, args", SOME)
def test_third_derivatives(f, args):
    """The adjoint of an adjoint of a gradient, and its tangent, against differences of second derivatives."""
    x, rest = args[0], args[1:]
    dot, h = direction(x), 1e-4
    second = grad(lambda x: np.sum(grad(f)(x, *rest) * dot))
    third = grad(lambda x: np.sum(second(x) * dot))
    near, far = (second(x + k * h * dot) - second(x - k * h * dot) for k in (1, 2))
    expected = (8 * near - far) / (12 * h)
    np.testing.assert_allclose(third(x), expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(tangent(second)(x, dot)[1], third(x), rtol=1e-9, atol=1e-11)


def test_fourth_derivatives():
    """d4/dx4 of x**5 in three factors that are calls: 120 x."""

    def power(x, n):
        y = 1.0
        for i in range(n):
            y = y * x
        return y

    def f(x):
        return power(x, 2) * power(x, 1) * power(x, 2)

    assert definitions(source(grad(f), 1.3)) == ["power_forward", "power_reverse", "f_grad"]
    assert grad(grad(grad(grad(f))))(1.3) == pytest.approx(120 * 1.3, rel=1e-12)


# -- the text ---------------------------------------------------------------------------------------------------------------


def test_a_loop_is_written_once():
    text = re.sub(r"test_shared_calls.py:\d+", "here", re.sub(r"# line \d+:", "# line:", source(grad(three_calls), 1.0, 2.0)))
    assert text == '''\
import numpy as np


def damped_forward(x):
    """Forward sweep of damped (here) with respect to x."""
    s = x
    s_tape = []
    for i in range(5):
        s_tape.append(s)
        s = s + 0.1 * np.sin(s * x)
    return s, (s_tape, x)


def damped_reverse(tape, damped_bar):
    """Reverse sweep of damped (here) with respect to x."""
    s_tape, x = tape
    # line: for i in range(n):
    s_bar = damped_bar
    x_bar = 0.0
    for i, s in zip(reversed(range(5)), reversed(s_tape)):
        a = s * x
        # line: s = s + 0.1 * np.sin(s * x)
        b = 0.1 * np.cos(a) * s_bar
        s_bar = s_bar + x * b
        x_bar = x_bar + s * b
    x_bar = x_bar + s_bar
    return x_bar


def three_calls_grad(x, y):
    """Gradient of three_calls (here) with respect to x."""
    # forward sweep
    a, damped_tape = damped_forward(x)
    b, damped_tape1 = damped_forward(y * a)
    _, damped_tape2 = damped_forward(b)
    # reverse sweep
    # line: return a * b + damped(b, 5)
    c = damped_reverse(damped_tape2, 1.0)
    b_bar = c + a
    # line: b = damped(y * a, 5)
    d = damped_reverse(damped_tape1, b_bar)
    a_bar = b + y * d
    # line: a = damped(x, 5)
    x_bar = damped_reverse(damped_tape, a_bar)
    return float(x_bar)
'''


def test_a_loop_is_written_once_in_forward_mode_and_in_the_primal():
    text = source(tangent(three_calls), 1.0, 2.0, 1.0)
    assert definitions(text) == ["damped_tangent", "three_calls_tangent"] and loops(text) == 1
    assert str(ssa(three_calls, 1.0, 2.0)).count("range") == 1


OUTER = ["damped_forward", "outer_helper_forward"]


@pytest.mark.parametrize(
    "f, args, names",
    [
        (nested, (0.3, 0.4), [*OUTER, "damped", "outer_helper", "damped_reverse", "outer_helper_reverse"]),
        (some_active, (1.3, 0.4), ["damped", "damped_forward", "damped_reverse"]),
        (ode, (V,), ["rk4_forward", "rk4_reverse"]),
        (methods, (0.3, 0.4), ["bias_forward", "run_forward", "bias", "run", "bias_reverse", "run_reverse"]),
        (written_out, (0.3, 0.4), ["damped_forward", "damped_reverse"]),
        (numpys_and_pythons_floats, (0.3, 0.4), ["damped_forward", "damped", "damped_reverse"]),
        (literal_axes, (V,), ["axis_is_needed_forward", "axis_is_needed_reverse"]),
        (closure_of_a_rebound_variable, (0.3, 0.4), []),
        (ode_of_lambdas, (V,), []),
        (changes_its_argument, (V,), []),
        (returns_nothing, (0.3, 0.4), []),
        (may_return_none, (1.3, 0.4), []),
        (returns_a_view, (V,), []),
        (gives_an_argument_back, (0.3, 0.4), []),
        (of_different_functions, (0.3, 0.4), []),
    ],
)
def test_what_has_definitions(f, args, names):
    assert definitions(source(grad(f), *args))[:-1] == names


def test_each_active_set_has_sweeps_of_its_own():
    text = source(grad(two_active_sets), 1.3, 0.4)
    reverse = [part.partition("\n\n\n")[0] for part in text.split("def horner_reverse")[1:]]
    assert sorted(re.search(r"with respect to ([a-z ,]+)\.", part).group(1) for part in reverse) == ["x", "x and y", "y"]
    assert definitions(source(grad(two_active_sets, 1), 1.3, 0.4)) == ["two_active_sets_grad"]


def test_what_is_called_once_is_written_in_place():
    def f(x):
        return damped(x, 5) * 2.0

    text = source(grad(f), 1.0)
    assert definitions(text) == ["f_grad"] and loops(text) == 2


def test_what_is_small_is_written_in_place():
    def small(x):
        return np.sin(x) * x if x > 0 else x

    def f(x):
        return small(x) * small(x * x) * small(2.0 * x)

    assert definitions(source(grad(f), 1.0)) == ["f_grad"]


def test_what_is_not_read_is_not_called():
    def f(x):
        y = damped(x, 5)
        z = damped(2.0 * x, 5)
        return damped(z, 5) if y is None else x * x

    def g(x):
        unused = damped(x, 3) + damped(3.0, 3)
        return damped(x * x, 3) + 0.0 * damped(x, 4) if x is None else x * x + len([unused])

    for h in (f, g):
        assert definitions(source(grad(h), 1.0)) == [f"{h.__name__}_grad"]
        assert grad(h)(1.5) == 3.0


def test_the_same_call_is_made_once():
    def f(x):
        return damped(x, 5) * damped(x, 5) + damped(2.0 * x, 5)

    assert source(grad(f), 1.0).count("damped_forward(") == 3  # its definition and two calls


def test_calls_leave_shapes_known():
    """Nothing has to be un-broadcast, and no result of a call copied before it is written to."""
    for f in (arrays, writes_to_a_result):
        text = source(grad(f), V)
        assert "unbroadcast" not in text and ".copy()\n    b[" not in text and "np.copy" not in text


def test_optimised_or_not():
    from sourcead.derivative import Derivative

    for f, args in PROGRAMS:
        plain = Derivative(f, "grad", 0, optimize=False)(*args)
        np.testing.assert_allclose(plain, grad(f)(*args), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("f, args", NAMED)
def test_texts_are_as_black_formats_them(f, args):
    import black

    for derivative in (value_and_grad(f), tangent(f)):
        text = derivative.source(*args, *([args[0]] if derivative._mode == "tangent" else []))
        assert black.format_str(text, mode=black.Mode()) == text


# -- how much, how long -----------------------------------------------------------------------------------------------------


def with_calls(make, count):
    calls = "".join(f"    s = s + helper(s * {i}.5, {i % 3 + 2}) * x\n" for i in range(count))
    return make(
        "def helper(x, n):\n    s = x\n    for i in range(n):\n        s = s + 0.1 * np.sin(s * x)\n        if s > 2.0:\n"
        "            s = s * 0.5 - np.cos(x)\n    return s\n\n"
        f"def f(x):\n    s = x\n{calls}    return s\n"
    )


def test_the_text_does_not_grow_with_the_calls(make):
    few, many = (source(grad(with_calls(make, count)), 1.0) for count in (2, 40))
    assert loops(few) == loops(many) == 2
    assert len(many.splitlines()) - len(few.splitlines()) < 6 * 38


def test_the_time_does_not_grow_with_the_loops_of_the_callee(make):
    """What a further call costs is what a line costs: less than writing the loop of the helper again."""

    def seconds(f):
        began = time.perf_counter()
        source(grad(f), 1.0)
        return time.perf_counter() - began

    few, many = (min(seconds(with_calls(make, count)) for _ in range(2)) for count in (10, 60))
    assert many < 6 * few


def test_a_chain_of_calls_does_not_double_at_each_level(make):
    levels = "\n".join(
        f"def f{i}(x):\n    y = np.tanh(f{i - 1}(x * 1.1))\n    return np.sin(y) * f{i - 1}(0.3 * y) + x\n" for i in range(1, 12)
    )
    f = make(f"def f0(x):\n    return np.cos(x) * x\n\n{levels}\ndef f(x):\n    return f11(x)\n")
    text = source(grad(f), 0.5)
    assert len(text.splitlines()) < 600
    assert grad(f)(0.5) == pytest.approx((f(0.5 + 1e-6) - f(0.5 - 1e-6)) / 2e-6, rel=1e-6)


# -- effects, errors, captured data ------------------------------------------------------------------------------------------


def shouts(x, n):
    for i in range(n):
        print("at", i)
        x = x * 1.1
    return x


def test_effects_happen_once(capsys):
    def f(x):
        a = shouts(x, 2)
        print("between")
        shouts(3.0, 1)
        return a * shouts(a, 1)

    expected = "at 0\nat 1\nbetween\nat 0\nat 0\n"
    for derivative, seeds in ((grad, ()), (value_and_grad, ()), (adjoint, ()), (tangent, (1.0,)), (grad(f), ())):
        (derivative(f)(1.3, *seeds) if derivative in (grad, value_and_grad, adjoint, tangent) else grad(derivative)(1.3))
        assert capsys.readouterr().out == expected
    assert definitions(source(grad(f), 1.3)) == ["shouts_forward", "shouts", "shouts_reverse", "f_grad"]


def test_random_draws_happen_once():
    def noise(rng, x, n):
        for i in range(n):
            x = x + rng.normal() * np.sin(x)
        return x

    def f(rng, x):
        a = noise(rng, x, 3)
        return noise(rng, a, 2) * noise(rng, x, 1)

    rng = np.random.default_rng
    value, bar = value_and_grad(f, 1)(rng(1), 0.7)
    assert value == f(rng(1), 0.7)
    assert bar == pytest.approx((f(rng(1), 0.7 + 1e-6) - f(rng(1), 0.7 - 1e-6)) / 2e-6, rel=1e-7)


def test_errors_name_the_users_line():
    def logs(x, n):
        s = 0.0
        for i in range(n):
            s = s + math.log(x - i)
        return s

    def f(x):
        return logs(x, 2) * logs(x, 3)

    with pytest.raises(ValueError) as caught:
        grad(f)(1.5)
    assert any("s = s + math.log(x - i)" in note for note in caught.value.__notes__)


def test_captured_data_are_read_at_the_call(make):
    f = make(
        "K = 2.0\nW = np.array([1.0, 2.0])\n\ndef g(x):\n    for i in range(2):\n        x = K * x * W[i]\n    return x\n\n"
        "def f(x):\n    return g(x) + g(2.0 * x)\n"
    )
    df = grad(f)
    assert df(1.0) == 24.0
    f.__globals__["K"] = 3.0
    assert df(1.0) == 54.0
    f.__globals__["W"][0] = 2.0
    assert df(1.0) == 108.0


def test_a_helper_that_is_replaced_is_read_again(make):
    f = make("def g(x):\n    for i in range(2):\n        x = x * x\n    return x\n\ndef f(x):\n    return g(x) + g(2.0 * x)\n")
    df = grad(f)
    assert df(1.0) == 68.0
    f.__globals__["g"] = lambda x: 3.0 * x
    assert df(1.0) == 9.0


def test_single_precision_stays():
    x = V.astype(np.float32)
    value, bar = value_and_grad(arrays)(x)
    assert (value.dtype, bar.dtype) == (np.float32, np.float32)
    assert repr(value) == repr(arrays(x))


# -- refused ------------------------------------------------------------------------------------------------------------------


def test_refusals_inside_a_callee_are_those_of_the_callee_in_place():
    def helper(x, n):
        for i in range(n):
            x = x + {x}
        return x

    def f(x):
        return helper(x, 2) + helper(x * x, 3)

    with pytest.raises(Refused) as caught:
        grad(f)(1.0)
    assert [v.message for v in caught.value.violations] == ["a set is not supported"]


def test_a_derivative_nobody_knows_is_refused_inside_a_callee():
    special = pytest.importorskip("scipy.special")

    def helper(v, x):
        s = 0.0
        for i in range(3):
            s = s + special.jv(v, x * (i + 1))
        return s

    def f(v, x):
        return helper(v, x) + helper(2.0 * v, x)

    def recursive(v, x, n):
        return special.jv(v, x) if n == 0 else 2.0 * recursive(v, x, n - 1)

    for g, args in ((f, (0.5, 1.0)), (recursive, (0.5, 1.0, 2))):
        for derivative in (grad(g), tangent(g)):
            with pytest.raises(Refused, match="no derivative rule in its argument 'v'"):
                derivative(*args, *([1.0] if derivative._mode == "tangent" else []))
        h = 1e-6
        assert grad(g, "x")(*args) == pytest.approx((g(0.5, 1.0 + h, *args[2:]) - g(0.5, 1.0 - h, *args[2:])) / (2 * h), rel=1e-6)


def test_writing_to_what_a_callee_may_have_given_back():
    """A loop that may run no more gives its argument: what is then written to would change that too."""

    def grow(u, n):
        for i in range(n):
            u = u * 1.1
        return u

    def f(v):
        a = grow(v, 0)
        b = grow(v, 2)
        a[0] = 2.0
        return np.sum(a * v) + np.sum(b)

    with pytest.raises(Refused, match="something else may hold the same array"):
        grad(f)(V)
