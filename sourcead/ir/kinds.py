"""Kinds, the abstract values a derivative is specialised on.

    Kind ::= Scalar(dtype)            a Python number ('float', 'int', 'bool', 'complex') or a NumPy one ('float32' ...)
           | Array(dtype, ndim)       a NumPy array; sizes are not part of a kind
           | Sequence(type, items)    a tuple or list of known length
           | Record(type, keys, items)  a dict whose keys are names or whole numbers, or an object of named fields
           | List(item)               a list of any length, whose items are of one kind
           | History(item)            what a loop recorded, one entry an iteration
           | Range                    the integers a for loop counts
           | Static(value)            None, a string, a slice, a dtype, a function: its value is its kind
           | Unknown                  nothing is known

The kind of a primitive's result is, unless a rule says otherwise, the kind of what the primitive returns for sample
arguments of the given kinds: NumPy itself is asked about promotion, so that we never disagree with it.
"""

from __future__ import annotations

import dataclasses
import operator
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any, Callable

import numpy as np

from ..errors import InternalError

PYTHON_NUMBERS = {bool: "bool", int: "int", float: "float", complex: "complex"}


@dataclass(frozen=True)
class Kind:
    """The base of all kinds."""

    def __str__(self) -> str:
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Scalar(Kind):
    dtype: str

    def __str__(self) -> str:
        return self.dtype


@dataclass(frozen=True)
class Array(Kind):
    dtype: str
    ndim: int

    def __str__(self) -> str:
        return f"array({self.dtype}, {self.ndim}-d)"


@dataclass(frozen=True)
class Sequence(Kind):
    type: type
    items: tuple[Kind, ...]

    def __str__(self) -> str:
        return f"{self.type.__name__}({', '.join(map(str, self.items))})"


@dataclass(frozen=True)
class Record(Kind):
    type: type
    keys: tuple[Any, ...]
    items: tuple[Kind, ...]

    def __str__(self) -> str:
        listed = ", ".join(f"{key}: {item}" for key, item in zip(self.keys, self.items))
        return f"{self.type.__name__}({listed})"


@dataclass(frozen=True)
class List(Kind):
    item: Kind

    def __str__(self) -> str:
        return f"list of {self.item}"


@dataclass(frozen=True)
class History(Kind):
    item: Kind

    def __str__(self) -> str:
        return f"history of {self.item}"


@dataclass(frozen=True)
class Range(Kind):
    pass


@dataclass(frozen=True, eq=False)
class Static(Kind):
    value: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Static) and type(self.value) is type(other.value) and _same(self.value, other.value)

    def __hash__(self) -> int:
        return hash((Static, type(self.value)))

    def __str__(self) -> str:
        if isinstance(self.value, (str, bytes, type(None), slice)):
            return repr(self.value)
        name = getattr(self.value, "__name__", None)
        return name if isinstance(name, str) else f"an object of type {type(self.value).__name__}"


@dataclass(frozen=True)
class Unknown(Kind):
    pass


NUMERIC = "fiubc"  # the kinds of dtypes that are numbers
FLOAT, INT, BOOL = Scalar("float"), Scalar("int"), Scalar("bool")
UNKNOWN = Unknown()
NONE = Static(None)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, (str, bytes, slice, np.dtype, type(None), type(Ellipsis))):
        return bool(one == other)
    return one is other


def kind_of(value: Any) -> Kind:
    """The kind of a run-time value. Objects of no kind of their own are `Static`: known by identity."""
    python = PYTHON_NUMBERS.get(type(value))
    if python is not None:
        return Scalar(python)
    if type(value) in (np.ndarray, np.memmap):  # other subclasses redefine operators
        return Array(value.dtype.name, value.ndim) if value.dtype.kind in NUMERIC else Static(value)
    if isinstance(value, np.generic) and value.dtype.kind in NUMERIC:
        return Scalar(value.dtype.name)
    if type(value) in (tuple, list):
        return Sequence(type(value), tuple(map(kind_of, value)))
    keys = _field_names(value)
    if keys is not None:
        return Record(type(value), keys, tuple(kind_of(item_of(value, key)) for key in keys))
    return Static(value)


def is_namedtuple(type_: type) -> bool:
    return issubclass(type_, tuple) and type_.__base__ is tuple and hasattr(type_, "_fields")


def _field_names(value: Any) -> tuple[Any, ...] | None:
    """The keys of a dict that are names or whole numbers, the fields of a namedtuple or of a dataclass that has no more."""
    type_ = type(value)
    if type_ is dict:
        return tuple(value) if all(type(key) in (str, int) for key in value) else None
    if is_namedtuple(type_):
        return type_._fields
    if hasattr(type_, "__dataclass_fields__") and hasattr(value, "__dict__"):
        names = tuple(f.name for f in dataclasses.fields(value))
        return names if set(vars(value)) == set(names) else None
    return None


def item_of(value: Any, key: Any) -> Any:
    """What a dict, or an object of named fields, holds."""
    return value[key] if type(value) is dict else getattr(value, key)


def is_number(kind: Kind) -> bool:
    return isinstance(kind, (Scalar, Array))


def is_array(kind: Kind) -> bool:
    return isinstance(kind, Array)


def is_scalar(kind: Kind) -> bool:
    return isinstance(kind, Scalar)


def ndim(kind: Kind) -> int:
    return kind.ndim if isinstance(kind, Array) else 0


def is_python_number(kind: Kind) -> bool:
    return isinstance(kind, Scalar) and kind.dtype in PYTHON_NUMBERS.values()


def is_continuous(kind: Kind) -> bool:
    """Whether a value of this kind can carry a derivative: a real or complex number, Python's ints included, an array of such.

    Arrays of integers carry none.
    """
    if isinstance(kind, Scalar):
        return kind.dtype in ("float", "int", "complex") or np.dtype(kind.dtype).kind in "fciu"
    return isinstance(kind, Array) and np.dtype(kind.dtype).kind in "fc"


def is_numpy_integer(kind: Kind) -> bool:
    """Whether arithmetic of this kind is that of NumPy's integers, which wrap around."""
    return isinstance(kind, (Scalar, Array)) and kind != INT and np.dtype(kind.dtype).kind in "iu"


def holds_objects(kind: Kind) -> bool:
    """Whether a value of this kind is an array of objects: a ufunc made by np.frompyfunc gives such."""
    if isinstance(kind, Static):
        return isinstance(kind.value, np.ndarray) and kind.value.dtype == object
    return isinstance(kind, Array) and kind.dtype == "object"


def is_list(kind: Kind) -> bool:
    return isinstance(kind, List)


def is_complex(kind: Kind) -> bool:
    return is_number(kind) and np.dtype(kind.dtype).kind == "c"


@cache
def sample(kind: Kind) -> Any:
    """A value of this kind; arrays have size one along every axis, so that any two broadcast."""
    if isinstance(kind, Scalar):
        if kind.dtype in PYTHON_NUMBERS.values():
            return {"bool": True, "int": 1, "float": 0.5, "complex": 0.5 + 0j}[kind.dtype]
        return np.ones((), kind.dtype)[()]
    if isinstance(kind, Array):
        return np.full((1,) * kind.ndim, 0.5).astype(kind.dtype)
    if isinstance(kind, Sequence):
        return getattr(kind.type, "_make", kind.type)(map(sample, kind.items))
    if isinstance(kind, Record) and kind.type is dict:
        return dict(zip(kind.keys, map(sample, kind.items)))
    if isinstance(kind, Static):
        return kind.value
    raise ValueError(f"no sample of kind {kind}")


def result_kind(call: Callable, args: list, kwargs: dict[str, Any]) -> Kind:
    """The kind `call` returns for these sample arguments, or `UNKNOWN` where it does not accept them."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return kind_of(call(*args, **kwargs))
    except Exception:
        return UNKNOWN


def derivative_kind(kind: Kind) -> Kind:
    """The kind of a derivative that a loop or branch carries for a value of this kind.

    That of the value, an integer's that of a real number; a Python number's may come out of NumPy functions.
    """
    if isinstance(kind, Sequence):
        raise InternalError("derivative", f"a branch or loop would carry the derivative of a {kind}")
    if isinstance(kind, (History, List)):
        return type(kind)(derivative_kind(kind.item))
    if isinstance(kind, Scalar):
        return Scalar(derivative_dtype(kind))
    return Array(derivative_dtype(kind), kind.ndim) if isinstance(kind, Array) else kind


def derivative_dtype(kind: Kind) -> str:
    """The dtype of a derivative of a number or array: its own, or that of real numbers for integers."""
    return np.dtype(kind.dtype).name if np.dtype(kind.dtype).kind in "fc" else "float64"


def joined(one: Kind, other: Kind) -> Kind | None:
    """The kind of a value that is of one kind or the other; None where no one kind will do."""
    if one == other:
        return one
    if isinstance(one, List) and isinstance(other, List):
        item = joined(one.item, other.item)
        return None if item is None else List(item)
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        if BOOL in (one, other) or Scalar("bool_") in (one, other):
            return None
        if is_python_number(one) and is_python_number(other):
            return next(Scalar(name) for name in ("complex", "float", "int") if name in (one.dtype, other.dtype))
        weak = next((k for k in (one, other) if is_python_number(k)), None)
        if weak is not None:  # a Python number takes the type of what it meets
            strong = other if weak is one else one
            if weak.dtype == "complex":
                return Scalar(np.result_type(np.dtype(strong.dtype).type(0), 0j).name)
            return strong if np.dtype(strong.dtype).kind in "fc" else Scalar("float64")
        return Scalar(np.result_type(np.dtype(one.dtype), np.dtype(other.dtype)).name)
    return None


def record_item(kind: Record, key: Any) -> Kind:
    return kind.items[kind.keys.index(key)]


def sequence_item(kind: Sequence, index: int) -> Kind:
    return kind.items[operator.index(index)]


def has_index_array(index: Kind) -> bool:
    """Whether an index is or contains an array, or a list, of indices: what it picks is a copy and may repeat elements."""
    return any(isinstance(part, (Array, Sequence)) for part in index_parts(index))


def index_parts(index: Kind) -> tuple[Kind, ...]:
    """What stands between the brackets, the last ones of a path x[i][j]."""
    if isinstance(index, Sequence) and issubclass(index.type, tuple):
        return index.items if index.type is tuple else index_parts(index.items[-1])
    return (index,)


def results_of(call: Callable) -> Callable[..., Kind]:
    """The kind of what a function returning a tuple returns, by calling it on samples: named results keep their names."""

    def kind(*args: Any, **options: Any) -> Kind:
        if not all(is_number(a.kind) or a.is_const for a in (*args, *options.values())):
            return UNKNOWN
        values = [a.value if a.is_const else sample(a.kind) for a in args]
        given = {key: a.value if a.is_const else sample(a.kind) for key, a in options.items()}
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = call(*values, **given)
        except Exception:
            return UNKNOWN
        return Sequence(type(result), tuple(map(kind_of, result))) if isinstance(result, tuple) else kind_of(result)

    return kind


def holds(kind: Kind, test: Callable[[Kind], bool]) -> bool:
    """Whether a kind, or one of the items of a nest, passes the test."""
    return any(holds(item, test) for item in kind.items) if is_nest(kind) else test(kind)


def is_nest(kind: Kind) -> bool:
    """Whether values of this kind hold others: tuples, lists, dicts, objects of named fields."""
    return isinstance(kind, (Sequence, Record))


def place_in(kind: Sequence | Record, key: Any) -> int:
    """The position of an item, by its index or key."""
    return kind.keys.index(key) if isinstance(kind, Record) else operator.index(key) % len(kind.items)


def is_float(kind: Kind) -> bool:
    """Whether a kind is that of floats or of complex numbers, and not of integers or truth values."""
    return is_number(kind) and np.dtype(kind.dtype).kind in "fc"


def nest_of(kind: Kind, leaf: Callable[[Kind], Any]) -> Any:
    """The nest a kind stands for, with `leaf` of the kinds that are none."""
    if not is_nest(kind):
        return leaf(kind)
    items = [nest_of(item, leaf) for item in kind.items]
    return made_of(kind, items) if isinstance(kind, Record) else items if kind.type is list else tuple(items)


@dataclass(frozen=True)
class Fields:
    """An object of named fields that is still to be made: `type(**values)`."""

    type: type
    values: dict[str, Any]


def opened(value: Any) -> Any:
    """A run-time value with `Fields` in the place of its objects of named fields."""
    if type(value) in (tuple, list):
        return type(value)(map(opened, value))
    keys = _field_names(value)
    if keys is None:
        return value
    items = {key: opened(item_of(value, key)) for key in keys}
    return items if type(value) is dict else Fields(type(value), items)


def made_of(kind: Record, items: list[Any], fields: Callable[[type, dict[str, Any]], Any] = Fields) -> Any:
    """A dict of these items, or what `fields` makes of another type and them."""
    named = dict(zip(kind.keys, items))
    return named if kind.type is dict else fields(kind.type, named)
