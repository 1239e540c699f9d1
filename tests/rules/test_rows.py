"""Every differentiable row of the table, at every sample of its domain, in both modes, to second order and beyond."""

from __future__ import annotations

import pytest
from rule_checking import Case, cases, check_orders, is_interval, single

from sourcead.rules.table import TABLE, Nondifferentiable

DIFFERENTIABLE = [row for row in TABLE.rows.values() if not isinstance(row, Nondifferentiable)]


def drawn(case: Case) -> list[int]:
    return [i for i, a in enumerate(case.sample.args) if is_interval(a)]


@pytest.mark.parametrize("row", DIFFERENTIABLE, ids=lambda row: row.primitive.spelling)
def test_has_a_domain(row):
    """Nothing can be added untested."""
    assert row.domain


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.id)
def test_derivatives(case):
    function, args = single(case.row.primitive, case.args(), dict(case.sample.options), drawn(case))
    check_orders(function, args, case.rng())
