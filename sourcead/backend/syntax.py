"""From an IR function to the syntax tree of a Python function."""

from __future__ import annotations

import ast
import builtins
import functools
import itertools
import math
import types
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

import numpy as np

from ..errors import Pos
from ..ir.callees import RESULT, Called, Definition
from ..ir.kinds import BOOL, NONE, Fields, History, List, Scalar
from ..ir.nodes import UNDEFINED, Atom, Block, Const, Function, If, Let, Loop, Source, Stmt, Var
from ..ir.outlined import Outlined
from ..ir.primitives import Primitive
from ..ir.traversal import statements, use_counts
from ..runtime import of_kind
from .folding import folded, several, takes_apart
from .names import RESERVED, assign_names
from .notation import BINARY, COMPARE, FORMS, UNARY, WRITES

PLAIN = (bool, int, float, complex, str, bytes, type(None), tuple, list)
COMMENT = "__comment_{}__"


@dataclass
class Written:
    """The syntax of a function, and what it refers to by a name that is not the text's own.

    Comments are statements that are a marked name; `positions` has the place in the user's source of every other statement,
    in the order of the text.
    """

    name: str
    params: list[str]
    defaults: list[ast.expr] = field(default_factory=list)
    body: list[ast.stmt] = field(default_factory=list)
    positions: list[Pos | None] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    modules: set[str] = field(default_factory=set)
    helpers: dict[str, Any] = field(default_factory=dict)


def write(function: Function, names: Mapping[Definition, str] = {}, helpers: dict[str, Any] | None = None) -> Written:
    """The syntax of a function in which writes may be carried out in place.

    `names` are what the definitions it calls are called, `helpers` what the names in the text that it is part of refer to.
    """
    return Writer(function, names, {} if helpers is None else helpers).run()


def only_slice(index: ast.Tuple) -> ast.expr:
    """x[(1:3,)] is no Python, and means x[1:3]."""
    return index.elts[0] if len(index.elts) == 1 and isinstance(index.elts[0], ast.Slice) else index


class Writer:
    def __init__(self, function: Function, definitions: Mapping[Definition, str], referred: dict[str, Any]):
        self.function = function
        self.definitions = definitions
        self.inside = folded(function)
        called_by_name = {s.fn for s in statements(function.body) if isinstance(s, Let)}
        helpers = {_handed_in(fn) if fn.own else root(fn.spelling) for fn in called_by_name} - {""}
        helpers |= around_tries(function)
        self.short = short_names(function)
        taken = {*helpers, *self.short.values(), *definitions.values(), function.name}
        self.names = assign_names(function, self.inside, taken, in_place=True)
        self.counts = use_counts(function.body)
        inner = [block for s in statements(function.body) for block in s.blocks]
        self.apart: set[Let] = set()  # statements that are part of an unpacking
        self.tapes_apart: dict[Stmt, list[Let]] = {}  # by the first of them
        for i, stmt in enumerate(function.body.stmts):
            if isinstance(stmt, Let) and stmt.fn is RESULT and stmt.args[0] in function.params:
                taken = takes_apart(stmt.args[0], function.body.stmts[i:], self.counts)
                if 2 * len(taken) > stmt.args[2].value > 1:
                    self.tapes_apart[stmt] = taken
        self.handed_on = {a for block in (function.body, *inner) for a in block.yields}
        self.handed_on |= {a for s in statements(function.body) if isinstance(s, Loop) for a in s.inits}
        self.tapes = {h for s in statements(function.body) if isinstance(s, Loop) for h in s.histories}
        self.out = Written(function.name, [self.names[p] for p in function.params], helpers=referred)
        lines = {(s.pos.file, s.pos.line) for s in statements(function.body) if s.pos is not None}
        self.by_line = function.sweeps and len(lines) > 1  # comments say which line's adjoint follows

    def run(self) -> Written:
        out, stmts = self.out, self.function.body.stmts
        out.defaults = [self.atom(d) for d in self.function.defaults]
        first = next((i for i, s in enumerate(stmts) if not s.exact), len(stmts)) if self.function.sweeps else len(stmts)
        if self.function.doc:
            out.body.append(self.comment(self.function.doc))
        forward = self.block(stmts[:first], {}, False)
        if forward and first < len(stmts):
            out.body += [self.comment("forward sweep"), *forward, self.comment("reverse sweep")]
        else:
            out.body += forward
        out.body += self.block(stmts[first:], {}, self.by_line)
        returned = [self.inside[a].pos for a in self.function.body.yields if a in self.inside]
        out.body.append(self.line(ast.Return(self.nest(self.function.result)), returned[0] if returned else None))
        return out

    # -- statements -------------------------------------------------------------------------------------------------

    def comment(self, text: str) -> ast.stmt:
        self.out.comments.append(text)
        return ast.Expr(ast.Name(COMMENT.format(len(self.out.comments) - 1), ast.Load()))

    def line(self, node: ast.stmt, pos: Pos | None) -> ast.stmt:
        self.out.positions.append(pos)
        return node

    def block(self, stmts: Sequence[Stmt], appended: Mapping[Atom, list[Var]], by_line: bool) -> list[ast.stmt]:
        """The statements of a block; `appended` are the histories each value it defines is recorded in."""
        outer: list[ast.stmt] = []
        body, opened = outer, []
        last: tuple | None = None
        for i, stmt in enumerate(stmts):
            if isinstance(stmt, Let) and (stmt.out in self.inside and not several(stmt) or stmt in self.apart):
                continue
            if isinstance(stmt, Let) and stmt.fn.name == "enter":
                opened.append((body, len(self.out.positions), stmt))
                node = ast.With([ast.withitem(self.context(stmt), None)], [])
                body.append(self.line(node, stmt.pos))
                body, last = node.body, None
                continue
            if isinstance(stmt, Let) and stmt.fn.name == "leave":
                body = self.closed(body, *opened.pop())
                continue
            if by_line and stmt.pos is not None and not stmt.exact and (stmt.pos.file, stmt.pos.line) != last:
                last = (stmt.pos.file, stmt.pos.line)
                body.append(self.comment(f"line {stmt.pos.line}: {stmt.pos.text.strip()}"))
            if isinstance(stmt, Let) and stmt.fn.name == "copy" and stmt.out in appended and self.counts[stmt.out] == 1:
                body.append(self.append(appended[stmt.out][0], self.expression(stmt), stmt.pos))
                continue
            taken = takes_apart(stmt.out, stmts[i + 1 :], self.counts) if several(stmt) else []
            if taken:
                body.append(self.unpacking(taken, self.expression(stmt), several(stmt), stmt.pos))
            elif stmt in self.tapes_apart:
                taken = self.tapes_apart[stmt]
                body.append(self.unpacking(taken, self.atom(stmt.args[0]), stmt.args[2].value, None))
            elif not self.taken_off(stmt, body):
                body += self.statement(stmt, by_line)
            for out in [s.out for s in taken] or stmt.outs:
                body += self.appends(out, appended, stmt.pos)
        while opened:  # what raises does not come to the end
            body = self.closed(body, *opened.pop())
        return outer

    def context(self, stmt: Let) -> ast.expr:
        manager, names, *args = stmt.args
        return self.constant(manager.value) if names.value is None else self.call_of(self.constant(manager.value), names, args)

    def call_of(self, function: ast.expr, names: Atom, args: list[Atom]) -> ast.Call:
        count = len(args) - len(names.value)
        keywords = [ast.keyword(name, self.atom(a)) for name, a in zip(names.value, args[count:])]
        return ast.Call(function, [self.atom(a) for a in args[:count]], keywords)

    def closed(self, inside: list[ast.stmt], body: list[ast.stmt], at: int, entered: Let) -> list[ast.stmt]:
        """End a with statement. One of a reverse sweep in which nothing is done is not written."""
        if not any(map(_is_code, inside)):
            if not entered.exact:
                del self.out.positions[at:]
                body.pop()
            else:
                inside.append(self.line(ast.Pass(), entered.pos))
        return body

    def taken_off(self, stmt: Stmt, body: list[ast.stmt]) -> bool:
        """Whether the item read in the last line is the one that `stmt` takes off: x = items[-1] becomes x = items.pop()."""
        if not isinstance(stmt, Let) or stmt.fn.name != "without_last" or not body or not isinstance(body[-1], ast.Assign):
            return False
        last = ast.Subscript(self.atom(stmt.args[0]), self.constant(-1), ast.Load())
        if ast.dump(body[-1].value) != ast.dump(last):
            return False
        body[-1].value = ast.Call(ast.Attribute(last.value, "pop", ast.Load()), [], [])
        return True

    def unpacking(self, taken: Sequence[Let], values: ast.expr, count: int, pos: Pos | None) -> ast.stmt:
        """`a, b = values`; what is not taken gets the name _."""
        self.apart.update(taken)
        names = {s.args[1].value: self.names[s.out] for s in taken}
        targets = [ast.Name(names.get(i, "_"), ast.Store()) for i in range(count)]
        return self.line(ast.Assign([ast.Tuple(targets, ast.Store())], values), pos)

    def appends(self, value: Atom, appended: Mapping[Atom, list[Var]], pos: Pos | None) -> list[ast.stmt]:
        return [self.append(history, self.atom(value), pos) for history in appended.get(value, ())]

    def append(self, history: Var, value: ast.expr, pos: Pos | None) -> ast.stmt:
        callee = ast.Attribute(ast.Name(self.names[history], ast.Load()), "append", ast.Load())
        return self.line(ast.Expr(ast.Call(callee, [value], [])), pos)

    def statement(self, stmt: Stmt, by_line: bool) -> list[ast.stmt]:
        if isinstance(stmt, If):
            return self.branch(stmt, by_line)
        if isinstance(stmt, Loop):
            return self.loop(stmt, by_line)
        if stmt.fn.writes:
            return [self.line(WRITES[stmt.fn.name](self, stmt), stmt.pos)]
        if stmt.fn.name == "raise":
            exception, *args = map(self.atom, stmt.args)
            return [self.line(ast.Raise(ast.Call(exception, args, []), None), stmt.pos)]
        tree = self.expression(stmt)
        if stmt.fn.effect and (stmt.out.kind == NONE or not self.counts[stmt.out]):
            return [self.line(ast.Expr(tree), stmt.pos)]
        return [self.line(ast.Assign([ast.Name(self.names[stmt.out], ast.Store())], tree), stmt.pos)]

    def copies(self, targets: Sequence[Var], values: Sequence[Atom], pos: Pos | None) -> list[ast.stmt]:
        """The assignments that give `targets` their values, all at once where one reads what another assigns."""
        pairs = [(self.names[t], self.filler(t) if v == UNDEFINED else v) for t, v in zip(targets, values)]
        pairs = [(name, v) for name, v in pairs if v is not None]
        pairs = [(name, v) for name, v in pairs if v.is_const or v in self.inside or self.names[v] != name]
        if not pairs:
            return []
        assigned = {name for name, _ in pairs}
        read = {self.names[a] for _, v in pairs for a in self.atoms_of(v)}
        if assigned.isdisjoint(read):
            return [self.line(ast.Assign([ast.Name(name, ast.Store())], self.atom(v)), pos) for name, v in pairs]
        names = ast.Tuple([ast.Name(name, ast.Store()) for name, _ in pairs], ast.Store())
        return [self.line(ast.Assign([names], ast.Tuple([self.atom(v) for _, v in pairs], ast.Load())), pos)]

    def filler(self, target: Var) -> Const | None:
        """What a variable gets on a way that does not compute it: nothing, or a value to be copied and made like.

        Nobody reads it there, but Python wants a value wherever a name is handed on.
        """
        if isinstance(target.kind, (History, List)):
            return Const([])
        if target in self.handed_on or not isinstance(target.kind, Scalar):
            return Const(False) if target.kind == BOOL else Const(0.0)
        return None

    def atoms_of(self, atom: Atom) -> list[Var]:
        """The variables the text of an atom reads."""
        if atom.is_const:
            return []
        if atom not in self.inside:
            return [atom]
        return [v for a in self.inside[atom].operands for v in self.atoms_of(a)]

    def branch(self, stmt: If, by_line: bool) -> list[ast.stmt]:
        node = ast.If(self.atom(stmt.test), [], [])
        at = len(self.out.positions)
        self.out.positions.append(stmt.pos)
        node.body = self.arm(stmt.then, stmt, by_line)
        node.orelse = self.arm(stmt.orelse, stmt, by_line)
        if not any(map(_is_code, node.body)):
            node.body = []
        if not any(map(_is_code, node.orelse)):
            node.orelse = []
        if not node.body and not node.orelse:
            del self.out.positions[at:]
            return []
        if not node.body:
            node.test = ast.UnaryOp(ast.Not(), node.test)
            node.body, node.orelse = node.orelse, []
        return [node]

    def arm(self, block: Block, stmt: If, by_line: bool) -> list[ast.stmt]:
        return self.block(block.stmts, {}, by_line) + self.copies(stmt.outs, block.yields, stmt.pos)

    def loop(self, stmt: Loop, by_line: bool) -> list[ast.stmt]:
        before = self.copies(stmt.params, stmt.inits, stmt.pos)
        for history in stmt.histories:
            empty = ast.Assign([ast.Name(self.names[history], ast.Store())], ast.List([], ast.Load()))
            before.append(self.line(empty, stmt.pos))
        self.out.positions.append(stmt.pos)
        node, head = self.header(stmt)
        recorded = {v: [h for h, c in zip(stmt.histories, stmt.collected) if c == v] for v in stmt.collected if not v.is_const}
        for v in stmt.bound:
            head += self.appends(v, recorded, stmt.pos)
        node.body += head + self.block(stmt.body.stmts, recorded, by_line)
        own = {*stmt.bound, *(out for s in stmt.body.stmts for out in s.outs)}
        for history, value in zip(stmt.histories, stmt.collected):
            if value not in own or value in self.inside:
                node.body.append(self.append(history, self.atom(value), stmt.pos))
        node.body += self.copies(stmt.params, stmt.nexts, stmt.pos)
        if stmt.leaves:
            at = self.line(ast.If(self.atom(stmt.leave), [self.line(ast.Break(), stmt.pos)], []), stmt.pos)
            node.body.append(at)
        if not any(map(_is_code, node.body)):
            node.body.append(self.line(ast.Pass(), stmt.pos))
        return [*before, node]

    def header(self, stmt: Loop) -> tuple[Any, list[ast.stmt]]:
        """The for or while statement without its body, and what its body begins with."""
        if stmt.test is not None:
            inner = self.block(stmt.test.stmts, {}, False)
            test = self.atom(stmt.test.yields[0])
            if not inner:
                return ast.While(test, [], []), []
            leave = ast.If(ast.UnaryOp(ast.Not(), test), [self.line(ast.Break(), stmt.pos)], [])
            return ast.While(ast.Constant(True), [], []), [*inner, self.line(leave, stmt.pos)]
        if not stmt.sources:
            return ast.While(ast.Constant(True), [], []), []
        ranges = [s for s in stmt.sources if not isinstance(s.over.kind, History)]
        popped = [s for s in stmt.sources if s not in ranges and ranges and self.is_spent(s)]
        zipped = [s for s in stmt.sources if s not in popped]
        items: list[ast.expr] = [ast.Name(self.names[s.item], ast.Store()) for s in zipped]
        overs = [self.iterated(s) for s in zipped]
        one = len(zipped) == 1
        target = items[0] if one else ast.Tuple(items, ast.Store())
        over = overs[0] if one else ast.Call(ast.Name("zip", ast.Load()), overs, [])
        head = []
        for source in popped:
            pop = ast.Call(ast.Attribute(ast.Name(self.names[source.over], ast.Load()), "pop", ast.Load()), [], [])
            head.append(self.line(ast.Assign([ast.Name(self.names[source.item], ast.Store())], pop), stmt.pos))
        return ast.For(target, over, [], []), head

    def is_spent(self, source: Source) -> bool:
        """Whether a recorded value may be taken off its list: the last comes first, here only, and the list is our own."""
        return source.reverse and self.counts[source.over] == 1 and source.over in self.tapes

    def iterated(self, source: Source) -> ast.expr:
        over = self.atom(source.over)
        return ast.Call(ast.Name("reversed", ast.Load()), [over], []) if source.reverse else over

    # -- expressions --------------------------------------------------------------------------------------------------

    def nest(self, nest: Any) -> ast.expr:
        if isinstance(nest, Fields):
            keywords = [ast.keyword(key, self.nest(n)) for key, n in nest.values.items()]
            return ast.Call(self.helper(nest.type.__name__, nest.type), [], keywords)
        if isinstance(nest, tuple):
            return ast.Tuple([self.nest(n) for n in nest], ast.Load())
        if isinstance(nest, list):
            return ast.List([self.nest(n) for n in nest], ast.Load())
        if isinstance(nest, dict):
            return ast.Dict([self.constant(key) for key in nest], [self.nest(n) for n in nest.values()])
        return self.atom(self.function.body.yields[nest])

    def atom(self, atom: Atom) -> ast.expr:
        if atom.is_const:
            return self.constant(atom.value)
        inside = self.inside.get(atom)
        return ast.Name(self.names[atom], ast.Load()) if inside is None else self.expression(inside)

    def part(self, array: Atom, index: Atom, context: ast.expr_context = ast.Load()) -> ast.expr:
        base, last = self.last_step(array, index)
        return ast.Subscript(base, self.index(last), context)

    def last_step(self, array: Atom, index: Atom) -> tuple[ast.expr, Atom]:
        """The array the last index of x[i][j] is applied to, and that index."""
        path = self.inside.get(index)
        if path is None or path.fn.spelling != "[][]":
            return self.atom(array), index
        base = self.atom(array)
        for step in path.args[:-1]:
            base = ast.Subscript(base, self.index(step), ast.Load())
        return base, path.args[-1]

    def index(self, atom: Atom) -> ast.expr:
        """An atom between brackets, where slices have a notation of their own."""
        if atom.is_const:
            return self.constant_index(atom.value)
        inside = self.inside.get(atom)
        if inside is not None and inside.fn.spelling == "[:]":
            return ast.Slice(*(None if a == Const(None) else self.atom(a) for a in inside.args))
        if inside is not None and inside.fn.spelling == "(,)":
            return only_slice(ast.Tuple([self.index(a) for a in inside.args], ast.Load()))
        return self.atom(atom)

    def constant_index(self, value: Any) -> ast.expr:
        if isinstance(value, tuple) and value:
            return only_slice(ast.Tuple([self.constant_index(v) for v in value], ast.Load()))
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
        if isinstance(value, np.dtype):
            value = value.type
        if isinstance(value, type):
            if value.__module__ == "builtins":
                return ast.Name(value.__name__, ast.Load())
            of_numpy = getattr(np, value.__name__, None) is value
            return self.dotted(f"np.{value.__name__}") if of_numpy else self.helper(value.__name__, value)
        if type(value) is float:
            if value in (math.pi, math.e):
                return self.dotted("np.pi" if value == math.pi else "np.e")
            if math.isinf(value) or math.isnan(value):
                tree = self.dotted("np.nan" if math.isnan(value) else "np.inf")
                return ast.UnaryOp(ast.USub(), tree) if value < 0 else tree
        if type(value) in (int, float) and (value < 0 or math.copysign(1, value) < 0):
            return ast.UnaryOp(ast.USub(), ast.Constant(-value))
        if type(value) is complex:
            return self.complex_constant(value)
        if isinstance(value, np.generic):
            return ast.Call(self.dotted(f"np.{type(value).__name__}"), [self.constant(value.item())], [])
        if isinstance(value, np.ndarray):
            return self.helper("constant", value)
        if not isinstance(value, (bool, int, float, complex, str, bytes, type(None), type(...))):
            drawing = getattr(np.random, getattr(value, "__name__", ""), None) is value
            return self.dotted(f"np.random.{value.__name__}") if drawing else self.helper(_name_of(value), value)
        return ast.Constant(value)

    def complex_constant(self, value: complex) -> ast.expr:
        """2j, -2j, or complex(1.0, 2.0), so that the signs of zeros stay."""
        re, im = value.real, value.imag
        if re == 0 and math.isfinite(im) and math.copysign(1, re) == math.copysign(1, im):
            literal = ast.Constant(complex(0.0, abs(im)))
            return literal if math.copysign(1, im) > 0 else ast.UnaryOp(ast.USub(), literal)
        return ast.Call(ast.Name("complex", ast.Load()), [self.constant(re), self.constant(im)], [])

    def dotted(self, spelling: str) -> ast.expr:
        first, *rest = spelling.split(".")
        self.out.modules.add(first)
        tree: ast.expr = ast.Name(first, ast.Load())
        for name in rest:
            tree = ast.Attribute(tree, name, ast.Load())
        return tree

    def of_scipy(self, spelling: str) -> ast.expr:
        """special.erf, or scipy.special.erf where the function has a variable called special."""
        module = module_of(spelling)
        short = self.short[module]
        self.out.modules.add(module if short == module else f"{module} as {short}")
        first, *rest = (short + spelling[len(module) :]).split(".")
        return functools.reduce(lambda tree, name: ast.Attribute(tree, name, ast.Load()), rest, ast.Name(first, ast.Load()))

    def helper(self, name: str, value: Any) -> ast.expr:
        taken = self.out.helpers.get(name, value)
        while taken is not value:
            name += "_"
            taken = self.out.helpers.get(name, value)
        self.out.helpers[name] = value
        return ast.Name(name, ast.Load())

    def outlined(self, function: Outlined) -> ast.expr:
        self.out.modules.update(function.modules)
        self.out.helpers.setdefault("of_kind", of_kind)
        names = (f"{function.name}_{i}" if i > 1 else function.name for i in itertools.count(1))
        name = next(name for name in names if self.out.helpers.get(name, function) is function)
        return self.helper(name, function)

    def given(self, name: str, atom: Atom) -> ast.expr:
        """An operand of such a function: an object that is handed in is called what the user calls it."""
        if not atom.is_const or isinstance(atom.value, (*PLAIN, type)):
            return self.atom(atom)
        return self.helper(handed_in(name, self.function), atom.value)

    def expression(self, stmt: Let) -> ast.expr:
        fn = stmt.fn
        form = FORMS.get(fn.spelling)
        if form is not None:
            return form(self, stmt)
        args = [self.atom(a) for a in fn.written(stmt.args)[0]]
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
        if isinstance(fn, Called):
            return ast.Name(self.definitions[fn.definition], ast.Load())
        first = root(fn.spelling)
        if first in ("np", "math"):
            return self.dotted(fn.spelling)
        if first == "scipy":
            return self.of_scipy(fn.spelling)
        if hasattr(builtins, fn.spelling):
            return ast.Name(fn.spelling, ast.Load())
        return self.helper(_handed_in(fn) if fn.own else getattr(fn.call, "__name__", fn.spelling), fn.call)

    def keywords(self, stmt: Let) -> list[ast.keyword]:
        """What is given by name: operands that are not left out, then options."""
        return [ast.keyword(key, self.atom(a)) for key, a in (*stmt.fn.written(stmt.args)[1], *stmt.options)]


def _handed_in(fn: Primitive) -> str:
    """The name of a function with a rule of the user's in the text."""
    return f"{fn.title}_" if fn.title in RESERVED else fn.title


def handed_in(name: str, function: Function) -> str:
    """What an object around a try statement is called in the text: as by the user, unless the name is taken."""
    taken = {*RESERVED, *(p.name for p in function.params)}
    return f"{name}_" if name in taken else name


def around_tries(function: Function) -> set[str]:
    """The names of the functions that the try statements of a function are made, and of what is handed in to them."""
    tries = [s for s in statements(function.body) if isinstance(s, Let) and s.fn.spelling == "try"]
    names = {"of_kind"} if tries else set()
    for stmt in tries:
        outlined, *given = stmt.args
        names |= {outlined.value.name, *(f"{outlined.value.name}_{i}" for i in range(2, len(tries) + 1))}
        for param, atom in zip(outlined.value.params, given):
            if atom.is_const and not isinstance(atom.value, (*PLAIN, type)):
                names |= {handed_in(param, function), f"{handed_in(param, function)}_"}
    return names


def _name_of(value: Any) -> str:
    """What a function or object of the user's is called in the text: a method after its object's type."""
    name = getattr(value, "__name__", type(value).__name__)
    own = getattr(value, "__self__", None)
    if own is not None and not isinstance(own, types.ModuleType):
        name = f"{type(own).__name__}_{name}"
    return name if name.isidentifier() else "captured"


def _is_code(node: ast.stmt) -> bool:
    """Whether a statement is one, and not the mark of a comment."""
    return not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Name))


def root(spelling: str) -> str:
    """The name a spelling begins with, empty for operators and attributes."""
    first = spelling.partition(".")[0]
    return first if first.isidentifier() else ""


def module_of(spelling: str) -> str:
    """The module of SciPy a spelling begins with: scipy.stats of scipy.stats.norm.pdf."""
    return ".".join(spelling.split(".")[:2])


def short_names(function: Function) -> dict[str, str]:
    """What each module of SciPy is called in the text: `special`, unless a variable has that name."""
    spellings = {s.fn.spelling for s in statements(function.body) if isinstance(s, Let) and root(s.fn.spelling) == "scipy"}
    if not spellings:
        return {}
    bound = [v for s in statements(function.body) for v in (*s.outs, *getattr(s, "bound", ()))]
    taken = {v.name for v in (*function.params, *bound)}
    modules = sorted({module_of(spelling) for spelling in spellings})
    return {module: short if (short := module.partition(".")[2]) not in taken else module for module in modules}
