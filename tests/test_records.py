"""Derivatives with respect to dicts, namedtuples and dataclasses, which come out as such, against differences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pytest

from sourcead import ArgumentError, adjoint, grad, tangent, vjp



class Layer(NamedTuple):
    W: np.ndarray
    b: np.ndarray


@dataclass
class Model:
    layers: list
    scale: float
    name: str = "model"


def network(params, x):
    for layer in params["layers"]:
        x = np.tanh(layer.W @ x + layer.b)
    return np.sum(x**2) * params["scale"] + params["rates"]["decay"] ** 3


def model_loss(model, x):
    for layer in model.layers:
        x = np.tanh(layer["W"] @ x) + model.scale
    return np.sum(x * x)


X = np.array([0.3, -0.7, 0.5])
LAYERS = [Layer(np.arange(6.0).reshape(2, 3) / 7, np.array([0.1, -0.2])), Layer(np.array([[0.5, -0.4]]), np.array([0.3]))]
PARAMS = {"layers": LAYERS, "scale": 1.5, "rates": {"decay": 0.7, "name": "fixed"}}
MODEL = Model([{"W": np.eye(3) / 2}, {"W": np.ones((2, 3)) / 4}], 0.2)


def moved(nest, path, step):
    """A copy of a nest in which the number or array at `path` is moved by `step`."""
    if not path:
        return nest + step
    key, *rest = path
    if isinstance(nest, dict):
        return {k: moved(v, rest, step) if k == key else v for k, v in nest.items()}
    if isinstance(nest, Layer):
        return nest._replace(**{key: moved(getattr(nest, key), rest, step)})
    if isinstance(nest, Model):
        return replace(nest, **{key: moved(getattr(nest, key), rest, step)})
    return [moved(v, rest, step) if i == key else v for i, v in enumerate(nest)]


def at(nest, path):
    for key in path:
        nest = nest[key] if isinstance(nest, (dict, list)) else getattr(nest, key)
    return nest


CASES = [
    (network, PARAMS, (("layers", 0, "W"), ("layers", 0, "b"), ("layers", 1, "W"), ("scale",), ("rates", "decay"))),
    (model_loss, MODEL, (("layers", 0, "W"), ("layers", 1, "W"), ("scale",))),
]


@pytest.mark.parametrize("f, nest, paths", CASES)
def test_the_gradient_of_a_nest_is_a_nest_alike(f, nest, paths):
    bars = grad(f)(nest, X)
    assert type(bars) is type(nest)
    for path in paths:
        value, bar = at(nest, path), at(bars, path)
        assert np.shape(bar) == np.shape(value)
        for where in np.ndindex(np.shape(value)):
            step = np.zeros(np.shape(value))
            step[where] = 1e-6
            step = step if np.ndim(value) else float(step)
            expected = (f(moved(nest, path, step), X) - f(moved(nest, path, -step), X)) / 2e-6
            assert np.asarray(bar)[where] == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_what_is_no_number_in_a_nest_has_no_derivative():
    assert grad(network)(PARAMS, X)["rates"]["name"] is None
    assert grad(model_loss)(MODEL, X).name is None


def moved_along(step, direction):
    nest = PARAMS
    for i in range(2):
        for key in ("W", "b"):
            nest = moved(nest, ("layers", i, key), step * getattr(direction["layers"][i], key))
    nest = moved(nest, ("scale",), step * direction["scale"])
    return moved(nest, ("rates", "decay"), step * direction["rates"]["decay"])


def test_tangents_and_pullbacks_of_nests():
    bars = grad(network)(PARAMS, X)
    direction = {"layers": [Layer(np.cos(w.W), np.sin(w.b)) for w in LAYERS], "scale": 0.3, "rates": {"decay": -0.4, "name": "fixed"}}
    pairs = [(bars["layers"][i][k], direction["layers"][i][k]) for i in range(2) for k in range(2)]
    along = sum(np.sum(a * b) for a, b in pairs) + 0.3 * bars["scale"] - 0.4 * bars["rates"]["decay"]
    value, dot = tangent(network)(PARAMS, X, direction)
    assert value == network(PARAMS, X) and dot == pytest.approx(along, rel=1e-12)
    value, pullback = vjp(network, PARAMS, X)
    again = pullback(1.0)[0]
    np.testing.assert_array_equal(again["layers"][0].W, bars["layers"][0].W)
    assert again["scale"] == bars["scale"]
    twice = tangent(grad(network))(PARAMS, X, direction)[1]
    ahead, behind = (grad(network)(moved_along(step, direction), X) for step in (1e-6, -1e-6))
    expected = (ahead["layers"][0].W - behind["layers"][0].W) / 2e-6
    np.testing.assert_allclose(twice["layers"][0].W, expected, rtol=1e-5, atol=1e-8)
    seeds = [*direction["layers"][0], *direction["layers"][1], direction["scale"], direction["rates"]["decay"]]
    back = adjoint(grad(network))(PARAMS, X, *seeds)
    np.testing.assert_allclose(back["layers"][0].W, twice["layers"][0].W, rtol=1e-10)


def test_a_tangent_of_another_nest_is_refused():
    with pytest.raises(ArgumentError, match="layers"):
        tangent(network)(PARAMS, X, {"scale": 1.0})


@dataclass
class State:
    u: np.ndarray
    t: float


class Pair(NamedTuple):
    first: np.ndarray
    second: float


@pytest.mark.parametrize("make", [State, Pair])
def test_results_that_are_objects(make):
    def f(x):
        return make(x * x, np.sum(x))

    value, pullback = vjp(f, X)
    assert type(value) is make
    np.testing.assert_allclose(pullback(make(np.ones(3), 2.0))[0], 2 * X + 2.0)
    value, dot = tangent(f)(X, np.ones(3))
    assert type(value) is type(dot) is make
    np.testing.assert_allclose(tuple(vars(dot).values() if make is State else dot)[0], 2 * X)
    with pytest.raises(ArgumentError, match=make.__name__):
        grad(f)(X)
