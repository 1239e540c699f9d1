"""Expressions: operators, comparisons, names, attributes, subscripts, sequences, strings, lambdas. Calls have a file of their own."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ..ir import kinds
from ..ir.kinds import Sequence
from ..ir.nodes import Const, Var
from .lowerer import EXPRESSIONS, STRUCTURE, DeadEnd, Lowerer
from .paths import through
from .places import Attribute
from .subset import SYMBOLS
from .values import NONE, POISON, Bound, Closure, Items, Keywords, Known, Method, Perhaps, Value, is_atom, poisoned, single_use


def constant(lowerer: Lowerer, node: ast.Constant, name: str | None) -> Value:
    return Const(node.value)


def variable(lowerer: Lowerer, node: ast.Name, name: str | None) -> Value:
    return lowerer.lookup(node, node.id)


def binop(lowerer: Lowerer, node: ast.BinOp, name: str | None) -> Value:
    """A chain like a + b + c + ... leans left as deep as it is long: its spine is walked in a loop."""
    spine = [node]
    while isinstance(spine[-1].left, ast.BinOp):
        spine.append(spine[-1].left)
    value = lowerer.expr(spine[-1].left)
    for link in reversed(spine):
        right = lowerer.expr(link.right)
        with lowerer.builder.at(lowerer.pos(link)):
            value = binary(lowerer, link, type(link.op), value, right, name if link is node else None)
    return value


def binary(lowerer: Lowerer, node: ast.AST, op: type[ast.AST], left: Value, right: Value, name: str | None) -> Value:
    """`left op right` for numbers and arrays; + and * of sequences whose length is known."""
    if poisoned(left, right):
        return POISON
    if op is ast.Mod and isinstance(left, Const) and isinstance(left.value, str):
        return lowerer.compute(node, lowerer.table.named("percent"), [left, right], name=name)
    if is_atom(left) and kinds.is_list(left.kind) and op is ast.Add:
        return STRUCTURE["add_lists"](lowerer, node, left, right)
    if isinstance(left, Items) or isinstance(right, Items):
        joined = _sequence_binary(op, left, right)
        if joined is not None:
            return joined
        left, right = _as_array(lowerer, node, left, right), _as_array(lowerer, node, right, left)
        if poisoned(left, right):
            return POISON
    return lowerer.compute(node, lowerer.table.operator(op), [left, right], name=name)


def _sequence_binary(op: type[ast.AST], left: Value, right: Value) -> Value | None:
    if isinstance(left, Items) and isinstance(right, Items) and left.type is right.type is dict and op is ast.BitOr:
        merged = dict(zip(left.keys, left.values)) | dict(zip(right.keys, right.values))
        return Items(dict, tuple(merged.values()), keys=tuple(merged))
    if any(isinstance(v, Items) and v.keys is not None for v in (left, right)):
        return None
    if isinstance(left, Items) and isinstance(right, Items) and op is ast.Add and left.type is right.type:
        return Items(left.type, left.values + right.values)
    if op is ast.Mult and isinstance(right, Items):
        left, right = right, left
    if op is ast.Mult and is_atom(right) and right.is_const and isinstance(right.value, int):
        return Items(left.type, left.values * right.value)
    return None


def _as_array(lowerer: Lowerer, node: ast.AST, value: Value, other: Value) -> Value:
    """A list or tuple that meets an array in an operator is made an array, as NumPy does."""
    if not isinstance(value, Items):
        return value
    if is_atom(other) and kinds.is_array(other.kind):
        return array_of(lowerer, node, value)
    return lowerer.refuse(node, f"{SYMBOLS.get(type(getattr(node, 'op', None)), 'this')} of a {value.type.__name__}", "use np.array")


def array_of(lowerer: Lowerer, node: ast.AST, value: Items, dtype: Value | None = None) -> Value:
    """`np.array` of a nest of lists and tuples, as an array of the items."""
    if value.once or value.type not in (list, tuple):
        what = "an iterator" if value.once else f"a {value.type.__name__}"
        return lowerer.refuse(node, f"an array of {what} is not supported", "make a list of it")
    values = [lowerer.settled(node, v) for v in value.values]
    parts = [array_of(lowerer, node, v) if isinstance(v, Items) else v for v in values]
    options = {} if dtype is None else {"dtype": dtype}
    return lowerer.compute(node, lowerer.table.named("array"), parts, options)


def unaryop(lowerer: Lowerer, node: ast.UnaryOp, name: str | None) -> Value:
    operand = lowerer.condition(node.operand) if isinstance(node.op, ast.Not) else lowerer.expr(node.operand)
    if isinstance(operand, Items) and isinstance(node.op, ast.Not):
        return Const(not operand.values)
    if isinstance(operand, Const) and isinstance(node.op, ast.USub) and type(operand.value) is float:
        return Const(-operand.value)  # a negative literal
    result = lowerer.compute(node, lowerer.table.operator(type(node.op)), [operand], name=name)
    if isinstance(node.op, ast.Not) and isinstance(result, Var):
        lowerer.opposites[result] = operand
    return result


def compare(lowerer: Lowerer, node: ast.Compare, name: str | None) -> Value:
    """a < b < c is (a < b) and (b < c), b evaluated once."""
    left, result = lowerer.raw(node.left), None
    for op, item in zip(node.ops, node.comparators):
        sought = isinstance(op, (ast.In, ast.NotIn)) and isinstance(item, ast.Set)
        right = sequence(lowerer, item, None) if sought else lowerer.raw(item)
        link = _compare_two(lowerer, node, op, left, right, name if len(node.ops) == 1 else None)
        result = link if result is None else lowerer.compute(node, lowerer.table.named("and"), [result, link], name=name)
        left = right
    return result


def _compare_two(lowerer: Lowerer, node: ast.Compare, op: ast.cmpop, left: Value, right: Value, name: str | None) -> Value:
    if poisoned(left, right):
        return POISON
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Perhaps) and is_atom(other) and other == NONE and isinstance(op, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
            return _presence(lowerer, node, one, isinstance(op, (ast.IsNot, ast.NotEq)))
    left, right = lowerer.settled(node, left), lowerer.settled(node, right)
    if isinstance(op, (ast.In, ast.NotIn)):
        return STRUCTURE["membership"](lowerer, node, op, left, right, name)
    if isinstance(op, (ast.Is, ast.IsNot)):
        same = _identical(left, right)
        if same is None:
            return lowerer.refuse(node, "`is` of two run-time values is not supported", "compare with ==")
        return Const(same if isinstance(op, ast.Is) else not same)
    if isinstance(left, (Items, Known)) and isinstance(right, (Items, Known)):
        known = _static_equal(left, right)
        if known is not None and isinstance(op, (ast.Eq, ast.NotEq)):
            return Const(known if isinstance(op, ast.Eq) else not known)
    return lowerer.compute(node, lowerer.table.operator(type(op)), [left, right], name=name)


def _presence(lowerer: Lowerer, node: ast.AST, value: Perhaps, wanted: bool) -> Value:
    """Whether a value is not None (`wanted`), or is None."""
    known = lowerer.facts.get(value.present)
    if known is not None:
        return Const(known is wanted)
    if wanted:
        return value.present
    absent = lowerer.compute(node, lowerer.table.operator(ast.Not), [value.present])
    lowerer.opposites[absent] = value.present
    return absent


def _identical(left: Value, right: Value) -> bool | None:
    """Whether two values are one object, where that is known: None is nothing else, a known object is itself."""
    if isinstance(left, Known) and isinstance(right, Known):
        return left.object is right.object
    singletons = [v for v in (left, right) if isinstance(v, Const) and (v.value is None or isinstance(v.value, bool))]
    if not singletons:
        return None
    if len(singletons) == 2:
        return left.value is right.value
    other = right if singletons[0] is left else left
    if singletons[0].value is None:
        return False  # every other value is a number, an array, a sequence or a known object
    return None if is_atom(other) and other.kind == kinds.BOOL else False


def _static_equal(left: Value, right: Value) -> bool | None:
    if isinstance(left, Known) and isinstance(right, Known):
        return bool(left.object == right.object)
    return None


def conditional(lowerer: Lowerer, node: ast.IfExp, name: str | None) -> Value:
    """An arm, where the test is known from the kinds; a rule may also select between two values it computes anyway."""
    test = lowerer.condition(node.test)
    known = truth(test)
    if known is not None:
        return lowerer.raw(node.body if known else node.orelse, name)
    if test is POISON:
        return POISON
    if not lowerer.in_rule:
        return STRUCTURE["choose"](lowerer, node, test, lambda: lowerer.raw(node.body), lambda: lowerer.raw(node.orelse), name)
    arms = [lowerer.expr(node.body), lowerer.expr(node.orelse)]
    chooser = "where" if kinds.is_array(test.kind) else "select"
    return lowerer.compute(node, lowerer.table.named(chooser), [test, *arms])


def truth(value: Value) -> bool | None:
    """Whether a value counts as true, where that is known at generation."""
    if isinstance(value, Const):
        return bool(value.value)
    if isinstance(value, Items) and not value.once:
        return bool(value.values)
    if isinstance(value, Known) and not any(hasattr(type(value.object), name) for name in ("__bool__", "__len__")):
        return True
    return True if isinstance(value, (Closure, Method)) else None


def attribute(lowerer: Lowerer, node: ast.Attribute, name: str | None) -> Value:
    base = lowerer.expr(node.value)
    if base is POISON:
        return POISON
    if isinstance(base, Items) and base.type not in (list, tuple, dict):
        return STRUCTURE["field_of"](lowerer, node, base, node.attr)
    method = STRUCTURE["method_of"](lowerer, node, base, node.attr)
    if method is not None:
        return method
    if isinstance(base, Known):
        return _known_attribute(lowerer, node, base)
    if is_atom(base) and not base.is_const and isinstance(base.kind, kinds.Static) and isinstance(base.kind.value, np.random.Generator):
        return Bound(base, node.attr)
    if isinstance(base, Const) and base.kind == kinds.NONE:
        return lowerer.refuse(node, f"None has no attribute {node.attr!r}", "pass a value")
    is_list = is_atom(base) and kinds.is_list(base.kind) or isinstance(base, Items) and base.type is list
    if is_list and node.attr in STRUCTURE["list_methods"]:
        return Method(base, STRUCTURE["list_methods"][node.attr])
    if is_atom(base) and kinds.is_number(base.kind):
        if node.attr == "ndim":
            return Const(kinds.ndim(base.kind))
        if kinds.is_array(base.kind) and node.attr in STRUCTURE["methods"]:
            return Method(base, STRUCTURE["methods"][node.attr])
        if kinds.is_array(base.kind) and node.attr == "flat":
            return lowerer.compute(node, lowerer.table.named("flat"), [base])
        if node.attr == "dtype" and not kinds.is_python_number(base.kind):
            return Known(np.dtype(base.kind.dtype), None)
        found = lowerer.table.attribute(node.attr)
        if found is not None:
            return lowerer.compute(node, found, [base], name=name)
        method = lowerer.table.method(node.attr)
        if method is not None:
            return Method(base, method)
    if isinstance(base, Items) and base.atom is not None:
        fields = getattr(base.atom.kind.type, "_fields", ())
        if node.attr in fields:
            return base.values[fields.index(node.attr)]
    what = base.kind if is_atom(base) else type(base).__name__.lower()
    reason = lowerer.table.refusal(getattr(np.ndarray, node.attr, None)) if is_atom(base) and kinds.is_number(base.kind) else None
    if reason is not None:
        return lowerer.refuse(node, f"attribute {node.attr!r} of {what} is not supported: {reason}", "use a NumPy function instead")
    return lowerer.refuse(node, f"attribute {node.attr!r} of {what} is not supported", "use a NumPy function instead")


def _mangled(lowerer: Lowerer, name: str) -> str:
    """Inside a class, Python calls self.__name self._Class__name."""
    if not name.startswith("__") or name.endswith("__"):
        return name
    compiled = lowerer.stack[-1].function.__code__.co_names
    return next((n for n in compiled if n.startswith("_") and n.endswith(name) and n != name), name)


def _known_attribute(lowerer: Lowerer, node: ast.Attribute, base: Known) -> Value:
    attr = _mangled(lowerer, node.attr)
    try:
        value = getattr(base.object, attr)
    except AttributeError:
        what = getattr(base.object, "__name__", type(base.object).__name__)
        return lowerer.refuse(node, f"{what!r} has no attribute {node.attr!r}", "check the spelling")
    place = base.place and Attribute(base.place, attr)
    if lowerer.library:
        value = lowerer.table.translate(value, lowerer.library)
    return lowerer.resolve(node, value, place, node.attr)


def subscript(lowerer: Lowerer, node: ast.Subscript, name: str | None) -> Value:
    return part(lowerer, node, lowerer.expr(node.value), lowerer.expr(node.slice), name)


def part(lowerer: Lowerer, node: ast.Subscript, base: Value, index: Value, name: str | None = None) -> Value:
    """What `base[index]` is."""
    if poisoned(base, index):
        return POISON
    if isinstance(base, Keywords):
        base = Items(dict, tuple(base.values.values()), keys=tuple(base.values))
    if isinstance(base, Items):
        return _sequence_item(lowerer, node, base, index)
    if isinstance(base, Const) and isinstance(base.value, (str, tuple, list)) and isinstance(index, Const):
        try:
            return Const(base.value[index.value])
        except (IndexError, TypeError) as error:
            return lowerer.refuse(node, f"{type(error).__name__}: {error}", "check the index")
    if is_atom(base) and kinds.is_list(base.kind):
        return STRUCTURE["list_item"](lowerer, node, base, index, name)
    if is_atom(base) and kinds.is_array(base.kind):
        if lowerer.objects.is_written(base):  # the whole part is not wanted, whatever it is by now
            base, index = through(lowerer, node, base, index)
        return lowerer.compute(node, lowerer.table.named("getitem"), [base, index], name=name)
    if isinstance(base, Const) and isinstance(base.kind, Sequence) and isinstance(index, Const) and lowerer.in_rule:
        return Const(base.value[index.value])
    if is_atom(base) and isinstance(base.kind, Sequence) and isinstance(index, Const):
        return lowerer.compute(node, lowerer.table.named("item"), [base, index], name=name)
    if isinstance(base, Known) and isinstance(index, Const) and base.place is not None:
        try:
            return lowerer.part_of(node, base, index.value)
        except (KeyError, IndexError, TypeError) as error:
            return lowerer.refuse(node, f"{type(error).__name__}: {error}", "check the key")
    return lowerer.refuse(node, "only arrays, tuples and lists can be indexed", "use np.array to make an array of it")


def _sequence_item(lowerer: Lowerer, node: ast.Subscript, base: Items, index: Value) -> Value:
    if base.once:
        return lowerer.refuse(node, "an iterator cannot be indexed", "make a list of it")
    if base.type is dict:
        if isinstance(index, Const) and index.value in base.keys:
            return base.values[base.keys.index(index.value)]
        if isinstance(index, Const):
            return lowerer.refuse(node, f"KeyError: {index.value!r}", "check the key")
        return lowerer.refuse(node, "the key of a dict must be known at generation", "use a list or an array", True)
    if base.type not in (list, tuple) and not kinds.is_namedtuple(base.type):
        return lowerer.refuse(node, f"a {base.type.__name__} cannot be indexed", "read its fields")
    if is_atom(index) and not index.is_const and (items := STRUCTURE["one_value"](lowerer, node, base)) is not None:
        return STRUCTURE["list_item"](lowerer, node, items, index)
    if not isinstance(index, Const) or not isinstance(index.value, (int, slice)):
        return lowerer.refuse(node, "the index of a tuple or list must be known", "use np.array to make an array of it", True)
    try:
        found = base.values[index.value]
    except IndexError:
        refused = lowerer.refuse(node, f"index {index.value} is out of range for {len(base.values)} items", "check the index")
        if any(frame.loops for frame in lowerer.stack):  # the list may have grown by the time an iteration gets here
            raise DeadEnd
        return refused
    return Items(base.type if base.keys is None else tuple, found) if isinstance(index.value, slice) else found


def slices(lowerer: Lowerer, node: ast.Slice, name: str | None) -> Value:
    parts = [Const(None) if p is None else lowerer.expr(p) for p in (node.lower, node.upper, node.step)]
    if poisoned(*parts):
        return POISON
    if all(isinstance(p, Const) for p in parts):
        return Const(slice(*(p.value for p in parts)))
    return lowerer.compute(node, lowerer.table.named("slice"), parts)


def sequence(lowerer: Lowerer, node: ast.Tuple | ast.List | ast.Set, name: str | None) -> Value:
    values = spread(lowerer, node.elts)
    if any(map(single_use, values)):
        return lowerer.refuse(node, "an iterator in a tuple or list can be run over once only", "make a list of it")
    return POISON if poisoned(*values) else Items(tuple if isinstance(node, ast.Tuple) else list, tuple(values), None, name)


def set_literal(lowerer: Lowerer, node: ast.Set, name: str | None) -> Value:
    return lowerer.refuse(node, "a set is not supported", "use a tuple")


def spread(lowerer: Lowerer, nodes: list[ast.expr]) -> list[Value]:
    """The values of expressions, starred ones spread out."""
    values: list[Value] = []
    for node in nodes:
        if not isinstance(node, ast.Starred):
            values.append(lowerer.raw(node))
            continue
        value = lowerer.expr(node.value)
        if isinstance(value, Items):
            over = STRUCTURE["iteration"](lowerer, node, value)
            values.extend([POISON] if over is POISON else over.values)
        elif value is not POISON:
            values.append(lowerer.refuse(node, "only tuples and lists of known length can be spread with *", "write the items out"))
        else:
            values.append(POISON)
    return values


def walrus(lowerer: Lowerer, node: ast.NamedExpr, name: str | None) -> Value:
    value = lowerer.raw(node.value, node.target.id)
    lowerer.stack[-1].locals[node.target.id] = value
    return value


def fstring(lowerer: Lowerer, node: ast.JoinedStr, name: str | None) -> Value:
    """An f-string is a template, kept as it is, over the values it formats."""
    template: list[Any] = []
    values: list[Value] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            template.append(part.value)
            continue
        spec = part.format_spec
        if spec is not None and not all(isinstance(v, ast.Constant) for v in spec.values):
            return lowerer.refuse(part, "a computed format specification is not supported", "write the format out")
        template.append((part.conversion, "".join(v.value for v in spec.values) if spec else ""))
        values.append(lowerer.expr(part.value))
    if all(isinstance(v, Const) for v in values) and not lowerer.in_rule:
        return Const(lowerer.table.named("fstring").call(tuple(template), *(v.value for v in values)))
    return lowerer.compute(node, lowerer.table.named("fstring"), [Const(tuple(template)), *values], name=name)


def lambdas(lowerer: Lowerer, node: ast.Lambda, name: str | None) -> Value:
    return closure(lowerer, node)


def closure(lowerer: Lowerer, node: ast.FunctionDef | ast.Lambda) -> Closure:
    """A function made here: its defaults are evaluated now, its free names when it is called."""
    defaults = tuple(lowerer.expr(d) for d in node.args.defaults)
    keywords = zip(node.args.kwonlyargs, node.args.kw_defaults)
    kw_defaults = tuple((a.arg, lowerer.expr(d)) for a, d in keywords if d is not None)
    return Closure(node, lowerer.stack[-1], defaults, kw_defaults)


EXPRESSIONS |= {
    ast.Constant: constant,
    ast.Name: variable,
    ast.BinOp: binop,
    ast.UnaryOp: unaryop,
    ast.Compare: compare,
    ast.IfExp: conditional,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
    ast.Slice: slices,
    ast.Tuple: sequence,
    ast.List: sequence,
    ast.Set: set_literal,
    ast.NamedExpr: walrus,
    ast.JoinedStr: fstring,
    ast.Lambda: lambdas,
}
STRUCTURE |= {"part": part, "truth": truth}
