"""What a callable object runs: the plain Python function under partials, bound methods, jitted and cached functions.

`functools.wraps` is not followed: a wrapper may compute something else than what it wraps, so the wrapper itself is read.
"""

from __future__ import annotations

import functools
import os
import types
from dataclasses import dataclass, field
from typing import Any, Callable

from .places import Attribute, Item, Object, Place


_STANDARD = os.path.dirname(os.__file__)
LIBRARIES = ("numpy", "scipy")


@dataclass(frozen=True)
class Target:
    """A plain function, the places of arguments already bound in front, and of keywords already bound."""

    function: types.FunctionType
    leading: tuple[Place, ...] = ()
    keywords: dict[str, Place] = field(default_factory=dict)


def plain(function: Callable, place: Place | None = None) -> Target | None:
    """The plain function `function` runs and what is bound to it, or None where there is none (a class, a builtin)."""
    place = place or Object(function)
    if isinstance(function, types.FunctionType):
        return None if is_library(function) else Target(function)
    if isinstance(function, types.MethodType):
        inner = plain(function.__func__, Attribute(place, "__func__"))
        return inner and Target(inner.function, (Attribute(place, "__self__"), *inner.leading), inner.keywords)
    if isinstance(function, functools.partial):
        inner = plain(function.func, Attribute(place, "func"))
        if inner is None:
            return None
        bound = tuple(Item(Attribute(place, "args"), i) for i in range(len(function.args)))
        keywords = {name: Item(Attribute(place, "keywords"), name) for name in function.keywords}
        return Target(inner.function, (*inner.leading, *bound), {**inner.keywords, **keywords})
    python = getattr(function, "py_func", None)  # a numba dispatcher
    if isinstance(python, types.FunctionType):
        return Target(python)
    if isinstance(function, functools._lru_cache_wrapper):
        return plain(function.__wrapped__, Attribute(place, "__wrapped__"))
    call = getattr(type(function), "__call__", None)
    if isinstance(call, types.FunctionType) and not is_library(call):  # an object with __call__
        return Target(call, (place,))
    return None


def is_library(function: types.FunctionType) -> bool:
    """Whether a function is NumPy's, SciPy's or the standard library's: these have rules or none, they are not read."""
    file = function.__code__.co_filename
    if file.startswith(_STANDARD + os.sep):
        return "site-packages" not in file
    package = function.__globals__.get("__name__", "").partition(".")[0]  # functools.wraps copies __module__
    return package in LIBRARIES and f"{os.sep}{package}{os.sep}" in file


def name_of(function: Any) -> str:
    """A Python identifier for a callable, for the names of what is generated from it."""
    if isinstance(function, functools.partial):
        return name_of(function.func)
    name = getattr(function, "__name__", type(function).__name__)
    return name if name.isidentifier() else "f"
