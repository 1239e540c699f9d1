"""Python's operators and the constructs the front end writes as functions. Conventions at corners are those of the README."""

from __future__ import annotations

import ast
import builtins
import operator
from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import choose, constant, is_float
from ..ir.kinds import Kind, Range, Sequence, Static, kind_of, sequence_item
from ..ir.primitives import sampled
from .complex_numbers import slope_of_abs
from .table import Gather, Pick, Sample, linear, nondifferentiable, number_kind, partials

POSITIVE, REAL = (0.5, 2.0), (-2.0, 2.0)


def power_flops(result: Any, x: Any, p: Any) -> int:
    """A power with a constant integer exponent is repeated multiplication; a negative one also divides."""
    if isinstance(p, int):
        return int(np.size(result)) * (max(abs(p) - 1, 0) + (p < 0))
    return int(np.size(result))


def power_in_base(y, x, p):
    """∂(x**p)/∂x. x**0 is constant even at x = 0, where p x**(p-1) would be 0 times infinity."""
    return constant_power_in_base(y, x, p) if constant(p) else p * x ** choose(p != 0, less_one(p), 1)


def less_one(p):
    """Small integers would wrap around, and truth values cannot be subtracted from."""
    return p - 1 if is_float(p) else p - 1.0


def constant_power_in_base(y, x, p):
    return 0 if p == 0 else 1 if p == 1 else 0.5 / y if p == 0.5 else p * x ** (p - 1)


def power_in_exponent(y, x, p):
    """∂(x**p)/∂p. Zero at x = 0, the limit for every p > 0. NumPy takes logarithms of small integers in half precision."""
    return y * np.log(choose(x != 0, x if is_float(x) else x * 1.0, 1.0))


partials((operator.add, np.add), lambda y, a, b: 1, lambda y, a, b: 1, operators=[ast.Add], domain=(REAL, REAL))
# A sum that takes over its first operand: in the text a += b, if nobody else needs `a`, and a + b otherwise.
partials(
    runtime.added, lambda y, a, b: 1, lambda y, a, b: 1, spelling="added", writes=True, domain=Sample((REAL, REAL), ((3,), (3,)))
)
partials((operator.sub, np.subtract), lambda y, a, b: 1, lambda y, a, b: -1, operators=[ast.Sub], domain=(REAL, REAL))
partials((operator.mul, np.multiply), lambda y, a, b: b, lambda y, a, b: a, operators=[ast.Mult], domain=(REAL, REAL))
partials(
    (operator.truediv, np.divide), lambda y, a, b: 1 / b, lambda y, a, b: -y / b, operators=[ast.Div], domain=(REAL, POSITIVE)
)
partials(
    (operator.pow, np.power, builtins.pow, np.float_power),
    power_in_base,
    power_in_exponent,
    operators=[ast.Pow],
    domain=(POSITIVE, REAL),
    flops=power_flops,
)
partials(
    (operator.mod, np.remainder),
    lambda y, a, b: 1,
    lambda y, a, b: -(a // b),
    operators=[ast.Mod],
    domain=(Sample(((2.2, 2.6), (0.9, 1.0))), Sample(((-2.6, -2.2), (0.9, 1.0)))),
)
partials((operator.neg, np.negative), lambda y, x: -1, operators=[ast.USub], domain=REAL)
partials((operator.pos, np.positive), lambda y, x: 1, operators=[ast.UAdd], domain=REAL, flops=None)
partials((builtins.abs, operator.abs), slope_of_abs, domain=(Sample((POSITIVE,)), Sample(((-2.0, -0.5),))))
nondifferentiable(operator.floordiv, lambda a, b: 0, operators=[ast.FloorDiv], flops=lambda y, *args: int(np.size(y)))

for op, node in {
    **{operator.eq: ast.Eq, operator.ne: ast.NotEq, operator.lt: ast.Lt, operator.le: ast.LtE},
    **{operator.gt: ast.Gt, operator.ge: ast.GtE, operator.and_: ast.BitAnd, operator.or_: ast.BitOr},
    **{operator.xor: ast.BitXor, operator.lshift: ast.LShift, operator.rshift: ast.RShift},
}.items():
    nondifferentiable(op, lambda a, b: 0, operators=[node])
nondifferentiable(operator.invert, operators=[ast.Invert])
nondifferentiable(operator.not_, operators=[ast.Not])


def and_(a: Any, b: Any) -> Any:
    return a and b


def select(test: Any, a: Any, b: Any) -> Any:
    return a if test else b


def select_kind(test: Any, a: Any, b: Any) -> Kind:
    """That of both arms; of two kinds of numbers, the one both turn into in arithmetic."""
    return a.kind if a.kind == b.kind else sampled(operator.add, (a, b), {})


nondifferentiable(and_, lambda a, b: 0, name="and", spelling="and")
linear(
    select,
    None,
    lambda g, y, test, a, b: choose(test, g, 0.0) if g.ndim == 0 else g * test,
    lambda g, y, test, a, b: choose(test, 0.0, g) if g.ndim == 0 else g * (not test),
    signature=lambda test, a, b: 0,
    elementwise=True,
    spelling="if",
    kind=select_kind,
    domain=(Sample((True, REAL, REAL)), Sample((False, REAL, REAL)), Sample((True, REAL, REAL), ((), (3,), (3,)))),
)
partials(builtins.float, lambda y, x: 1, spelling="float", domain=REAL, flops=None, kind=number_kind("float"))
# Python's max(a, b) is b only where b is greater, its min only where b is less.
ABOVE, BELOW = (1.0, 2.0), (-2.0, -1.0)
partials(
    builtins.max,
    lambda y, a, b: choose(b > a, 0.0, 1.0),
    lambda y, a, b: choose(b > a, 1.0, 0.0),
    name="builtin_max",
    signature=lambda a, b: 0,
    domain=(Sample((ABOVE, BELOW)), Sample((BELOW, ABOVE))),
)
partials(
    builtins.min,
    lambda y, a, b: choose(b < a, 0.0, 1.0),
    lambda y, a, b: choose(b < a, 1.0, 0.0),
    name="builtin_min",
    signature=lambda a, b: 0,
    domain=(Sample((ABOVE, BELOW)), Sample((BELOW, ABOVE))),
)
nondifferentiable(builtins.int)
nondifferentiable(builtins.bool)
nondifferentiable(builtins.round, lambda x, ndigits=None: 0)
nondifferentiable(builtins.len, kind=lambda x: kind_of(1), models=(0,))


# -- effects and text -----------------------------------------------------------------------------------------------------


def fstring(template: tuple, *values: Any) -> str:
    """The text of an f-string; a part of the template is literal text, or the (conversion, format) of the next value."""
    pending = iter(values)
    convert = {-1: lambda v: v, ord("s"): str, ord("r"): repr, ord("a"): ascii}
    parts = [p if isinstance(p, str) else format(convert[p[0]](next(pending)), p[1]) for p in template]
    return "".join(parts)


# The text of a value is known only at run time: its kind is that of a string whose value nobody may rely on.
TEXT = Static("")

for function in (builtins.str, builtins.repr):
    nondifferentiable(function, kind=lambda x: TEXT)
nondifferentiable(fstring, variadic=True, spelling="fstring", kind=lambda template, *values: TEXT)
nondifferentiable(
    builtins.print,
    lambda *args, sep=" ", end="\n", file=None, flush=False: 0,
    variadic=True,
    effect=True,
    array_operands=False,
    kind=lambda *args, **options: Static(None),
)


nondifferentiable(builtins.range, lambda start, stop, step: 0, kind=lambda start, stop, step: Range())


# -- sequences ------------------------------------------------------------------------------------------------------------


def make_tuple(*items: Any) -> tuple:
    return items


def make_list(*items: Any) -> list:
    return list(items)


def _sequence_kind(type_: type):
    return lambda *items: Sequence(type_, tuple(item.kind for item in items))


nondifferentiable(make_tuple, variadic=True, name="tuple", spelling="(,)", kind=_sequence_kind(tuple), row=Gather)
nondifferentiable(make_list, variadic=True, name="list", spelling="[,]", kind=_sequence_kind(list), row=Gather)
nondifferentiable(slice, lambda start, stop, step: 0, spelling="[:]", kind=lambda *parts: Static(slice(None)))
nondifferentiable(
    operator.getitem,
    lambda x, index: 0,
    name="item",
    view=True,
    row=Pick,
    kind=lambda x, index: sequence_item(x.kind, index.value),
    array_operands=False,
)
