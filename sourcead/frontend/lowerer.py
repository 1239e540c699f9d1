"""The state of a lowering: the frames being walked, the IR written so far, what was captured and what was refused.

Lowering walks a syntax tree once, in the order Python evaluates it. The walk is an abstract interpretation: every
expression yields a Value (values.py) whose kind is known, names are bound to Values in frames, and calls of the user's own
functions are walked in place. How each kind of node is lowered stands in the modules that fill EXPRESSIONS and STATEMENTS;
what is in neither table is outside the subset.
"""

from __future__ import annotations

import ast
import types
from dataclasses import dataclass, field
from typing import Any, Callable, Protocol

import numpy as np

from ..errors import ArgumentError, Pos, Violation
from ..ir import kinds
from ..ir.builder import Builder
from ..ir.kinds import Kind, kind_of
from ..ir.nodes import Atom, Const, Function, Let, Var, now
from ..ir.primitives import Primitive
from .callables import name_of
from .objects import IF_CONTIGUOUS, SURE, Objects, View, is_object, is_view
from .places import Attribute, Cell, Global, Guard, Item, Object, Place
from .source import Source
from .values import MISSING, NONE, POISON, Conflict, Items, Known, Perhaps, Value, is_atom, poisoned


EXPRESSIONS: dict[type[ast.expr], Callable[..., Value]] = {}
STATEMENTS: dict[type[ast.stmt], Callable[..., bool | None]] = {}
STRUCTURE: dict[str, Callable[..., None]] = {}


class DeadEnd(Exception):
    """Nothing after this place is reached: something has been raised."""


class Table(Protocol):
    """What lowering asks of the rules table."""

    def find(self, function: Any) -> Primitive | None: ...
    def operator(self, node: type[ast.AST]) -> Primitive: ...
    def method(self, name: str) -> Primitive | None: ...
    def attribute(self, name: str) -> Primitive | None: ...
    def named(self, name: str) -> Primitive: ...
    def translate(self, function: Any, library: str) -> Any: ...
    def inverse(self, primitive: Primitive) -> Callable | None: ...
    def definition(self, function: Any) -> Callable | None: ...
    def refusal(self, function: Any) -> str | None: ...
    def opened(self, type_: type) -> tuple[type, dict[str, str]] | None: ...


@dataclass(eq=False)
class Frame:
    """One activation of a function: its local names, and where it finds the others."""

    name: str
    source: Source
    function: types.FunctionType
    locals: dict[str, Value] = field(default_factory=dict)
    assigned: frozenset[str] = frozenset()
    outer: "Frame | None" = None
    structure: tuple[int, tuple] = (0, ())  # how nested its arguments are, and which objects are among them
    loops: int = 0  # how many loops of it are being lowered
    read_early: dict[str, ast.AST] = field(default_factory=dict)  # in a loop, before anything is known to be assigned
    number: int = field(init=False, default_factory=now)
    uses: dict[str, set[ast.AST]] = field(default_factory=dict)

    def used_only_in(self, node: ast.AST, names: list[str]) -> list[str]:
        """Those of these names that are used nowhere in the function but inside `node`."""
        if not names:
            return []
        if not self.uses:
            self.uses = used_names(self.source.node)
        inside = set(ast.walk(node))
        return [name for name in names if self.uses.get(name, set()) <= inside]


@dataclass(frozen=True, eq=False)
class Lowered:
    """A function in the IR, and what it reads besides its arguments.

    `captures` are the places of the extra parameters that follow the user's own; `guards` tell whether what was compiled
    in (functions, modules, settings, kinds of captures) still holds.
    """

    function: Function
    captures: tuple[Place, ...]
    guards: tuple[Guard, ...]
    arity: int


class Lowerer:
    def __init__(self, table: Table, builder: Builder, library: str = ""):
        self.table = table
        self.builder = builder
        self.library = library  # a rule's body speaks of np; for a primitive of math it means math
        self.violations: list[Violation] = []
        self.captures: dict[Place, Var] = {}
        self.guards: dict[Place, Guard] = {}
        self.stack: list[Frame] = []
        self.objects = Objects()
        self.facts: dict[Atom, bool] = {}  # truth values known on the way that is being lowered
        self.opposites: dict[Atom, Atom] = {}  # what `not` was applied to
        self.parts: dict[tuple[Atom, bool], list[Atom]] = {}  # the operands of `and` if it is true, of `or` if it is false
        self.in_rule = False
        self.in_own_rule = False  # the body of a rule of the user's: data around it is compiled in
        self.copies = 1  # of the statement being lowered, in loops that are written out
        self.definitions: dict[Any, Any] = {}  # recursive functions, by signature
        self.recursive: dict[types.FunctionType, bool] = {}
        self.reads: list[list[tuple[Frame, str, Value]]] = []  # for each definition being lowered, the names it has read
        self.tried: dict[Var, ast.AST] = {}  # the arrays that try statements give, which others may hold
        self.policy: Any = None  # which callees are written in place
        self.arguments: tuple = ()  # those whose value is their kind; None for numbers, which nothing is read from

    # -- refusing ---------------------------------------------------------------------------------------------------

    def pos(self, node: ast.AST) -> Pos:
        return self.stack[-1].source.pos(node)

    def refuse(self, node: ast.AST, message: str, advice: str, unless_counted: bool = False) -> Any:
        """Remember a violation at `node`; lowering goes on, so that all are reported at once."""
        self.violations.append(Violation(self.pos(node), message, advice, unless_counted))
        return POISON

    # -- expressions and statements (by the tables of their modules) ---------------------------------------------------

    def expr(self, node: ast.expr, name: str | None = None) -> Value:
        """The value of an expression, which must not be None; `name` is what its outermost computation is to be called."""
        return self.settled(node, self.raw(node, name))

    def raw(self, node: ast.expr, name: str | None = None) -> Value:
        """The value of an expression where None is as good as any, known or not."""
        lower = EXPRESSIONS.get(type(node))
        if lower is None:  # in a user's function, the subset check has reported it
            return self.refuse(node, f"{type(node).__name__} in a rule", "write an expression") if self.in_rule else POISON
        with self.builder.at(self.pos(node)):
            return lower(self, node, name)

    def body(self, stmts: list[ast.stmt]) -> None:
        """Lower a statement list. A statement may take the rest of the list with it; after a way out the rest is skipped."""
        for index, stmt in enumerate(stmts):
            lower = STATEMENTS.get(type(stmt))
            if lower is None:  # the subset check has reported it; what it assigns is not known
                self.stack[-1].locals.update(dict.fromkeys(stored_names(stmt), POISON))
            else:
                with self.builder.at(self.pos(stmt)):
                    done = lower(self, stmt, stmts[index + 1 :])
                if done:
                    return
            exits = self.stack[-1].locals.get("%exit")
            if exits is None or (exits.is_const and not exits.value):
                continue
            if not exits.is_const and stmts[index + 1 :]:
                self.guard_rest(exits, stmts[index + 1 :])
            return

    def condition(self, node: ast.expr, only: bool = True) -> Value:
        """The value of an expression that is tested for its truth, which is what the value is `only` needed for."""
        value = STRUCTURE["tested"](self, node) if only and isinstance(node, ast.BoolOp) else self.raw(node)
        if isinstance(value, Perhaps) and self.facts.get(value.present) is None:
            return self.refuse(node, "the truth of a value that may be None", "write `is None` or `is not None`")
        value = self.settled(node, value)
        if is_atom(value) or isinstance(value, Items) or STRUCTURE["truth"](value) is not None:
            return value
        return POISON if value is POISON else self.refuse(node, "the truth of this value is not known", "compare it with something")

    def assume(self, test: Atom, holds: bool) -> None:
        """Note a truth value, and that of what it is the opposite of."""
        while test is not None and not getattr(test, "is_const", True) and self.facts.get(test) is not holds:
            self.facts[test] = holds
            for part in self.parts.get((test, holds), ()):
                self.assume(part, holds)
            test, holds = self.opposites.get(test), not holds

    def settled(self, node: ast.AST, value: Value) -> Value:
        """A value that is there, checked at run time where need be."""
        if not isinstance(value, Perhaps):
            return self.current(node, value) if isinstance(value, Items) else value
        known = self.facts.get(value.present)
        if known is False:
            return NONE if value.absent is NONE else self.refuse(node, "this is read before it is assigned", "assign it first")
        if known is None:
            text = ast.unparse(node) if isinstance(node, ast.expr) else self.stack[-1].name
            check = "require_assigned" if value.absent is MISSING else "require_value"
            self.builder.emit(self.table.named(check), value.present, Const(text))
            self.assume(value.present, True)
        return self.settled(node, value.value)

    def current(self, node: ast.AST, value: Value) -> Value:
        """The newest version of an object; a view is read again where its base has been written since."""
        objects = self.objects
        target = objects.owner.get(value, value)
        view = objects.views.get(target)
        if view is None:
            newest = objects.versions.get(target, target)
            if isinstance(newest, Conflict):
                return self.refuse(node, f"this may be {newest.one} or {newest.other} here", "give it one kind on every way")
            return newest
        base = self.current(node, view.base)
        seen, shown = objects.versions.get(target, (view.seen, target))
        if base is seen:
            return shown
        if not self.shared(node, view):
            what = f"{target.name!r}" if getattr(target, "name", None) else "this array"
            return self.refuse(
                node, f"{what} may share memory with an array that was changed since", "work on a copy of it: x.copy()"
            )
        again = self.builder.emit(view.fn, base, *view.args, name=target.name, **view.options)
        objects.owner[again] = target
        return again

    def shared(self, node: ast.AST, view: View) -> bool:
        """Whether a view shares the memory of its base for sure, if need be by a check at run time."""
        if view.fn.name in SURE:
            return True
        root = self.objects.of(view.base)
        if view.fn.name not in IF_CONTIGUOUS or root in self.objects.views or self.objects.roots(root) != {root} or root in self.objects.lent:
            return False  # what is not made here may be laid out in any way
        check = self.table.named("require_contiguous")
        if not any(isinstance(s, Let) and s.fn is check and s.args == (view.seen,) for s in self.builder.stmts):
            self.compute(node, check, [view.seen])
        return True

    def guard_rest(self, exits: Value, rest: list[ast.stmt]) -> None:
        """Lower the rest of a list for the case that it has not been left."""
        STRUCTURE["guarded"](self, exits, lambda: self.body(rest))

    # -- computing ----------------------------------------------------------------------------------------------------

    def compute(
        self, node: ast.AST, fn: Primitive, args: list[Value], options: dict[str, Value] | None = None, name: str | None = None
    ) -> Value:
        """Emit `fn(*args, **options)`, refusing what has no kind or no support."""
        options = options or {}
        if poisoned(*args, *options.values()):
            return POISON
        atoms = [self.atom(node, a) for a in args]
        named = {key: self.atom(node, a) for key, a in options.items()}
        if poisoned(*atoms, *named.values()):
            return POISON
        if fn.name != "astype" and any(kinds.holds_objects(a.kind) for a in atoms):
            return self.refuse(node, f"{fn.spelling} is given an array of objects", "make it one of numbers first: .astype(float)")
        try:
            out = self.builder.emit(fn, *atoms, name=name, **named)
        except ArgumentError as error:  # of a rule of the user's
            return self.refuse(node, str(error), f"see the rule of {fn.title}")
        if is_view(fn, atoms, out):
            self.objects.views[out] = View(args[0], fn, tuple(atoms[1:]), named, atoms[0])
        if out.kind == kinds.UNKNOWN and not fn.effect:
            given = ", ".join(str(a.kind) for a in atoms)
            return self.refuse(
                node,
                f"cannot tell what kind of value {fn.spelling} gives for ({given})",
                "check that the call works with arguments of these kinds",
            )
        if kinds.holds_objects(out.kind) and not fn.own:
            return self.refuse(node, f"{fn.spelling} gives an array of objects", "keep to arrays of numbers")
        return out

    def atom(self, node: ast.AST, value: Value) -> Atom | Any:
        """`value` as one run-time value: a sequence is built, a type or dtype stands for itself."""
        value = self.settled(node, value)
        if is_object(value):
            value = self.current(node, value)
        if is_atom(value) or value is POISON:
            return value
        if isinstance(value, Items) and value.once:
            return self.refuse(node, "an iterator is used as a value here", "make a list of it")
        if isinstance(value, Items):
            if value.atom is not None and self.untouched(value):
                return value.atom
            if value.type not in (list, tuple, dict):
                return self.refuse(node, f"a {value.type.__name__} is used as a value here", "pass its fields")
            if value.type is dict:
                atoms = [self.atom(node, v) for v in value.values]
                return POISON if poisoned(*atoms) else self.builder.emit(self.table.named("dict"), Const(value.keys), *atoms)
            atoms = [self.atom(node, v) for v in value.values]
            if poisoned(*atoms):
                return POISON
            if all(a.is_const for a in atoms):
                return Const(value.type(a.value for a in atoms))
            return self.builder.emit(self.table.named(value.type.__name__), *atoms)
        if isinstance(value, Known) and isinstance(value.object, (type, np.dtype, type(Ellipsis))):
            return Const(value.object)
        what = getattr(value, "object", value)
        return self.refuse(
            node,
            f"{name_of(what) if callable(what) else type(what).__name__!r} is used as a value here",
            "only numbers, arrays and tuples or lists of them can be passed to a primitive",
        )

    def untouched(self, value: Items) -> bool:
        """Whether nothing in a nest has been written to since it was made."""
        versions = self.objects.versions
        parts = (value, *value.values)
        if any(self.objects.of(part) in versions and versions[self.objects.of(part)] is not part for part in parts):
            return False
        return all(self.untouched(v) for v in value.values if isinstance(v, Items))

    # -- names ----------------------------------------------------------------------------------------------------------

    def lookup(self, node: ast.AST, name: str) -> Value:
        """The value a name has here, looked for where Python would look."""
        frame: Frame | None = self.stack[-1]
        while frame is not None:
            if name in frame.locals:
                value = frame.locals[name]
                for reads in self.reads:
                    reads.append((frame, name, value))
                if isinstance(value, Conflict):
                    return self.refuse(
                        node, f"{name!r} may be {value.one} or {value.other} here", f"give {name} one kind on every way"
                    )
                unassigned = isinstance(value, Perhaps) and value.absent is MISSING
                return self.settled(node, value) if unassigned else value
            if name in frame.assigned:
                if frame.loops:  # it may be assigned later in the loop, and so be known in the next iteration
                    frame.read_early.setdefault(name, node)
                    raise DeadEnd
                return self.refuse(node, f"{name!r} is read before it is assigned", "assign it first")
            inner, frame = frame, frame.outer
        function = inner.function
        free = function.__code__.co_freevars
        if name in free:
            cell = function.__closure__[free.index(name)]
            try:
                return self.resolve(node, cell.cell_contents, Cell(cell), name)
            except ValueError:
                return self.refuse(node, f"{name!r} has no value yet", "call grad after it is assigned")
        place = Global(function.__globals__, name)
        try:
            return self.resolve(node, self.read(place), place, name)
        except AttributeError:
            return self.refuse(node, f"name {name!r} is not defined", "define or import it")

    def resolve(self, node: ast.AST, value: Any, place: Place | None, name: str) -> Value:
        """What a captured object means: data are extra inputs, everything else is known now and guarded."""
        kind = kind_of(value)
        if value is None or isinstance(value, (str, bytes)) or value is Ellipsis:
            self.guard(place, value, kind)
            return Const(value)
        if kinds.is_number(kind):
            if place is None or self.in_rule or self._settled(place):
                return Const(value)
            return self.capture(place, kind, name)
        if isinstance(kind, kinds.Sequence):
            self.guard(place, value, kind)
            items = (self.resolve(node, v, place and Item(place, i), f"{name}_{i}") for i, v in enumerate(value))
            captured = Items(type(value), tuple(items))
            if type(value) is list and place is not None:
                self.objects.kept[captured] = "a captured list is changed, which belongs to the caller"
            return captured
        self.guard(place, value, None)
        return Known(value, place)

    def part_of(self, node: ast.AST, known: Known, key: Any) -> Value:
        """`known[key]` of a captured object."""
        return self.resolve(node, known.object[key], known.place and Item(known.place, key), str(key))

    def _settled(self, place: Place) -> bool:
        """Constants of the standard library and of NumPy (np.pi) are compiled in."""
        if not isinstance(place, Attribute):
            return False
        base = self.read(place.base)
        return isinstance(base, types.ModuleType) and base.__name__ in ("math", "numpy", "cmath", "scipy.constants")

    def capture(self, place: Place, kind: Kind, name: str) -> Atom:
        """The extra parameter for the data at `place`; in a rule of the user's what is there now, for as long as it is."""
        if self.in_own_rule:
            value = self.read(place)
            self.guard(place, value, None)
            return Const(value)
        if place not in self.captures:
            self.captures[place] = Var(kind, name)
            self.objects.lent[self.captures[place]] = None
            self.guard(place, None, kind)
        return self.captures[place]

    def guard_code(self, function: types.FunctionType) -> None:
        """What was read of a function holds until its code is replaced, as reloading tools do."""
        self.guard(Attribute(Object(function), "__code__"), function.__code__, None)

    def read(self, place: Place) -> Any:
        """What a place holds now."""
        return place.read(self.arguments)

    def guard(self, place: Place | None, value: Any, kind: Kind | None) -> None:
        if place is not None and not self.in_rule:
            self.guards.setdefault(place, Guard(place, value, kind))


def used_names(node: ast.AST) -> dict[str, set[ast.AST]]:
    """Where each name is read, changed in place or deleted."""
    changed = {n.target for n in ast.walk(node) if isinstance(n, ast.AugAssign)}
    uses: dict[str, set[ast.AST]] = {}
    for n in ast.walk(node):
        if isinstance(n, ast.Name) and (n in changed or not isinstance(n.ctx, ast.Store)):
            uses.setdefault(n.id, set()).add(n)
    return uses


def stored_names(node: ast.AST) -> set[str]:
    """The names assigned or defined anywhere in a statement."""
    assigned = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, (ast.Store, ast.Del))}
    assigned |= {(a.asname or a.name).partition(".")[0] for n in ast.walk(node) if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names}
    return assigned | {n.name for n in ast.walk(node) if isinstance(n, ast.FunctionDef)}

