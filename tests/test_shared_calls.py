"""Callees that are not small and straight-line have sweeps of their own, shared by all calls: once in the text, in both modes."""

import functools
import math
import random
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
    """Both modes against differences, the value bit for bit, the transpose identity, the arguments untouched, optimised or not."""
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


@pytest.mark.parametrize("f, args", NAMED)
def test_third_derivatives(f, args):
    """The adjoint of an adjoint of a gradient, and its tangent, against differences of second derivatives."""
    x, rest = args[0], args[1:]
    dot, h = direction(x), 1e-4

    def along(x, *rest):
        return np.sum(grad(f)(x, *rest) * dot)

    second = grad(lambda x: np.sum(grad(f)(x, *rest) * dot))
    third = grad(lambda x: np.sum(second(x) * dot))
    near, far = (second(x + k * h * dot) - second(x - k * h * dot) for k in (1, 2))
    expected = (8 * near - far) / (12 * h)
    np.testing.assert_allclose(third(x), expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(tangent(second)(x, dot)[1], third(x), rtol=1e-9, atol=1e-11)
