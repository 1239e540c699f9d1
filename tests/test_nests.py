"""Derivatives with respect to tuples and lists: nested like the argument, in every public form, against differences."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import ArgumentError, adjoint, grad, jvp, tangent, value_and_grad, vjp
from sourcead.ir.builder import nest_leaves

X = np.array([0.3, -0.8, 0.5])


def network(params, x):
    """A loop over layers written out, a nested tuple, a number, a name."""
    W, b, (v, scale, name) = params
    h = np.tanh(W @ x + b)
    return scale * (v @ h) if name == "scaled" else v @ h


def steps(params, x):
    """Items read inside a loop and inside a branch."""
    for i in range(3):
        x = np.tanh(params[0] @ x + params[1])
        if x[0] > 0:
            x = x * params[2][1]
        else:
            x = x + params[2][0]
    return np.sum(x * params[2][0])


def some(params, x):
    """One item twice, one not at all."""
    return np.sum(params[0] @ x) + np.sum(params[0] * params[0]) * params[2][1]


def pairs(layers, x):
    for W, b in layers:
        x = np.tanh(W @ x + b)
    return np.sum(x**2)


def parameters():
    rng = np.random.default_rng(1)
    return [rng.normal(size=(3, 3)), rng.normal(size=3), (rng.normal(size=3), 1.5, "scaled")]


def layers():
    rng = np.random.default_rng(2)
    return [(rng.normal(size=(4, 3)), rng.normal(size=4)), (rng.normal(size=(2, 4)), rng.normal(size=2))]


CASES = [(network, parameters), (steps, parameters), (some, parameters), (pairs, layers)]


def moved(nest, direction, step):
    """The nest moved along a direction nested like it."""
    if isinstance(nest, (tuple, list)):
        return type(nest)(moved(n, d, step) for n, d in zip(nest, direction))
    return nest if direction is None else nest + step * direction


def direction_of(nest, rng):
    if isinstance(nest, (tuple, list)):
        return type(nest)(direction_of(n, rng) for n in nest)
    if isinstance(nest, np.ndarray):
        return rng.normal(size=nest.shape)
    return rng.normal() if isinstance(nest, (int, float)) else None


def inner(one, other):
    pairs = zip(nest_leaves(one), nest_leaves(other), strict=True)
    return sum(float(np.sum(a * b)) for a, b in pairs if a is not None)


def slope(function, nest, direction, step=1e-5):
    """The directional derivative by central differences of order four."""
    at = [function(moved(nest, direction, k * step)) for k in (1, -1, 2, -2)]
    return (8 * (at[0] - at[1]) - (at[2] - at[3])) / (12 * step)


def same_nest(one, other):
    if isinstance(one, (tuple, list)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same_nest, one, other))
    return other is None if not isinstance(one, (np.ndarray, int, float)) else np.shape(one) == np.shape(other)


@pytest.mark.parametrize("function, make", CASES)
def test_every_form_against_differences(function, make):
    params, rng = make(), np.random.default_rng(3)
    dot = direction_of(params, rng)
    expected = slope(lambda p: function(p, X), params, dot)
    gradient = grad(function)(params, X)
    assert same_nest(params, gradient)
    assert inner(gradient, dot) == pytest.approx(expected, rel=1e-8)
    value, again = value_and_grad(function)(params, X)
    assert value == function(params, X) and inner(again, dot) == inner(gradient, dot)
    for pushed in (tangent(function)(params, X, dot), jvp(function, (params, X), (dot, None))):
        assert pushed[0] == value and pushed[1] == pytest.approx(expected, rel=1e-8)
    pulled = adjoint(function)(params, X, 2.0)
    assert same_nest(params, pulled) and inner(pulled, dot) == pytest.approx(2 * expected, rel=1e-8)
    value, pullback = vjp(function, params, X)
    bars = pullback(1.0)
    assert same_nest(params, bars[0]) and inner(bars[0], dot) == pytest.approx(expected, rel=1e-8)
    x_dot = rng.normal(size=3)
    assert inner(bars[1], x_dot) == pytest.approx(slope(lambda x: function(params, x), X, x_dot), rel=1e-8)


@pytest.mark.parametrize("function, make", CASES)
def test_several_arguments_at_once(function, make):
    params = make()
    both = grad(function, (0, 1))(params, X)
    assert same_nest(params, both[0])
    np.testing.assert_array_equal(both[1], grad(function, 1)(params, X))


@pytest.mark.parametrize("function, make", CASES)
def test_second_order(function, make):
    """The tangent of the gradient, the gradient's adjoint and the gradient of a directional derivative agree with differences."""
    params, rng = make(), np.random.default_rng(4)
    dot, bar = direction_of(params, rng), direction_of(params, rng)
    gradient = grad(function)
    expected = slope(lambda p: inner(gradient(p, X), bar), params, dot)
    assert inner(tangent(gradient)(params, X, dot)[1], bar) == pytest.approx(expected, rel=1e-6)
    _, pullback = vjp(gradient, params, X)
    assert inner(pullback(bar)[0], dot) == pytest.approx(expected, rel=1e-6)


def test_a_gradient_called_in_a_function():
    """The nest a caller makes is taken apart again by the gradient it calls."""
    inner_gradient = grad(some)

    def through(a, x):
        g = inner_gradient([a, x, (x, 2.0)], x)
        return np.sum(g[0] * g[0]) + g[2][1]

    a = np.arange(9.0).reshape(3, 3) / 7
    dot = np.random.default_rng(5).normal(size=(3, 3))
    expected = slope(lambda a: through(a, X), a, dot)
    assert np.sum(grad(through)(a, X) * dot) == pytest.approx(expected, rel=1e-8)
    assert tangent(through)(a, X, dot)[1] == pytest.approx(expected, rel=1e-8)


def test_results_are_nobody_elses_memory():
    params = [X.copy(), X.copy()]
    gradient = grad(lambda p: p[0] @ p[1])(params)
    gradient[0][:] = 7.0
    np.testing.assert_array_equal(params, [X, X])
    same = grad(lambda p: np.sum(p[0] + p[1]))(params)
    assert same[0] is not same[1] and not np.shares_memory(same[0], same[1])


def written(params):
    """Items are written to: the copy of the caller's array that the derivative makes, and a copy of the function's own."""
    first, second = params
    work = second.copy()
    work[0] = first[1]
    first[0] = 2.0
    return np.sum(first * first * work)


def appended(params):
    every = list(params)
    every.append(params[0] * params[1])
    params[1] = 3.0 * params[1]
    total = 0.0
    for item in every:
        total = total + np.sum(item**2 * params[1])
    return total


@pytest.mark.parametrize("function", [written, appended])
def test_writing_to_items(function):
    params, rng = [X.copy(), X[::-1].copy()], np.random.default_rng(6)
    dot = direction_of(params, rng)
    expected = slope(lambda p: function([p[0].copy(), p[1].copy()]), params, dot)
    assert inner(grad(function)(params), dot) == pytest.approx(expected, rel=1e-8)
    assert tangent(function)(params, dot)[1] == pytest.approx(expected, rel=1e-8)
    np.testing.assert_array_equal(params, [X, X[::-1]])


def test_types_of_items():
    params = (np.float32(1.5), np.ones(2, np.float32), 3, 2.5, None, True)
    gradient = grad(lambda p: np.sum(p[0] * p[1] * p[2]) * p[3])(params)
    assert [type(g) for g in gradient] == [np.float32, np.ndarray, float, float, type(None), type(None)]
    assert gradient[1].dtype == np.float32 and gradient[2] == pytest.approx(2 * 1.5 * 2.5)


def test_names_of_items():
    text = grad(network).source(parameters(), X)
    assert "W = params[0]" in text and "W_bar" in text and "v_bar" in text


def test_refused():
    def f(params):
        return np.sum(params[0] * params[1])

    with pytest.raises(ArgumentError, match="astype"):
        grad(f)([np.arange(3), np.ones(3)])
    with pytest.raises(ArgumentError, match="no real number"):
        grad(lambda params, x: x)(["a", None], 1.0)
    assert vjp(f, [np.arange(3), np.ones(3)])[1](1.0)[0][0] is None
    params = [np.ones(3), np.ones(3)]
    for wrong in (np.ones(3), [np.ones(3)], [np.ones(3), None], [np.ones(3), np.ones((3, 1))], [np.ones(3), np.ones(4)]):
        with pytest.raises(ArgumentError):
            tangent(f)(params, wrong)
