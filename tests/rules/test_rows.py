"""Every row of the table: derivatives in both modes to second order and beyond, kinds, precision."""

from __future__ import annotations

import itertools
import warnings

import numpy as np
import pytest

from sourcead.backend import text
from sourcead.checks.report import required
from sourcead.ir.kinds import UNKNOWN, Sequence, Static, is_number, kind_of
from sourcead.ir.nodes import Var
from sourcead.rules.table import TABLE, Nondifferentiable

from .rule_checking import active_positions, cases, check_orders, derived, in_float32, of_lists


ROWS = [row for row in TABLE.rows.values() if not of_lists(row) and not row.primitive.own]
DIFFERENTIABLE = [row for row in ROWS if not isinstance(row, Nondifferentiable)]
CONSTANT = [row for row in ROWS if isinstance(row, Nondifferentiable)]
FORMS = ("number", "numpy", "numpy32", "array", "array32", "array0")


def spelling(row):
    return row.primitive.spelling


def case_id(case):
    return case.id


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


@pytest.mark.parametrize("row", DIFFERENTIABLE, ids=spelling)
def test_has_a_domain(row):
    """Nothing can be added untested."""
    assert row.domain


@pytest.mark.parametrize("case", list(cases()), ids=case_id)
def test_derivatives(case):
    function, args = case.function()
    check_orders(function, args, case.rng())


# Distributions are many, in scipy.stats and scipy.special, and made of a few functions that are in the list.
MADE_OF_OTHERS = """
    gammaincc gammainccinv chdtrc chdtri chdtriv gdtr gdtrc gdtria gdtrib gdtrix pdtrc pdtri pdtrik betaincc betainccinv btdtria btdtrib
    stdtrit fdtr fdtrc fdtri nbdtr nbdtrc nbdtri voigt_profile
"""
MANY = {f"scipy.special.{name}" for name in MADE_OF_OTHERS.split()}


def in_full(case):
    """Whether third derivatives of the row are generated; of SciPy's functions, for one form of their arguments."""
    library, _, name = spelling(case.row).rpartition(".")
    if library.startswith("scipy.stats") or spelling(case.row) in MANY:
        return False
    return case.number == 0 and (library != "scipy.special" or case.form == "number" or not case.row.elementwise)


FIRST = [case for case in cases(("number", "array")) if in_full(case)]


@pytest.mark.parametrize("case", FIRST, ids=case_id)
def test_what_derivatives_call_has_rows(case):
    """Third derivatives can be generated, in both modes after both."""
    function, _ = case.function()
    for first, second, third in itertools.product(("tangent", "adjoint"), repeat=3):
        once = derived(function, first, active_positions(function))
        twice = derived(once, second, active_positions(once))
        thrice = derived(twice, third, active_positions(twice))
        assert all(stmt.fn in TABLE.rows for stmt in thrice.body.stmts)


# -- kinds ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", list(cases(FORMS)), ids=case_id)
def test_kind_is_what_the_call_returns(case):
    function, args = case.function()
    value = case.row.primitive.call(*case.args(), **case.sample.options)
    declared = function.body.stmts[0].out.kind
    for one, kind in zip(value, declared.items, strict=True) if isinstance(declared, Sequence) else [(value, declared)]:
        assert kind in (kind_of(one), UNKNOWN) if isinstance(declared, Sequence) else kind == kind_of(one)


@pytest.mark.parametrize("case", list(cases(("numpy32", "array32"))), ids=case_id)
def test_float32_stays_float32(case):
    """Derivatives have the precision of what they belong to, and agree with those in double precision."""
    function, args = case.function()
    wide = [np.asarray(a, float)[()] if kind_of(a).dtype == "float32" else a for a in args]
    accuracy = 1e-2 if case.row.primitive.name == "float16" else 2e-5
    required(case.id, in_float32((function, args), case.function_of(wide), case.rng(), accuracy))


POOL = (
    0,
    2,
    1.5,
    np.float64(1.5),
    np.float32(1.5),
    np.array([1, 0]),
    np.array([[1.5], [0.5]]),
    np.array([[1.5, 0.25], [0.5, 2.0]]),
    np.array(0.5),
    np.array([True, False]),
)


@pytest.mark.parametrize("row", CONSTANT, ids=spelling)
def test_kind_of_what_carries_no_derivative(row):
    """For every combination of arguments the function takes, the kind declared is the one observed, or the call is refused."""
    fn = row.primitive
    if fn.effect or fn.variadic or fn.name == "item":
        pytest.skip("no function of numbers")
    tried = 0
    for args in itertools.product(POOL, repeat=len(fn.operands)):
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                value = fn.call(*args)
        except (TypeError, ValueError, IndexError, AttributeError, NotImplementedError, ArithmeticError):
            continue
        declared = fn.result(tuple(Var(kind_of(a), "x") for a in args), {})
        tried += 1
        if isinstance(kind_of(value), Static):
            assert not is_number(declared)
        else:
            assert declared in (UNKNOWN, kind_of(value)), args
    assert tried
