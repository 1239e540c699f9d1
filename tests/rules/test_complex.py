"""Rows over complex numbers, whose adjoint is what gives df = Re(z_bar z_dot); functions of them, against differences."""

from __future__ import annotations

import cmath

import numpy as np
import pytest

from sourcead import Refused, adjoint, grad, tangent
from sourcead.backend import text
from sourcead.rules.complex_numbers import HOLD
from sourcead.rules.table import TABLE, Nondifferentiable

from ..conftest import make_function
from .rule_checking import check_orders, complex_cases, of_lists

# Rows of which the result is determined up to phases: see below.
PHASES = {"np.linalg.eigh", "np.linalg.svd", "phase_free"}
# What is of the kind of both arms, and at run time of the kind of one.
MIXED = {"if"}

CASES = [
    case
    for case in complex_cases()
    if case.row.primitive.spelling not in PHASES and not (case.row.primitive.spelling in MIXED and case.real)
]


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    monkeypatch.setattr(text, "formatted", lambda source: source)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_derivatives(case):
    function, args = case.function()
    check_orders(function, args, case.rng())


def test_every_row_that_holds_is_one():
    names = {primitive.name for primitive in TABLE.rows}
    assert not set(HOLD.split()) - names


UNTESTED = {"rfft", "float16", "float32", "float64", "astype", "full_like"}  # of real numbers, or to real numbers: NumPy warns of what they leave out


def test_every_row_that_holds_is_tested():
    tested = {case.row.primitive.name for case in complex_cases()}
    rows = [row for row in TABLE.rows.values() if row.over_complex and not isinstance(row, Nondifferentiable)]
    lists = {row.primitive.name for row in rows if of_lists(row)}
    assert {row.primitive.name for row in rows} - tested <= UNTESTED | lists
