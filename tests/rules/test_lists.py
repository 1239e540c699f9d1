"""Rows of the lists that loops collect, by composition: lists are neither drawn nor compared, arrays are."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from sourcead.ir.builder import Builder
from sourcead.ir.kinds import kind_of
from sourcead.ir.nodes import Function, Var
from sourcead.rules.table import TABLE

from .rule_checking import check_orders


@pytest.mark.parametrize("shape", [(4,), (2, 3)])
@pytest.mark.parametrize("between", [(), ("turned",), ("turned", "turned")])
def test_an_array_taken_apart_and_gathered(shape, between):
    rng = np.random.default_rng(5)
    x = rng.uniform(-1, 1, shape)
    param, builder = Var(kind_of(x), "x"), Builder(exact=True)
    value = builder.emit(TABLE.operator(ast.Mult), param, param)
    for name in ("entries", *between, "gathered"):
        value = builder.emit(TABLE.named(name), value)
    check_orders(Function("f", (param,), builder.block([value]), 0), [x], rng)
