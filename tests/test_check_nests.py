"""check_grads takes nests: lists, tuples, dicts, namedtuples and dataclasses as arguments and results."""

from collections import namedtuple
from dataclasses import dataclass, field

import numpy as np
import pytest

from sourcead import CheckFailed, check_grads, grad, partials
from sourcead.checks import gradients
from sourcead.errors import ArgumentError

W, B, X = np.array([[0.3, -0.5], [1.2, 0.4]]), np.array([0.1, -0.7]), np.array([0.6, 1.1])
Layer = namedtuple("Layer", "w b")


@dataclass
class Model:
    w: np.ndarray
    b: float
    name: str = "m"
    size: int = 2
    inner: list = field(default_factory=list)


def of_pairs(layers, x):
    for w, b in layers:
        x = np.tanh(w @ x + b)
    return np.sum(x)


def of_dict(p, x):
    return np.sum(np.tanh(p["w"] @ x + p["b"])) * p["scale"]


def of_model(m, x):
    return np.sum(m.w @ x) * m.b + m.size * m.inner[0] ** 2


def of_layer(layer, x):
    return np.sum((layer.w @ x + layer.b) ** 2)


@pytest.mark.parametrize(
    "function, argument",
    [
        (of_pairs, [(W, B), (W.T, 2 * B)]),
        (of_pairs, ((W, 0.5),)),
        (of_dict, {"w": W, "b": B, "scale": 1.5}),
        (of_dict, {"w": W, "b": 0.3, "scale": 2}),
        (of_layer, Layer(W, B)),
        (of_model, Model(W, 0.5, inner=[1.5, (2.5, None)])),
    ],
)
def test_nests_as_arguments(function, argument):
    report = check_grads(function, argument, X)
    assert report.ok and len(report.rows) == 11  # both arguments, in both modes, to both orders
    assert check_grads(function, argument, X, order=1, argnums=0).ok


def test_float32_in_nests():
    assert check_grads(of_layer, Layer(W.astype("f"), B.astype("f")), X.astype("f")).ok


def test_nests_as_results():
    def f(p):
        return {"a": p["x"] ** 2, "b": [np.sin(p["x"]), Layer(p["y"], 1)]}

    assert check_grads(f, {"x": X, "y": 0.3}, order=1).ok


def test_a_wrong_derivative_of_one_leaf_is_found():
    def cube(x):
        return x * x * x

    partials(cube, lambda y, x: 3.001 * x * x)

    def f(p):
        return np.sum(p["a"] * p["b"][0]) + cube(p["b"][1])

    with pytest.raises(CheckFailed, match="tangent in p: tangent .* against differences"):
        check_grads(f, {"a": X, "b": [B, 1.3]})


def test_a_bar_that_is_nested_otherwise_is_found(monkeypatch):
    made = gradients.adjoint
    monkeypatch.setattr(gradients, "adjoint", lambda f, active: lambda *args: (made(f, active)(*args)[0][0],))
    with pytest.raises(CheckFailed, match="not nested like"):
        check_grads(lambda p: p[0] * p[1], (2.0, 3.0), order=1)


def test_nests_without_floats():
    with pytest.raises(ArgumentError, match="holds one"):
        check_grads(lambda p: p[0] * 2, [1, 2])


def test_what_the_checks_compare_with_is_right():
    """The gradient of a nest against one derived by hand."""
    bar = grad(of_layer)(Layer(W, B), X)
    r = 2 * (W @ X + B)
    np.testing.assert_allclose(bar.w, np.outer(r, X))
    np.testing.assert_allclose(bar.b, r)
