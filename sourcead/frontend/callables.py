"""What a callable object runs: the plain Python function under partials, bound methods, jitted and cached functions.

`functools.wraps` is not followed: a wrapper may compute something else than what it wraps, so the wrapper itself is read.
"""

from __future__ import annotations

import functools
import os
import types
from dataclasses import dataclass, field, replace
from typing import Any, Callable

from .places import Attribute, Item, Object, Place


_STANDARD = os.path.dirname(os.__file__)
LIBRARIES = ("numpy", "scipy", "numba")


@dataclass(frozen=True)
class Target:
    """A plain function, the places of arguments already bound in front, and of keywords already bound.

    `layers` are the callables on the way to it, the outermost first, with what is bound to each: one of them may have a rule.
    """

    function: Any
    leading: tuple[Place, ...] = ()
    keywords: dict[str, Place] = field(default_factory=dict)
    layers: "tuple[Target, ...]" = ()

    def bound(self, *leading: Place, **keywords: Place) -> "Target":
        """The same with more arguments in front, behind those there are, and more keywords."""
        layers = tuple(layer.bound(*leading, **keywords) for layer in self.layers)
        return Target(self.function, (*self.leading, *leading), {**self.keywords, **keywords}, layers)


def plain(function: Callable, place: Place | None = None) -> Target | None:
    """The plain function `function` runs and what is bound to it, or None where there is none (a class, a builtin)."""
    inner = _inside(function, place or Object(function))
    return inner and replace(inner, layers=(Target(function), *inner.layers))


def _inside(function: Callable, place: Place) -> Target | None:
    if isinstance(function, types.FunctionType):
        return None if is_library(function) else Target(function)
    if isinstance(function, types.MethodType):
        inner = plain(function.__func__, Attribute(place, "__func__"))
        return inner and inner.bound(Attribute(place, "__self__"))
    if isinstance(function, functools.partial):
        inner = plain(function.func, Attribute(place, "func"))
        bound = (Item(Attribute(place, "args"), i) for i in range(len(function.args)))
        keywords = {name: Item(Attribute(place, "keywords"), name) for name in function.keywords}
        return inner and inner.bound(*bound, **keywords)
    python = getattr(function, "py_func", None)  # a numba dispatcher
    if isinstance(python, types.FunctionType):
        return Target(python)
    if isinstance(function, functools._lru_cache_wrapper):
        return plain(function.__wrapped__, Attribute(place, "__wrapped__"))
    call = getattr(type(function), "__call__", None)
    if isinstance(call, types.FunctionType) and not is_library(call):  # an object with __call__
        return Target(call, (place,), layers=(Target(call, (place,)),))
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
    name = getattr(function, "__name__", type(function).__name__).partition(" ")[0]  # np.frompyfunc: "f (vectorized)"
    return name if name.isidentifier() else "f"
