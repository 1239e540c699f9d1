"""Appending statements to a block under construction.

A builder remembers the source position and exactness that new statements get, so that those who build need not pass them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator

from ..errors import Pos
from .kinds import Fields
from .nodes import Atom, Block, Const, Function, Let, Stmt, Var
from .primitives import Primitive
from .traversal import renewed

FOLDED = (bool, int, str, type(None))


class Builder:
    def __init__(self, exact: bool, pos: Pos | None = None):
        self.stmts: list[Stmt] = []
        self.exact = exact
        self.pos = pos

    @contextmanager
    def at(self, pos: Pos | None) -> Iterator[None]:
        """Statements emitted inside get this position."""
        outer, self.pos = self.pos, pos or self.pos
        try:
            yield
        finally:
            self.pos = outer

    def emit(self, fn: Primitive, *args: Atom, name: str | None = None, **options: Atom) -> Atom:
        """Append `fn(*args, **options)` and return what it is bound to: a constant where the value is exactly known."""
        folded = self._fold(fn, args, options)
        if folded is not None:
            return folded
        out = Var(fn.result(args, options), name)
        self.stmts.append(Let(out, fn, args, tuple(options.items()), self.pos, self.exact))
        return out

    def _fold(self, fn: Primitive, args: tuple[Atom, ...], options: dict[str, Atom]) -> Const | None:
        """Whole numbers, truth values and strings are computed now; floats too where the result need not be the user's."""
        if fn.effect or not all(a.is_const for a in (*args, *options.values())):
            return None
        types = FOLDED if self.exact else (*FOLDED, float, complex)
        if not all(isinstance(a.value, (*FOLDED, float, complex)) for a in args):
            return None
        try:
            value = fn.call(*[a.value for a in args], **{k: a.value for k, a in options.items()})
        except Exception:
            return None  # it will raise where the user's function does
        if not self.exact and type(value).__name__ == "float64":
            value = float(value)
        return Const(value) if type(value) in types else None

    def inline(self, function: Function, args: list[Atom]) -> list[Atom]:
        """Append the body of `function` for these arguments; what it yields. Its statements keep their positions."""
        bound: dict[Atom, Atom] = dict(zip(function.params, args, strict=True))
        copied = renewed(function.body, bound, self.exact)
        self.stmts.extend(copied.stmts)
        return list(copied.yields)

    def block(self, yields: tuple[Atom, ...] | list[Atom]) -> Block:
        return Block(tuple(self.stmts), tuple(yields))


def nest_map(nest: Any, leaf: Any) -> Any:
    """The same nest of tuples, lists, dicts and `Fields`, for objects of named fields, with `leaf` applied to what is none of them."""
    if isinstance(nest, (tuple, list)):
        return type(nest)(nest_map(item, leaf) for item in nest)
    if isinstance(nest, dict):
        return {key: nest_map(item, leaf) for key, item in nest.items()}
    if isinstance(nest, Fields):
        return Fields(nest.type, nest_map(nest.values, leaf))
    return leaf(nest)


def nest_leaves(nest: Any) -> list[Any]:
    """The leaves of a nest, left to right."""
    leaves: list[Any] = []
    nest_map(nest, leaves.append)
    return leaves
