"""Objects of the libraries that are called or indexed: np.vectorize, operator.itemgetter, np.r_, np.s_ and their like."""

from __future__ import annotations

import ast
import math
import operator
from typing import Any, Callable

import numpy as np

from ..ir import kinds
from ..ir.nodes import Const
from .calls import inline_definition
from .comprehensions import at, made_list, run
from .expressions import array_of
from .forms import FORMS
from .iterables import iteration
from .lowerer import STRUCTURE, Lowerer
from .values import NONE, POISON, Generator, Items, Known, Method, Value, is_atom, poisoned

Options = dict[str, Value]


# -- objects that are called ------------------------------------------------------------------------------------------------


def _vectorize(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    """np.vectorize(f): a function that calls f for each element."""
    if len(args) != 1 or options:
        return lowerer.refuse(node, "np.vectorize with these arguments is not supported", "pass the function alone")
    return Method(args[0], _call_vectorized)


def _call_vectorized(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    if options:
        return lowerer.refuse(node, "keywords of a vectorized function are not supported", "pass them by position")
    return inline_definition(lowerer, node, lowerer.table.definition("vectorized"), args, {}, name)


def _item_getter(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    return Method(Items(tuple, tuple(args)), _call_item_getter)


def _call_item_getter(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    if len(args) != 2 or options:
        return lowerer.refuse(node, "an itemgetter takes one argument", "check the call")
    found = [STRUCTURE["part"](lowerer, node, args[1], index) for index in args[0].values]
    return found[0] if len(found) == 1 else Items(tuple, tuple(found))


def _attribute_getter(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    return Method(Items(tuple, tuple(args)), _call_attribute_getter)


def _call_attribute_getter(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    if len(args) != 2 or options or not all(isinstance(a, Const) and isinstance(a.value, str) for a in args[0].values):
        return lowerer.refuse(node, "this attrgetter is not supported", "write x.name")
    found = []
    for path in args[0].values:
        value = args[1]
        for one in path.value.split("."):
            value = FORMS[getattr](lowerer, node, [value, Const(one)], {}, None)
        found.append(value)
    return found[0] if len(found) == 1 else Items(tuple, tuple(found))


def _method_caller(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    if not args or not isinstance(args[0], Const):
        return lowerer.refuse(node, "methodcaller takes the name of a method", "check the call")
    given = Items(dict, tuple(options.values()), keys=tuple(options))
    return Method(Items(tuple, (args[0], Items(tuple, tuple(args[1:])), given)), _call_method_caller)


def _call_method_caller(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    which, given, named = args[0].values
    if len(args) != 2 or options:
        return lowerer.refuse(node, "a methodcaller takes one argument", "check the call")
    method = FORMS[getattr](lowerer, node, [args[1], which], {}, None)
    if method is POISON:
        return POISON
    return STRUCTURE["apply"](lowerer, node, method, list(given.values), dict(zip(named.keys, named.values)), name)


def made_outside(lowerer: Lowerer, target: Any) -> Method | None:
    """Such an object that was made outside the function: what it holds is read now."""
    if isinstance(target, np.vectorize):
        plain = target.otypes is None and target.signature is None and not target.excluded
        return Method(Known(target.pyfunc, None), _call_vectorized) if plain else None
    if isinstance(target, (operator.itemgetter, operator.attrgetter)):
        parts = target.__reduce__()[1]
        if any(type(p) not in (int, str) for p in parts):
            return None
        form = _call_item_getter if isinstance(target, operator.itemgetter) else _call_attribute_getter
        return Method(Items(tuple, tuple(map(Const, parts))), form)
    return None


# -- arrays of what an iterable gives -----------------------------------------------------------------------------------------


def _from_iterable(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    given = {**dict(zip(("iter", "dtype", "count"), args)), **options}
    if not {"iter", "dtype"} <= given.keys() <= {"iter", "dtype", "count", "like"}:
        return lowerer.refuse(node, "np.fromiter takes what to run over, the type and the count", "check the call")
    value = given["iter"]
    values = made_list(lowerer, value) if isinstance(value, Generator) else FORMS[list](lowerer, node, [value], {}, None)
    made = POISON if values is POISON else FORMS[np.array](lowerer, node, [values], {"dtype": given["dtype"]}, name)
    count = given.get("count", Const(-1))
    if made is POISON or count == Const(-1):
        return made
    part = STRUCTURE["part"](lowerer, node, made, lowerer.compute(node, lowerer.table.named("slice"), [NONE, count, NONE]))
    lowerer.compute(node, lowerer.table.named("require_length"), [part, count])
    return part


def _fsum(lowerer: Lowerer, node: ast.Call, args: list[Value], options: Options, name: str | None) -> Value:
    if len(args) != 1 or options:
        return lowerer.refuse(node, "math.fsum takes what to add", "check the call")
    value = made_list(lowerer, args[0]) if isinstance(args[0], Generator) else args[0]
    if value is POISON:
        return POISON
    if is_atom(value) and kinds.is_list(value.kind):
        value = lowerer.compute(node, lowerer.table.named("array_of_list"), [value])
    return inline_definition(lowerer, node, lowerer.table.definition(math.fsum), [value], {}, name)


def multiplied(lowerer: Lowerer, node: ast.Call, over: Value, start: Value, name: str | None) -> Value:
    """The product of what is only known at run time, in a loop."""
    over = over if isinstance(over, Generator) else STRUCTURE["each"](lowerer, node, iteration(lowerer, node, over))
    if over is POISON:
        return POISON

    def multiply(item: ast.expr) -> list[ast.stmt]:
        value = at(item, ast.BinOp(at(item, ast.Name("%product", ast.Load())), ast.Mult(), item))
        return [at(item, ast.Assign([at(item, ast.Name("%product", ast.Store()))], value))]

    return run(lowerer, over, {"%product": start}, multiply, "%product")


# -- objects that are indexed --------------------------------------------------------------------------------------------------


def _index_itself(lowerer: Lowerer, node: ast.Subscript, index: Value) -> Value:
    return index


def _index_as_tuple(lowerer: Lowerer, node: ast.Subscript, index: Value) -> Value:
    whole = isinstance(index, Items) or isinstance(index, Const) and isinstance(index.value, tuple)
    return index if whole else Items(tuple, (index,))


def _pieces(lowerer: Lowerer, node: ast.Subscript, index: Value) -> list[Value] | None:
    """The arrays that the parts of the index stand for: a slice is a range; None where one stands for none."""
    if isinstance(index, Const) and isinstance(index.value, tuple):
        index = Items(tuple, tuple(map(Const, index.value)))
    parts = index.values if isinstance(index, Items) and index.type is tuple else (index,)
    made: list[Value] = []
    for part in parts:
        if isinstance(part, Const) and isinstance(part.value, slice):
            bounds = (part.value.start or 0, part.value.stop, part.value.step or 1)
            if any(type(b) not in (int, float) for b in bounds):
                return None
            part = _range(lowerer, node, list(map(Const, bounds)), {}, None)
        elif isinstance(part, Items):
            part = array_of(lowerer, node, part)
        if not (is_atom(part) and kinds.is_number(part.kind)):
            return None
        made.append(part)
    return made


def _range(lowerer: Lowerer, node: ast.AST, args: list[Value], options: Options, name: str | None) -> Value:
    start, stop, step = args
    return lowerer.compute(node, lowerer.table.find(np.arange), [start], {"stop": stop, "step": step})


def _joined(columns: bool) -> Callable[..., Value]:
    which = "c_" if columns else "r_"

    def form(lowerer: Lowerer, node: ast.Subscript, index: Value) -> Value:
        pieces = _pieces(lowerer, node, index)
        if pieces is POISON or pieces is not None and poisoned(*pieces):
            return POISON
        if pieces is None or not pieces:
            return lowerer.refuse(node, f"np.{which} of this index is not supported", "join arrays with np.concatenate")
        weak = any(kinds.is_python_number(p.kind) for p in pieces)
        if weak and any(not kinds.is_python_number(p.kind) and np.dtype(p.kind.dtype) not in (float, np.dtype(int)) for p in pieces):
            return lowerer.refuse(node, f"np.{which} of numbers and arrays of this type is not supported", "make arrays of one type")
        rank, expand = max(2 if columns else 1, *(kinds.ndim(p.kind) for p in pieces)), lowerer.table.named("expand_dims")
        made = []
        for piece in pieces:
            below = kinds.ndim(piece.kind)
            if not columns and below not in (0, rank) or columns and below > 2:
                return lowerer.refuse(node, f"np.{which} of arrays of these ranks is not supported", "join arrays with np.concatenate")
            for _ in range(rank - below):
                piece = lowerer.compute(node, expand, [piece, Const(-1)])
            made.append(piece)
        options = {"axis": Const(-1)} if columns else {}
        return lowerer.compute(node, lowerer.table.named("concatenate"), made, options)

    return form


INDEXED: list[tuple[Any, Callable[..., Value]]] = [
    (np.s_, _index_itself),
    (np.index_exp, _index_as_tuple),
    (np.r_, _joined(False)),
    (np.c_, _joined(True)),
]


def indexed(lowerer: Lowerer, node: ast.Subscript, base: Value, index: Value) -> Value | None:
    """What such an object gives for an index; None for others."""
    for known, form in INDEXED:
        if isinstance(base, Known) and base.object is known:
            return form(lowerer, node, index)
    return None


FORMS.update(
    {
        np.vectorize: _vectorize,
        operator.itemgetter: _item_getter,
        operator.attrgetter: _attribute_getter,
        operator.methodcaller: _method_caller,
        np.fromiter: _from_iterable,
        math.fsum: _fsum,
    }
)
def extreme_by(lowerer: Lowerer, node: ast.Call, which: str, value: Value, key: Value) -> Value:
    """max(v, key=f) and min of an array."""
    return inline_definition(lowerer, node, lowerer.table.definition(f"{which}_by"), [value, key], {}, None)


STRUCTURE |= {"extreme_by": extreme_by}
STRUCTURE |= {"indexed": indexed, "multiplied": multiplied, "made_outside": made_outside}
