"""How each kind of operation is written: operators, notations of their own, and what changes an array or list in place.

A form takes the writer, which knows the names and writes operands, and the statement.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Callable

from ..ir.kinds import has_index_array, is_array
from ..ir.nodes import Const, Let

if TYPE_CHECKING:
    from .syntax import Writer

BINARY = {
    **{"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod, "**": ast.Pow},
    **{"@": ast.MatMult, "&": ast.BitAnd, "|": ast.BitOr, "^": ast.BitXor, "<<": ast.LShift, ">>": ast.RShift},
}
COMPARE = {"==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
UNARY = {"neg": ast.USub, "pos": ast.UAdd, "~": ast.Invert, "not": ast.Not}


def _subscript(writer: Writer, stmt: Let) -> ast.expr:
    return writer.part(*stmt.args[:2])


def _slice(writer: Writer, stmt: Let) -> ast.expr:
    return ast.Call(ast.Name("slice", ast.Load()), [writer.atom(a) for a in stmt.args], [])


def _sequence(make: Callable) -> Callable[[Writer, Let], ast.expr]:
    return lambda writer, stmt: make([writer.atom(a) for a in stmt.args], ast.Load())


def _stored(writer: Writer, stmt: Let) -> ast.stmt:
    array, value, index = stmt.args
    return ast.Assign([writer.part(array, index, ast.Store())], writer.atom(value))


def _added(writer: Writer, stmt: Let) -> ast.stmt:
    """An index array may name an element twice, which += would count once."""
    array, value, index = stmt.args
    if has_index_array(index.kind):
        base, last = writer.last_step(array, index)
        return ast.Expr(ast.Call(writer.dotted("np.add.at"), [base, writer.atom(last), writer.atom(value)], []))
    return ast.AugAssign(writer.part(array, index, ast.Store()), ast.Add(), writer.atom(value))


def _increased(writer: Writer, stmt: Let) -> ast.stmt:
    array, value = map(writer.atom, stmt.args)
    array.ctx = ast.Store()
    return ast.AugAssign(array, ast.Add(), value)


def _list_added(writer: Writer, stmt: Let) -> ast.stmt:
    """An item that is an array may be held by others too: += would change it for them."""
    items, value, index = stmt.args
    if is_array(items.kind.item):
        total = ast.BinOp(writer.part(items, index), ast.Add(), writer.atom(value))
        return ast.Assign([writer.part(items, index, ast.Store())], total)
    return ast.AugAssign(writer.part(items, index, ast.Store()), ast.Add(), writer.atom(value))


def _method(name: str) -> Callable[[Writer, Let], ast.stmt]:
    def write(writer: Writer, stmt: Let) -> ast.stmt:
        items, *args = stmt.args
        return ast.Expr(ast.Call(ast.Attribute(writer.atom(items), name, ast.Load()), [writer.atom(a) for a in args], []))

    return write


def _popped(writer: Writer, stmt: Let) -> ast.stmt:
    return ast.Expr(ast.Call(ast.Attribute(writer.atom(stmt.args[0]), "pop", ast.Load()), [], []))


# How what changes its first operand in place is written: a statement on the array.
WRITES: dict[str, Callable[[Writer, Let], ast.stmt]] = {
    **{"store": _stored, "add_at": _added, "list_store": _stored, "list_add_at": _list_added},
    **{"added": _increased, "appended": _method("append"), "without_last": _popped},
}


def _path(writer: Writer, stmt: Let) -> ast.expr:
    return ast.Call(writer.callee(stmt.fn), [writer.atom(a) for a in stmt.args], [])


def _conditional(writer: Writer, stmt: Let) -> ast.expr:
    test, a, b = (writer.atom(x) for x in stmt.args)
    return ast.IfExp(test, a, b)


def _membership(op: type[ast.cmpop]) -> Callable[[Writer, Let], ast.expr]:
    return lambda writer, stmt: ast.Compare(writer.atom(stmt.args[0]), [op()], [writer.atom(stmt.args[1])])


def _dict(writer: Writer, stmt: Let) -> ast.expr:
    keys, *values = stmt.args
    return ast.Dict([writer.constant(key) for key in keys.value], [writer.atom(v) for v in values])


def _entry(writer: Writer, stmt: Let) -> ast.expr:
    """What a dict, or an object of named fields, holds."""
    base, key = stmt.args
    if base.kind.type is dict:
        return ast.Subscript(writer.atom(base), writer.constant(key.value), ast.Load())
    return ast.Attribute(writer.atom(base), key.value, ast.Load())


def _and(writer: Writer, stmt: Let) -> ast.expr:
    return ast.BoolOp(ast.And(), [writer.atom(a) for a in stmt.args])


def _array(writer: Writer, stmt: Let) -> ast.expr:
    items = ast.List([writer.atom(a) for a in stmt.args], ast.Load())
    return ast.Call(writer.dotted("np.array"), [items], writer.keywords(stmt))


def _chain(writer: Writer, stmt: Let) -> ast.expr:
    return ast.Call(writer.dotted("np.linalg.multi_dot"), [ast.List([writer.atom(a) for a in stmt.args], ast.Load())], [])


def _fstring(writer: Writer, stmt: Let) -> ast.expr:
    values = iter(stmt.args[1:])
    parts: list[ast.expr] = []
    for part in stmt.args[0].value:
        if isinstance(part, str):
            parts.append(ast.Constant(part))
            continue
        spec = ast.JoinedStr([ast.Constant(part[1])]) if part[1] else None
        parts.append(ast.FormattedValue(writer.atom(next(values)), part[0], spec))
    return ast.JoinedStr(parts)


def _tried(writer: Writer, stmt: Let) -> ast.expr:
    """A call of the function that the statement was made, whose definition goes before that of the function that calls it."""
    outlined, *args = stmt.args
    return ast.Call(writer.outlined(outlined.value), [writer.given(*pair) for pair in zip(outlined.value.params, args)], [])


def _range(writer: Writer, stmt: Let) -> ast.expr:
    start, stop, step = stmt.args
    shown = [stop] if (start, step) == (Const(0), Const(1)) else [start, stop] if step == Const(1) else [start, stop, step]
    return ast.Call(ast.Name("range", ast.Load()), [writer.atom(a) for a in shown], [])


FORMS: dict[str, Callable[[Writer, Let], ast.expr]] = {
    "[]": _subscript,
    "[:]": _slice,
    "[][]": _path,
    "(,)": _sequence(ast.Tuple),
    "[,]": _sequence(ast.List),
    "if": _conditional,
    "and": _and,
    "in": _membership(ast.In),
    "not in": _membership(ast.NotIn),
    "{}": _dict,
    "entry": _entry,
    "f()": lambda writer, stmt: writer.call_of(writer.constant(stmt.args[0].value), stmt.args[1], list(stmt.args[2:])),
    "call method": lambda writer, stmt: writer.call_of(
        ast.Attribute(writer.atom(stmt.args[0]), stmt.args[1].value, ast.Load()), stmt.args[2], list(stmt.args[3:])
    ),
    "try": _tried,
    "array": _array,
    "multi_dot": _chain,
    "fstring": _fstring,
    "range": _range,
}
