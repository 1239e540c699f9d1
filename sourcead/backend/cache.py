"""Generated functions, kept per user function and signature.

An entry was compiled for a signature and for what the function captured at that time; it is used as long as its guards
hold. Lookups take no lock: entries are added, and dropped all at once, under the generation lock.
"""

from __future__ import annotations

import threading
import types
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

from ..frontend.places import Attribute, Global, Guard, Place

if TYPE_CHECKING:
    from .compile import Generated

GENERATION = threading.RLock()


@dataclass(frozen=True)
class Entry:
    """A generated function, and when it may be used.

    `holds(args)` says whether what was compiled in is still what the function would find. The generated function takes
    the captured values, read at `captures`, behind the first `arity` arguments.
    """

    generated: Generated
    captures: tuple[Place, ...]
    arity: int
    holds: Callable[[tuple], bool]
    extra: Any = None

    def run(self, args: tuple) -> Any:
        if not self.captures:
            return self.generated.function(*args)
        return self.generated.function(*self.placed(args))

    def placed(self, args: tuple) -> tuple:
        """The arguments of the generated function for these of the call."""
        captured = [place.read(args) for place in self.captures]
        return (*args[: self.arity], *captured, *args[self.arity :])


def entry(generated: Generated, captures: tuple[Place, ...], arity: int, guards: tuple[Guard, ...], extra: Any = None) -> Entry:
    return Entry(generated, captures, arity, _check(guards), extra)


def _check(guards: tuple[Guard, ...]) -> Callable[[tuple], bool]:
    """All guards in one expression: at every call they are most of what dispatch costs."""
    tests: list[str] = []
    names: dict[str, Any] = {}

    def name(value: Any) -> str:
        names[f"v{len(names)}"] = value
        return f"v{len(names) - 1}"

    for guard in guards:
        found = _in_namespace(guard, guards)
        if isinstance(guard.value, types.CodeType):
            tests.append(f"{name(guard.place.base.read(()))}.__code__ is {name(guard.value)}")
        elif found is not None:
            namespace, key = found
            tests.append(f"{name(namespace)}.get({key!r}) is {name(guard.value)}")
        else:
            tests.append(f"{name(guard)}.holds(args)")
    return eval(f"lambda args: {' and '.join(tests) or True}", names)


def _in_namespace(guard: Guard, guards: tuple[Guard, ...]) -> tuple[dict, str] | None:
    """The namespace and name a guard looks at, where it is a global, or an attribute of a module with a guard of its own."""
    place = guard.place
    if guard.kind is not None:
        return None
    if isinstance(place, Global):
        return (place.namespace, place.name) if place.name in place.namespace else None
    if isinstance(place, Attribute):
        module = next((g.value for g in guards if g.place == place.base and g.kind is None), None)
        if isinstance(module, types.ModuleType) and place.name in vars(module):
            return (vars(module), place.name)
    return None


class Kept(dict):
    """What is kept of generated functions, as long as no rule is replaced that they may have been made by."""

    def __init__(self) -> None:
        _kept[id(self)] = self


def forget() -> None:
    """Drop all generated functions: a rule has been replaced."""
    with GENERATION:
        for kept in list(_kept.values()):
            kept.clear()


_kept: "weakref.WeakValueDictionary[int, Kept]" = weakref.WeakValueDictionary()
Entries = dict[tuple, list[Entry]]
_stores: "weakref.WeakKeyDictionary[Callable, dict[Any, Entries]]" = weakref.WeakKeyDictionary()


def entries(function: Callable, request: Any) -> Entries:
    """The entries for one request of one function; shared by all who ask for the same."""
    with GENERATION:
        try:
            store = _stores.setdefault(function, {})
        except TypeError:  # cannot be weakly referenced or hashed
            return Kept()
        return store.setdefault(request, Kept())
