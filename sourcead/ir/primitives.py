"""Primitives: the functions a Let may call.

A primitive says what it is called in a listing (`exp`), how it is written in Python (`np.exp`, or an operator), what runs,
the parameters it takes, and the kind of its result. Its derivative is a row of the rules table, not of this file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Sequence

from .kinds import UNKNOWN, Kind, result_kind, sample

KindRule = Callable[..., Kind]


@dataclass(frozen=True, eq=False)
class Primitive:
    """`spelling` is Python for the callee ('np.exp'), or the symbol of an operator ('+'), or 'array.T' for an attribute.

    `operands` are the positional parameters; `options` the keyword parameters with their defaults. What is in `keywords` is
    given by name only; an operand among them may be left out, for which None stands. `defaults` has the
    values of operands that may be left out; these are written by keyword. `effect` marks what must
    happen exactly once and in order; `rejects` says why none of its operands may depend on an active input, `instead` what to do about it; `view` what may
    share memory with its first argument; `permutes` what gives all
    its elements, in another order or shape; `writes` what gives its first
    argument changed, and in the text changes it in place. Of the operands at the positions `models` only the shape and type
    are read. `checks` names the primitive that raises what this one raises for operands it cannot take, and costs little: a derivative that does without
    the value raises it all the same. `array_operands` says that
    lists of numbers are made arrays. `flops(result, *args)` counts the arithmetic operations of one call. `own` marks a
    function of the user's with a rule of the user's; its name begins with that of its module.
    """

    name: str
    spelling: str
    call: Callable[..., Any]
    operands: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    keywords: frozenset[str] = frozenset()
    variadic: bool = False
    array_operands: bool = True
    kind: KindRule | None = None
    effect: bool = False
    rejects: str = ""
    instead: str = ""
    view: bool = False
    permutes: bool = False
    writes: bool = False
    models: tuple[int, ...] = ()
    checks: str = ""
    flops: Callable[..., int] | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    own: bool = False

    @property
    def title(self) -> str:
        """What it is called in a listing, and in a text into which it is handed."""
        return self.name.rpartition(".")[2] if self.own else self.name

    def __repr__(self) -> str:
        return f"<primitive {self.name}>"

    def result(self, args: tuple, options: dict[str, Any]) -> Kind:
        """The kind of the result for these argument atoms."""
        if self.kind is not None:
            return self.kind(*args, **options)
        return sampled(self.call, args, options)

    def written(self, args: Sequence[Any]) -> tuple[list[Any], list[tuple[str, Any]]]:
        """The operands as a call has them: by position, and by keyword what may be left out and is not at its default."""
        left_out = {**dict.fromkeys(self.keywords), **self.defaults}
        if not left_out or self.variadic:
            return list(args), []
        pairs = list(zip(self.operands, args, strict=True))
        named = [(key, a) for key, a in pairs if key in left_out and not _is_value(a, left_out[key])]
        return [a for key, a in pairs if key not in left_out], named


def _is_value(atom: Any, value: Any) -> bool:
    return atom.is_const and type(atom.value) is type(value) and atom.value == value


def sampled(call: Callable, args: tuple, options: dict[str, Any]) -> Kind:
    """The kind of the result by calling `call` on samples; constants stand for themselves."""
    if any(a.kind is UNKNOWN for a in (*args, *options.values())):
        return UNKNOWN
    key = (call, tuple(_sample_key(a) for a in args), tuple((k, _sample_key(a)) for k, a in options.items()))
    if key not in _sampled:
        values = [_sample_value(a) for a in args]
        _sampled[key] = result_kind(call, values, {k: _sample_value(a) for k, a in options.items()})
    return _sampled[key]


_sampled: dict[tuple, Kind] = {}


def _sample_key(atom: Any) -> Any:
    return atom if atom.is_const else atom.kind


def _sample_value(atom: Any) -> Any:
    if not atom.is_const:
        return sample(atom.kind)
    huge = type(atom.value) is int and abs(atom.value) > 2**1000  # no float holds it; its kind is that of any integer
    return 1 if huge else atom.value


def parameters(function: Callable) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The operands and options a signature written as a function stands for: no default, an operand; a default, an option."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    required = len(names) - len(function.__defaults__ or ())
    options = {**dict(zip(names[required:], function.__defaults__ or ())), **(function.__kwdefaults__ or {})}
    return (*names[:required], *(name for name in by_name_only(function) if name not in options)), options


def by_name_only(function: Callable) -> tuple[str, ...]:
    """The parameters after the star of a signature."""
    code = function.__code__
    return code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]


def by_position(function: Callable, operands: tuple[str, ...], keywords: frozenset[str]) -> Callable:
    """`function` with its operands in order, those that it takes by name too; None for one that is left out."""
    count = sum(name not in keywords for name in operands)
    named = operands[count:]

    def call(*args: Any, **options: Any) -> Any:
        given = {name: a for name, a in zip(named, args[count:]) if a is not None}
        return function(*args[:count], **given, **options)

    call.__name__, call.__module__ = function.__name__, function.__module__
    call.stands_for = function
    return call
