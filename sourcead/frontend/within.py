"""What definitions of library functions may say besides Python: what is known at generation, and refusals.

Each of these has a meaning only in the body of a definition (rules/definitions.py) or of a rule.
"""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ..ir import kinds
from ..ir.nodes import Const
from .expressions import array_of
from .forms import FORMS
from .lowerer import Lowerer
from .values import Bound, Closure, Items, Known, Method, Value, is_atom


def row(name: str, *args: Any, **options: Any) -> Any:
    """A call of the primitive of that name, which no call in user code means directly."""
    raise RuntimeError("row() has a meaning only in a definition")


def refuse(message: str, advice: str) -> Any:
    """The call that is defined is refused."""
    raise RuntimeError("refuse() has a meaning only in a definition")


def known(x: Any) -> bool:
    """Whether a value is a number, text, or a nest of such, known at generation."""
    raise RuntimeError("known() has a meaning only in a definition")


def is_list(x: Any) -> bool:
    """Whether a value is a tuple or list."""
    raise RuntimeError("is_list() has a meaning only in a definition")


def is_bool(x: Any) -> bool:
    """Whether a value is a truth value or an array of them."""
    raise RuntimeError("is_bool() has a meaning only in a definition")


def is_whole(x: Any) -> bool:
    """Whether a value is an integer or an array of integers."""
    raise RuntimeError("is_whole() has a meaning only in a definition")


def is_python_number(x: Any) -> bool:
    """Whether a value is a number of Python's, which takes the type of what it meets."""
    raise RuntimeError("is_python_number() has a meaning only in a definition")


def is_function(x: Any) -> bool:
    """Whether a value can be called."""
    raise RuntimeError("is_function() has a meaning only in a definition")


def as_array(x: Any) -> Any:
    """A list of numbers as an array; a number or array as it is."""
    raise RuntimeError("as_array() has a meaning only in a definition")


def numbers(count: int) -> tuple[int, ...]:
    """0, 1, ... for a count known at generation: a loop over them is written out."""
    raise RuntimeError("numbers() has a meaning only in a definition")


def cut(axis: int, ndim: int, start: Any, stop: Any) -> Any:
    """The index that takes start:stop along one axis, known at generation."""
    raise RuntimeError("cut() has a meaning only in a definition")


def spread_axes(ndim: int, before: int, after: int) -> Any:
    """The index that puts so many axes of size one before and after those of an array."""
    raise RuntimeError("spread_axes() has a meaning only in a definition")


def object_of(stand_in: type, **fields: Any) -> Any:
    """An object of a library's, with these fields for its methods to read: see stand_ins.py."""
    raise RuntimeError("object_of() has a meaning only in a definition")


def _row_free(form: Any) -> Any:
    """A form without keywords or a name for its result."""

    def lowered(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
        return form(lowerer, node, *args)

    return lowered


def _known(lowerer: Lowerer, node: ast.Call, value: Value) -> Value:
    return Const(_is_known(value))


def _is_known(value: Value) -> bool:
    return all(map(_is_known, value.values)) if isinstance(value, Items) else isinstance(value, (Const, Known))


def _is_list(lowerer: Lowerer, node: ast.Call, value: Value) -> Value:
    return Const(isinstance(value, Items) or (isinstance(value, Const) and isinstance(value.value, (tuple, list))))


def _refuse(lowerer: Lowerer, node: ast.Call, message: Const, advice: Const) -> Value:
    return lowerer.refuse(node, message.value, advice.value)


def _of_dtype(which: str) -> Any:
    def form(lowerer: Lowerer, node: ast.Call, value: Value) -> Value:
        return Const(is_atom(value) and kinds.is_number(value.kind) and np.dtype(value.kind.dtype).kind in which)

    return form


def _as_array(lowerer: Lowerer, node: ast.Call, value: Value) -> Value:
    return array_of(lowerer, node, value) if isinstance(value, Items) else value


def _numbers(lowerer: Lowerer, node: ast.Call, count: Value) -> Value:
    if not isinstance(count, Const):
        return lowerer.refuse(node, "a number of items known only at run time", "write it as a literal")
    return Items(tuple, tuple(map(Const, range(count.value))))


def _cut(lowerer: Lowerer, node: ast.Call, axis: Const, ndim: Const, start: Value, stop: Value) -> Value:
    if not isinstance(axis, Const):
        return lowerer.refuse(node, "an axis known only at run time", "write the axis as a literal")
    parts: list[Value] = [Const(slice(None))] * ndim.value
    fixed = isinstance(start, Const) and isinstance(stop, Const)
    bounds = [start, stop, Const(None)]
    parts[axis.value] = (
        Const(slice(start.value, stop.value)) if fixed else lowerer.compute(node, lowerer.table.named("slice"), bounds)
    )
    return parts[0] if len(parts) == 1 else Items(tuple, tuple(parts))


def _spread_axes(lowerer: Lowerer, node: ast.Call, ndim: Const, before: Const, after: Const) -> Value:
    if not (isinstance(before, Const) and isinstance(after, Const)):
        return lowerer.refuse(node, "an axis known only at run time", "write the axis as a literal")
    parts = [None] * before.value + [slice(None)] * ndim.value + [None] * after.value
    return Const(parts[0]) if len(parts) == 1 else Items(tuple, tuple(map(Const, parts)))


def _object_of(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    return Items(args[0].object, tuple(options.values()), keys=tuple(options))


FORMS.update(
    {
        refuse: _row_free(_refuse),
        object_of: _object_of,
        known: _row_free(_known),
        is_list: _row_free(_is_list),
        is_bool: _row_free(_of_dtype("b")),
        is_whole: _row_free(_of_dtype("iu")),
        is_python_number: _row_free(lambda lowerer, node, value: Const(is_atom(value) and kinds.is_python_number(value.kind))),
        is_function: _row_free(lambda lowerer, node, value: Const(isinstance(value, (Known, Closure, Method, Bound)))),
        as_array: _row_free(_as_array),
        numbers: _row_free(_numbers),
        cut: _row_free(_cut),
        spread_axes: _row_free(_spread_axes),
    }
)
