"""What both modes share: lowering a rule's body, fitting shapes, arithmetic on derivatives."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any, Iterator, Sequence

import numpy as np

from ..analysis.activity import active_operands
from ..analysis.shapes import NUMBER, Shapes
from ..analysis.storage import overwritten
from ..errors import Refused, Violation
from ..frontend.lowering import lower_body
from ..frontend.places import Object
from ..frontend.values import Items, Known
from ..ir.builder import Builder
from ..ir.callees import TAPE
from ..ir.kinds import Array, History, Kind, Scalar, Static, holds_objects, is_array, is_complex, is_list, is_number, is_numpy_integer, ndim
from ..ir.nodes import UNDEFINED, Atom, Block, Const, Function, Let, Stmt, Var
from ..ir.traversal import map_blocks, statements, with_stmts
from ..rules.table import Body, RuleTable


NOTHING_RECORDED = Const([])  # what an arm yields for the history of a loop in the other


def exact(stmt: Stmt) -> Stmt:
    """A statement of the primal, to be computed as the user wrote it."""
    if isinstance(stmt, Let):
        return stmt if stmt.exact else replace(stmt, exact=True)
    changed = map_blocks(stmt, lambda block: with_stmts(block, [exact(s) for s in block.stmts]))
    return changed if changed.exact else replace(changed, exact=True)


def _as_met(atom: Atom) -> Atom | Known:
    """An object among the arguments of a function of the user's, as reading a body of its rule meets it."""
    if not atom.is_const or not isinstance(atom.kind, Static) or isinstance(atom.value, (str, bytes, slice, type(None))):
        return atom
    return Known(atom.value, Object(atom.value))


def seed_name(of: str, suffix: str, taken: Sequence[str]) -> str:
    """x_dot for x; numbered where the function has a parameter of that name."""
    name = base = f"{of}{suffix}"
    for number in itertools.count(1):
        if name not in taken:
            break
        name = f"{base}{number}"
    return name


class Derivation:
    """The block of a derivative function under construction, over the primal function it differentiates."""

    def __init__(self, primal: Function, table: RuleTable):
        self.primal = primal
        self.table = table
        self.builder = Builder(exact=False, pos=primal.pos)
        self.shapes = Shapes(table)
        self.shapes.follow_all(primal.body.stmts)
        self.at_hand = {*primal.params, *(out for stmt in primal.body.stmts for out in stmt.outs)}  # outside branches and loops
        self.followed = 0
        self.depth = 0  # how many loops are around what is being reversed
        self.ranges = {s.out: s for s in statements(primal.body) if isinstance(s, Let) and s.fn.spelling == "range"}
        # Histories of adjoints: whether the last entry of the primal's comes first; for histories of histories, at each depth.
        self.backwards: dict[Atom, tuple[bool, ...]] = {}
        self.origins: dict[Atom, tuple[Var, str]] = {}
        self.items: dict[Atom, Items] = {}  # the tuples that have been taken apart
        self.packed: dict[Atom, tuple[Var, Any]] = {}  # calls of definitions: the call of the tangent, and the definition

    @cached_property
    def overwritten(self) -> set[Atom]:
        return overwritten(self.primal)

    @contextmanager
    def block(self, exact: bool = False) -> Iterator[Builder]:
        """Statements emitted inside go to a block of their own, which is the builder's."""
        outer, followed = self.builder, self.followed
        self.builder, self.followed = Builder(exact, outer.pos), 0
        try:
            yield self.builder
            self.shapes.follow(self.builder.stmts[self.followed :])
        finally:
            self.builder, self.followed = outer, followed

    def emit(self, name: str, *args: Atom, **options: Atom) -> Atom:
        return self.builder.emit(self.table.named(name), *args, **options)

    def result(self, stmt: Let) -> Atom | Items:
        """What a rule's body takes for the result of a statement: a tuple is its items."""
        return self.items.get(stmt.out, stmt.out)

    def body(self, body: Body, stmt: Let, *leading: Any, results: int = 0) -> Atom | tuple[Atom, ...]:
        """What a rule's body gives for a statement: called with `leading`, the operands and the options.

        A tuple only where it is one of this many tangents, one for each of the `results`.
        """
        given = dict(stmt.options)
        options = [given.get(key, Const(default)) for key, default in stmt.fn.options.items()]
        library = stmt.fn.spelling.partition(".")[0] if stmt.fn.spelling.startswith("math.") else ""
        active = {*active_operands(stmt, self.table)}
        args = [self.real(a) if i in active else a for i, a in enumerate(stmt.args)]
        leading = tuple(self.real(a) if a is stmt.out else a for a in leading)
        start = len(self.builder.stmts)
        if stmt.fn.own:
            args = [_as_met(a) for a in args]
        result = lower_body(body, [*leading, *args, *options], self.table, self.builder, library, stmt.fn.own)
        for i in range(start, len(self.builder.stmts)):
            self.builder.stmts[i] = self._with_models(self.builder.stmts[i])
        if stmt.fn.own and (len(result) if isinstance(result, tuple) else 0) != results:
            given = f"a tuple or list of {len(result)}" if isinstance(result, tuple) else "one value"
            wanted = f"a tuple with a tangent for each of {results} results" if results else "a number or array: np.array(...)"
            raise Refused(stmt.fn.title, [Violation(stmt.pos, f"the rule of {stmt.fn.title} gives {given}", f"return {wanted}")])
        return result

    def _with_models(self, stmt: Stmt) -> Stmt:
        """The statement taking the shapes it needs from variables that are at hand."""
        if not isinstance(stmt, Let) or not stmt.fn.models:
            return stmt
        args = [self.model(a) if i in stmt.fn.models and isinstance(a.kind, Array) else a for i, a in enumerate(stmt.args)]
        return stmt if all(a is b for a, b in zip(args, stmt.args)) else replace(stmt, args=tuple(args))

    def real(self, atom: Atom) -> Atom:
        """An integer as the real number it counts as: NumPy's integers wrap around and cut fractions off. Objects as numbers."""
        if atom.is_const or not (is_numpy_integer(atom.kind) or holds_objects(atom.kind)):
            return atom
        if isinstance(atom.kind, Array):
            return self.emit("astype", atom, Const(np.float64))
        return self.emit("float", atom)

    def times(self, derivative: Atom, partial: Atom) -> Atom | None:
        """partial * derivative, without the factors 1 and -1; None where the partial is zero.

        The partial comes first, so that chains multiply from the inside out, as the function itself does.
        """
        if partial.is_const and not isinstance(partial.value, bool):
            if partial.value == 0:
                return None
            if partial.value == 1:
                return derivative
            if partial.value == -1:
                return self.emit("neg", derivative)
        return self.emit("mul", partial, derivative)

    def plus(self, one: Atom | None, other: Atom | None) -> Atom | None:
        if one is None or other is None:
            return one if other is None else other
        return self.emit("tapes_added" if one.kind is TAPE else "list_plus" if is_list(one.kind) else "add", one, other)

    def shape(self, atom: Atom) -> frozenset:
        self.shapes.follow(self.builder.stmts[self.followed :])
        self.followed = len(self.builder.stmts)
        return self.shapes.of(atom)

    def declare_shape(self, derivative: Atom, like: Atom) -> None:
        """A derivative has the shape of its variable: by construction, also where the statements do not show it."""
        if ndim(derivative.kind) > 0:
            shape = self.shape(like)
            self.shape(derivative)
            self.shapes.known[derivative] = shape

    def fitted(self, derivative: Any, kind: Kind) -> Any:
        """A derivative as that of a value of this kind: of a real number it is real, of a complex array complex.

        The derivative of a real number that a complex one is made of is the real part of what the rule gives, and so is
        that of a real number made of a complex one: see rules/complex_numbers.py.
        """
        if isinstance(derivative, dict):
            return {i: self.fitted(d, kind.items[i]) for i, d in derivative.items()}
        if derivative is None or not is_number(kind) or not is_number(derivative.kind):
            return derivative
        if is_complex(derivative.kind) and not is_complex(kind):
            return self.emit("real", derivative)
        if is_array(kind) and is_complex(kind) and not is_complex(derivative.kind):
            return self.emit("add", derivative, Const(0j))
        return derivative

    def zero_like(self, like: Atom) -> Atom:
        """A zero derivative for `like`: an array's is an array, what is no number has none."""
        if isinstance(like.kind, Array):
            return self.emit("zeros_like", self.real(self.model(like)))
        if like == UNDEFINED:
            return UNDEFINED
        if is_list(like.kind):
            return self.emit("list_zeros_like", like)
        if like.kind is TAPE:
            return self.emit("zeros_of", like)
        if isinstance(like.kind, History) or like == NOTHING_RECORDED:
            return NOTHING_RECORDED
        return Const(0.0) if isinstance(like.kind, Scalar) else Const(None)

    def reduce_to(self, contribution: Atom, like: Atom) -> Atom:
        """Undo broadcasting: sum what flows back to an operand that was broadcast."""
        if self.shape(contribution) == self.shape(like):
            return contribution
        if ndim(like.kind) == 0:
            return self.emit("sum", contribution)
        return self.emit("unbroadcast", contribution, self.model(like))

    def model(self, like: Atom) -> Atom:
        """A variable that has the shape of `like` and is at hand wherever a shape is needed, if there is one."""
        shape = self.shape(like)
        own = next(iter(shape)) if len(shape) == 1 else like
        return own if own in self.at_hand and own.kind == like.kind else like

    def expand_to(self, tangent: Atom, like: Atom) -> Atom:
        """A tangent has the shape of its primal, also where that came from an operand without derivative."""
        if self.shape(tangent) == self.shape(like):
            return tangent
        like = self.model(like)
        filled = self.shape(tangent) == NUMBER and ndim(tangent.kind) == 0
        return self.emit("full_like", like, tangent) if filled else self.emit("broadcast_like", tangent, like)

    def label(self, derivative: Atom, of: Var, suffix: str) -> None:
        """Name a derivative after the variable it belongs to. The first name stays."""
        if isinstance(derivative, Var):
            self.origins.setdefault(derivative, (of, suffix))

    @contextmanager
    def resumed(self, builder: Builder) -> Iterator[None]:
        """Statements emitted inside go to a block begun earlier."""
        outer, followed = self.builder, self.followed
        self.builder, self.followed = builder, len(builder.stmts)
        try:
            yield
        finally:
            self.builder, self.followed = outer, followed

    def finish(self, stmts: Sequence[Stmt], yields: Sequence[Atom]) -> Block:
        """The block, with the names of derivatives written in."""
        block = Block(tuple(stmts), tuple(yields))
        for stmt in statements(block):
            if not isinstance(stmt, Let) or stmt.exact:
                continue
            origin = self.origins.get(stmt.out)
            if origin is not None:
                of, suffix = origin
                stmt.out.name, stmt.out.origin = (f"{of.name}{suffix}", None) if of.name else (None, origin)
        return block

    def named(self, kind: Kind, of: Atom, suffix: str) -> Var:
        """A variable for a derivative of `of`, named after it."""
        name = getattr(of, "name", None)
        return Var(kind, f"{name}{suffix}" if name else None, None if name or of.is_const else (of, suffix))
