"""The optimiser: what it costs, what it keeps, and that passes are pure."""

import numpy as np
import pytest

import sourcead
from sourcead import pipeline
from sourcead.derivative import Derivative
from sourcead.subject import Subject
from sourcead.ir.kinds import FLOAT
from sourcead.optimize import DERIVATIVE
from sourcead.optimize.cse import cse
from sourcead.optimize.dce import dce
from sourcead.pipeline import Request


def two(x):
    return np.sqrt(np.exp(x**2) + x**2)


def debris(x, y):
    return np.sum(np.tanh(x * y) ** 2 / (1 + x * x) + 2.0**y - np.log(x) * y**1.5) * 0.5 - x


def mixture(x, y):
    a, b = x * y, x / y
    return (a - b) * (a - b) * np.exp(-a) / (1.0 + b) + 3 * a - a


def passes_of(f, count):
    lowered = Subject(f).lowered((FLOAT,) * count)
    from sourcead.transform.adjoint import adjoint

    return adjoint(lowered.function, range(count), pipeline.TABLE, True, True)


@pytest.mark.parametrize("f, count", [(two, 1), (debris, 2), (mixture, 2)])
def test_every_pass_leaves_its_input_alone_and_reaches_a_fixed_point(f, count):
    function = passes_of(f, count)
    for step in DERIVATIVE:
        before = [(s.out, s.fn, s.args) for s in function.body.stmts]
        after = step(function, pipeline.TABLE)
        assert [(s.out, s.fn, s.args) for s in function.body.stmts] == before
        function = after
    for step in (cse, dce):
        assert step(function, pipeline.TABLE) is function, "unchanged means the same object"


@pytest.mark.parametrize("f, count", [(two, 1), (debris, 2), (mixture, 2)])
@pytest.mark.parametrize("mode", ["tangent", "value_and_grad"])
def test_optimised_and_plain_transforms_agree(f, count, mode):
    lowered = Subject(f).lowered((FLOAT,) * count)
    request = Request(mode, tuple(range(count)), False)
    args = (0.7, 1.3)[:count] + ((1.0, -0.5)[:count] if mode == "tangent" else ())
    plain, optimised = (
        pipeline_result(lowered.function, request, optimize, args) for optimize in (False, True)
    )
    np.testing.assert_allclose(optimised[1], plain[1], rtol=1e-13)
    assert repr(optimised[0]) == repr(plain[0]) == repr(f(*args[:count]))


def pipeline_result(function, request, optimize, args):
    from sourcead.backend.counting import run_counting

    derived = pipeline.derive(function, Request(request.mode, request.active, request.single, optimize=optimize))
    return run_counting(derived, args)[0]


def perceptron(w, b, x, y):
    z = x * w + b
    a = 1 / (1 + np.exp(-z))
    return 0.5 * (a - y) ** 2


def hidden_layer(w1, b1, w2, b2, x, y):
    a1 = 1 / (1 + np.exp(-(x * w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 * w2 + b2)))
    return 0.5 * (a2 - y) ** 2


@pytest.mark.parametrize(
    "f, argnums, args, bound",
    [
        (lambda x: np.exp(x**2), 0, (0.7,), 4),
        (two, 0, (0.7,), 7),
        (perceptron, (0, 1), (0.3, 0.2, 0.7, 1.0), 13),
        (hidden_layer, (0, 1, 2, 3), (0.3, 0.2, 0.7, 1.0, 0.4, 0.6), 24),
    ],
)
def test_gradients_cost_what_a_hand_derivation_costs(f, argnums, args, bound):
    assert sourcead.value_and_grad(f, argnums).flops(*args).total <= bound


def test_a_tangent_costs_what_a_hand_derivation_costs():
    assert sourcead.tangent(two).flops(0.7, 1.0).total <= 9


def test_products_put_numbers_before_arrays():
    def f(s, v):
        return np.sum(v * s * 2.0)

    text = sourcead.grad(f, 1).source(0.5, np.ones(3))
    assert "2 * s" in text or "2.0 * s" in text


def test_the_sigmoid_keeps_its_tiny_gradient():
    """Regrouped as e * a * a / d in another order, the product underflows at z = -400."""

    def loss(z):
        return 1 / (1 + np.exp(-z))

    gradient = sourcead.grad(loss)(-400.0)
    assert gradient == pytest.approx(np.exp(-400.0), rel=1e-12)


def test_boolean_masks_are_not_regrouped():
    """True + True is True in NumPy: g * m1 + g * m2 must not become g * (m1 + m2)."""

    def f(x):
        return np.sum(x * (x > 0) + x * (x > -1))

    np.testing.assert_array_equal(sourcead.grad(f)(np.array([-2.0, -0.5, 1.0])), [0.0, 1.0, 2.0])


def test_unoptimised_derivatives_can_be_asked_for():
    plain = Derivative(two, "grad", 0, optimize=False)
    assert plain(0.7) == pytest.approx(sourcead.grad(two)(0.7), rel=1e-15)
    assert plain.flops(0.7).total > sourcead.grad(two).flops(0.7).total
