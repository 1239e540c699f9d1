"""Generated functions, kept per user function and signature.

An entry was compiled for a signature and for what the function captured at that time; it is used as long as its guards
hold. Lookups take no lock: entries are only ever added, under the generation lock.
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass
from typing import Any, Callable

from ..frontend.places import Global, Guard, Place
from .compile import Generated

GENERATION = threading.RLock()


@dataclass(frozen=True)
class Entry:
    """`run(args)` calls the generated function with the captured values put behind the first `arity` arguments."""

    generated: Generated
    captures: tuple[Place, ...]
    arity: int
    constants: tuple[tuple[dict, str, Any], ...]
    guards: tuple[Guard, ...]
    extra: Any = None

    def holds(self, args: tuple) -> bool:
        """Whether what was compiled in is still what the function would find."""
        for namespace, name, value in self.constants:
            if namespace.get(name) is not value:
                return False
        for guard in self.guards:
            if not guard.holds(args):
                return False
        return True

    def run(self, args: tuple) -> Any:
        if not self.captures:
            return self.generated.function(*args)
        return self.generated.function(*self.placed(args))

    def placed(self, args: tuple) -> tuple:
        """The arguments of the generated function for these of the call."""
        captured = [place.read(args) for place in self.captures]
        return (*args[: self.arity], *captured, *args[self.arity :])


def entry(generated: Generated, captures: tuple[Place, ...], arity: int, guards: tuple[Guard, ...], extra: Any = None) -> Entry:
    """An entry; guards on globals that exist are told apart, since they are most and can be checked fast."""
    fast = [g for g in guards if g.kind is None and isinstance(g.place, Global) and g.place.name in g.place.namespace]
    slow = tuple(g for g in guards if g not in fast)
    constants = tuple((g.place.namespace, g.place.name, g.value) for g in fast)
    return Entry(generated, captures, arity, constants, slow, extra)


Entries = dict[tuple, list[Entry]]
_stores: "weakref.WeakKeyDictionary[Callable, dict[Any, Entries]]" = weakref.WeakKeyDictionary()


def entries(function: Callable, request: Any) -> Entries:
    """The entries for one request of one function; shared by all who ask for the same."""
    with GENERATION:
        try:
            store = _stores.setdefault(function, {})
        except TypeError:  # cannot be weakly referenced or hashed
            return {}
        return store.setdefault(request, {})
