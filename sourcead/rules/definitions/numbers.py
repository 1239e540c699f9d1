"""Functions of numbers: those of math, of operator and of Python itself."""

from __future__ import annotations

import builtins
import math
import operator

import numpy as np

from ... import runtime
from ...frontend.within import as_array, is_list, is_whole, numbers, refuse, row
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
    one, other = as_array(p), as_array(q)
    if is_list(p) and is_list(q) and len(p) == len(q):
        steps = ()
        for i in numbers(len(p)):
            steps = steps + (float(p[i]) - float(q[i]),)
        return math.hypot(*steps)
    return row("distance", one, other)


def hypot(*coordinates):
    """Of more than eight numbers, as of one array."""
    if len(coordinates) == 0:
        return 0.0
    if len(coordinates) == 1:
        return abs(float(coordinates[0]))
    if len(coordinates) > 8:
        return row("length_of", as_array(coordinates))
    return row(("hypot", len(coordinates)), *coordinates)


def fsum(seq):
    return row("sum_of", *seq) if is_list(seq) else row("fsum", seq)


def perm(n, k=None):
    return math.factorial(n) if k is None else row("perm", n, k)


def gcd(*integers):
    found = 0
    for n in integers:
        found = row("gcd", found, n)
    return found


def lcm(*integers):
    found = 1
    for n in integers:
        found = row("lcm", found, n)
    return found


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


def contains(a, b):
    return b in a


def count_of(a, b):
    found = 0
    for item_there in a:
        found = found + (item_there == b) * 1
    return found


def length_hint(obj, default=0):
    return len(obj)


def index(a):
    return a if is_whole(a) else refuse("operator.index of what is no integer", "pass an integer")


def inv(a):
    return ~a


def delitem(a, b):
    del a[b]


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
    math.perm: perm,
    math.gcd: gcd,
    math.lcm: lcm,
    operator.contains: contains,
    operator.countOf: count_of,
    operator.length_hint: length_hint,
    operator.index: index,
    operator.inv: inv,
    operator.delitem: delitem,
}.items():
    TABLE.define(function, definition)
for name in ("concat", "is_", "is_not", "truth", "call"):
    if hasattr(operator, name):  # operator.call is of Python 3.11
        TABLE.define(getattr(operator, name), globals()[name])
TABLE.define(builtins.pow, power)
TABLE.define(item_of, item)
