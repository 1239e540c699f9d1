"""Calls whose meaning depends on what is known at generation: len of a tuple, isinstance, min of several numbers."""

from __future__ import annotations

import ast
import math
import operator
from functools import reduce
from typing import Any, Callable

import numpy as np

from ..ir import kinds
from ..ir.kinds import Sequence, sample
from ..ir.nodes import Const
from .expressions import array_of
from .lowerer import STRUCTURE, Lowerer
from .values import Items, Known, Value, is_atom

Form = Callable[[Lowerer, ast.Call, list[Value], dict[str, Value], str | None], Value]


def constant(x: Any) -> bool:
    """In the body of a rule: whether the argument is known at generation."""
    raise RuntimeError("constant() has a meaning only in the body of a rule")


def choose(test: Any, a: Any, b: Any) -> Any:
    """In the body of a rule: `a` where the test holds, else `b`; element by element where the test is an array."""
    raise RuntimeError("choose() has a meaning only in the body of a rule")


def is_float(x: Any) -> bool:
    """In the body of a rule: whether the argument is a float or an array of floats, and not of integers or truth values."""
    raise RuntimeError("is_float() has a meaning only in the body of a rule")


def may_repeat(index: Any) -> bool:
    """In the body of a rule: whether an index may name an element twice, as arrays of integers may."""
    raise RuntimeError("may_repeat() has a meaning only in the body of a rule")


def zero_item(items: Any, index: Any) -> Any:
    """In the body of a rule: a zero like an item of a list."""
    raise RuntimeError("zero_item() has a meaning only in the body of a rule")


def last_array(items: Any) -> Any:
    """In the body of a rule: the last item of a list of arrays; 0.0 for a list of numbers."""
    raise RuntimeError("last_array() has a meaning only in the body of a rule")


def inverse_axes(axes: tuple[int, ...], ndim: int) -> tuple[int, ...]:
    """In the body of a rule: the permutation that undoes np.transpose(x, axes), for axes known at generation."""
    raise RuntimeError("inverse_axes() has a meaning only in the body of a rule")


def _simple(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], count: int) -> bool:
    return len(args) == count and not options


def _constant(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    return Const(isinstance(args[0], Const))


def _choose(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Python's conditional expression for a number, np.where for an array."""
    test = args[0]
    if isinstance(test, Const):
        return args[1] if test.value else args[2]
    return lowerer.compute(node, lowerer.table.named("where" if kinds.is_array(test.kind) else "select"), args, name=name)


def _is_float(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    return Const(np.dtype(args[0].kind.dtype).kind == "f")


def _may_repeat(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    parts = kinds.index_parts(args[0].kind)
    integers = (kinds.is_array(p) and p.dtype != "bool" for p in parts)
    return Const(any(integers) or any(isinstance(p, Sequence) for p in parts))


def _zero_item(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if kinds.is_scalar(args[0].kind.item):
        return Const(0.0)
    return lowerer.compute(node, lowerer.table.named("zero_like_item"), args)


def _last_array(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if kinds.is_scalar(args[0].kind.item):
        return Const(0.0)
    return lowerer.compute(node, lowerer.table.named("list_item"), [args[0], Const(-1)])


def _inverse_axes(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    axes = args[0].value if isinstance(args[0], Const) else tuple(a.value for a in args[0].values)
    positive = [axis % args[1].value for axis in axes]
    return Const(tuple(positive.index(i) for i in range(len(positive))))


def _len(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if _simple(lowerer, node, args, options, 1):
        if isinstance(args[0], Items):
            return Const(len(args[0].values))
        if is_atom(args[0]):
            return lowerer.compute(node, lowerer.table.named("len"), args, name=name)
    return lowerer.refuse(node, "len of this value is not supported", "use x.shape or x.size")


def _isinstance(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Kinds know the type of every value."""
    value = args[0]
    types = [a.object for a in (args[1].values if isinstance(args[1], Items) else args[1:]) if isinstance(a, Known)]
    if isinstance(value, Items):
        return Const(issubclass(value.type, tuple(types)))
    if isinstance(value, Known):
        return Const(isinstance(value.object, tuple(types)))
    if is_atom(value) and value.kind != kinds.UNKNOWN:
        example = value.value if value.is_const else sample(value.kind)
        return Const(isinstance(example, tuple(types)))
    return lowerer.refuse(node, "isinstance of this value is not supported", "remove the test")


def _extreme(which: str) -> Form:
    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        values = list(args[0].values) if len(args) == 1 and isinstance(args[0], Items) else args
        if options or len(values) < 2 or not all(is_atom(v) and kinds.is_scalar(v.kind) for v in values):
            return lowerer.refuse(node, f"{which} of these arguments is not supported", f"use np.{which} for arrays")
        fn = lowerer.table.named(f"builtin_{which}")
        return reduce(lambda a, b: lowerer.compute(node, fn, [a, b]), values)

    return form


def _sum(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Python's sum adds from the left, starting with its second argument."""
    if len(args) == 1 and not options and is_atom(args[0]) and kinds.is_list(args[0].kind):
        return lowerer.compute(node, lowerer.table.named("list_sum"), args, name=name)
    if options or len(args) not in (1, 2) or not isinstance(args[0], Items):
        return lowerer.refuse(node, "sum of this value is not supported", "use np.sum for arrays")
    start = args[1] if len(args) == 2 else Const(0)
    add = lowerer.table.operator(ast.Add)
    return reduce(lambda a, b: lowerer.compute(node, add, [a, b]), args[0].values, start)


def _getitem(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if not _simple(lowerer, node, args, options, 2):
        return lowerer.refuse(node, "operator.getitem takes two arguments", "check the call")
    return STRUCTURE["part"](lowerer, node, *args, name)


def _sequence(type_: type) -> Form:
    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        if not args:
            return Items(type_, ())
        if _simple(lowerer, node, args, options, 1) and isinstance(args[0], Items):
            return Items(type_, args[0].values)
        if _simple(lowerer, node, args, options, 1) and is_atom(args[0]) and isinstance(args[0].kind, Sequence):
            return args[0]
        return lowerer.refuse(node, f"{type_.__name__} of this value is not supported", "keep it an array")

    return form


def _array(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """np.array of a nest of lists builds an array; of an array, copies it."""
    if len(args) != 1 or not options.keys() <= {"dtype"}:
        return lowerer.refuse(node, "np.array with these arguments is not supported", "pass the data, and dtype if needed")
    if is_atom(args[0]) and kinds.is_list(args[0].kind):
        args = [lowerer.compute(node, lowerer.table.named("array_of_list"), args, name=name)]
        if not options:
            return args[0]
    if not isinstance(args[0], Items):
        return lowerer.compute(node, lowerer.table.named("array_copy"), args, options, name)
    dtype = options.get("dtype", Const(None))
    if _is_float_type(getattr(dtype, "object", None)):
        return array_of(lowerer, node, args[0], dtype)
    made = array_of(lowerer, node, args[0])
    return made if dtype == Const(None) else lowerer.compute(node, lowerer.table.named("astype"), [made, dtype], name=name)


def _is_float_type(dtype: Any) -> bool:
    """A conversion to integers or truth values carries no derivative: it is a step of its own."""
    return isinstance(dtype, type) and issubclass(dtype, (float, np.floating))


def _asarray(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if args and (isinstance(args[0], Items) or is_atom(args[0]) and kinds.is_list(args[0].kind)):
        return _array(lowerer, node, args, options, name)
    if _simple(lowerer, node, args, options, 1) and is_atom(args[0]) and kinds.is_array(args[0].kind):
        return args[0]  # the very array
    if not _simple(lowerer, node, args, options, 1):
        return lowerer.refuse(node, "np.asarray with these arguments is not supported", "pass the data alone")
    return lowerer.compute(node, lowerer.table.named("asarray"), args, options, name)


def _divmod(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if not _simple(lowerer, node, args, options, 2):
        return lowerer.refuse(node, "divmod takes two arguments", "check the call")
    pair = (lowerer.compute(node, lowerer.table.operator(op), list(args)) for op in (ast.FloorDiv, ast.Mod))
    return Items(tuple, tuple(pair))


def _ndim(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if _simple(lowerer, node, args, options, 1) and is_atom(args[0]) and kinds.is_number(args[0].kind):
        return Const(kinds.ndim(args[0].kind))
    return lowerer.refuse(node, "np.ndim of this value is not supported", "use x.ndim of an array")


def _log(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """math.log(x, base) is log(x) / log(base), as CPython computes it."""
    log = lowerer.table.find(math.log)
    if options or len(args) not in (1, 2):
        return lowerer.refuse(node, "math.log takes a number and, if need be, its base", "check the call")
    if len(args) == 1:
        return lowerer.compute(node, log, args, name=name)
    logs = [lowerer.compute(node, log, [a]) for a in args]
    return lowerer.compute(node, lowerer.table.operator(ast.Div), logs, name=name)


def _prod(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """math.prod multiplies from the left, starting with `start`."""
    if not options.keys() <= {"start"} or len(args) != 1 or not isinstance(args[0], Items):
        return lowerer.refuse(node, "math.prod of this value is not supported", "use np.prod for arrays")
    mul = lowerer.table.operator(ast.Mult)
    return reduce(lambda a, b: lowerer.compute(node, mul, [a, b]), args[0].values, options.get("start", Const(1)))


# -- joining arrays -------------------------------------------------------------------------------------------------------


def _parts(lowerer: Lowerer, node: ast.Call, args: list[Value]) -> list[Value] | None:
    """The arrays of a list of arrays, its nested lists made arrays; None where it is no list."""
    if not args or not isinstance(args[0], Items) or not args[0].values:
        return None
    parts = [array_of(lowerer, node, v) if isinstance(v, Items) else v for v in args[0].values]
    return parts if all(is_atom(p) and kinds.is_number(p.kind) for p in parts) else None


def _axis(args: list[Value], options: dict[str, Value]) -> int | None:
    """The axis, given second or by name and known at generation; None where it is neither."""
    given = [*args[1:], *options.values()]
    if len(given) > 1 or not options.keys() <= {"axis"}:
        return None
    axis = given[0] if given else Const(0)
    return axis.value if isinstance(axis, Const) and type(axis.value) is int else None


def _joined(lowerer: Lowerer, node: ast.Call, parts: list[Value], axis: int, name: str | None) -> Value:
    options = {"axis": Const(axis)} if axis else {}
    return lowerer.compute(node, lowerer.table.named("concatenate"), parts, options, name=name)


def _with_ndim(lowerer: Lowerer, node: ast.Call, part: Value, count: int) -> Value:
    """`part` with axes of size one in front until it has `count` dimensions, as np.atleast_1d and np.atleast_2d add them."""
    for _ in range(count - kinds.ndim(part.kind)):
        part = lowerer.compute(node, lowerer.table.named("expand_dims"), [part, Const(0)])
    return part


def _concatenate(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    parts, axis = _parts(lowerer, node, args), _axis(args, options)
    if parts is None or axis is None:
        return lowerer.refuse(
            node, "np.concatenate of these arguments is not supported", "pass a list of arrays, and axis as a number"
        )
    return _joined(lowerer, node, parts, axis, name)


def _stack(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if len(args) == 1 and not options and is_atom(args[0]) and kinds.is_list(args[0].kind):
        return lowerer.compute(node, lowerer.table.named("array_of_list"), args, name=name)
    parts, axis = _parts(lowerer, node, args), _axis(args, options)
    if parts is None or axis is None:
        return lowerer.refuse(node, "np.stack of these arguments is not supported", "pass a list of arrays, and axis as a number")
    if axis == 0:
        return lowerer.compute(node, lowerer.table.named("array"), parts, name=name)
    expand = lowerer.table.named("expand_dims")
    return _joined(lowerer, node, [lowerer.compute(node, expand, [p, Const(axis)]) for p in parts], axis, name)


def _stacked(which: str) -> Form:
    """np.vstack joins rows; np.hstack vectors end to end, and matrices side by side; np.column_stack takes vectors as columns."""

    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        parts = _parts(lowerer, node, args)
        if parts is None or len(args) != 1 or options:
            return lowerer.refuse(node, f"np.{which} of these arguments is not supported", "pass a list of arrays")
        if which == "column_stack":
            expand = lowerer.table.named("expand_dims")
            vectors = [_with_ndim(lowerer, node, p, 1) for p in parts]
            columns = [lowerer.compute(node, expand, [v, Const(1)]) if kinds.ndim(v.kind) == 1 else v for v in vectors]
            return _joined(lowerer, node, columns, 1, name)
        parts = [_with_ndim(lowerer, node, p, 2 if which == "vstack" else 1) for p in parts]
        along = 1 if which == "hstack" and kinds.ndim(parts[0].kind) > 1 else 0
        return _joined(lowerer, node, parts, along, name)

    return form


# -- methods that take several integers -----------------------------------------------------------------------------------


def _sizes(args: list[Value]) -> Value:
    """x.reshape(2, 3) is x.reshape((2, 3))."""
    return args[0] if len(args) == 1 else Items(tuple, tuple(args))


def _reshape_method(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if options or len(args) < 2:
        return lowerer.refuse(node, "x.reshape with these arguments is not supported", "pass the new shape alone")
    return lowerer.compute(node, lowerer.table.named("reshape"), [args[0], _sizes(args[1:])], name=name)


def _transpose_method(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    given = {**options, **({"axes": _sizes(args[1:])} if len(args) > 1 else {})}
    if not given.keys() <= {"axes"} or len(given) != len(options) + (len(args) > 1):
        return lowerer.refuse(node, "x.transpose with these arguments is not supported", "pass the axes alone")
    return lowerer.compute(node, lowerer.table.named("transpose"), args[:1], given, name=name)


FORMS: dict[Any, Form] = {
    constant: _constant,
    choose: _choose,
    is_float: _is_float,
    may_repeat: _may_repeat,
    zero_item: _zero_item,
    last_array: _last_array,
    inverse_axes: _inverse_axes,
    len: _len,
    isinstance: _isinstance,
    min: _extreme("min"),
    max: _extreme("max"),
    sum: _sum,
    tuple: _sequence(tuple),
    list: _sequence(list),
    np.array: _array,
    np.asarray: _asarray,
    divmod: _divmod,
    operator.getitem: _getitem,
    math.log: _log,
    math.prod: _prod,
    np.ndim: _ndim,
    np.concatenate: _concatenate,
    np.stack: _stack,
    **{getattr(np, which): _stacked(which) for which in ("vstack", "hstack", "column_stack")},
}

# By the function a method stands for; the array itself is the first argument.
METHODS: dict[Any, Form] = {
    np.reshape: _reshape_method,
    np.transpose: _transpose_method,
}
