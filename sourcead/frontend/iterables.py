"""What a for loop can run over: range, enumerate, zip and reversed, of what is counted and of sequences of known length."""

from __future__ import annotations

import ast
from functools import reduce

from ..ir import kinds
from ..ir.kinds import kind_of
from ..ir.nodes import Atom, Const
from .forms import FORMS
from .lowerer import STRUCTURE, Lowerer
from .objects import is_object
from .places import Keys
from .values import POISON, Counted, Generator, Items, Known, Value, is_atom

ZERO, ONE = Const(0), Const(1)


def iteration(lowerer: Lowerer, node: ast.AST, value: Value) -> Value:
    """A sequence of known length, or something counted; refuses what is neither."""
    if isinstance(value, Items) and not value.once:
        return _live(lowerer, node, value)
    if value is POISON or isinstance(value, (Items, Counted)):
        return value
    if is_atom(value) and kinds.is_list(value.kind):
        lowerer.objects.run_over(value)
        count = lowerer.compute(node, lowerer.table.named("len"), [value])
        return Counted((ZERO, count, ONE), lambda i: STRUCTURE["list_item"](lowerer, node, lowerer.current(node, value), i), False)
    if isinstance(value, Const) and isinstance(value.value, (str, tuple, list)):
        return Items(tuple, tuple(map(Const, value.value)))
    if isinstance(value, Known) and isinstance(value.object, dict):
        return keys_of(lowerer, node, value)
    if isinstance(value, Generator):
        return lowerer.refuse(node, "a loop over a generator is not supported", "make a list of it: [...]")
    if is_atom(value) and kinds.is_array(value.kind) and value.kind.ndim > 0:
        count = lowerer.compute(node, lowerer.table.named("len"), [value])
        read = lowerer.table.named("getitem")
        return Counted((ZERO, count, ONE), lambda i: lowerer.compute(node, read, [value, i]), False)
    return lowerer.refuse(node, "a loop over this value is not supported", "loop over a range, an array, a tuple or a list")


def _live(lowerer: Lowerer, node: ast.AST, value: Items) -> Items:
    """The items of a sequence, or the keys of a dict, each as it is when a loop comes to it."""
    if value.type not in (list, tuple, dict) and not kinds.is_namedtuple(value.type):
        return lowerer.refuse(node, f"a {value.type.__name__} is no sequence", "run over its fields")
    values = value.values if value.type is not dict else tuple(map(Const, value.keys))
    if not is_object(value):
        return Items(tuple, values)

    def at(index: int) -> Value:
        newest = lowerer.current(node, value)
        if not isinstance(newest, Items) or len(newest.values) != len(values) or newest.keys != value.keys:
            return lowerer.refuse(node, f"a {value.type.__name__} that grows or shrinks while a loop runs over it", "run over a copy of it")
        return newest.values[index] if newest.keys is None else values[index]

    return Items(tuple, values, once=True, at=at)


def keys_of(lowerer: Lowerer, node: ast.AST, known: Known) -> Items:
    """The keys of a captured dict, guarded: another key makes another derivative."""
    keys = tuple(known.object)
    if not all(isinstance(key, (str, int)) for key in keys):
        return lowerer.refuse(node, "a dict with these keys is not supported", "use strings or whole numbers")
    lowerer.guard(known.place and Keys(known.place), None, kind_of(repr(keys)))
    return Items(tuple, tuple(map(Const, keys)))


def _range(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    whole = all(is_atom(a) and kinds.is_scalar(a.kind) and a.kind.dtype != "float" for a in args)
    if options or not 1 <= len(args) <= 3 or not whole:
        given = ", ".join(str(a.kind) if is_atom(a) else type(a).__name__.lower() for a in args)
        return lowerer.refuse(node, f"range takes one to three integers, not ({given})", "pass integers, also as example arguments")
    start, stop, step = (ZERO, args[0], ONE) if len(args) == 1 else (*args, ONE)[:3]
    return Counted((start, stop, step), lambda i: i, True)


def _count(lowerer: Lowerer, node: ast.AST, over: Counted) -> Atom:
    """How many items there are."""
    start, stop, step = over.bounds
    if (start, step) == (ZERO, ONE):
        return lowerer.compute(node, lowerer.table.named("builtin_max"), [stop, ZERO]) if over.counts else stop
    return lowerer.compute(node, lowerer.table.named("len"), [_emit_range(lowerer, over)])


def _emit_range(lowerer: Lowerer, over: Counted) -> Atom:
    return lowerer.builder.emit(lowerer.table.named("range"), *over.bounds)


def _at(lowerer: Lowerer, node: ast.AST, over: Counted, i: Atom) -> Value:
    """The item at position `i`, counted from 0."""
    start, _, step = over.bounds
    if step != ONE:
        i = lowerer.compute(node, lowerer.table.operator(ast.Mult), [i, step])
    if start != ZERO:
        i = lowerer.compute(node, lowerer.table.operator(ast.Add), [start, i])
    return over.item(i)


def _enumerate(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    start = options.get("start", args[1] if len(args) == 2 else ZERO)
    if not args or len(args) > 2 or not options.keys() <= {"start"} or not is_atom(start):
        return lowerer.refuse(node, "enumerate with these arguments is not supported", "pass what to count, and start")
    over = iteration(lowerer, node, args[0])
    add = lowerer.table.operator(ast.Add)
    if isinstance(over, Items):
        numbers = [lowerer.compute(node, add, [start, Const(i)]) for i in range(len(over.values))]
        pairs = (Items(tuple, pair) for pair in zip(numbers, over.values))
        return Items(tuple, tuple(pairs), once=True, at=lambda i: Items(tuple, (numbers[i], over.now(i))))
    if over is POISON:
        return POISON

    def item(i: Atom) -> Value:
        number = i if start == ZERO else lowerer.compute(node, add, [start, i])
        return Items(tuple, (number, _at(lowerer, node, over, i)))

    return Counted((ZERO, _count(lowerer, node, over), ONE), item, start == ZERO)


def _zip(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    overs = [iteration(lowerer, node, a) for a in args]
    strict = options.get("strict", Const(False))
    options = {key: value for key, value in options.items() if key != "strict"}
    if POISON in overs or options or not overs or not isinstance(strict, Const):
        return POISON if POISON in overs else lowerer.refuse(node, "zip of these arguments is not supported", "check the call")
    if all(isinstance(o, Items) for o in overs):
        if strict.value and len({len(o.values) for o in overs}) > 1:
            return lowerer.refuse(node, "ValueError: zip() of sequences of different lengths with strict=True", "check the lengths")
        rows = (Items(tuple, values) for values in zip(*(o.values for o in overs)))
        return Items(tuple, tuple(rows), once=True, at=lambda i: Items(tuple, tuple(o.now(i) for o in overs)))
    fixed = [o for o in overs if isinstance(o, Items)]
    if fixed:
        return _zip_fixed(lowerer, node, overs, min(len(o.values) for o in fixed))
    counts = [_count(lowerer, node, o) for o in overs]
    if strict.value:
        for count in counts[1:]:
            lowerer.compute(node, lowerer.table.named("require_count"), [count, counts[0]])
        counts = counts[:1]
    fewest = lowerer.table.named("builtin_min")
    count = reduce(lambda a, b: a if a == b else lowerer.compute(node, fewest, [a, b]), counts)

    def item(i: Atom) -> Value:
        return Items(tuple, tuple(_at(lowerer, node, o, i) for o in overs))

    return Counted((ZERO, count, ONE), item, False)


def _zip_fixed(lowerer: Lowerer, node: ast.Call, overs: list[Value], count: int) -> Value:
    """With a sequence of known length, as many items as it has are read of the others: these must have as many."""
    check = lowerer.table.named("require_count")
    for over in overs:
        if isinstance(over, Counted):
            lowerer.compute(node, check, [_count(lowerer, node, over), Const(count)])

    def row(i: int) -> Items:
        return Items(tuple, tuple(o.now(i) if isinstance(o, Items) else _at(lowerer, node, o, Const(i)) for o in overs))

    return Items(tuple, tuple(map(row, range(count))), once=True, at=row)


def _reversed(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    if len(args) != 1 or options:
        return lowerer.refuse(node, "reversed takes one argument", "check the call")
    over = iteration(lowerer, node, args[0])
    if isinstance(over, Items):
        return Items(tuple, over.values[::-1], once=True, at=lambda i: over.now(len(over.values) - 1 - i))
    if over is POISON:
        return POISON
    last = lowerer.compute(node, lowerer.table.operator(ast.Sub), [_count(lowerer, node, over), ONE])
    if (over.bounds[0], over.bounds[2]) == (ZERO, ONE):
        return Counted((last, Const(-1), Const(-1)), over.item, over.counts)

    def item(i: Atom) -> Value:
        return _at(lowerer, node, over, i)

    return Counted((last, Const(-1), Const(-1)), item, False)


FORMS.update({range: _range, enumerate: _enumerate, zip: _zip, reversed: _reversed})
STRUCTURE["iteration"] = iteration
