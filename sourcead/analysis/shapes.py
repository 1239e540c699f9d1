"""Shapes by name: which arrays are known to have the same shape, without knowing any size.

    Shape ::= a set of tokens: the shape is what broadcasting the shapes these stand for gives; the empty set is a number's

Elementwise results have the union of their operands' sets. Equal sets mean equal shapes; a superset means a shape that
the subset broadcasts to. A token is the variable that first had the shape. Parts of an array that leave out as many
elements at its ends, u[1:-1], u[2:] and u[:-2], have one shape.
"""

from __future__ import annotations

from typing import Any, Iterable

from ..ir.callees import RESULT, Called
from ..ir.kinds import Scalar, is_array, ndim
from ..ir.nodes import Atom, If, Let, Loop, Stmt, Var
from ..rules.table import RuleTable
from .callees import shapes

Shape = frozenset[Var]
NUMBER: Shape = frozenset()
LIKE = {
    **{"zeros_like": 0, "ones_like": 0, "full_like": 0, "broadcast_like": 1, "unbroadcast": 1, "scatter_like": 1},
    **{"add_at": 0, "store": 0, "copy": 0},
}
TRANSFORMS = {"fft", "ifft", "fft2", "ifft2", "fftn", "ifftn"}  # of the shape of their argument, unless told another


class Shapes:
    """Shapes of the variables that statements define, in the order they are followed."""

    def __init__(self, table: RuleTable):
        self.table = table
        self.known: dict[Atom, Shape] = {}
        self.parts: dict[tuple, Shape] = {}
        self.items: dict[Atom, Shape] = {}  # of the arrays that a loop records, where all have one shape
        self.sizes: dict[Atom, Atom] = {}  # the array that a tuple is the shape of
        self.calls: dict[Atom, Let] = {}
        self.tuples: dict[Atom, tuple[Atom, ...]] = {}

    def follow(self, stmts: Iterable[Stmt]) -> None:
        """Take in computations; those of branches and loops are for the caller, or for `follow_all`."""
        for stmt in stmts:
            if isinstance(stmt, Let):
                self.known[stmt.out] = self._result(stmt)

    def follow_all(self, stmts: Iterable[Stmt]) -> None:
        """Take in statements and what is in them. A loop carries a shape on if each iteration hands on what it got."""
        for stmt in stmts:
            if isinstance(stmt, Let):
                self.known[stmt.out] = self._result(stmt)
            elif isinstance(stmt, If):
                for arm in stmt.blocks:
                    self.follow_all(arm.stmts)
                for out, *yields in zip(stmt.outs, stmt.then.yields, stmt.orelse.yields):
                    self._one_of(out, yields)
            else:
                self._loop(stmt)

    def _one_of(self, out: Var, atoms: list[Atom]) -> None:
        shapes = {self.of(a) for a in atoms}
        if len(shapes) == 1 and all(ndim(a.kind) == ndim(out.kind) for a in atoms):
            self.known[out] = shapes.pop()

    def _loop(self, stmt: Loop) -> None:
        same = {p for p, init in zip(stmt.params, stmt.inits) if is_array(p.kind) and ndim(init.kind) == ndim(p.kind)}
        for source in stmt.sources:
            if source.over in self.items:
                self.known[source.item] = self.items[source.over]
        while True:
            for param, init in zip(stmt.params, stmt.inits):
                self.known[param] = self.of(init) if param in same else frozenset([param] if ndim(param.kind) else ())
            for block in stmt.blocks:
                self.follow_all(block.stmts)
            changed = {p for p, after in zip(stmt.params, stmt.nexts) if p in same and self.of(after) != self.of(p)}
            if not changed:
                break
            same -= changed
        inside = {*stmt.bound, *(out for inner in stmt.body.stmts for out in inner.outs)}
        for history, collected in zip(stmt.histories, stmt.collected):
            if ndim(collected.kind) and inside.isdisjoint(self.of(collected)):
                self.items[history] = self.of(collected)
        self.known.update((result, self.known[param]) for param, result in zip(stmt.params, stmt.results) if param in same)

    def of(self, atom: Atom) -> Shape:
        if ndim(atom.kind) == 0:
            return NUMBER
        return self.known.get(atom) or frozenset([atom])

    def _result(self, stmt: Let) -> Shape:
        if stmt.fn.spelling == "(,)":
            self.tuples[stmt.out] = stmt.args
        elif stmt.fn.spelling == ".shape":
            self.sizes[stmt.out] = stmt.args[0]
        elif isinstance(stmt.fn, Called):
            self.calls[stmt.out] = stmt
        if ndim(stmt.out.kind) == 0:
            return NUMBER
        if isinstance(stmt.fn, Called):
            return self._called(stmt, stmt, 0)
        if stmt.fn is RESULT:
            call = self.calls.get(stmt.args[0])
            return frozenset([stmt.out]) if call is None else self._called(stmt, call, stmt.args[1].value)
        if stmt.fn.name in LIKE:
            return self.of(stmt.args[LIKE[stmt.fn.name]])
        if stmt.fn.name in TRANSFORMS and not {"n", "s"} & {key for key, _ in stmt.options}:
            return self.of(stmt.args[0])
        row = self.table.row(stmt.fn)
        if row.elementwise or _is_comparison(stmt):
            return frozenset().union(*map(self.of, stmt.args))
        if stmt.fn.spelling in ("np.reshape", "np.ravel") and is_array(stmt.args[0].kind):
            if len(stmt.args) > 1 and stmt.args[1] in self.sizes:
                return self.of(self.sizes[stmt.args[1]])
            return self.parts.setdefault((self.of(stmt.args[0]), ("in the shape", *stmt.args[1:])), frozenset([stmt.out]))
        if stmt.fn.spelling == "[]" and is_array(stmt.args[0].kind):
            return self._part(stmt)
        return frozenset([stmt.out])

    def _called(self, stmt: Let, call: Let, index: int) -> Shape:
        """The shape of a value that a call gives."""
        known = shapes(call.fn.definition, self.table)
        if known is None or known[index] is None:
            return frozenset([stmt.out])
        return frozenset().union(*(self.of(call.args[i]) for i in known[index]))

    def _part(self, stmt: Let) -> Shape:
        base, index = stmt.args
        atoms = self.tuples.get(index, (index,))
        if len(atoms) == 1 and atoms[0].is_const and isinstance(atoms[0].value, tuple):
            what = tuple(map(extent, atoms[0].value))
        else:
            what = tuple(extent(a.value) if a.is_const else "one" if isinstance(a.kind, Scalar) else a for a in atoms)
        if all(part == WHOLE for part in what):
            return self.of(base)
        while what and what[-1] == WHOLE and ... not in what:
            what = what[:-1]
        return self.parts.setdefault((self.of(base), what), frozenset([stmt.out]))


WHOLE = ("all but", 0)


def extent(index: Any) -> Any:
    """What decides how many elements a constant index picks along its axis."""
    if isinstance(index, slice) and index.step in (None, 1, -1):
        start, stop = index.start, index.stop
        if index.step == -1:
            return WHOLE if start is None and stop is None else ("slice", start, stop, -1)
        if (start is None or start >= 0) and (stop is None or stop < 0):
            return ("all but", (start or 0) - (stop or 0))
        return ("slice", start, stop, 1)
    if isinstance(index, slice):
        return ("slice", index.start, index.stop, index.step)
    if type(index) in (int, bool):
        return "one" if type(index) is int else ("bool", index)
    return index if index is None or index is ... else ("index", repr(index))


def _is_comparison(stmt: Let) -> bool:
    return stmt.fn.spelling in ("==", "!=", "<", "<=", ">", ">=", "&", "|", "^", "//") or stmt.fn.name in ("sign", "heaviside")
