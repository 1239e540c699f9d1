"""Recursion: a function that calls itself is lowered once for each signature, as a definition of its own.

A signature is what of the arguments is not data: kinds, nesting, functions, strings, None. Numbers and arrays are the
definition's parameters, literal ones included; what its body reads of the variables around it become further ones.
What a recursive call gives is not known before the body is lowered: the kinds are first those of the ways that do not
recur, and then settle as those of a loop do. A call with less nested arguments than the one around it (the branch of a
tree of tuples), or with another object, is written in place: its recursion ends at generation.
"""

from __future__ import annotations

import ast
import dis
import types
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Iterable, Iterator

from ..ir import kinds
from ..ir.builder import Builder
from ..ir.callees import RESULT, Definition, called, calls
from ..ir.kinds import FLOAT, Kind
from ..ir.nodes import Atom, Block, Const, Function, Let, Stmt, Var, now
from ..ir.traversal import free, map_blocks, substitute_block, with_stmts
from .callables import plain
from .lowerer import DeadEnd, Frame, Lowerer
from .objects import Objects, is_object, reachable
from .signatures import Key, Unfit, comparable, data_kinds, described, flatten, items, merged, nested, signature, structure, wider
from .values import POISON, Items, Perhaps, Value

ROUNDS = 8
DIFFERENT = 6  # signatures of one function that call each other

Walk = Callable[[Lowerer, Frame, "dict[str, Value]"], Value]


@dataclass(frozen=True)
class Alias:
    """What an array that is returned may be: arguments, arrays around the function, what is also returned at other places."""

    arguments: frozenset[int]
    around: frozenset[Value]
    results: frozenset[int]


@dataclass(eq=False)
class Lowering:
    """A definition, made or being made. `result` is how what it returns is nested, None while nothing is known of it."""

    definition: Definition
    frame: Frame
    arguments: dict[str, Key]
    kinds: list[Kind]  # of the data it is given: a float where all calls give one, float64 where some give NumPy's
    extras: list[Var] = field(default_factory=list)
    result: Key | None = None
    done: bool = False
    complete: bool = False  # whether `extras` are known
    reads: list[tuple[Frame, str, Value]] = field(default_factory=list)  # the names it read around it, and what they meant
    aliases: "list[Alias] | None" = None  # for each of the data it gives, what it may be instead of something new
    returns_others: bool = False  # whether it gives for sure what it was given, or a part of it, or one thing twice
    places: list[int] = field(default_factory=list)  # of its data among those of its calls, some of which are compiled in
    versions: dict[Value, Any] = field(default_factory=dict)


# -- which calls -------------------------------------------------------------------------------------------------------------


def has_definition(lowerer: Lowerer, frame: Frame, values: dict[str, Value]) -> bool:
    """Whether a call that is about to be walked is one of a function of its own."""
    frame.structure = size, objects = structure(values.values())
    if lowerer.in_rule or lowerer.in_own_rule:
        return False
    around = [outer for outer in reversed(lowerer.stack) if same_function(outer, frame)]
    for outer in around:
        if outer.structure[1] == objects:
            return outer.structure[0] <= size
    return not (around or size or objects) and calls_itself(lowerer, frame)


def owner_of(frame: Frame) -> Any:
    """What tells functions apart."""
    return frame.function if frame.outer is None else frame.source.node


def same_function(one: Frame, other: Frame) -> bool:
    if one.outer is None and other.outer is None:
        return one.function is other.function
    return one.source.node is other.source.node


def calls_itself(lowerer: Lowerer, frame: Frame) -> bool:
    """Whether a function may come back to itself, as far as the names in it tell; the others are found when they do."""
    if frame.outer is not None:
        name = getattr(frame.source.node, "name", None)
        return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(frame.source.node))
    known = lowerer.recursive
    if frame.function not in known:
        known[frame.function] = _reaches(lowerer, frame.function)
    return known[frame.function]


def _reaches(lowerer: Lowerer, function: types.FunctionType) -> bool:
    pending, seen = list(_named(lowerer, function)), set()
    while pending:
        one = pending.pop()
        if one is function:
            return True
        if one not in seen:
            seen.add(one)
            pending.extend(_named(lowerer, one))
    return False


def _named(lowerer: Lowerer, function: types.FunctionType) -> Iterator[types.FunctionType]:
    """The user's functions that the names in a function stand for."""
    pending = [function.__code__]
    values: list[Any] = []
    while pending:
        code = pending.pop()
        pending.extend(c for c in code.co_consts if isinstance(c, types.CodeType))
        names = {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
        values.extend(function.__globals__[name] for name in sorted(names) if name in function.__globals__)
    for cell in function.__closure__ or ():
        try:
            values.append(cell.cell_contents)
        except ValueError:
            continue
    for value in values:
        target = plain(value) if callable(value) and not isinstance(value, type) else None
        if target is not None and lowerer.table.find(value) is None:
            yield target.function


# -- calls -------------------------------------------------------------------------------------------------------------------


def call_definition(
    lowerer: Lowerer, node: ast.AST, frame: Frame, values: dict[str, Value], walk: Walk, name: str | None
) -> Value:
    """The call of a function of its own, which is lowered if it has not been for this signature."""
    if any(v is POISON for v in values.values()):
        return POISON
    leaves: list[tuple[str, Atom]] = []
    try:
        arguments = {key: flatten(lowerer, node, value, key, leaves) for key, value in values.items()}
    except Unfit as unfit:
        what, advice = unfit.args
        return lowerer.refuse(node, f"the recursive function {frame.name} cannot take this argument: {what}", advice)
    if POISON in (atom for _, atom in leaves):
        return POISON
    key = (owner_of(frame), frame.outer, signature(tuple(arguments.items())))
    known = lowerer.definitions.get(key)
    given = [atom.kind for _, atom in leaves]
    if known is not None and not known.done:
        known.kinds = wider(known.kinds, given)
    if known is not None and not (is_usable(lowerer, known) and known.kinds == wider(known.kinds, given)):
        lowerer.definitions[key, object()] = lowerer.definitions.pop(key)  # calls that there are keep it
        known = None
    if known is None:
        known = _lower(lowerer, node, frame, key, arguments, leaves, walk)
        if known is None:
            return POISON
    elif known.done:
        for reads in lowerer.reads:
            reads.extend(known.reads)
    if known.result is None:
        raise DeadEnd  # what it gives is not known yet: the ways that do not recur come first
    return emit_call(lowerer, known, [atom for _, atom in leaves], name)


def emit_call(lowerer: Lowerer, known: Lowering, operands: list[Atom], name: str | None) -> Value:
    definition = known.definition
    args = [*operands, *known.extras]
    single = len(definition.outputs) == 1
    out = lowerer.builder.emit(definition.primitive, *args, name=name if single else None)
    parts = [out] if single else [lowerer.builder.emit(RESULT, out, Const(i)) for i in range(len(definition.outputs))]
    _note_aliases(lowerer, known, operands, args, parts)
    return nested(known.result, iter(parts))


def _note_aliases(lowerer: Lowerer, known: Lowering, operands: list[Atom], args: list[Atom], parts: list[Atom]) -> None:
    """An array that a call gives may be one that was passed, or a part of it, or one that is around the function."""
    objects = lowerer.objects
    arrays = [part if kinds.is_array(part.kind) else None for part in parts]
    if known.aliases is not None:
        for part, alias in zip(arrays, known.aliases):
            if part is not None:
                given = {objects.base(operands[i]) for i in alias.arguments if isinstance(operands[i], Var)}
                objects.may_be(part, {*given, *alias.around, *(arrays[i] for i in alias.results)})
        return
    around = () if known.complete else (*lowerer.captures.values(), *reachable(lowerer.objects, _surroundings(known)))
    others = {objects.base(a) for a in (*args, *parts, *around) if isinstance(a, Var) and kinds.is_array(a.kind)}
    for part in arrays:
        if part is not None:
            objects.may_be(part, others - {part})


def _aliases(lowerer: Lowerer, params: list[Var], yields: list[Atom], mark: int) -> tuple[list[Alias], bool]:
    """What the arrays among `yields` may be; whether one is certain to be something that others hold."""
    objects, places = lowerer.objects, {p: i for i, p in enumerate(params)}
    captured = set(lowerer.captures.values())
    roots = [objects.roots(a) if isinstance(a, Var) and kinds.is_array(a.kind) else set() for a in yields]
    bases = [objects.base(a) for a, found in zip(yields, roots) if found]
    found = []
    for i, own in enumerate(roots):
        around = {r for r in own if r not in places and (r in captured or r.number < mark)}
        results = {k for k, other in enumerate(roots) if k != i and own & other}
        found.append(Alias(frozenset(places[r] for r in own if r in places), frozenset(around), frozenset(results)))
    others = any(b in places or b in captured or b.number < mark for b in bases)
    return found, others or len(set(bases)) < len(bases)


def _surroundings(known: Lowering) -> list[Frame]:
    """The frames that a function sees, and those that the functions among its arguments see."""
    frames = [] if known.frame.outer is None else [known.frame.outer]
    pending: list[Any] = list(known.arguments.values())
    while pending:
        key = pending.pop()
        if key[0] == "%closure":
            frames.append(key[2].frame)
        pending.extend(items(key))
    return frames


# -- lowering ----------------------------------------------------------------------------------------------------------------


def _lower(
    lowerer: Lowerer, node: ast.AST, frame: Frame, key: Key, arguments: dict[str, Key], leaves: list[tuple[str, Atom]], walk: Walk
) -> Lowering | None:
    """The definition for a signature, None where it is refused."""
    open_ones = [one for one in lowerer.definitions.values() if not one.done]
    if sum(same_function(one.frame, frame) for one in open_ones) >= DIFFERENT:
        what = f"{frame.name} calls itself with arguments of ever different kinds"
        return lowerer.refuse(node, what, "pass arguments of one kind") and None
    before = dict(lowerer.definitions)
    name = frame.name if frame.name.isidentifier() else "f"
    known = Lowering(Definition(name, ()), frame, arguments, [atom.kind for _, atom in leaves])
    guesses = [None, ("%data", FLOAT), *(("%data", atom.kind) for _, atom in leaves if kinds.is_array(atom.kind))]
    reported = len(lowerer.violations)
    for guess in dict.fromkeys(guesses):
        del lowerer.violations[reported:]
        known.result = guess
        made = _settled(lowerer, node, key, known, before, arguments, leaves, walk)
        if made is not None or len(lowerer.violations) > reported:
            break
        if any(one.result is None for one in open_ones):
            lowerer.definitions = before
            raise DeadEnd  # what it calls is not known yet
    if made is None:
        if len(lowerer.violations) == reported:
            lowerer.refuse(node, f"no way through {frame.name} returns a value", "return a value in the base case")
        lowerer.definitions = before
        return None
    known.done = True
    known.definition.function = made
    known.versions = dict(lowerer.objects.versions)
    if not open_ones:
        complete([one for one in lowerer.definitions.values() if not one.complete])
    return known


def is_usable(lowerer: Lowerer, known: Lowering) -> bool:
    """Whether a definition means here what it meant when it was made: what it read of its surroundings is as it was."""
    if not known.done:
        return True
    if any(frame.locals.get(name) is not value for frame, name, value in known.reads):
        return False
    objects = lowerer.objects
    extras = known.extras if known.complete else free(known.definition.function.body)
    return all(objects.versions.get(v) is known.versions.get(v) for v in _changeable(objects, known, extras))


def _changeable(objects: Objects, known: Lowering, extras: Iterable[Var]) -> Iterator[Value]:
    """The objects that a definition reads of its surroundings, and those that these may be or show."""
    frame = Frame("", known.frame.source, known.frame.function, {str(i): v for i, v in enumerate(extras)})
    frame.locals.update((f"{i} {name}", value) for i, (_, name, value) in enumerate(known.reads))
    for value in reachable(objects, [frame]):
        yield from objects.roots(value)


def _settled(
    lowerer: Lowerer,
    node: ast.AST,
    key: Key,
    known: Lowering,
    before: dict,
    arguments: dict[str, Key],
    leaves: list[tuple[str, Atom]],
    walk: Walk,
) -> Function | None:
    """The body, lowered until what it returns is what its own calls were taken to return."""
    definition, reported = known.definition, len(lowerer.violations)
    for _ in range(ROUNDS):
        del lowerer.violations[reported:]
        lowerer.definitions = {**before, key: known}
        definition.outputs = tuple(data_kinds(known.result)) if known.result is not None else ()
        captured, given = len(lowerer.captures), known.kinds
        lowered = _body(lowerer, node, known, arguments, leaves, walk)
        if lowered is None:
            return None
        function, result = lowered
        together = merged(known.result, result)
        if together is None:
            what = f"{definition.name} returns {described(known.result)} or {described(result)}"
            lowerer.refuse(node, what, "return one kind of value")
            return None
        same_result = known.result is not None and comparable(together) == comparable(known.result)
        if same_result and known.kinds == given and len(lowerer.captures) == captured:  # calls may give what is captured
            return function
        known.result = together
    lowerer.refuse(node, f"the kinds of what {definition.name} returns do not settle", "return one kind of value")
    return None


def _body(
    lowerer: Lowerer, node: ast.AST, known: Lowering, arguments: dict[str, Key], leaves: list[tuple[str, Atom]], walk: Walk
) -> tuple[Function, Key] | None:
    """One lowering of the body, and how what it returns is nested; None where it is refused or never returns."""
    try:
        return body_of(lowerer, node, known, arguments, leaves, walk)
    except DeadEnd:
        return None


def body_of(
    lowerer: Lowerer,
    node: ast.AST,
    known: Lowering,
    arguments: dict[str, Key],
    leaves: list[tuple[str, Atom]],
    walk: Walk,
    what_kind: str = "recursive",
) -> tuple[Function, Key] | None:
    """The same; raises DeadEnd where it never returns."""
    began = now()
    frame = replace(known.frame, locals={}, read_early={}, loops=0)
    definition, node_there = known.definition, frame.source.node
    pos = frame.source.pos(node_there)
    params = [Var(kind, name) for kind, (name, _) in zip(known.kinds, leaves)]
    remaining = iter(params)
    values = {name: nested(k, remaining) for name, k in arguments.items()}
    values |= {f"%argument {i}": p for i, p in enumerate(params)}  # the caller holds them, whatever the names mean later
    objects, mark = lowerer.objects, now()
    outer = lowerer.builder, lowerer.facts, objects.versions
    written, reported = dict(objects.written), len(lowerer.violations)
    lowerer.builder, lowerer.facts, objects.versions = Builder(True, pos), {}, dict(objects.versions)
    lowerer.stack.append(frame)
    known.reads = []
    lowerer.reads.append(known.reads)
    yields: list[tuple[str, Atom]] = []
    try:
        returned = walk(lowerer, frame, values)
        if returned is POISON:
            return None
        if isinstance(returned, Perhaps):
            what = f"the {what_kind} function {frame.name} may return None or a value"
            lowerer.refuse(node_there, what, "return one kind of value")
            return None
        result = flatten(lowerer, node_there, returned, "%result", yields)
        _check_result(result, arguments)
        _check_objects(lowerer, returned, mark)
        if objects.written != written or any(v is not outer[2].get(t) for t, v in objects.versions.items() if t.number < mark):
            lowerer.refuse(
                node_there,
                f"the {what_kind} function {frame.name} writes to an array or list that it was given, or that is not its own",
                "write to a copy, and return it",
            )
        body = lowerer.builder.block([atom for _, atom in yields])
        if what_kind == "shared":
            known.aliases, known.returns_others = _aliases(lowerer, params, body.yields, mark)
    except Unfit as unfit:
        what, advice = unfit.args
        lowerer.refuse(node_there, f"the {what_kind} function {frame.name} cannot return this: {what}", advice)
        return None
    finally:
        lowerer.stack.pop()
        lowerer.reads.pop()
        known.reads = [read for read in known.reads if read[0].number < began]
        lowerer.builder, lowerer.facts, objects.versions = outer
        objects.written = written
    if len(lowerer.violations) > reported:
        return None
    picked = 0 if len(yields) == 1 else tuple(range(len(yields)))
    return Function(definition.name, tuple(params), body, picked, pos=pos), result


def _check_result(result: Key, arguments: dict[str, Key]) -> None:
    """A list that is returned could be one that was passed, and what is written to the one is then read from the other."""
    if result[0] in ("%known", "%keywords"):
        raise Unfit("a function", "return numbers, arrays, or tuples of them")
    if _holds_list(result) and any(map(_holds_list, arguments.values())):
        raise Unfit("a list", "return a tuple")
    for part in items(result):
        _check_result(part, {})


def _check_objects(lowerer: Lowerer, returned: Value, mark: int) -> None:
    """What can be changed, and is returned, must be new: what is written to it is then not read from anything else."""
    objects, seen = lowerer.objects, set()
    pending = [returned]
    while pending:
        value = pending.pop()
        if not isinstance(value, Items):
            continue
        value = objects.versions.get(objects.of(value), value)
        pending.extend(value.values if isinstance(value, Items) else ())
        if is_object(value):
            roots = objects.roots(value)
            if roots & seen or any(r.number < mark or r in objects.kept for r in roots):
                raise Unfit(f"a {value.type.__name__} that others hold", "return a new one, or a tuple")
            seen |= roots


def _holds_list(key: Key) -> bool:
    return key[0] == "%items" and (key[1] is list or any(map(_holds_list, items(key))))


# -- what bodies read of their surroundings ----------------------------------------------------------------------------------


def complete(group: list[Lowering]) -> None:
    """Pass on, as further arguments, the variables that the bodies of definitions read of what is around them."""
    by_definition = {one.definition: one for one in group}
    own = {one: {*one.definition.function.params, *_defined(one.definition.function.body)} for one in group}
    needs = {one: {v: None for v in free(one.definition.function.body) if v not in own[one]} for one in group}
    while True:
        grown = False
        for one in group:
            for inner in calls(one.definition.function.body):
                reads = needs[by_definition[inner]] if inner in by_definition else ()  # others have been given theirs
                more = [v for v in reads if v not in needs[one] and v not in own[one]]
                needs[one].update(dict.fromkeys(more))
                grown = grown or bool(more)
        if not grown:
            break
    for one in group:
        one.extras, one.complete = list(needs[one]), True
    for one in group:
        function = one.definition.function
        fresh = {v: Var(v.kind, v.name, v.origin) for v in one.extras}
        body = _with_extras(function.body, by_definition)
        body = substitute_block(body, fresh) if fresh else body
        one.definition.function = replace(function, params=(*function.params, *fresh.values()), body=body)


def _defined(block: Block) -> Iterator[Var]:
    for stmt in block.stmts:
        yield from stmt.outs
        yield from getattr(stmt, "bound", ())
        for inner in stmt.blocks:
            yield from _defined(inner)


def _with_extras(block: Block, group: dict[Definition, Lowering]) -> Block:
    def extended(stmt: Stmt) -> Stmt:
        one = group.get(called(stmt))
        if one is not None:
            return replace(stmt, args=(*stmt.args, *one.extras)) if one.extras else stmt
        return stmt if isinstance(stmt, Let) else map_blocks(stmt, lambda inner: _with_extras(inner, group))

    return with_stmts(block, [extended(stmt) for stmt in block.stmts])

