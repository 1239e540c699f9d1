"""How calls in user code reach the rows: methods, several integers, lists of arrays; and what has no row is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sourcead import Refused, adjoint, grad, tangent, value_and_grad
from sourcead.backend import text

from ..conftest import make_function
from .rule_checking import differences, draw_like, inner

VECTOR, OTHER, MATRIX = np.array([0.5, -1.2, 2.0]), np.array([1.5, 0.3, -0.7]), np.array([[0.5, -1.2, 2.0], [1.5, 0.3, -0.7]])
CUBE = np.linspace(-1.0, 2.0, 24).reshape(2, 3, 4)


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


def expressions(text):
    return [expression.strip() for expression in text.split(";")]


def check(expression, *args):
    """Value, both modes and the second derivative of an expression in x (, y (, z))."""
    names = ("x", "y", "z")[: len(args)]
    f = make_function(f"def f({', '.join(names)}):\n    return {expression}\n", math=math)
    rng, active, args = np.random.default_rng(3), tuple(range(len(args))), list(args)
    dots = {i: draw_like(rng, a) for i, a in enumerate(args)}
    value, slope = tangent(f, active)(*args, *dots.values())
    plain = f(*args)
    assert type(value) is type(plain) and np.shape(value) == np.shape(plain) and np.array_equal(value, plain)
    np.testing.assert_allclose(slope, differences(lambda moved: [f(*moved)], args, dots)[0], rtol=1e-8, atol=1e-8)
    bar = draw_like(rng, plain)
    bars = adjoint(f, active)(*args, bar)
    assert [np.shape(b) for b in bars] == [np.shape(a) for a in args]
    assert inner([bar], [slope]) == pytest.approx(inner(bars, list(dots.values())), rel=1e-12, abs=1e-12)
    squared = make_function(f"def f({', '.join(names)}):\n    return np.sum(np.sin({expression}) ** 2)\n", math=math)
    gradient = grad(squared, active)
    second = tangent(gradient, active)(*args, *dots.values())[1]
    for got, wanted in zip(second, differences(lambda moved: gradient(*moved), args, dots)):
        np.testing.assert_allclose(got, wanted, rtol=1e-6, atol=1e-6)


OF_A_MATRIX = """
    x.reshape(3, 2); x.reshape((3, 2)); x.reshape(-1); x.reshape(3, -1); x.reshape((6,)); x.reshape(1, 2, 1, 3);
    np.reshape(x, (3, 2)); np.reshape(x, -1); np.reshape(x, 6); x.reshape(x.shape[1], x.shape[0]); x.ravel();
    x.flatten(); np.ravel(x); x.T; x.T.T; x.T @ x; x.copy(); x.conj(); x.transpose(); x.transpose(1, 0);
    x.transpose((1, 0)); x.transpose(-1, 0); np.transpose(x); np.transpose(x, (1, 0)); np.transpose(x, axes=(1, 0));
    x.swapaxes(0, 1); np.swapaxes(x, 0, -1); np.moveaxis(x, 0, 1); np.expand_dims(x, 1); x[None]; x[:, None];
    np.squeeze(x[None], 0); x[None].squeeze(0); np.flip(x); np.flip(x, 1); np.flip(x, axis=(0, 1)); np.roll(x, 1);
    np.roll(x, 1, axis=1); np.tril(x); np.triu(x, 1); np.diag(x); np.diag(x, k=1); np.diag(x @ x.T); np.trace(x);
    x.trace(); x.sum(); x.sum(0); x.sum(axis=1, keepdims=True); x.mean(); x.mean(axis=(0, 1)); x.max(); x.min(axis=0);
    x.var(); x.var(axis=1, ddof=1); x.std(); x.std(0, keepdims=True); x.prod(); x.prod(axis=-1); x.cumsum();
    x.cumsum(axis=0); np.cumsum(x, 1); np.linalg.norm(x); np.linalg.norm(x, axis=1); np.linalg.norm(x, ord='fro');
    x.clip(-1.0, 1.0); np.broadcast_to(x, (4, 2, 3)); x.astype(float); np.array(x); np.asarray(x); x.dot(x.T); +x; -x;
    np.concatenate([x, x * 2]); np.concatenate((x, x[:, :1]), axis=1); np.concatenate([x, x], -1); np.stack([x, x * x]);
    np.stack([x, 2 * x], axis=1); np.stack([x, 2 * x], -1); np.vstack([x, x[0]]); np.hstack([x, x[:, :2]]);
    np.vstack((x, x)); np.array([x, x * x]); np.array([x[0], x[1] * 2, x[0] * x[1]]);
    np.array([[x[0, 0], 1.0], [2.0, x[1, 2]]]); x[0] @ x[1]; np.full((2, 2), x[0, 0]); np.full(3, x[0]);
    np.full_like(x, x[0, 1]); np.linspace(x[0, 0], x[1, 0], 5); np.ndim(x) * x; np.zeros(x.shape) + x;
    np.ones((2, 1)) * x; np.eye(2) @ x; x / np.size(x); x * len(x); np.arange(3) * x; x[[0, 1, 0]];
    x[[0, 1, 0], [2, 2, 1]]; x[x > 0]; x[..., 0]; x[-1, ::-1]; x[1]; x[1, 2]; x[:, [0, 0]]; np.sum(a=x);
    np.outer(x[0], x[1])
"""


@pytest.mark.parametrize("expression", expressions(OF_A_MATRIX))
def test_of_a_matrix(expression):
    check(expression, MATRIX)


OF_THREE_DIMENSIONS = """
    np.transpose(x, (2, 0, 1)); x.transpose(1, -1, 0); np.moveaxis(x, 0, -1); x.sum(axis=(0, 2));
    x.mean((0, -1), keepdims=True); x.max(axis=1); x.std(axis=(1, 2)); np.concatenate([x, x[:, :1]], axis=1); x[0, :, 1];
    x[:, [0, 2], 1]; x.T; x @ x[0].T
"""


@pytest.mark.parametrize("expression", expressions(OF_THREE_DIMENSIONS))
def test_of_three_dimensions(expression):
    check(expression, CUBE)


OF_TWO_VECTORS = """
    np.concatenate([x, y]); np.hstack([x, y, x]); np.vstack([x, y]); np.column_stack([x, y]); np.stack([x, y], axis=1);
    np.dot(x, y); np.vdot(x, y); np.inner(x, y); np.outer(x, y); np.vecdot(x, y); x @ y; x.dot(y); np.matmul(x, y);
    np.array([x, y]); np.where(x > y, x, y * 2); np.diag(x) @ y; np.diag(x, -1); np.concatenate([x, [1.0, 2.0], y]);
    np.concatenate([[x[0], 2.0], y])
"""


@pytest.mark.parametrize("expression", expressions(OF_TWO_VECTORS))
def test_of_two_vectors(expression):
    check(expression, VECTOR, OTHER)


OF_TWO_NUMBERS = """
    math.prod([x, y, 2.0]); math.prod((x, y), start=3); math.log(x, y); sum([x, y, x * y]); divmod(x, y)[1];
    math.hypot(x, y); np.array([x, y]); np.stack([x, y]); np.hstack([x, y]); np.vstack([x, y]); np.linspace(x, y, 4);
    float(x) * y; np.float64(x) * y; np.asarray(x) * y; np.ldexp(x, 3) * math.ldexp(y, -1); max(x, y) * min(x, y, 3.0);
    np.outer(x, y); np.where(x > y, x, y); pow(x, y); np.full((2, 2), x) * y; np.reshape(x, (1, 1)) * y;
    np.expand_dims(x, 0) * y
"""


@pytest.mark.parametrize("expression", expressions(OF_TWO_NUMBERS))
def test_of_two_numbers(expression):
    check(expression, 2.3, 1.4)


def test_conversions_to_integers_are_flat():
    for expression in (
        "x.astype(int) * x",
        "np.array(x, dtype=int) * x",
        "np.array([x[0], x[1]], dtype=np.int64) * x[:2]",
        "np.full_like(np.arange(3), x[0]) * x",
    ):
        f = make_function(f"def f(x):\n    return np.sum({expression})\n")
        x = np.array([1.5, 2.5, 3.5])
        expected = differences(lambda moved: [f(*moved)], [x], {0: np.ones(3)})[0]
        assert np.sum(grad(f)(x)) == pytest.approx(float(expected))
        assert tangent(f)(x, np.ones(3))[1] == pytest.approx(float(expected))


def test_whole_numbers_in_arrays():
    f = make_function("def f(a, b):\n    return np.mean(np.array([a, b])) + 0.5 * np.max(np.array([a, b]))\n")
    assert value_and_grad(f, (0, 1))(3, 4) == (5.5, (0.5, 1.0))


REFUSED = """
    np.linalg.norm(X, ord=3); np.linalg.norm(X[None], 2); np.concatenate(X);
    np.stack(X); np.dot(X[None], X); X.reshape(2, 3, order='K');
    np.clip(x); np.reshape(X, np.array([3, 2])); math.sin(X); np.squeeze(X);
    np.squeeze(X * 2.0)
"""


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    f = make_function(f"def f(x, X):\n    return {expression}\n", math=math)
    with pytest.raises(Refused):
        tangent(f, (0, 1))(1.5, MATRIX, 1.0, MATRIX)
