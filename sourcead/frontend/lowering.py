"""The two entries to lowering: `lower` for a user's function, `lower_body` for the body of a rule."""

from __future__ import annotations

import ast
import types
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Callable, Iterator

from ..errors import Pos, Refused
from ..ir import kinds
from ..ir.builder import Builder, nest_map
from ..ir.kinds import Fields, Kind, Static
from ..ir.nodes import Atom, Block, Const, Function, Stmt, Var
from . import array_methods, branches, comprehensions, consumers, containers, effects, expressions, lists, loops, makers, partials
from . import raising, records, squeezing, statements, updates, writes
from .callables import Target, name_of
from .callees import call_definition, calls_itself
from .calls import bind, bound_to, primitive, walk, with_rule
from .lowerer import STRUCTURE, DeadEnd, Frame, Lowered, Lowerer, Table
from .places import Argument, Guard, Object, Place
from .sharing import ROUNDS, Policy, revise
from .signatures import structure
from .source import Source, find_source
from .subset import check
from .values import POISON, Items, Known, Value

assert all((branches, comprehensions, consumers, containers, effects, expressions, lists))  # importing them fills the tables
assert all((array_methods, loops, makers, partials, raising, records, squeezing, statements, updates, writes))


def parameter_value(lowerer: Lowerer, node: ast.AST, index: int, kind: Kind, param: Var, inside: bool = False) -> Value:
    """What a parameter means in the body: a number is a variable, a sequence its items, anything else is known now."""
    if kinds.is_number(kind):
        if kinds.is_array(kind):
            lowerer.objects.lent[param] = None
        return param
    if isinstance(kind, kinds.Sequence):
        item = lowerer.table.named("item")
        values = []
        for i, item_kind in enumerate(kind.items):
            atom = lowerer.builder.emit(item, param, Const(i), name=f"{param.name}_{i}")
            values.append(parameter_value(lowerer, node, index, item_kind, atom, True))
        return Items(kind.type, tuple(values), param)
    if isinstance(kind, kinds.Record):
        entry = lowerer.table.named("entry")
        labels = [f"{param.name}_{key}" for key in kind.keys]
        atoms = [lowerer.builder.emit(entry, param, Const(key), name=label) for key, label in zip(kind.keys, labels)]
        values = [parameter_value(lowerer, node, index, item_kind, atom, True) for item_kind, atom in zip(kind.items, atoms)]
        made = Items(kind.type, tuple(values), param, keys=kind.keys)
        _keep(lowerer, made)
        return made
    assert isinstance(kind, Static), kind
    if kind.value is None or isinstance(kind.value, (str, bytes, slice)) or kind.value is Ellipsis:
        return Const(kind.value)
    return Known(kind.value, Object(kind.value) if inside else Argument(index))


def _keep(lowerer: Lowerer, value: Value) -> None:
    """What an argument holds belongs to the caller: dicts, objects, and the lists in them are not changed."""
    if isinstance(value, Items):
        lowerer.objects.kept[value] = f"a {value.type.__name__} in an argument is changed, which belongs to the caller"
        for inner in value.values:
            _keep(lowerer, inner)


def lower(
    target: Target, names: tuple[str, ...], arg_kinds: tuple[Kind, ...], table: Table, by_keyword: tuple[str, ...] = ()
) -> Lowered:
    """The IR of a user's function for arguments of these kinds, the last given by keyword. Raises SourceNotFound or Refused."""
    policy = Policy()
    for _ in range(ROUNDS):
        try:
            lowered = _lower(target, names, arg_kinds, table, by_keyword, policy)
        except Refused:
            if not policy.verdicts:
                raise
            break
        if not revise(policy, lowered.function):
            return lowered
    else:
        return lowered
    return _lower(target, names, arg_kinds, table, by_keyword, Policy(on=False))


def _lower(
    target: Target, names: tuple[str, ...], arg_kinds: tuple[Kind, ...], table: Table, by_keyword: tuple[str, ...], policy: Policy
) -> Lowered:
    source = find_source(target.function)
    name = name_of(target.function)
    builder = Builder(exact=True, pos=source.pos(source.node))
    lowerer = Lowerer(table, builder)
    lowerer.policy = policy
    lowerer.arguments = tuple(getattr(kind, "value", None) for kind in arg_kinds)
    ruled = with_rule(table, target)
    if ruled is None:
        lowerer.violations.extend(check(source))  # lowering goes on, to find the rest
    frame = Frame(name, source, target.function)
    lowerer.stack.append(frame)
    lowerer.guard_code(target.function)
    params = [Var(kind, param) for kind, param in zip(arg_kinds, names, strict=True)]
    leading, keywords = bound_to(lowerer, source.node, target if ruled is None else ruled)
    values = [parameter_value(lowerer, source.node, i, p.kind, p) for i, p in enumerate(params)]
    taken_apart = len(builder.stmts)  # the items of arguments come first
    first = len(values) - len(by_keyword)
    keywords |= dict(zip(by_keyword, values[first:]))
    positional = [*leading, *values[:first]]
    try:
        if ruled is not None:
            result = primitive(lowerer, source.node, table.find(ruled.function), positional, keywords, None)
        else:
            bound = bind(lowerer, source.node, target.function, source.node, frame, positional, keywords)
            result = POISON if bound is POISON else _walked(lowerer, frame, bound)
    except DeadEnd:
        result = lowerer.refuse(source.node, f"{name} always raises an exception", "return a value")
    yields: list[Atom] = []
    result = nest_map(_nest(lowerer, source.node, result), lambda v: _leaf(lowerer, source.node, v, yields))
    if lowerer.tried and lowerer.objects.written:
        what = "an array of the caller's is changed in place, which an array that this try statement gives may be a part of"
        lowerer.refuse(next(iter(lowerer.tried.values())), what, "work on a copy of what is changed: x = x.copy()")
    if lowerer.violations:
        raise Refused(name, lowerer.violations)
    all_params = (*params, *lowerer.captures.values())
    body = builder.block(yields)
    checks = _writable(lowerer, source.pos(source.node))
    body = Block((*body.stmts[:taken_apart], *checks, *body.stmts[taken_apart:]), body.yields)
    function = Function(name, all_params, body, result, pos=source.pos(source.node))
    return Lowered(function, tuple(lowerer.captures), tuple(lowerer.guards.values()), len(params))


def _walked(lowerer: Lowerer, frame: Frame, values: dict[str, Value]) -> Value:
    """What the function returns: a recursive one is a definition of its own, which is called."""
    frame.structure = structure(values.values())
    if frame.structure == (0, ()) and calls_itself(lowerer, frame):
        return call_definition(lowerer, frame.source.node, replace(frame), values, walk, None)
    return walk(lowerer, frame, values)


def _writable(lowerer: Lowerer, pos: Pos) -> list[Stmt]:
    """Checks that the arrays of the caller that are written can be, and share no memory with the others."""
    builder = Builder(exact=True, pos=pos)
    lent = lowerer.objects.lent
    for array in lowerer.objects.written:
        builder.emit(lowerer.table.named("require_writable"), array, *(other for other in lent if other is not array))
    return builder.stmts


def _nest(lowerer: Lowerer, node: ast.AST, value: Value) -> Any:
    """The nest a value is, of the newest versions of what is in it."""
    if isinstance(value, Items):
        value = lowerer.settled(node, value)
    if not isinstance(value, Items) or value.once:
        return value
    nests = [_nest(lowerer, node, v) for v in value.values]
    if value.type in (list, tuple):
        return value.type(nests)
    if value.type is not dict and not STRUCTURE["is_made_of_fields"](value.type):
        return lowerer.refuse(node, f"a {value.type.__name__} is returned", "return a tuple or a dict of its attributes")
    named = dict(zip(value.keys, nests))
    return named if value.type is dict else Fields(value.type, named)


def _leaf(lowerer: Lowerer, node: ast.AST, value: Value, yields: list[Atom]) -> int:
    yields.append(lowerer.atom(node, value))
    if getattr(yields[-1], "kind", None) == kinds.UNKNOWN and any(yields[-1] in stmt.outs for stmt in lowerer.builder.stmts):
        lowerer.refuse(node, "a value of a kind that is not known is returned", "return numbers and arrays")
    if kinds.holds_objects(getattr(yields[-1], "kind", None)):
        lowerer.refuse(node, "an array of objects is returned", "make it one of numbers first: .astype(float)")
    if kinds.is_list(getattr(yields[-1], "kind", None)):
        lowerer.refuse(node, "a list whose length is known only at run time is returned", "return np.array(...) of it")
    return len(yields) - 1


STRUCTURE["apply_rule"] = lambda *args: lower_body(*args)

_rule_sources: dict[types.FunctionType, Source] = {}
_compiled_in: ContextVar[dict[Place, Guard] | None] = ContextVar("compiled_in", default=None)


@contextmanager
def compiled_in() -> Iterator[dict[Place, Guard]]:
    """Collects the guards of what rules of the user's refer to, as long as it lasts: derivatives made meanwhile hold with them."""
    guards: dict[Place, Guard] = {}
    token = _compiled_in.set(guards)
    try:
        yield guards
    finally:
        _compiled_in.reset(token)


def lower_body(
    body: Callable, args: list[Value], table: Table, builder: Builder, library: str = "", own: bool = False
) -> Atom | tuple[Atom, ...]:
    """Emit the expression a rule's body returns, for these arguments. The body is a lambda, or a def that returns once.

    Where it returns a tuple, the result is that of its items. With `own` it is the user's: read as a function of the user's
    is, but that data around it is compiled in, with a guard.
    Parameters beyond those given take their defaults. Raises Refused where the body leaves the subset.
    """
    source = _rule_sources.get(body)
    if source is None:
        source = _rule_sources[body] = find_source(body)
    pos = builder.pos
    lowerer = Lowerer(table, builder, library)
    lowerer.in_rule, lowerer.in_own_rule = not own, own
    frame = Frame("rule", source, body)
    lowerer.stack.append(frame)
    start = len(builder.stmts)
    if own:
        lowerer.guard_code(body)
        lowerer.violations.extend(check(source))
    bound = bind(lowerer, source.node, body, source.node, frame, args, {})
    try:
        result = POISON if bound is POISON else walk(lowerer, frame, bound)
    except DeadEnd:
        result = lowerer.refuse(source.node, "the rule always raises an exception", "return a value")
    found = _compiled_in.get()
    if found is not None:
        found.update(lowerer.guards)
    if isinstance(result, Items):
        result = tuple(lowerer.atom(source.node, item) for item in result.values)
    else:
        result = lowerer.atom(source.node, result)
    if lowerer.violations:
        raise Refused(f"the rule at {source.file}:{source.node.lineno}", lowerer.violations)
    for i in range(start, len(builder.stmts)):
        builder.stmts[i] = replace(builder.stmts[i], pos=pos)
    return result
