"""From an IR function to the syntax tree of a Python function."""

from __future__ import annotations

import ast
import builtins
import math
from dataclasses import dataclass, field
from typing import Any, Callable

import numpy as np

from ..errors import Pos
from ..ir.nodes import Atom, Const, Function, Let, Var
from ..ir.primitives import Primitive
from .folding import folded
from .names import assign_names

BINARY = {
    **{"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod, "**": ast.Pow},
    **{"@": ast.MatMult, "&": ast.BitAnd, "|": ast.BitOr, "^": ast.BitXor, "<<": ast.LShift, ">>": ast.RShift},
}
COMPARE = {"==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
UNARY = {"neg": ast.USub, "pos": ast.UAdd, "~": ast.Invert, "not": ast.Not}


@dataclass
class Line:
    """One statement of the text, and the place in the user's source it comes from."""

    node: ast.stmt
    pos: Pos | None = None
    exact: bool = True


@dataclass
class Written:
    """The syntax of a function: its statements in order, and what they refer to by a name that is not the text's own."""

    name: str
    params: list[str]
    defaults: list[ast.expr]
    lines: list[Line]
    modules: set[str] = field(default_factory=set)
    helpers: dict[str, Any] = field(default_factory=dict)


def write(function: Function) -> Written:
    return _Writer(function).run()


class _Writer:
    def __init__(self, function: Function):
        self.function = function
        self.inside = folded(function)
        helpers = {root(s.fn.spelling) for s in function.body.stmts} - {""}
        self.names = assign_names(function, self.inside, helpers | {function.name})
        self.out = Written(function.name, [self.names[p] for p in function.params], [], [])

    def run(self) -> Written:
        out = self.out
        out.defaults = [self.atom(d) for d in self.function.defaults]
        for stmt in self.function.body.stmts:
            if stmt.out in self.inside:
                continue
            tree = self.expression(stmt)
            if stmt.fn.effect:
                out.lines.append(Line(ast.Expr(tree), stmt.pos, stmt.exact))
            else:
                target = ast.Name(self.names[stmt.out], ast.Store())
                out.lines.append(Line(ast.Assign([target], tree), stmt.pos, stmt.exact))
        out.lines.append(Line(ast.Return(self.nest(self.function.result)), None, all(line.exact for line in out.lines)))
        return out

    def nest(self, nest: Any) -> ast.expr:
        if isinstance(nest, tuple):
            return ast.Tuple([self.nest(n) for n in nest], ast.Load())
        if isinstance(nest, list):
            return ast.List([self.nest(n) for n in nest], ast.Load())
        return self.atom(self.function.body.yields[nest])

    def atom(self, atom: Atom) -> ast.expr:
        if atom.is_const:
            return self.constant(atom.value)
        inside = self.inside.get(atom)
        return ast.Name(self.names[atom], ast.Load()) if inside is None else self.expression(inside)

    def index(self, atom: Atom) -> ast.expr:
        """An atom between brackets, where slices have a notation of their own."""
        if atom.is_const:
            return self.constant_index(atom.value)
        inside = self.inside.get(atom)
        if inside is not None and inside.fn.spelling == "[:]":
            return ast.Slice(*(None if a == Const(None) else self.atom(a) for a in inside.args))
        if inside is not None and inside.fn.spelling == "(,)":
            return ast.Tuple([self.index(a) for a in inside.args], ast.Load())
        return self.atom(atom)

    def constant_index(self, value: Any) -> ast.expr:
        if isinstance(value, tuple) and value:
            return ast.Tuple([self.constant_index(v) for v in value], ast.Load())
        if isinstance(value, slice):
            parts = (value.start, value.stop, value.step)
            return ast.Slice(*(None if p is None else self.constant(p) for p in parts))
        return self.constant(value)

    def constant(self, value: Any) -> ast.expr:
        """A literal; numbers Python has no literal for by their NumPy names."""
        if isinstance(value, (tuple, list)):
            make = ast.Tuple if isinstance(value, tuple) else ast.List
            return make([self.constant(v) for v in value], ast.Load())
        if isinstance(value, slice):
            parts = [self.constant(p) for p in (value.start, value.stop, value.step)]
            return ast.Call(ast.Name("slice", ast.Load()), parts, [])
        if isinstance(value, type):
            if value.__module__ == "builtins":
                return ast.Name(value.__name__, ast.Load())
            return self.dotted(f"np.{value.__name__}") if issubclass(value, np.generic) else self.helper(value.__name__, value)
        if type(value) is float:
            if value in (math.pi, math.e):
                return self.dotted("np.pi" if value == math.pi else "np.e")
            if math.isinf(value) or math.isnan(value):
                tree = self.dotted("np.nan" if math.isnan(value) else "np.inf")
                return ast.UnaryOp(ast.USub(), tree) if value < 0 else tree
        if type(value) in (int, float) and (value < 0 or math.copysign(1, value) < 0):
            return ast.UnaryOp(ast.USub(), ast.Constant(-value))
        if isinstance(value, np.generic):
            return ast.Call(self.dotted(f"np.{type(value).__name__}"), [self.constant(value.item())], [])
        if isinstance(value, np.ndarray):
            return self.helper("constant", value)
        return ast.Constant(value)

    def dotted(self, spelling: str) -> ast.expr:
        first, *rest = spelling.split(".")
        self.out.modules.add(first)
        tree: ast.expr = ast.Name(first, ast.Load())
        for name in rest:
            tree = ast.Attribute(tree, name, ast.Load())
        return tree

    def helper(self, name: str, value: Any) -> ast.expr:
        taken = self.out.helpers.get(name, value)
        while taken is not value:
            name += "_"
            taken = self.out.helpers.get(name, value)
        self.out.helpers[name] = value
        return ast.Name(name, ast.Load())

    def expression(self, stmt: Let) -> ast.expr:
        fn = stmt.fn
        form = FORMS.get(fn.spelling)
        if form is not None:
            return form(self, stmt)
        args = [self.atom(a) for a in stmt.args]
        if fn.spelling in BINARY:
            return ast.BinOp(args[0], BINARY[fn.spelling](), args[1])
        if fn.spelling in COMPARE:
            return ast.Compare(args[0], [COMPARE[fn.spelling]()], [args[1]])
        if fn.spelling in UNARY:
            return ast.UnaryOp(UNARY[fn.spelling](), args[0])
        if fn.spelling.startswith("."):
            name = fn.spelling[1:]
            if not name.endswith("()"):
                return ast.Attribute(args[0], name, ast.Load())
            return ast.Call(ast.Attribute(args[0], name[:-2], ast.Load()), args[1:], self.keywords(stmt))
        return ast.Call(self.callee(fn), args, self.keywords(stmt))

    def callee(self, fn: Primitive) -> ast.expr:
        first = root(fn.spelling)
        if first in ("np", "math"):
            return self.dotted(fn.spelling)
        if hasattr(builtins, fn.spelling):
            return ast.Name(fn.spelling, ast.Load())
        return self.helper(fn.call.__name__, fn.call)

    def keywords(self, stmt: Let) -> list[ast.keyword]:
        return [ast.keyword(key, self.atom(a)) for key, a in stmt.options]


def root(spelling: str) -> str:
    """The name a spelling begins with, empty for operators and attributes."""
    first = spelling.partition(".")[0]
    return first if first.isidentifier() else ""


def _subscript(writer: _Writer, stmt: Let) -> ast.expr:
    base, index = stmt.args
    return ast.Subscript(writer.atom(base), writer.index(index), ast.Load())


def _slice(writer: _Writer, stmt: Let) -> ast.expr:
    return ast.Call(ast.Name("slice", ast.Load()), [writer.atom(a) for a in stmt.args], [])


def _sequence(make: Callable) -> Callable[[_Writer, Let], ast.expr]:
    return lambda writer, stmt: make([writer.atom(a) for a in stmt.args], ast.Load())


def _conditional(writer: _Writer, stmt: Let) -> ast.expr:
    test, a, b = (writer.atom(x) for x in stmt.args)
    return ast.IfExp(test, a, b)


def _and(writer: _Writer, stmt: Let) -> ast.expr:
    return ast.BoolOp(ast.And(), [writer.atom(a) for a in stmt.args])


def _array(writer: _Writer, stmt: Let) -> ast.expr:
    items = ast.List([writer.atom(a) for a in stmt.args], ast.Load())
    return ast.Call(writer.dotted("np.array"), [items], writer.keywords(stmt))


def _fstring(writer: _Writer, stmt: Let) -> ast.expr:
    values = iter(stmt.args[1:])
    parts: list[ast.expr] = []
    for part in stmt.args[0].value:
        if isinstance(part, str):
            parts.append(ast.Constant(part))
            continue
        spec = ast.JoinedStr([ast.Constant(part[1])]) if part[1] else None
        parts.append(ast.FormattedValue(writer.atom(next(values)), part[0], spec))
    return ast.JoinedStr(parts)


FORMS: dict[str, Callable[[_Writer, Let], ast.expr]] = {
    "[]": _subscript,
    "[:]": _slice,
    "(,)": _sequence(ast.Tuple),
    "[,]": _sequence(ast.List),
    "if": _conditional,
    "and": _and,
    "array": _array,
    "fstring": _fstring,
}
