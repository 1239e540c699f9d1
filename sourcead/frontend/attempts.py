"""try statements. Where it is known what happens they are lowered, otherwise Python carries them out.

    try: w = table[key]         of a dict whose keys are known: what is found there, or the handler of the KeyError
    try: n = int(text)          a function of what it reads, called once, in order; what it assigns carries no derivative

The law of the second: nothing that is differentiated flows in, what comes out has the kind it is taken to have (checked when
it is run), and no array, list or object around it is changed in it.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import symtable
import sys
import textwrap
import types
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from ..ir import kinds
from ..ir.callees import RESULT
from ..ir.kinds import BOOL, NONE, Kind, Sequence, joined
from ..ir.nodes import Const
from ..ir.outlined import EVERYWHERE, Outlined
from .expected import Expected
from .flow import Flow, targets
from .lookups import known_way
from .lowerer import Lowerer, stored_names
from .objects import is_object
from .untouched import change_in
from .values import MISSING, NONE as CONST_NONE, POISON, Items, Known, Perhaps, Value, is_atom

CONVERT = "convert it there, as in {0} = int(...), float(...) or np.ones(3), or assign it outside the try"
HERE = {"globals", "locals", "vars", "dir", "eval", "exec", "super", "__class__"}
TEST = "test it there, as in is_it = {0} == {1}, or assign it outside the try"


def attempt(lowerer: Lowerer, node: ast.Try) -> None:
    name = next(name for name in ("result", "returned", "what_is_returned") if name not in _names(lowerer.stack[-1].source.node))
    assigning = _assigning(node, name)
    if assigning is None:
        _attempt(lowerer, node, set())
        return
    _attempt(lowerer, assigning, {name})
    given = ast.Return(ast.copy_location(ast.Name(name, ast.Load()), node))
    lowerer.body([ast.copy_location(given, node)])


def _assigning(node: ast.Try, name: str) -> ast.Try | None:
    """A try statement all whose ways end with return, as one that assigns what is returned."""
    ends = [node.orelse or node.body, *(handler.body for handler in node.handlers)]
    returning = [body for body in ends if isinstance(body[-1], ast.Return)]
    if not returning or not all(isinstance(body[-1], (ast.Return, ast.Raise)) for body in ends):
        return None

    def assigned(body: list[ast.stmt]) -> list[ast.stmt]:
        last = body[-1] if body else None
        if not isinstance(last, ast.Return):
            return body
        value = last.value or ast.copy_location(ast.Constant(None), last)
        target = ast.copy_location(ast.Name(name, ast.Store()), last)
        return [*body[:-1], ast.copy_location(ast.Assign([target], value), last)]

    handlers = [ast.copy_location(ast.ExceptHandler(h.type, h.name, assigned(h.body)), h) for h in node.handlers]
    body = node.body if node.orelse else assigned(node.body)
    return ast.copy_location(ast.Try(body, handlers, assigned(node.orelse), node.finalbody), node)


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}


def _attempt(lowerer: Lowerer, node: ast.Try, returned: set[str]) -> None:
    way = known_way(lowerer, node)
    if way is not None:
        lowerer.body(way)
        return
    before = len(lowerer.violations)
    made = None if refused(lowerer, node) else Attempt(lowerer, node, returned)
    values = made.carried_out() if made is not None else None
    if values is None or len(lowerer.violations) > before:
        lowerer.stack[-1].locals.update(dict.fromkeys(stored_names(node), POISON))
        return
    frame = lowerer.stack[-1]
    for name in made.stored - set(values):
        frame.locals.pop(name, None)  # what is read nowhere else, or no more
    frame.locals.update(values)


# -- what cannot be in it -------------------------------------------------------------------------------------------------


def refused(lowerer: Lowerer, node: ast.Try) -> bool:
    """Whether there is something in a try statement that cannot be; it is refused."""
    found = list(_outside(node.body + node.orelse + node.finalbody + [s for h in node.handlers for s in h.body], False))
    for place, what, advice in found:
        lowerer.refuse(place, what, advice)
    return bool(found)


def _outside(stmts: list[ast.stmt], in_loop: bool) -> Any:
    for stmt in stmts:
        if isinstance(stmt, (ast.FunctionDef, ast.Delete, ast.Global, ast.Nonlocal)):
            what = {ast.FunctionDef: "a function defined", ast.Delete: "del"}.get(type(stmt), "a declaration")
            yield stmt, f"{what} inside a try statement is not supported", "move it out of the try"
        elif isinstance(stmt, ast.Return) or not in_loop and isinstance(stmt, (ast.Break, ast.Continue)):
            word = type(stmt).__name__.lower()
            yield stmt, f"{word} inside a try statement is not supported", f"assign a name in the try, and {word} after it"
        inner = in_loop or isinstance(stmt, (ast.For, ast.While))
        for part in ("body", "orelse", "finalbody"):
            yield from () if isinstance(stmt, ast.FunctionDef) else _outside(getattr(stmt, part, []), inner)
        for handler in getattr(stmt, "handlers", []):
            yield from _outside(handler.body, inner)
        if isinstance(stmt, ast.ImportFrom) and stmt.level:
            yield stmt, "a relative import inside a try statement is not supported", "import outside the function"
        for n in _own(stmt):
            if _means_something_else(n):
                yield n, f"{ast.unparse(n)} inside a try statement is not supported", "read it before the try"
            if isinstance(n, (ast.Subscript, ast.Attribute)) and isinstance(n.ctx, ast.Store):
                yield n, f"{ast.unparse(n)} is changed inside a try statement", "assign a name in the try, and write it after it"


def _means_something_else(node: ast.AST) -> bool:
    """Whether it would mean something else in a function of its own: names of a class, and who asks where it stands."""
    if isinstance(node, ast.Attribute):
        return node.attr.startswith("__") and not node.attr.endswith("__")
    private = isinstance(node, ast.Name) and node.id.startswith("__") and not node.id.endswith("__")
    return private or isinstance(node, ast.Name) and node.id in HERE


def _own(stmt: ast.stmt) -> list[ast.AST]:
    """The nodes of a statement that are in none of the statements in it."""
    pending, found = list(ast.iter_child_nodes(stmt)), []
    while pending:
        node = pending.pop()
        if not isinstance(node, (ast.stmt, ast.ExceptHandler)):
            found.append(node)
            pending.extend(ast.iter_child_nodes(node))
    return found


# -- the function it is made ----------------------------------------------------------------------------------------------


@dataclass
class Attempt:
    """A try statement, what it reads and what it assigns."""

    lowerer: Lowerer
    node: ast.Try
    result: set[str]
    params: dict[str, Value] = field(default_factory=dict)
    imports: list[ast.stmt] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    arrays: set[Value] = field(default_factory=set)  # which what it gives may be, or be a part of

    def __post_init__(self) -> None:
        self.frame = self.lowerer.stack[-1]
        self.stored, self.free = _scopes(self.node)
        self.flow = Flow()
        self.sure = self.flow.attempt(self.node, set())

    def carried_out(self) -> dict[str, Value] | None:
        """What the names it assigns are after it; None where something is refused."""
        lowerer, node = self.lowerer, self.node
        if self.sure is None:
            lowerer.refuse(node, "every way through this try statement raises an exception", "raise it without the try")
            return None
        outputs = self.outputs()
        self.old_values(outputs)
        for name in sorted(self.free):
            self.read(name)
        if POISON in self.params.values():
            return None
        changed = change_in(lowerer, node, self.params, self.free)
        if changed is not None:
            lowerer.refuse(*changed)
            return None
        known = {name: self.kind(name) for name in outputs}
        return self.call(known) if None not in known.values() else None

    def outputs(self) -> list[str]:
        """The names it assigns that are read elsewhere, or by itself in the next iteration of a loop."""
        inside = set(self.frame.used_only_in(self.node, sorted(self.stored)))
        kept = self.flow.early if self.frame.loops else set()
        caught = {n.name for n in ast.walk(self.node) if isinstance(n, ast.ExceptHandler)} - targets(self.node)
        return sorted(self.stored - (inside - kept - self.result) - caught)

    def old_values(self, outputs: list[str]) -> None:
        """Pass in what names have been before, where that is read or may stay."""
        for name in sorted(self.stored):
            stays = name in outputs and name not in self.sure
            if name not in self.flow.early and not stays:
                continue
            old = self.frame.locals.get(name, MISSING)
            if old is not MISSING:
                self.pass_in(name, self.lowerer.lookup(self.place(name), name))
                if stays and is_object(self.params[name]):
                    what = f"{name!r} stays what it was on some ways through the try statement"
                    self.params[name] = self.lowerer.refuse(self.node, what, f"assign {name} on every way")
            elif self.frame.loops and name in self.flow.early:
                what = f"{name!r} may be read in the try statement before it is assigned"
                self.params[name] = self.lowerer.refuse(self.node, what, f"assign {name} before the loop")
            elif stays:
                what = f"{name!r} is not assigned on every way through the try statement"
                self.params[name] = self.lowerer.refuse(self.node, what, f"assign {name} before it, or on every way")

    def place(self, name: str) -> ast.AST:
        return next((n for n in ast.walk(self.node) if isinstance(n, ast.Name) and n.id == name), self.node)

    def read(self, name: str) -> None:
        """Pass in what is around the statement; a module is imported in it."""
        value = self.lowerer.lookup(self.place(name), name)
        known = value.object if isinstance(value, Known) else None
        if known is None or known is not getattr(builtins, name, None):
            if not (isinstance(known, types.ModuleType) and self.imported(name, known)):
                self.pass_in(name, value)

    def imported(self, name: str, module: types.ModuleType) -> bool:
        if EVERYWHERE.get(name) is module:
            self.modules.append(name)
            return True
        if sys.modules.get(module.__name__) is not module or module.__name__ == "__main__":
            return False
        alias = ast.alias(module.__name__, None if name == module.__name__ else name)
        self.imports.append(ast.copy_location(ast.Import([alias]), self.node))
        return True

    def pass_in(self, name: str, value: Value) -> None:
        place = self.place(name)
        if isinstance(value, Perhaps):
            value = self.lowerer.refuse(place, f"{name!r} may be None here, before the try statement", "test it before the try")
        elif isinstance(value, Known):
            value = Const(value.object)
        elif isinstance(value, Items) or is_atom(value) or value is POISON:
            self.arrays |= {self.lowerer.objects.of(array) for array in _arrays(value)}
            value = self.lowerer.atom(place, value)
        else:
            what = f"{name!r}, a {type(value).__name__.lower()} of the function itself, is used inside a try statement"
            value = self.lowerer.refuse(place, what, "use it before or after the try")
        self.params[name] = value

    def kind(self, name: str) -> "Outcome | None":
        """The one kind that a name has on every way, as far as that is known, but for None."""
        old = [self.params[name].kind] if name in self.params and name not in self.sure else []
        found = [*old, *Expected(self.lowerer, self.node).of_name(name)]
        known = [kind for kind in found if kind not in (None, NONE)]
        if not known:
            return self.unclear(name, f"the kind of {name!r} after the try statement is not known", CONVERT)
        other = next((kind for kind in known if not kinds.is_number(kind)), None)
        if other is not None:
            is_text = isinstance(other, kinds.Static) and isinstance(other.value, str)
            advice = TEST.format(name, other) if is_text else CONVERT
            return self.unclear(name, f"{name!r} may be {other} after the try statement, which is no number or array", advice)
        kind = reduce(lambda one, other: one and joined(one, other), known)
        if kind is None:
            ways = " or ".join(dict.fromkeys(map(str, known)))
            return self.unclear(name, f"{name!r} may be {ways} after the try statement", CONVERT)
        return Outcome(kind, NONE in found)

    def unclear(self, name: str, what: str, advice: str) -> None:
        self.lowerer.refuse(self.place(name), what, advice.format(name))

    def call(self, known: dict[str, "Outcome"]) -> dict[str, Value] | None:
        """Emit the call, and take apart what it gives."""
        lowerer = self.lowerer
        out = [kind for outcome in known.values() for kind in ([BOOL] * outcome.optional + [outcome.kind])]
        kind = NONE if not out else out[0] if len(out) == 1 else Sequence(tuple, tuple(out))
        body = (*self.imports, self.node, *self.returned(known))
        outlined = Outlined(f"{self.frame.name}_try", tuple(self.params), tuple(self.modules), body, kind)
        given = [Const(outlined), *self.params.values()]
        name = next(iter(known)) if len(out) == 1 else None
        made = lowerer.compute(self.node, lowerer.table.named("tried"), given, name=name)
        if made is POISON or not out:
            return {} if made is not POISON else None
        place = itertools.count()

        def following(name: str | None) -> Value:
            return made if len(out) == 1 else lowerer.compute(self.node, RESULT, [made, Const(next(place))], name=name)

        values = {}
        for name, outcome in known.items():
            present = following(None) if outcome.optional else None
            values[name] = value = following(name)
            if is_object(value):
                lowerer.tried[value] = self.node
                lowerer.objects.may_be(value, self.arrays)
                lowerer.objects.kept[value] = f"{name!r}, which a try statement gives, is changed in place"
            if present is not None:
                present.origin = (value, "_set")
                values[name] = Perhaps(value, present, CONST_NONE)
        return values

    def returned(self, known: dict[str, "Outcome"]) -> list[ast.stmt]:
        """The end of the function: what it gives, each of the kind it is taken to have."""
        parts = []
        for name, outcome in known.items():
            kind = outcome.kind
            more = f", {kind.ndim}" if kinds.is_array(kind) else ""
            check = f"of_kind({name!r}, {name}, {kind.dtype!r}{more})"
            parts += [f"{name} is not None", f"0.0 if {name} is None else {check}"] if outcome.optional else [check]
        return ast.parse(f"return {', '.join(parts)}").body if parts else []


@dataclass(frozen=True)
class Outcome:
    """What a name is after a try statement: of one kind, or with `optional` None."""

    kind: Kind
    optional: bool


def _arrays(value: Value) -> list[Value]:
    """The arrays in a nest."""
    if isinstance(value, Items):
        return [array for part in value.values for array in _arrays(part)]
    return [value] if is_object(value) else []


def _scopes(node: ast.Try) -> tuple[set[str], set[str]]:
    """The names that the statement assigns in its function, and those that it reads around it: as Python tells them apart."""
    text = f"def f():\n{textwrap.indent(ast.unparse(node), '    ')}\n"
    [table] = symtable.symtable(text, "<try>", "exec").get_children()
    stored = {s.get_name() for s in table.get_symbols() if s.is_local()}
    pending, free = [table], set()
    while pending:
        inner = pending.pop()
        free |= {s.get_name() for s in inner.get_symbols() if s.is_global() and s.is_referenced()}
        pending.extend(inner.get_children())
    return stored, free
