"""The methods of ufuncs: reduce, accumulate, outer, reduceat, at; and what every ufunc takes beside its operands."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, grad
from sourcead.backend import text

from ..conftest import make_function
from .programs import check, programs

BINARY = (
    *("add", "subtract", "multiply", "divide", "true_divide", "power", "maximum", "minimum", "fmax", "fmin", "hypot", "arctan2"),
    *("logaddexp", "logaddexp2", "copysign", "remainder", "mod", "fmod", "nextafter", "heaviside", "floor_divide"),
)
BY_FIRST_AND_LAST = {"power", "arctan2"}  # of which NumPy's reductions depend on the machine


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


CALLS = (
    *("np.{}.reduce(q)", "np.{}.reduce(q, axis=1)", "np.{}.reduce(q, -1, keepdims=True)", "np.{}.reduce(q, axis=1, initial=t)"),
    *("np.{}.accumulate(q)", "np.{}.accumulate(q, axis=1)", "np.{}.outer(p, w)", "np.{}.outer(q, s)"),
    *("np.{}.reduceat(p, [0, 2])", "np.{}.reduceat(q, [0, 2, 1], axis=1)"),
    *("y = p.copy()~np.{}.at(y, [0, 2, 0], s)~y", "y = p.copy()~np.{}.at(y, i, w)~y"),
    *("y = q.copy()~np.{}.at(y, (0, [1, 2]), w[:2])~y", "y = p.copy()~np.{}.at(y, np.array([1, 1, 1]), w)~y"),
    *("y = q.copy()~np.{}.at(y[0], [1, 1], w[:2])~y",),
)


def combinations():
    for name in BINARY:
        for call in CALLS:
            if name in BY_FIRST_AND_LAST and (".reduce(" in call or ".reduceat(" in call):
                continue
            if "initial" in call and name in ("maximum", "minimum", "multiply"):
                continue  # of the extremes and products, below
            yield call.format(name)


@pytest.mark.parametrize("program", list(combinations()))
def test_method(program):
    check(program, second="maximum" not in program and ".at(" not in program or "multiply" in program or "hypot" in program)


@pytest.mark.parametrize("name", sorted(BY_FIRST_AND_LAST))
@pytest.mark.parametrize("method", ["reduce(x)", "reduceat(x, [0, 2])"])
def test_reductions_that_depend_on_the_machine_are_refused(name, method):
    f = make_function(f"def f(x):\n    return np.sum(np.{name}.{method})\n")
    with pytest.raises(Refused, match="depends on the machine"):
        grad(f)(np.array([2.0, 3.0, 2.0]))


ARGUMENTS = programs(
    """
    np.add.reduce(q, axis=(0, 1))
    np.multiply.reduce(q, axis=None)
    np.maximum.reduce(C, axis=(0, -1), keepdims=True)
    np.add.reduce(q, initial=s)
    np.add.reduce(q, axis=0, initial=s, where=[True, False, True])
    np.multiply.reduce(q, axis=0, initial=2.0, where=[True, False, True])
    np.add.reduce(q, 0, None, None, True)
    np.add.reduce(q, dtype=float)
    np.hypot.reduce(q, dtype=float)
    y = p.copy()~np.negative.at(y, [0, 2])~y
    y = p.copy()~np.exp.at(y, i)~y
    y = q.copy()~np.sqrt.at(y, (slice(None), 1))~y
    """
)


@pytest.mark.parametrize("program", ARGUMENTS)
def test_arguments_of_methods(program):
    check(program)


WRITTEN = programs(
    """
    np.add(p, s, dtype=float)
    np.add(v, w, dtype="float64")
    np.add(x, v, where=[True, False, True], out=np.zeros((2, 3)))
    y = np.zeros((2, 3))~np.multiply(x, v, out=y, where=x > 0)~y
    y = x.copy()~np.multiply(x, v, y)~y
    y = np.empty(3)~np.add(v, w, y)~y * 2
    y = v.copy()~np.sin(y, y)~y
    y = v.copy()~np.exp(w, out=y, where=m)~y
    y = w.copy()~np.divide(v, w, out=y, where=w > 0.5)~y
    y = np.zeros(3)~np.log(v, out=y, where=v > 0)~y
    y = np.zeros((2, 3))~np.add(v, w, out=y)~y
    y = v.copy()~np.sqrt(p[:3], where=[True, True, False], out=y)~y
    np.exp(v, casting="same_kind") + np.exp(v, order="C") + np.exp(v, subok=True)
    np.add(v, w, order="K", subok=False, casting="unsafe") + np.sin(v, where=True) + np.add(v, w, out=None)
    np.add(v, w, None)
    np.sin(v, where=m, out=w.copy())
    np.matmul(A, B, out=np.empty((3, 3)))
    y = np.empty((3, 3))~np.matmul(A, B, y)~y
    y = np.empty((3, 3))~np.dot(A, B, y)~y
    y = np.zeros(2)~np.sum(x, 1, None, y)~y
    y = np.zeros(2)~x.sum(axis=1, out=y)~y
    y = np.zeros(2)~x.mean(1, None, y)~y
    y = np.zeros(2)~np.max(x, 1, y)~y
    y = np.zeros((2, 3))~np.cumsum(x, 1, None, y)~y
    y = np.zeros((2, 3))~x.cumsum(axis=1, out=y)~y
    y = np.zeros(2)~np.add.reduce(x, 1, out=y)~y
    y = np.zeros((2, 2, 3))~np.stack([x, x], out=y)~y
    y = np.zeros((4, 3))~np.concatenate([x, x], out=y)~y
    y = np.zeros((2, 2))~np.take(x, [0, 2], axis=1, out=y)~y
    y = np.zeros(3)~np.choose(i, [v, w, v], out=y)~y
    y = np.zeros((3,))~np.einsum("ij,j", A, v, out=y)~y
    y = np.zeros(2)~np.median(x, 1, out=y)~y
    y = np.zeros(2)~np.quantile(x, 0.3, 1, out=y)~y
    y = np.zeros((2, 3))~np.divmod(x, 1.1, out=(np.zeros((2, 3)), y))~y
    y = v.copy()~np.clip(y, -1.0, 1.0, out=y)~y
    y = v.copy()~np.clip(y, -1.0, 1.0, y)~y
    y = v.copy()~y.clip(-1, 1, out=y)~y
    """
)


@pytest.mark.parametrize("program", WRITTEN)
def test_written_results(program):
    check(program)


def test_what_is_not_computed_has_no_derivative():
    """No NaN through an element that where= leaves out, though its derivative would be infinite."""
    f = make_function("def f(x, y):\n    return np.sum(np.divide(x, y, out=np.zeros(3), where=y != 0))\n")
    x_bar, y_bar = grad(f, (0, 1))(np.array([1.0, 2.0, 3.0]), np.array([2.0, 0.0, 4.0]))
    np.testing.assert_array_equal(x_bar, [0.5, 0.0, 0.25])
    np.testing.assert_array_equal(y_bar, [-0.25, 0.0, -3.0 / 16])


REFUSED = {
    "np.exp(x, where=x > 0)": "where= without out=",
    "np.exp(x, dtype=int)": "dtype",
    "np.exp(x, order='Q')": "order= of this call",
    "np.exp(x, casting='no')": "casting= of this call",
    "np.logaddexp.reduce(x, where=x > 0)": "where=",
    "np.subtract.reduce(x[None], axis=None)": "several axes",
}


@pytest.mark.parametrize("call", REFUSED)
def test_refused(call):
    f = make_function(f"def f(x):\n    return np.sum({call})\n")
    with pytest.raises(Refused, match=REFUSED[call]):
        grad(f)(np.array([2.0, 3.0, 2.0]))


def test_a_function_of_one_argument_at_an_element_named_twice():
    f = make_function("def f(x):\n    y = x.copy()\n    np.exp.at(y, [0, 0])\n    return np.sum(y)\n")
    with pytest.raises(ValueError, match="named twice"):
        grad(f)(np.array([0.2, 0.3]))
