"""The cost of generated code keeps its bounds, by a count that does not rely on the compiler's own."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

import sourcead

sys.path.append(str(Path(__file__).resolve().parent.parent))

from benchmarks import flops, speed  # noqa: E402
from benchmarks.__main__ import main  # noqa: E402
from benchmarks.counting import Number, listing_operations, operations, text_operations  # noqa: E402
from benchmarks.differences import differences_gradient, differences_tangent  # noqa: E402
from benchmarks.programs import PROGRAMS  # noqa: E402

BOUNDS = {
    ("exp(x²)", "gradient"): 4,
    ("sqrt(exp(x²) + x²)", "gradient"): 7,
    ("sqrt(exp(x²) + x²)", "tangent"): 9,
    ("perceptron", "gradient"): 13,
    ("one hidden layer", "gradient"): 24,
}
ROWS = {(row.title, row.what): row for row in flops.rows()}


def by_title(program):
    return program.title


@pytest.mark.parametrize("key", BOUNDS, ids=" ".join)
def test_bound(key):
    assert ROWS[key].bound == BOUNDS[key]
    assert ROWS[key].generated <= BOUNDS[key]


@pytest.mark.parametrize("key", ROWS, ids=" ".join)
def test_reported_count_is_the_independent_one(key):
    assert ROWS[key].reported == ROWS[key].generated


@pytest.mark.parametrize("key", [k for k in ROWS if not k[0].endswith("arrays")], ids=" ".join)
def test_no_dearer_than_by_hand(key):
    assert ROWS[key].generated <= ROWS[key].hand <= ROWS[key].unoptimised


@pytest.mark.parametrize("program", PROGRAMS, ids=by_title)
def test_kinds_of_operations_agree(program):
    """Products of matrices and sums count as the operations they consist of; everything else kind by kind."""
    gradient = sourcead.value_and_grad(program.function, program.argnums)
    counted = text_operations(gradient.source(*program.args), *program.args)
    reported = gradient.flops(*program.args)
    inside = {"@", "sum", "mean", "unbroadcast", "+", "*"}
    assert {k: n for k, n in counted.items() if k not in inside} == {k: n for k, n in reported.items() if k not in inside}
    assert counted.total() == reported.total


# -- the derivations by hand are right ------------------------------------------------------------------------------------


def assert_same(found, expected, tolerance):
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(np.asarray(a, float), b, rtol=tolerance, atol=tolerance)


def flat(value, bars):
    return [value, *(bars if isinstance(bars, (tuple, list)) else [bars])]


@pytest.mark.parametrize("program", PROGRAMS, ids=by_title)
def test_hand_gradient(program):
    value, bars = program.gradient(*program.args)
    assert math.isclose(value, program.function(*program.args), rel_tol=1e-15)
    assert math.isclose(value, program.value(*program.args), rel_tol=1e-15)
    generated = sourcead.value_and_grad(program.function, program.argnums)(*program.args)
    assert_same(flat(*generated), flat(value, bars), 1e-13)
    differences = differences_gradient(program.function, program.argnums)(*program.args)
    assert_same(flat(*differences), flat(value, bars), 1e-6)


@pytest.mark.parametrize("program", PROGRAMS, ids=by_title)
def test_hand_tangent(program):
    args = (*program.args, *program.dots)
    expected = program.tangent(*args)
    assert_same(sourcead.tangent(program.function, program.argnums)(*args), expected, 1e-13)
    assert_same(differences_tangent(program.function, program.argnums)(*args), expected, 1e-6)


# -- the numbers that count -----------------------------------------------------------------------------------------------


def powers(x, y):
    return x**3 + x**-2 - y**0.5 + 2.0**x + x**1


def with_math(x):
    return abs(-math.sin(x)) + math.asin(x) * math.pi // 2 % 3


def test_counting_powers():
    assert operations(powers, 0.5, 0.7) == {"*": 3, "/": 1, "**": 2, "+": 3, "-": 1}


def test_counting_math():
    assert operations(with_math, 0.5) == {"sin": 1, "-": 1, "abs": 1, "arcsin": 1, "*": 1, "//": 1, "%": 1, "+": 1}


def test_counting_arrays():
    counts = operations(lambda A, v: np.sum(np.exp(A @ v)) / 2, np.ones((3, 4)), np.ones(4))
    assert counts == {"*": 12, "+": 9 + 2, "exp": 3, "/": 1}


def test_counting_a_listing():
    assert listing_operations("a = x ** 2\nb = exp(a)\nreturn (a, b)", x=0.5) == {"*": 1, "exp": 1}


def test_a_counting_number_keeps_its_value():
    from collections import Counter

    number = Number(0.3, Counter())
    assert (np.exp(2 * number - 1) / number).value == np.exp(2 * 0.3 - 1) / 0.3
    assert number < 1 and bool(number)
    with pytest.raises(TypeError):
        math.exp(number)


# -- the command ----------------------------------------------------------------------------------------------------------


def test_flops_command(capsys):
    assert main(["flops"]) == 0
    shown = capsys.readouterr().out
    assert "one hidden layer" in shown and "sourcead.flops reports the same counts." in shown
    assert "OVER" not in shown


def test_flops_command_says_what_is_over():
    row = flops.Row("f", "gradient", generated=8, hand=7, unoptimised=10, differences=None, reported=8, bound=7)
    assert flops.table([row]).endswith("7  OVER")


@pytest.mark.parametrize("arguments", ([], ["size"], ["flops", "speed"]))
def test_usage(arguments, capsys):
    assert main(arguments) == 2
    assert "usage: python -m benchmarks" in capsys.readouterr().err


def test_speed_figures_can_be_taken():
    figures = [
        *speed.call_figures(repeats=1, number=10),
        *speed.startup_figures(repeats=1),
        *speed.generating_figures(repeats=1, short=5, middle=10, long=20),
    ]
    assert all(math.isfinite(figure.value) for figure in figures)
    assert "at most" in str(figures[2])


def test_a_figure_beyond_its_bound_says_so():
    assert str(speed.Figure("call", 2.0, "µs", 1.0)).endswith("OVER")
    assert str(speed.Figure("call", 0.5, "µs", 1.0)).endswith("ok")
    assert "at most" not in str(speed.Figure("call", 0.5, "µs"))
