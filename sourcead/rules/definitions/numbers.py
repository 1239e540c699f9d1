"""Functions of numbers: those of math, of operator and of Python itself."""

from __future__ import annotations

import builtins
import math
import operator

import numpy as np

from ... import runtime
from ...frontend.within import is_list, numbers, refuse, row
from ..creation import item_of
from ..table import TABLE

# -- parts of numbers -----------------------------------------------------------------------------------------------------


def modf(x):
    return (runtime.fraction(x), np.trunc(x))


def frexp(x):
    return (runtime.mantissa(x), row("exponent", x))


def divmod_(x, y):
    return (np.floor_divide(x, y), np.remainder(x, y))


def math_modf(x):
    return (float(runtime.fraction(x)), float(np.trunc(x)))


def math_frexp(x):
    return (float(runtime.mantissa(x)), int(row("exponent", x)))


def dist(p, q):
    steps = ()
    if not is_list(p) or not is_list(q) or len(p) != len(q):
        refuse("math.dist of arrays", "use np.linalg.norm(p - q)")
    for i in numbers(len(p)):
        steps = steps + (float(p[i]) - float(q[i]),)
    return math.hypot(*steps)


def hypot(*coordinates):
    return (
        abs(float(coordinates[0]))
        if len(coordinates) == 1
        else (
            refuse("math.hypot of more than eight numbers", "use np.linalg.norm")
            if len(coordinates) > 8 or len(coordinates) == 0
            else row(("hypot", len(coordinates)), *coordinates)
        )
    )


def fsum(seq):
    return row("sum_of", *seq) if is_list(seq) else row("fsum", seq)


def item(a, *args):
    return row("only_element", np.ravel(a)[args[0]] if len(args) == 1 else a[args])


def power(base, exp, mod=None):
    return base ** exp if mod is None else refuse("pow with a modulus", "it is a function of integers: compute it outside")


def all_(iterable):
    return every(iterable) if is_list(iterable) else refuse("all of this value", "use np.all for arrays")


def any_(iterable):
    return not every(opposites(iterable)) if is_list(iterable) else refuse("any of this value", "use np.any for arrays")


def every(values):
    found = True
    for value in values:
        found = bool(value) & found
    return found


def opposites(values):
    found = ()
    for value in values:
        found = found + (not value,)
    return found


# -- the functions of the module operator ---------------------------------------------------------------------------------


def concat(a, b):
    return a + b if is_list(a) else refuse("operator.concat of what is no list", "use np.concatenate")


def is_(a, b):
    return a is b


def is_not(a, b):
    return a is not b


def truth(a):
    return bool(a)


def call(obj, /, *args, **kwargs):
    return obj(*args, **kwargs)


for function, definition in {
    builtins.all: all_,
    builtins.any: any_,
    np.modf: modf,
    np.frexp: frexp,
    np.divmod: divmod_,
    math.modf: math_modf,
    math.frexp: math_frexp,
    math.dist: dist,
    math.hypot: hypot,
    math.fsum: fsum,
}.items():
    TABLE.define(function, definition)
for name in ("concat", "is_", "is_not", "truth", "call"):
    if hasattr(operator, name):  # operator.call is of Python 3.11
        TABLE.define(getattr(operator, name), globals()[name])
TABLE.define(builtins.pow, power)
TABLE.define(item_of, item)
