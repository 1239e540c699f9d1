"""Arguments that many functions of NumPy take beside what they compute with.

    out         what is computed is written into an array
    where       of a ufunc: the elements that are computed; the others keep what `out` has
    dtype       of a ufunc: its operands are converted
    casting, order, subok, like, signature    say how, not what: accepted at what changes nothing

The call is that of the function without them, with a conversion before it or a write behind it.
"""

from __future__ import annotations

import ast
import functools
import inspect
from typing import Any

import numpy as np

from ..ir import kinds
from ..ir.nodes import Const
from .expressions import array_of
from .lowerer import STRUCTURE, Lowerer
from .values import NONE, POISON, Items, Known, Value, is_atom

PLAIN: dict[str, tuple] = {
    "order": ("K", "C", "A", None),
    "subok": (True, False),
    "casting": ("same_kind", "safe", "unsafe"),
    "like": (None,),
    "signature": (None,),
    "device": (None, "cpu"),
}
# Functions whose own `order` is no matter of memory, or that have such an argument in their row.
OWN_ORDER = {np.sort, np.argsort, np.ravel, np.reshape}
OUTSIDE = {np.arccosh: 2.0, np.acosh: 2.0} if hasattr(np, "acosh") else {np.arccosh: 2.0}


# Functions along one axis whose rules must know it: where they do not, that axis becomes the last.
MOVED = {
    *(np.median, np.nanmedian, np.quantile, np.nanquantile, np.percentile, np.nanpercentile),
    *(np.linalg.norm, np.linalg.vector_norm, np.trapezoid),
}


def with_last_axis(
    lowerer: Lowerer, node: ast.Call, target: Any, args: list[Value], options: dict[str, Value]
) -> tuple[list[Value], dict[str, Value], Value]:
    """The arguments with an axis known only at run time made the last one, and that axis where it is to be put back at size one."""
    names = _names(target)
    place = names.index("axis") if "axis" in names else len(args)
    axis = args[place] if place < len(args) else options.get("axis", NONE)
    several = any(is_atom(a) and kinds.ndim(a.kind) for a in args[1:place])
    if not is_atom(axis) or axis.is_const or axis.kind != kinds.INT or several or not args:
        return args, options, NONE
    x = array_of(lowerer, node, args[0]) if isinstance(args[0], Items) else args[0]
    if not (is_atom(x) and kinds.is_array(x.kind) and x.kind.ndim):
        return args, options, NONE
    args, options = by_name(target, args, options, min(place, len(args)))
    keepdims = options.get("keepdims", Const(False)) == Const(True)
    options = {**{key: value for key, value in options.items() if key != "keepdims"}, "axis": Const(-1)}
    moved = lowerer.compute(node, lowerer.table.find(np.moveaxis), [x, axis, Const(-1)])
    return [moved, *args[1:]], options, axis if keepdims else NONE


@functools.lru_cache(maxsize=512)
def _names(function: Any) -> tuple[str, ...]:
    """The parameters that are given by position, as far as Python knows them."""
    if isinstance(function, np.ufunc):
        return tuple(f"x{i + 1}" for i in range(function.nin)) + ("out",)
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ()
    return tuple(p.name for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))


def is_numpy(function: Any) -> bool:
    return isinstance(function, np.ufunc) or (getattr(function, "__module__", None) or "").split(".")[0] == "numpy"


def taken_off(
    lowerer: Lowerer, node: ast.Call, target: Any, args: list[Value], options: dict[str, Value]
) -> tuple[list[Value], dict[str, Value], Value, Value] | None:
    """The arguments that the function computes with, `out` and the `where` of a ufunc; None where one is refused."""
    if not is_numpy(target):
        return args, options, NONE, NONE
    options, ufunc = dict(options), isinstance(target, np.ufunc)
    names = _names(target)
    if target is np.copyto:
        args, options = _copied(args, options)
    out = options.pop("out", NONE)
    if "out" in names and len(args) > names.index("out"):
        place = names.index("out")
        out = args[place] if len(args) == place + 1 or not ufunc else Items(tuple, tuple(args[place:]))
        if not ufunc:
            options = {**dict(zip(names[place + 1 :], args[place + 1 :])), **options}
        args = args[:place]
    args, options = _without_plain(target, names, args, options)
    for name in PLAIN.keys() & options.keys():
        if name == "order" and target in OWN_ORDER or name not in _accepted(target):
            continue
        if not (isinstance(options[name], Const) and options[name].value in PLAIN[name]):
            return lowerer.refuse(node, f"{name}= of this call is not supported", "leave it out") and None
        del options[name]
    options = {key: value for key, value in options.items() if not _is_left_out(target, key, value)}
    where = options.pop("where", NONE) if ufunc else NONE
    if where != NONE and where == Const(True):
        where = NONE
    if where != NONE and out == NONE:
        return lowerer.refuse(node, "where= without out= leaves elements undefined", "pass out=, or use np.where") and None
    dtype = options.pop("dtype", NONE) if ufunc else NONE
    if dtype != NONE:
        converted = _converted(lowerer, node, target, args, dtype)
        if converted is None:
            return None
        args = converted
    return args, options, out, where


def _without_plain(
    function: Any, names: tuple[str, ...], args: list[Value], options: dict[str, Value]
) -> tuple[list[Value], dict[str, Value]]:
    """Arguments by position that say how and not what are given by name; those at their defaults are left out at the end."""
    if isinstance(function, np.ufunc) or len(names) < len(args):
        return args, options
    place = next((i for i in range(1, len(args)) if names[i] in PLAIN and function not in OWN_ORDER), len(args))
    options = {**dict(zip(names[place:], args[place:])), **options}
    args = args[:place]
    while len(args) > 1 and _is_left_out(function, names[len(args) - 1], args[-1]):
        args = args[:-1]
    return args, options


def _copied(args: list[Value], options: dict[str, Value]) -> tuple[list[Value], dict[str, Value]]:
    """The arguments of np.copyto by position as far as they are arrays."""
    named = {**dict(zip(("dst", "src", "casting", "where"), args)), **options}
    arrays = [named.pop(key) for key in ("dst", "src") if key in named]
    return arrays, named


@functools.lru_cache(maxsize=512)
def _defaults(function: Any) -> dict[str, Any]:
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    return {p.name: p.default for p in found if p.default is not p.empty}


def defaults_of(function: Any, keys: list[str]) -> dict[str, Value]:
    """The values that arguments have that are left out, as far as NumPy's own signature says."""
    found = _defaults(function) if is_numpy(function) else {}
    return {key: Const(found[key]) for key in keys if key in found and type(found[key]) in (int, float, bool, str, type(None))}


def _is_left_out(function: Any, key: str, value: Value) -> bool:
    """Whether a keyword has the value that it has when nobody gives it."""
    if not isinstance(value, Const):
        return False
    if key == "where" and value.value is True:
        return True
    default = _defaults(function).get(key, inspect.Parameter.empty)
    return type(default) is type(value.value) and default == value.value


def by_name(function: Any, args: list[Value], options: dict[str, Value], count: int) -> tuple[list[Value], dict[str, Value]]:
    """The arguments of a call with those after the first `count` given by name, as far as their names are known."""
    names = _names(function)
    if len(args) <= count or len(names) < len(args):
        return args, options
    named = dict(zip(names[count:], args[count:]))
    if named.keys() & options.keys():
        return args, options
    named = {key: value for key, value in named.items() if not _is_left_out(function, key, value)}
    return args[:count], {**named, **options}


@functools.lru_cache(maxsize=512)
def _accepted(function: Any) -> frozenset[str]:
    """The arguments of this kind that the function has."""
    if isinstance(function, np.ufunc):
        return frozenset(PLAIN)
    try:
        return frozenset(inspect.signature(function).parameters) & frozenset(PLAIN)
    except (TypeError, ValueError):
        return frozenset()


def _converted(lowerer: Lowerer, node: ast.Call, ufunc: np.ufunc, args: list[Value], dtype: Value) -> list[Value] | None:
    """The operands in another type, as far as the ufunc computes in that type."""
    given = dtype.object if isinstance(dtype, Known) else dtype.value if isinstance(dtype, Const) else object
    try:
        wanted = np.dtype(given)
    except TypeError:
        wanted = np.dtype(object)
    if wanted.kind != "f" or f"{wanted.char * ufunc.nin}->{wanted.char * ufunc.nout}" not in ufunc.types:
        return lowerer.refuse(node, f"np.{ufunc.__name__} with this dtype is not supported", "convert the arguments with astype") and None
    astype, made = lowerer.table.named("astype"), []
    for value in args:
        value = array_of(lowerer, node, value) if isinstance(value, Items) else value
        if not (is_atom(value) and kinds.is_number(value.kind)):
            return lowerer.refuse(node, f"np.{ufunc.__name__} of this value is not supported", "pass numbers or arrays") and None
        if kinds.is_python_number(value.kind):
            value = lowerer.compute(node, lowerer.table.find(wanted.type), [value])
        elif np.dtype(value.kind.dtype) != wanted:
            value = lowerer.compute(node, astype, [value, Const(wanted.type)])
        made.append(value)
    return made


def masked(lowerer: Lowerer, node: ast.Call, ufunc: np.ufunc, args: list[Value], out: Value, where: Value) -> list[Value]:
    """The operands with a harmless number where nothing is computed: no derivative is infinite there, and nobody is warned."""
    safe, where_row = OUTSIDE.get(ufunc, 0.5), lowerer.table.named("where")
    made = []
    for value in args:
        value = array_of(lowerer, node, value) if isinstance(value, Items) else value
        if is_atom(value) and kinds.is_number(value.kind):
            kind = np.dtype(value.kind.dtype).kind
            if kind in "fc" and not (kinds.is_python_number(value.kind) and out.kind.dtype not in ("float64", "complex128")):
                value = lowerer.compute(node, where_row, [where, value, Const(safe)])
            elif kind in "iu" and kinds.is_array(value.kind):
                value = lowerer.compute(node, where_row, [where, value, Const(1)])
        made.append(value)
    return made


def into(lowerer: Lowerer, node: ast.Call, target: Any, out: Value, value: Value, where: Value) -> Value:
    """Write what was computed, where it was; several results into several arrays."""
    if value is POISON or out is POISON:
        return POISON
    if isinstance(value, Items) and isinstance(out, Items) and len(out.values) == len(value.values) > 1:
        both = zip(out.values, value.values)
        return Items(tuple, tuple(v if o == NONE else STRUCTURE["into"](lowerer, node, o, v) for o, v in both))
    if where != NONE:
        value = lowerer.compute(node, lowerer.table.named("where"), [where, value, lowerer.current(node, out)])
    elif not isinstance(target, np.ufunc) and is_atom(out) and is_atom(value) and kinds.is_array(out.kind):
        lowerer.compute(node, lowerer.table.named("require_shape"), [value, out])
    return STRUCTURE["into"](lowerer, node, out, value)


def one_array(out: Value) -> Value:
    return out.values[0] if isinstance(out, Items) and out.type is tuple and len(out.values) == 1 else out
