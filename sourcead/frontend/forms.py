"""Calls whose meaning depends on what is known at generation: len of a tuple, isinstance, min of several numbers."""

from __future__ import annotations

import ast
import logging
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
from .places import Keys
from .stand_ins import StandIn
from .values import NONE, POISON, Items, Keywords, Known, Value, is_atom

Form = Callable[[Lowerer, ast.Call, list[Value], dict[str, Value], str | None], Value]


def constant(x: Any) -> bool:
    """In the body of a rule: whether the argument is known at generation."""
    raise RuntimeError("constant() has a meaning only in the body of a rule")


def choose(test: Any, a: Any, b: Any) -> Any:
    """In the body of a rule: `a` where the test holds, else `b`; element by element where the test is an array."""
    raise RuntimeError("choose() has a meaning only in the body of a rule")


def is_float(x: Any) -> bool:
    """In the body of a rule: whether the argument is a real or complex number, or an array of such, and not of integers."""
    raise RuntimeError("is_float() has a meaning only in the body of a rule")


def conj(x: Any) -> Any:
    """In the body of a rule: the complex conjugate; a real number itself."""
    raise RuntimeError("conj() has a meaning only in the body of a rule")


def is_complex(x: Any) -> bool:
    """In the body of a rule: whether the argument is a complex number or an array of such."""
    raise RuntimeError("is_complex() has a meaning only in the body of a rule")


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


def axes_behind(axis: Any, ndim: int) -> tuple[int, ...]:
    """In the body of a rule: the axes of an array of so many dimensions once another axis is put in front; all for None."""
    raise RuntimeError("axes_behind() has a meaning only in the body of a rule")


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
    return Const(kinds.is_float(args[0].kind))


def _is_complex(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    return Const(kinds.is_complex(args[0].kind))


def _conj(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    return lowerer.compute(node, lowerer.table.named("conjugate"), args) if kinds.is_complex(args[0].kind) else args[0]


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


def _axes_behind(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    given, count = args[0], args[1].value
    if isinstance(given, Items):
        given = Const(tuple(a.value for a in given.values))
    axes = range(count) if given.value is None else given.value if isinstance(given.value, tuple) else (given.value,)
    return Const(tuple(axis % count + 1 for axis in axes))


def _len(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if _simple(lowerer, node, args, options, 1):
        if isinstance(args[0], Items) and not args[0].once and (args[0].type in (list, tuple, dict) or kinds.is_namedtuple(args[0].type)):
            return Const(len(args[0].values))
        if isinstance(args[0], Keywords):
            return Const(len(args[0].values))
        if isinstance(args[0], Known) and isinstance(args[0].object, dict) and args[0].place is not None:
            lowerer.guard(Keys(args[0].place), None, kinds.kind_of(repr(tuple(args[0].object))))
            return Const(len(args[0].object))
        if isinstance(args[0], Const) and isinstance(args[0].value, (str, tuple, list)):
            return Const(len(args[0].value))
        if is_atom(args[0]):
            return lowerer.compute(node, lowerer.table.named("len"), args, name=name)
    return lowerer.refuse(node, "len of this value is not supported", "use x.shape or x.size")


def _isinstance(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Kinds know the type of every value."""
    value = args[0]
    types = [a.object for a in (args[1].values if isinstance(args[1], Items) else args[1:]) if isinstance(a, Known)]
    if isinstance(value, Items) and issubclass(value.type, StandIn):
        return lowerer.refuse(node, f"isinstance of a {value.type.called} is not supported", "remove the test")
    if isinstance(value, Items):
        return Const(issubclass(value.type, tuple(types)))
    if isinstance(value, Known):
        return Const(isinstance(value.object, tuple(types)))
    if is_atom(value) and value.kind != kinds.UNKNOWN:
        example = value.value if value.is_const else sample(value.kind)
        return Const(isinstance(example, tuple(types)))
    return lowerer.refuse(node, "isinstance of this value is not supported", "remove the test")


def _getitem(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if not _simple(lowerer, node, args, options, 2):
        return lowerer.refuse(node, "operator.getitem takes two arguments", "check the call")
    return STRUCTURE["part"](lowerer, node, *args, name)


def _array(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """np.array of a nest of lists builds an array; of an array, copies it."""
    if len(args) == 2 and "dtype" not in options:
        args, options = args[:1], {**options, "dtype": args[1]}
    if options.get("copy") in (Const(False), NONE) and not isinstance(args[0], Items):
        return _asarray(lowerer, node, args, {key: value for key, value in options.items() if key != "copy"}, name)
    if options.get("copy") == Const(True):
        options = {key: value for key, value in options.items() if key != "copy"}
    least = options.get("ndmin")
    if isinstance(least, Const) and type(least.value) is int:
        made = _array(lowerer, node, args, {key: value for key, value in options.items() if key != "ndmin"}, None)
        return made if made is POISON else _with_ndim(lowerer, node, made, least.value)
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
    if isinstance(dtype, np.dtype):
        return dtype.kind in "fc"
    return isinstance(dtype, type) and issubclass(dtype, (float, complex, np.inexact))


def _dtype(value: Value | None) -> np.dtype | None:
    """The dtype an argument stands for; None where it stands for none."""
    given = value.object if isinstance(value, Known) else value.value if isinstance(value, Const) else None
    try:
        return None if given is None else np.dtype(given)
    except TypeError:
        return None


def _static(function: Any) -> Form:
    """A function of types and settings alone is carried out at generation; of a number, its dtype counts."""

    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        known = [_static_object(a) for a in args]
        if options or any(k is None for k in known):
            return lowerer.refuse(node, f"{function.__name__} of these arguments is not supported", "pass types, or numbers")
        try:
            found = function(*known)
        except (TypeError, ValueError) as error:
            return lowerer.refuse(node, f"{type(error).__name__}: {error}", "check the call")
        return Const(found) if isinstance(found, bool) else Known(found, None)

    return form


def _static_object(value: Value) -> Any:
    if isinstance(value, Known):
        return value.object
    if is_atom(value) and value.is_const and isinstance(value.value, str):
        return value.value
    known = is_atom(value) and kinds.is_number(value.kind) and not kinds.is_python_number(value.kind)
    return np.dtype(value.kind.dtype) if known else None


def _asarray(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if len(args) == 2 and "dtype" not in options:
        args, options = args[:1], {**options, "dtype": args[1]}
    if options.get("copy") == Const(True):
        return _array(lowerer, node, args, options, name)
    options = {key: value for key, value in options.items() if key != "copy"}
    if args and (isinstance(args[0], Items) or is_atom(args[0]) and kinds.is_list(args[0].kind)):
        return _array(lowerer, node, args, options, name)
    if _simple(lowerer, node, args, options, 1) and is_atom(args[0]) and kinds.is_array(args[0].kind):
        return args[0]  # the very array
    dtype = _dtype(options.get("dtype"))
    if dtype is not None and len(args) == 1 and options.keys() == {"dtype"} and kinds.is_number(args[0].kind):
        whole = args[0] if kinds.is_array(args[0].kind) else lowerer.compute(node, lowerer.table.named("asarray"), args)
        if dtype.name == np.dtype(args[0].kind.dtype).name:
            return whole
        return lowerer.compute(node, lowerer.table.named("astype"), [whole, options["dtype"]], name=name)
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


def _isscalar(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """Text counts too; an array without dimensions does not."""
    text = _simple(lowerer, node, args, options, 1) and is_atom(args[0]) and isinstance(getattr(args[0], "value", None), str)
    return Const(text or (is_atom(args[0]) and kinds.is_scalar(args[0].kind)))


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
    """math.prod multiplies from the left, starting with `start`: a loop where the number of factors is not known."""
    if not options.keys() <= {"start"} or len(args) != 1:
        return lowerer.refuse(node, "math.prod takes what to multiply, and start", "check the call")
    start, mul = options.get("start", Const(1)), lowerer.table.operator(ast.Mult)
    if isinstance(args[0], Items) and not args[0].once and args[0].type in (list, tuple):
        values = [lowerer.settled(node, v) for v in args[0].values]
        return reduce(lambda a, b: lowerer.compute(node, mul, [a, b]), values, start)
    return STRUCTURE["multiplied"](lowerer, node, args[0], start, name)


# -- joining arrays -------------------------------------------------------------------------------------------------------


MOST_FACTORS = 8


def _parts(lowerer: Lowerer, node: ast.Call, args: list[Value]) -> list[Value] | None:
    """The arrays of a list of arrays, its nested lists made arrays; None where it is no list."""
    if not args or not isinstance(args[0], Items) or not args[0].values:
        return None
    if args[0].once or args[0].type is dict:
        return None
    values = [lowerer.settled(node, v) for v in args[0].values]
    parts = [array_of(lowerer, node, v) if isinstance(v, Items) else v for v in values]
    return parts if all(is_atom(p) and kinds.is_number(p.kind) for p in parts) else None


def _multi_dot(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """A product of several matrices, in the order of multiplication that NumPy chooses by their shapes; one row for each number."""
    parts = _parts(lowerer, node, args)
    if parts is None or len(args) != 1 or options or not 2 <= len(parts) <= MOST_FACTORS:
        return lowerer.refuse(
            node, "np.linalg.multi_dot of these arguments is not supported", f"pass a list of 2 to {MOST_FACTORS} arrays, or use @"
        )
    return lowerer.compute(node, lowerer.table.named(f"multi_dot_{len(parts)}"), parts, name=name)


def _typed(lowerer: Lowerer, node: ast.Call, parts: list[Value] | None, dtype: Value) -> list[Value] | None:
    """The arrays in the type that is asked for."""
    wanted = _dtype(dtype)
    if parts is None or dtype == NONE:
        return parts
    if wanted is None or wanted.kind != "f":
        return None
    astype = lowerer.table.named("astype")
    given = [p if np.dtype(p.kind.dtype) != wanted else None for p in parts]
    return [p if g is None else lowerer.compute(node, astype, [p, Const(wanted.type)]) for p, g in zip(parts, given)]


def _without_dtype(options: dict[str, Value]) -> tuple[dict[str, Value], Value]:
    return {key: value for key, value in options.items() if key != "dtype"}, options.get("dtype", NONE)


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
    options, dtype = _without_dtype(options)
    parts, axis = _typed(lowerer, node, _parts(lowerer, node, args), dtype), _axis(args, options)
    given = [*args[1:], *options.values()]
    if parts is not None and given == [NONE]:
        flat = lowerer.table.find(np.ravel)
        return _joined(lowerer, node, [lowerer.compute(node, flat, [p]) for p in parts], 0, name)
    if parts is not None and axis is None and len(given) == 1 and is_atom(given[0]) and given[0].kind == kinds.INT:
        return lowerer.compute(node, lowerer.table.named("concatenate"), parts, {"axis": given[0]}, name=name)
    if parts is None or axis is None:
        return lowerer.refuse(
            node, "np.concatenate of these arguments is not supported", "pass a list of arrays, and axis as a number"
        )
    return _joined(lowerer, node, parts, axis, name)


def _stack(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if len(args) == 1 and not options and is_atom(args[0]) and kinds.is_list(args[0].kind):
        return lowerer.compute(node, lowerer.table.named("array_of_list"), args, name=name)
    options, dtype = _without_dtype(options)
    parts, axis = _typed(lowerer, node, _parts(lowerer, node, args), dtype), _axis(args, options)
    if parts is None or axis is None:
        return lowerer.refuse(node, "np.stack of these arguments is not supported", "pass a list of arrays, and axis as a number")
    if axis == 0:
        return lowerer.compute(node, lowerer.table.named("array"), parts, name=name)
    expand = lowerer.table.named("expand_dims")
    return _joined(lowerer, node, [lowerer.compute(node, expand, [p, Const(axis)]) for p in parts], axis, name)


def _stacked(which: str) -> Form:
    """np.vstack joins rows; np.hstack vectors end to end, and matrices side by side; np.column_stack takes vectors as columns."""

    def form(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        options, dtype = _without_dtype(options)
        parts = _typed(lowerer, node, _parts(lowerer, node, args), dtype)
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


def _defined(lowerer: Lowerer, node: ast.Call, definition: Callable, args: list[Value], name: str | None) -> Value:
    from .calls import inline_definition  # which needs the forms

    return inline_definition(lowerer, node, definition, args, {}, name)


def _slice(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """slice(3), slice(1, 3), slice(None, None, -1)."""
    if options or not 1 <= len(args) <= 3:
        return lowerer.refuse(node, "slice takes one to three arguments", "check the call")
    parts = [NONE, *args, NONE] if len(args) == 1 else [*args, NONE][:3]
    if all(isinstance(p, Const) for p in parts):
        return Const(slice(*(p.value for p in parts)))
    return lowerer.compute(node, lowerer.table.named("slice"), parts)


def _sizes(args: list[Value]) -> Value:
    """x.reshape(2, 3) is x.reshape((2, 3))."""
    return args[0] if len(args) == 1 else Items(tuple, tuple(args))


def _reshape_method(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if options.keys() == {"order"} and len(args) > 1 and options["order"] != Const("C"):
        reshaped = lowerer.table.definition(np.reshape)
        return _defined(lowerer, node, reshaped, [args[0], _sizes(args[1:]), options["order"]], name)
    if not options.keys() <= {"order"} or len(args) < 2:
        return lowerer.refuse(node, "x.reshape with these arguments is not supported", "pass the new shape alone")
    return lowerer.compute(node, lowerer.table.named("reshape"), [args[0], _sizes(args[1:])], name=name)


def _transpose_method(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    given = {**options, **({"axes": _sizes(args[1:])} if len(args) > 1 else {})}
    if not given.keys() <= {"axes"} or len(given) != len(options) + (len(args) > 1):
        return lowerer.refuse(node, "x.transpose with these arguments is not supported", "pass the axes alone")
    return lowerer.compute(node, lowerer.table.named("transpose"), args[:1], given, name=name)


def _block(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """np.block joins the innermost lists along the last axis, those around them along the one before, and so on."""
    if not options and len(args) == 1 and is_atom(args[0]) and kinds.is_number(args[0].kind):
        return lowerer.compute(node, lowerer.table.named("array_copy"), args, name=name)
    if options or len(args) != 1 or not isinstance(args[0], Items):
        return lowerer.refuse(node, "np.block of this value is not supported", "pass a nest of lists of arrays")
    depth = _depth(args[0])
    rank = max(depth, *(kinds.ndim(leaf.kind) for leaf in _leaves(args[0])))

    def joined(value: Value, level: int) -> Value:
        if not isinstance(value, Items):
            return _with_ndim(lowerer, node, value, rank)
        return _joined(lowerer, node, [joined(v, level + 1) for v in value.values], level - depth, None)

    return joined(args[0], 0)


def _depth(value: Value) -> int:
    return 1 + max(map(_depth, value.values), default=0) if isinstance(value, Items) else 0


def _leaves(value: Value) -> list[Value]:
    return [leaf for v in value.values for leaf in _leaves(v)] if isinstance(value, Items) else [value]


FORMS: dict[Any, Form] = {
    constant: _constant,
    choose: _choose,
    is_float: _is_float,
    is_complex: _is_complex,
    conj: _conj,
    may_repeat: _may_repeat,
    zero_item: _zero_item,
    last_array: _last_array,
    inverse_axes: _inverse_axes,
    axes_behind: _axes_behind,
    len: _len,
    isinstance: _isinstance,
    np.array: _array,
    np.asarray: _asarray,
    np.asanyarray: _asarray,
    **{f: _static(f) for f in (np.finfo, np.iinfo, np.dtype, np.result_type, np.promote_types, np.issubdtype, np.can_cast)},
    logging.getLogger: _static(logging.getLogger),
    divmod: _divmod,
    operator.getitem: _getitem,
    slice: _slice,
    math.log: _log,
    math.prod: _prod,
    np.ndim: _ndim,
    np.isscalar: _isscalar,
    np.concatenate: _concatenate,
    np.linalg.multi_dot: _multi_dot,
    np.stack: _stack,
    np.block: _block,
    **{getattr(np, which): _stacked(which) for which in ("vstack", "hstack", "column_stack")},
}

# By the function a method stands for; the array itself is the first argument.
METHODS: dict[Any, Form] = {
    np.reshape: _reshape_method,
    np.transpose: _transpose_method,
}
