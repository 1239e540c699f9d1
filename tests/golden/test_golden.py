"""Golden texts: what is generated for the corpus is kept in texts/, and is executed.

Each program is checked in both modes, with the optimiser on and off, against central differences. Run pytest with
--update-golden to rewrite the texts, and read the difference.
"""

import importlib.util
from pathlib import Path

import black
import numpy as np
import pytest

from sourcead.frontend.consumers import COMPENSATED
from sourcead.derivative import Adjoint, Derivative, Tangent

from . import corpus
from .callees import CALLEES
from .complex_numbers import COMPLEX
from .containers import CONTAINERS

CORPUS = corpus.CORPUS | CONTAINERS | CALLEES | COMPLEX
TEXTS = Path(__file__).parent / "texts"
# Python's sum of floats is called from 3.12 on, and written out as additions before: see frontend/consumers.py.
OF_SUM = {"weighted", "hinge", "basis", "parameters", "captured_dict"}


def skip_other_sum(name):
    if name in OF_SUM and COMPENSATED:
        pytest.skip("the golden text is that of Python before 3.12")


CASES = [(name, mode) for name in CORPUS for mode in ("tangent", "adjoint", "grad")]


CAPTURED = {"configured": (0.5,), "captured": (1.5,), "captured_dict": (0.5, 1.5)}


def leaves(value):
    """The numbers and arrays in an argument."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list)) else None
    return [value] if parts is None else [leaf for part in parts for leaf in leaves(part)]


def derivative(function, mode, active, optimize=True):
    make = {"tangent": Tangent, "adjoint": Adjoint, "grad": Derivative}[mode]
    return make(function, mode, active, optimize=optimize)


def gradients(function, active, args, numeric):
    return [numeric(function, args, i) for i in active]


@pytest.mark.parametrize("name, mode", CASES)
def test_text(name, mode, request):
    skip_other_sum(name)
    function, active, args = CORPUS[name]
    text = derivative(function, mode, active).source(*args)
    assert black.format_str(text, mode=black.Mode()) == text
    path = TEXTS / f"{name}_{mode}.py"
    if request.config.getoption("--update-golden"):
        path.write_text(text)
    assert path.exists(), "no golden text yet: run with --update-golden"
    assert text == path.read_text()


@pytest.mark.parametrize("name, mode", CASES)
def test_a_golden_text_is_a_module_that_runs(name, mode, numeric):
    skip_other_sum(name)
    function, active, args = CORPUS[name]
    spec = importlib.util.spec_from_file_location("golden", TEXTS / f"{name}_{mode}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    generated = getattr(module, f"{name}_{mode}")
    captured = CAPTURED.get(name, ())
    expected = gradients(function, active, args, numeric)
    if mode == "tangent":
        dots = [np.cos(np.arange(np.size(args[i]))).reshape(np.shape(args[i])) for i in active]
        value, dot = generated(*args, *captured, *dots)
        assert repr(value) == repr(function(*args))
        assert dot == pytest.approx(sum(np.sum(e * d) for e, d in zip(expected, dots)), rel=1e-6)
    else:
        got = generated(*args, *captured)
        for one, other in zip(got, expected):
            np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("name", CORPUS)
def test_both_modes_against_differences(name, optimize, numeric):
    function, active, args = CORPUS[name]
    before = [np.array(leaf) for leaf in leaves(args)]
    expected = gradients(function, active, args, numeric)
    got = derivative(function, "grad", active, optimize)(*args)
    for one, other, i in zip(got, expected, active):
        assert type(one) is type(args[i])
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9)
    dots = [np.cos(np.arange(np.size(args[i])) + 1.0).reshape(np.shape(args[i])) for i in active]
    value, dot = derivative(function, "tangent", active, optimize)(*args, *dots)
    assert repr(value) == repr(function(*args))
    np.testing.assert_allclose(dot, sum(np.sum(g * d) for g, d in zip(got, dots)), rtol=1e-10)
    for one, other in zip(leaves(args), before, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", CORPUS)
def test_second_order(name, numeric):
    """Forward over reverse against differences of the gradient, and reverse over reverse against forward over reverse."""
    function, active, args = CORPUS[name]
    first = active[0]
    slope = Derivative(function, "grad", first)
    weights = np.cos(np.arange(np.size(args[first])) + 0.5).reshape(np.shape(args[first]))
    expected = numeric(lambda *given: np.sum(slope(*given) * weights), args, first)
    dot = weights if np.ndim(args[first]) else float(weights)
    along = Tangent(slope, "tangent", first)(*args, dot)[1]
    np.testing.assert_allclose(along, expected, rtol=1e-5, atol=1e-8)
    back = Adjoint(slope, "adjoint", first)(*args, dot)
    np.testing.assert_allclose(back, along, rtol=1e-9, atol=1e-11)
