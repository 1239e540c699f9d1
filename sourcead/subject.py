"""What is differentiated: a user's function, or a derivative of one, with its parameters and how calls bind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Sequence, Union

import numpy as np

from .errors import ArgumentError
from .frontend.callables import Target, name_of, plain
from .ir import kinds
from .ir.kinds import FLOAT, Kind, kind_of

if TYPE_CHECKING:
    from .compiler import Lowered

VARARGS, VARKEYWORDS = 4, 8  # the flags of code objects with *args, **kwargs
Argnum = Union[int, str]
Argnums = Union[Argnum, Sequence[Argnum]]


class Subject:
    """A user's function: what it runs, and its parameters."""

    def __init__(self, function: Callable):
        target = plain(function)
        if target is None:
            what = "a class" if isinstance(function, type) else type(function).__name__
            raise ArgumentError(f"{name_of(function)} is {what}, not a Python function: wrap it in a def or lambda")
        self.function = function
        self.target: Target = target
        self.name = name_of(function)
        code = target.function.__code__
        first = len(target.leading)
        every = code.co_varnames[first : code.co_argcount]
        preset = next((i for i, name in enumerate(every) if name in target.keywords), len(every))
        self.names = every[:preset]  # those that can be given by position
        only = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        self.keywords = (*every[preset:], *only)  # those that can be given by keyword alone
        self.variadic = bool(code.co_flags & VARARGS)
        self.any_keyword = bool(code.co_flags & VARKEYWORDS)

    @staticmethod
    def of(function: Callable) -> "Subject":
        """The subject a function is; a derivative is one itself."""
        return DerivedSubject(function) if hasattr(function, "__sourcead_lower__") else Subject(function)

    def lowered(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Lowered:
        """The IR of the function for arguments of these kinds, the last of them given by these keywords."""
        names = self.parameters(len(arg_kinds), keywords)
        for name, kind in zip(names, arg_kinds):
            check_supported(self.name, name, kind)
        from . import compiler

        return compiler.primal(self.target, names, arg_kinds, keywords)

    def parameters(self, count: int, keywords: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names of `count` arguments, the last given by keyword; those beyond the named ones are numbered."""
        count -= len(keywords)
        extra = (f"x{i}" for i in range(count - len(self.names)))
        return (*(*self.names[:count], *self._wrapped_names(count), *extra)[:count], *keywords)

    def _wrapped_names(self, count: int) -> tuple[str, ...]:
        """A wrapper's `*args` are called what the wrapped function calls them."""
        if not self.variadic or not hasattr(self.function, "__wrapped__"):
            return ()
        import inspect  # costs more than the rest of this module

        try:
            return tuple(inspect.signature(self.function).parameters)[len(self.names) : count]
        except (TypeError, ValueError):
            return ()

    def defaults(self) -> dict[str, Any]:
        """The default values, read now."""
        values = self.target.function.__defaults__ or ()
        names = self.target.function.__code__.co_varnames[: self.target.function.__code__.co_argcount]
        return dict(zip(names[len(names) - len(values) :], values))

    def keyword_default(self, name: str) -> Any:
        """What a parameter given by keyword only is when it is not given."""
        only = self.target.function.__kwdefaults__ or {}
        if name in self.target.keywords:
            return self.target.keywords[name].read(())
        if name in only:
            return only[name]
        defaults = self.defaults()
        if name not in defaults:
            raise TypeError(f"{self.name}() is missing the argument {name!r}")
        return defaults[name]

    def position(self, argnum: Argnum, count: int, keywords: tuple[str, ...] = ()) -> int:
        names = self.parameters(count, keywords)
        if isinstance(argnum, str):
            if argnum in names:
                return names.index(argnum)
            raise ArgumentError(f"{self.name} has no argument {argnum!r}; it has {', '.join(names) or 'none'}")
        if isinstance(argnum, (int, np.integer)) and not isinstance(argnum, bool) and -count <= argnum < count:
            return int(argnum) % count
        raise ArgumentError(f"argnums {argnum!r} is out of range: {self.name} has {count} arguments")

    def keywords_among(self, argnums: Argnums) -> tuple[str, ...]:
        """Those of `argnums` that name parameters given by keyword only."""
        wanted = (argnums,) if isinstance(argnums, (int, str, np.integer)) else tuple(argnums)
        return tuple(name for name in wanted if isinstance(name, str) and name in self.keywords)

    def bind(
        self, args: tuple, kwargs: dict[str, Any], wanted: Sequence[str] = ()
    ) -> tuple[tuple, tuple[str, ...]]:
        """All arguments of a call, keywords and defaults in place, and the names of those behind that keywords must give.

        Raises TypeError as Python does.
        """
        names = self.names
        if len(args) > len(names) and not self.variadic:
            raise TypeError(f"{self.name}() takes {len(names)} positional arguments but {len(args)} were given")
        bound = list(args)
        defaults: dict[str, Any] | None = None
        for name in names[len(args) :]:
            if name in kwargs:
                bound.append(kwargs.pop(name))
                continue
            defaults = self.defaults() if defaults is None else defaults
            if name not in defaults:
                raise TypeError(f"{self.name}() is missing the argument {name!r}")
            bound.append(defaults[name])
        for name in wanted:
            if name not in kwargs:
                kwargs = {**kwargs, name: self.keyword_default(name)}
        keywords = tuple(name for name in kwargs if name in self.keywords or (self.any_keyword and name not in names))
        bound.extend(kwargs.pop(name) for name in keywords)
        if kwargs:
            key = next(iter(kwargs))
            reason = "multiple values for argument" if key in names else "an unexpected keyword argument"
            raise TypeError(f"{self.name}() got {reason} {key!r}")
        return tuple(bound), keywords


class DerivedSubject(Subject):
    """A derivative as the function to differentiate: its parameters are the primal's, then its seeds."""

    def __init__(self, function: Any):
        self.function = function
        inner = function._subject
        self.name = f"{inner.name}_{function._mode}"
        self.names = (*inner.names, *function._seed_names())
        self.variadic = inner.variadic or function.takes_seed_per_result  # one seed for each result
        self.keywords, self.any_keyword = (), False
        self._inner = inner

    def defaults(self) -> dict[str, Any]:
        seeds = {f"{self._inner.name}_bar": 1.0} if self.function.takes_seed_per_result else {}
        return {**self._inner.defaults(), **seeds}

    def lowered(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Lowered:
        return self.function.__sourcead_lower__(arg_kinds)


def default_kinds(subject: Subject) -> tuple[Kind, ...]:
    """All arguments numbers, those with a default of the default's kind."""
    defaults = subject.defaults()
    return tuple(kind_of(defaults[name]) if name in defaults else FLOAT for name in subject.names)


def argnums_key(argnums: Argnums) -> Any:
    """`argnums` as part of a cache key. Raises ArgumentError for what names no arguments."""
    if isinstance(argnums, (int, str, np.integer)) and not isinstance(argnums, bool):
        return argnums if isinstance(argnums, str) else int(argnums)
    if isinstance(argnums, (tuple, list)):
        return tuple(map(argnums_key, argnums))
    raise ArgumentError(f"argnums takes positions or names of arguments, one or a tuple, not {argnums!r}")


def check_supported(function: str, name: str, kind: Kind) -> None:
    """Refuse arrays of objects, strings, dates."""
    if isinstance(kind, (kinds.Sequence, kinds.Record)):
        for item in kind.items:
            check_supported(function, name, item)
    if isinstance(kind, kinds.Static) and isinstance(kind.value, (np.ndarray, np.generic)):
        what = type(kind.value).__name__ if type(kind.value) is not np.ndarray else f"an array of {kind.value.dtype}"
        raise ArgumentError(f"the argument {name} of {function} is {what}, which is not supported: pass a plain array of numbers")
