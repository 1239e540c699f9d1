"""Python's functions of sequences: any, all, sum, min, max, sorted, map, filter, list, tuple, str, float, int, bool."""

from __future__ import annotations

import ast
import builtins
import functools
import sys
from functools import reduce
from typing import Any

import numpy as np

from ..ir import kinds
from ..ir.kinds import Sequence
from ..ir.nodes import Const
from .comprehensions import Given, at, collected, made_list, run, summed, tested
from .containers import make_dict
from .expressions import binary, truth
from .forms import FORMS, Form
from .iterables import iteration
from .lowerer import STRUCTURE, Lowerer
from .values import NONE, POISON, Counted, Generator, Items, Known, Value, is_atom, poisoned

Options = dict[str, Value]
COMPENSATED = sys.version_info >= (3, 12)


def _any_or_all(which: str) -> Form:
    ends = which == "any"

    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
        if len(args) != 1 or options:
            return lowerer.refuse(node, f"{which} takes one argument", "check the call")
        value = args[0]
        if isinstance(value, Generator):
            return tested(lowerer, value, ends)
        if is_atom(value) and kinds.is_array(value.kind):
            return lowerer.compute(node, lowerer.table.named(which), [value], name=name)
        over = iteration(lowerer, node, value)
        if not isinstance(over, Items):
            return (
                POISON
                if over is POISON
                else lowerer.refuse(node, f"{which} of this value is not supported", f"use {which}(... for ...)")
            )
        values = [lowerer.settled(node, v) for v in over.values]
        if poisoned(*values):
            return POISON
        if any(truth(v) is ends for v in values):
            return Const(ends)
        unknown = tuple(v for v in values if truth(v) is None)
        if not unknown:
            return Const(not ends)
        return lowerer.compute(node, lowerer.table.named(which), [Items(tuple, unknown)], name=name)

    return form


def _sum(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    """Python's sum adds from the left, starting with its second argument."""
    if not options.keys() <= {"start"} or len(args) + len(options) > 2 or not args:
        return lowerer.refuse(node, "sum with these arguments is not supported", "pass what to add, and start")
    start = args[1] if len(args) == 2 else options.get("start", Const(0))
    over = args[0]
    if isinstance(over, Generator):
        return (
            _compensated(lowerer, node, collected(lowerer, over), start, name)
            if COMPENSATED
            else summed(lowerer, over, start, name)
        )
    if is_atom(over) and kinds.is_list(over.kind) and is_atom(start):
        return lowerer.compute(node, lowerer.table.named("list_sum"), [over, start], name=name)
    over = iteration(lowerer, node, over)
    if over is POISON or start is POISON:
        return POISON
    if isinstance(over, Counted):
        rows = is_atom(args[0]) and kinds.is_array(args[0].kind) and args[0].kind.ndim > 1
        if rows and start == Const(0) and over.bounds[0] == Const(0):  # 0 + x[0] is an array, which a sum of numbers is not
            start = lowerer.compute(node, lowerer.table.find(np.zeros_like), [over.item(Const(0))])
        return summed(lowerer, _each(lowerer, node, over), start, name)
    if COMPENSATED:
        return _compensated(lowerer, node, Items(list, over.values), start, name)
    return _folded(lowerer, node, over.values, start)


def _compensated(lowerer: Lowerer, node: ast.AST, items: Value, start: Value, name: str | None) -> Value:
    """From 3.12 on, Python's sum of floats is more precise than adding them: only sum itself gives its value."""
    if items is POISON:
        return POISON
    if is_atom(items):
        return lowerer.compute(node, lowerer.table.named("list_sum"), [items, start], name=name)
    values = [lowerer.settled(node, v) for v in items.values]
    if poisoned(*values):
        return POISON
    every = values if start == Const(0) else [start, *values]
    plain = all(is_atom(v) and kinds.is_python_number(v.kind) and v.kind != kinds.BOOL for v in every)
    if not plain or not any(v.kind == kinds.FLOAT for v in every):
        return _folded(lowerer, node, values, start)
    whole = STRUCTURE["one_value"](lowerer, node, Items(tuple, tuple(every)))
    return lowerer.compute(node, lowerer.table.named("list_sum"), [whole, Const(0)], name=name)


def _folded(lowerer: Lowerer, node: ast.AST, values: Any, start: Value) -> Value:
    return reduce(lambda a, b: binary(lowerer, node, ast.Add, a, lowerer.settled(node, b), None), values, start)


def _each(lowerer: Lowerer, node: ast.AST, over: Value) -> Generator:
    """The generator of the items themselves."""
    item = at(node, ast.Name("%each", ast.Store()))
    clause = ast.comprehension(item, Given(over, node), [], 0)
    generator = at(node, ast.GeneratorExp(at(node, ast.Name("%each", ast.Load())), [clause]))
    return Generator(generator, lowerer.stack[-1], over)


def each(lowerer: Lowerer, node: ast.AST, over: Value) -> Value:
    return POISON if over is POISON else _each(lowerer, node, over)


def _extreme(which: str) -> Form:
    better = max if which == "max" else min

    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
        values: Any = args
        if len(args) == 1:
            value = made_list(lowerer, args[0]) if isinstance(args[0], Generator) else args[0]
            if is_atom(value) and (kinds.is_list(value.kind) or kinds.is_array(value.kind) and value.kind.ndim == 1):
                if options.keys() == {"key"} and kinds.is_array(value.kind):
                    return STRUCTURE["extreme_by"](lowerer, node, which, value, options["key"])
                return _no(lowerer, node, which) if options else _extreme_counted(lowerer, node, which, value, name)
            over = iteration(lowerer, node, value)
            if not isinstance(over, Items):
                return POISON if over is POISON else _no(lowerer, node, which)
            values = over.values
        values = [lowerer.settled(node, v) for v in values]
        if poisoned(*values):
            return POISON
        if not options and values and all(isinstance(v, Const) for v in values):
            try:
                return Const(better(v.value for v in values))
            except TypeError as error:
                return lowerer.refuse(node, f"TypeError: {error}", "compare values of one kind")
        if not values and "default" in options:
            return options["default"]
        numbers = all(is_atom(v) and kinds.is_scalar(v.kind) for v in values)
        if not options.keys() <= {"key", "default"} or not values or not numbers:
            return _no(lowerer, node, which)
        if options.get("key", NONE) != NONE:
            return _extreme_by(lowerer, node, ast.Gt if which == "max" else ast.Lt, options["key"], values)
        fn = lowerer.table.named(f"builtin_{which}")
        return reduce(lambda a, b: lowerer.compute(node, fn, [a, b]), values)

    return form


def _extreme_by(lowerer: Lowerer, node: ast.Call, op: type[ast.AST], key: Value, values: list[Value]) -> Value:
    """The first of the values for which `key` gives the most, or the least."""

    def marked(value: Value) -> Value:
        return STRUCTURE["apply"](lowerer, node, key, [value], {}, None)

    found, mark = values[0], marked(values[0])
    for value in values[1:]:
        other = marked(value)
        better = lowerer.compute(node, lowerer.table.operator(op), [other, mark])
        found, mark = _either(lowerer, node, better, value, found), _either(lowerer, node, better, other, mark)
    return found


def _either(lowerer: Lowerer, node: ast.Call, test: Value, a: Value, b: Value) -> Value:
    if isinstance(test, Const):
        return a if test.value else b
    return STRUCTURE["choose"](lowerer, node, test, lambda: a, lambda: b, None)


def _no(lowerer: Lowerer, node: ast.AST, which: str) -> Value:
    return lowerer.refuse(node, f"{which} of these arguments is not supported", f"use np.{which} for arrays")


def _extreme_counted(lowerer: Lowerer, node: ast.Call, which: str, value: Value, name: str | None) -> Value:
    """The first item, and then a loop that keeps the better one."""
    over = iteration(lowerer, node, value)
    lowerer.compute(node, lowerer.table.named("require_items"), [over.bounds[1], Const(which)])
    best = over.item(Const(0))
    if not (is_atom(best) and kinds.is_scalar(best.kind)):
        return _no(lowerer, node, which)
    rest = Counted((Const(1), over.bounds[1], Const(1)), over.item, False)
    function = Given(Known(getattr(builtins, which), None), node)

    def keep(item: ast.expr) -> list[ast.stmt]:
        old = at(node, ast.Name("%best", ast.Load()))
        call = at(node, ast.Call(function, [old, item], []))
        return [at(node, ast.Assign([at(node, ast.Name("%best", ast.Store()))], call))]

    return run(lowerer, _each(lowerer, node, rest), {"%best": best}, keep, "%best")


def _sorted(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    value = made_list(lowerer, args[0]) if args and isinstance(args[0], Generator) else args[0] if args else POISON
    if value is POISON:
        return POISON
    over = iteration(lowerer, node, value) if not is_atom(value) or value.is_const else value
    reverse = options.get("reverse", Const(False))
    known = isinstance(over, Items) and options.keys() <= {"reverse"} and isinstance(reverse, Const)
    values = [lowerer.settled(node, v) for v in over.values] if known else []
    plain = [(v.value, v) if isinstance(v, Const) else _first(v) for v in values]
    if len(args) != 1 or not known or None in plain or len(set(p[0] for p in plain if p)) < len(plain):
        if over is POISON:
            return POISON
        numbers = _in_order(lowerer, node, args, over if isinstance(over, Items) else value, options)
        if numbers is not None:
            return numbers
        return lowerer.refuse(node, "sorted of values known at run time is not supported", "use np.sort of an array")
    try:
        ordered = sorted(plain, key=lambda p: p[0], reverse=bool(reverse.value))
    except TypeError as error:
        return lowerer.refuse(node, f"TypeError: {error}", "sort values of one kind")
    return Items(list, tuple(v for _, v in ordered))


def _in_order(lowerer: Lowerer, node: ast.Call, args: list[Value], over: Value, options: Options) -> Value | None:
    """Numbers known at run time only, as an array that is sorted; None for what is no numbers, or has a key."""
    reverse = options.get("reverse", Const(False))
    if len(args) != 1 or not options.keys() <= {"reverse"} or not isinstance(reverse, Const):
        return None
    if isinstance(over, Items):
        values = [lowerer.settled(node, v) for v in over.values]
        if not values or not all(is_atom(v) and v.kind == kinds.FLOAT for v in values):
            return None
        over = lowerer.compute(node, lowerer.table.named("array"), values)
        fixed = len(values)
    elif is_atom(over) and (kinds.is_array(over.kind) and over.kind.ndim == 1 or kinds.is_list(over.kind)):
        if kinds.is_list(over.kind):
            over = lowerer.compute(node, lowerer.table.named("array_of_list"), [over])
            if over is POISON or over.kind.ndim != 1:
                return None
        fixed = None
    else:
        return None
    ordered = lowerer.compute(node, lowerer.table.named("sort"), [over], {"kind": Const("stable")})
    if reverse.value:
        ordered = lowerer.compute(node, lowerer.table.find(np.flip), [ordered])
    plain = is_atom(args[0]) and kinds.is_array(args[0].kind)
    if fixed is None:
        return FORMS[list](lowerer, node, [ordered], {}, None) if plain else None
    getitem, item = lowerer.table.named("getitem"), lowerer.table.named("only_element")
    parts = [lowerer.compute(node, getitem, [ordered, Const(i)]) for i in range(fixed)]
    return Items(list, tuple(lowerer.compute(node, item, [p]) for p in parts))


def _first(value: Value) -> tuple[Any, Value] | None:
    """Pairs, of dict.items(), are ordered by their first parts where these are known and differ."""
    if isinstance(value, Items) and value.type is tuple and value.values and isinstance(value.values[0], Const):
        return (value.values[0].value, value)
    return None


def _sequence(type_: type) -> Form:
    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
        if not args and not options:
            return Items(type_, ())
        if len(args) != 1 or options:
            return lowerer.refuse(node, f"{type_.__name__} takes one argument", "check the call")
        value = args[0]
        if isinstance(value, Generator):
            return made_list(lowerer, value, type_)
        if is_atom(value) and kinds.is_list(value.kind):
            return (
                STRUCTURE["list_methods"]["copy"](lowerer, node, [value], {}, name) if type_ is list else _fixed(lowerer, node)
            )
        if is_atom(value) and isinstance(value.kind, Sequence):
            return value
        if isinstance(value, Counted):
            return made_list(lowerer, _each(lowerer, node, value), type_)
        if is_atom(value) and kinds.is_array(value.kind) and value.kind.ndim > 0:
            return made_list(lowerer, _each(lowerer, node, iteration(lowerer, node, value)), type_)
        over = iteration(lowerer, node, value)
        return Items(type_, over.values) if isinstance(over, Items) else POISON

    return form


def _fixed(lowerer: Lowerer, node: ast.AST) -> Value:
    return lowerer.refuse(node, "a tuple whose length is only known at run time is not supported", "keep it a list")


def _map(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    """map(f, xs, ys) is (f(x, y) for x, y in zip(xs, ys))."""
    if options or len(args) < 2:
        return lowerer.refuse(node, "map takes a function and what to run over", "check the call")
    names = [f"%item{i}" for i in range(len(args) - 1)]
    over = args[1] if len(args) == 2 else FORMS[zip](lowerer, node, args[1:], {}, None)
    over = iteration(lowerer, node, over)
    if over is POISON or args[0] is POISON:
        return POISON
    target: ast.expr = ast.Name(names[0], ast.Store())
    if len(names) > 1:
        target = ast.Tuple([at(node, ast.Name(n, ast.Store())) for n in names], ast.Store())
    call = ast.Call(Given(args[0], node), [at(node, ast.Name(n, ast.Load())) for n in names], [])
    return _generator(lowerer, node, call, target, over, [])


def _filter(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    """filter(f, xs) is (x for x in xs if f(x))."""
    if options or len(args) != 2:
        return lowerer.refuse(node, "filter takes a function and what to run over", "check the call")
    over = iteration(lowerer, node, args[1])
    if over is POISON or args[0] is POISON:
        return POISON
    item = at(node, ast.Name("%item0", ast.Load()))
    test = item if args[0] == NONE else at(node, ast.Call(Given(args[0], node), [item], []))
    return _generator(lowerer, node, item, ast.Name("%item0", ast.Store()), over, [test])


def _generator(
    lowerer: Lowerer, node: ast.Call, item: ast.expr, target: ast.expr, over: Value, tests: list[ast.expr]
) -> Generator:
    for made in (item, target):
        at(node, made)
    clause = ast.comprehension(target, Given(over, node), tests, 0)
    return Generator(at(node, ast.GeneratorExp(item, [clause])), lowerer.stack[-1], over)


def _reduce(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    """functools.reduce over a sequence of known length: one call after the other."""
    if options or len(args) not in (2, 3):
        return lowerer.refuse(node, "reduce takes a function, what to run over, and a start", "check the call")
    value = made_list(lowerer, args[1]) if isinstance(args[1], Generator) else args[1]
    over = iteration(lowerer, node, value)
    if not isinstance(over, Items):
        return POISON if over is POISON else lowerer.refuse(node, "reduce of this value is not supported", "write a loop")
    values = [*args[2:], *over.values]
    if not values:
        return lowerer.refuse(node, "TypeError: reduce() of empty iterable with no initial value", "pass a start")
    return reduce(lambda a, b: STRUCTURE["apply"](lowerer, node, args[0], [a, b], {}, None), values)


def _getattr(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    """getattr(x, "name") is x.name."""
    if options or len(args) != 2 or not (isinstance(args[1], Const) and isinstance(args[1].value, str)):
        return lowerer.refuse(node, "getattr with these arguments is not supported", "pass a name known at generation")
    return lowerer.raw(at(node, ast.Attribute(Given(args[0], node), args[1].value, ast.Load())), name)


def _conversion(type_: type) -> Form:
    """float, int, bool and str: of what is known now, carried out now."""

    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
        if options or len(args) > 1:
            return lowerer.refuse(node, f"{type_.__name__} with these arguments is not supported", "pass one value")
        if not args:
            return Const(type_())
        value = args[0]
        if isinstance(value, Const):
            try:
                return Const(type_(value.value))
            except (TypeError, ValueError) as error:
                return lowerer.refuse(node, f"{type(error).__name__}: {error}", "check the value")
        if type_ in (float, int) and is_atom(value) and isinstance(value.kind, kinds.Static):
            return lowerer.refuse(node, "a number is read from a text made at run time", "use the number itself")
        if type_ is bool and truth(value) is not None:
            return Const(truth(value))
        if isinstance(value, Known) and type_ is str and not isinstance(value.object, type):
            return lowerer.refuse(node, "str of this object is not supported", "pass its text in")
        return lowerer.compute(node, lowerer.table.find(type_), [value], name=name)

    return form


FORMS.update(
    {
        any: _any_or_all("any"),
        all: _any_or_all("all"),
        sum: _sum,
        min: _extreme("min"),
        max: _extreme("max"),
        sorted: _sorted,
        tuple: _sequence(tuple),
        list: _sequence(list),
        dict: make_dict,
        map: _map,
        filter: _filter,
        functools.reduce: _reduce,
        getattr: _getattr,
        **{type_: _conversion(type_) for type_ in (float, int, bool, str)},
    }
)
STRUCTURE["each"] = each
