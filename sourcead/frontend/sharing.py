"""Callees with a loop, or with much in them, that are called from several places: one definition, shared by its calls.

    Policy ::= {(callee, signature): Verdict}      what a lowering of the whole function has found out for the next one

A callee that is small and straight-line, or that is called from one place, is written in place: a call costs Python 0.1 us
and a tuple of what the reverse sweep needs, and nothing is simplified across it. Any other has a definition for each
signature, so that neither the text nor the time it takes to write it grow with the number of calls. How often one is called
is known once everything has been lowered: the function is then lowered again, if need be. What all calls give alike is
compiled into the definition. What cannot be a definition (it writes to its arguments, or returns one of them; it needs the
value of a number) is written in place, and so is everything in a function that is refused with definitions.
"""

from __future__ import annotations

import ast
import functools
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Iterable, Iterator

from ..ir.callees import Definition, called, reachable
from ..ir.kinds import Kind, is_namedtuple
from ..ir.nodes import Atom, Const, Function, Let, Loop
from ..ir.traversal import statements
from .callees import Lowering, Walk, body_of, calls_itself, complete, emit_call, is_usable, owner_of, same_function
from .lowerer import DeadEnd, Frame, Lowerer
from .signatures import Key, Unfit, data_kinds, flatten, signature, stable, wider, with_constants
from .snapshot import Snapshot
from .values import POISON, Conflict, Items, Keywords, Perhaps, Value, single_use

LARGE = 40  # statements of the IR in a straight line; of scalars, they take as long as twenty calls
ROUNDS = 4
LOOPS = (ast.For, ast.While, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)

Leaves = list[tuple[str, Atom]]


@dataclass
class Verdict:
    """What is done with the calls of one signature.

    `constants` are what all of them give alike, by place among the data; `kinds` those of data that are Python's floats in
    some calls and NumPy's in others. What is `small` is written in place, unless it turns out `large` once all is that it calls.
    """

    fits: bool = True
    in_place: bool = False
    small: bool = False
    large: bool = False
    constants: dict[int, Const] = field(default_factory=dict)
    kinds: dict[int, Kind] = field(default_factory=dict)


@dataclass
class Policy:
    verdicts: dict[Key, Verdict] = field(default_factory=dict)
    sizes: dict[Any, int] = field(default_factory=dict)  # of the callees that have been written in place
    varying: set[Key] = field(default_factory=set)  # whose calls do not always give the same constants
    on: bool = True
    made: list[tuple[Key, Lowering]] = field(default_factory=list)  # the definitions of the lowering that is going on
    early: Counter = field(default_factory=Counter)  # how often something large was written in place in it, by callee
    placed: set[Any] = field(default_factory=set)  # what was written in place in it and is large


# -- which calls -------------------------------------------------------------------------------------------------------------


def may_be_shared(lowerer: Lowerer, frame: Frame, values: dict[str, Value]) -> bool:
    """Whether a call that is about to be walked could be one of a shared definition."""
    policy = lowerer.policy
    if lowerer.in_rule or policy is None or not policy.on:
        return False
    if not has_loop(frame.source.node) and policy.sizes.get(owner_of(frame), 0) < LARGE:
        return False
    if any(same_function(outer, frame) for outer in lowerer.stack) or calls_itself(lowerer, frame):
        return False  # recursion has its own laws
    nests = [v for v in _parts(values.values()) if isinstance(v, Items) and is_mutable(v.type)]
    return len(nests) == len(set(nests)) and not any(map(_is_open, _parts(values.values())))


@functools.lru_cache(maxsize=1024)
def has_loop(node: ast.FunctionDef | ast.Lambda) -> bool:
    """Whether a function has a loop of its own; those of functions defined in it are theirs."""
    pending: list[ast.AST] = list(node.body) if isinstance(node.body, list) else [node.body]
    while pending:
        item = pending.pop()
        if isinstance(item, LOOPS):
            return True
        if not isinstance(item, (ast.FunctionDef, ast.Lambda)):
            pending.extend(ast.iter_child_nodes(item))
    return False


def _parts(values: Iterable[Value]) -> Iterator[Value]:
    pending = list(values)
    while pending:
        value = pending.pop()
        yield value
        if isinstance(value, (Items, Keywords)):
            pending.extend(value.values if isinstance(value, Items) else value.values.values())


def _is_open(value: Value) -> bool:
    """Whether it is not known before the function runs what kind of value this is."""
    return value is POISON or isinstance(value, (Perhaps, Conflict)) or single_use(value)


def is_mutable(type_: type) -> bool:
    return type_ is not tuple and not is_namedtuple(type_)


# -- calls -------------------------------------------------------------------------------------------------------------------


def call_shared(
    lowerer: Lowerer, node: ast.AST, frame: Frame, values: dict[str, Value], walk: Walk, name: str | None
) -> Value | None:
    """What the call of a shared definition gives; None where the callee is to be written in place."""
    builder, began, reported = lowerer.builder, len(lowerer.builder.stmts), len(lowerer.violations)
    leaves: Leaves = []
    try:
        arguments = {key: flatten(lowerer, node, value, key, leaves) for key, value in values.items()}
        poisoned = POISON in (atom for _, atom in leaves)
    except Unfit:
        poisoned = True
    found = None if poisoned else _definition(lowerer, node, frame, arguments, leaves, walk)
    if found is None:
        del builder.stmts[began:], lowerer.violations[reported:]
        return None
    known, operands = found
    return emit_call(lowerer, known, operands, name)


def _definition(
    lowerer: Lowerer, node: ast.AST, frame: Frame, arguments: dict[str, Key], leaves: Leaves, walk: Walk
) -> tuple[Lowering, list[Atom]] | None:
    """The definition for a call and what it is given: of numbers written at the call as data, or else as constants."""
    literals = {i: atom for i, (_, atom) in enumerate(leaves) if atom.is_const}
    switches = {i: atom for i, atom in literals.items() if isinstance(atom.value, bool)}
    for constants in (switches, literals) if switches != literals else (literals,):
        site = (owner_of(frame), stable(signature(tuple(with_constants(arguments, constants).items()))))
        verdict = lowerer.policy.verdicts.setdefault(site, Verdict())
        if not verdict.fits:
            continue
        if verdict.in_place:
            return None
        alike = {i: atom for i, atom in verdict.constants.items() if leaves[i][1] == atom}
        if alike == verdict.constants:
            constants = {**constants, **alike}
        else:
            lowerer.policy.varying.add(site)
        places = [i for i in range(len(leaves)) if i not in constants]
        kinds = [verdict.kinds.get(i, leaves[i][1].kind) for i in places]
        data = [leaves[i] for i in places]
        known = _for_signature(lowerer, node, frame, with_constants(arguments, constants), data, kinds, site, walk)
        if known is not None:
            known.places = places
            return known, [atom for _, atom in data]
    return None


def _for_signature(
    lowerer: Lowerer,
    node: ast.AST,
    frame: Frame,
    arguments: dict[str, Key],
    leaves: Leaves,
    kinds: list[Kind],
    site: Key,
    walk: Walk,
) -> Lowering | None:
    """The definition there is for these arguments, or a new one; None where they cannot have one."""
    key = ("shared", owner_of(frame), frame.outer, signature(tuple(arguments.items())))
    given = [atom.kind for _, atom in leaves]
    known = lowerer.definitions.get(key)
    if known is not None and is_usable(lowerer, known) and known.kinds == wider(known.kinds, given):
        for reads in lowerer.reads:
            reads.extend(known.reads)
        return known
    if known is not None:
        lowerer.definitions[key, object()] = lowerer.definitions.pop(key)  # calls that there are keep it
    definition = Definition(frame.name if frame.name.isidentifier() else "f", ())
    known = Lowering(definition, frame, arguments, wider(kinds, given), result=("%open",))
    snapshot, outer = Snapshot(lowerer), lowerer.copies
    lowerer.definitions[key], lowerer.copies = known, 1
    try:
        lowered = body_of(lowerer, node, known, arguments, leaves, walk, "shared")
        fits = lowered is not None and bool(data_kinds(lowered[1])) and not known.returns_others
    except DeadEnd:  # what it reads may get a value in the next round of a loop
        snapshot.restore()
        return None
    finally:
        lowerer.copies = outer
    if not fits:
        snapshot.restore()
        lowerer.policy.verdicts[site].fits = False
        return None
    definition.function, known.result = lowered
    definition.outputs = tuple(data_kinds(known.result))
    known.done, known.versions = True, dict(lowerer.objects.versions)
    lowerer.policy.made.append((site, known))
    if all(one.done for one in lowerer.definitions.values()):
        complete([one for one in lowerer.definitions.values() if not one.complete])
    return known


def note_size(lowerer: Lowerer, frame: Frame, began: int) -> None:
    """Note how much a callee has written in place, from which on the next call of it may be one of a definition."""
    policy = lowerer.policy
    if not lowerer.in_rule and policy is not None and policy.on:
        stmts, owner = lowerer.builder.stmts[began:], owner_of(frame)
        size = len(stmts) + sum(1 for s in stmts if s.blocks for block in s.blocks for _ in statements(block))
        if size >= LARGE:
            policy.early[owner] += policy.sizes.get(owner, 0) < LARGE
            policy.sizes[owner] = size
            policy.placed.add(owner)


# -- what a lowering has found out -------------------------------------------------------------------------------------------


def revise(policy: Policy, function: Function) -> bool:
    """Whether a further lowering would do better, given what this one has come to; the policy is for that one."""
    calls: dict[Definition, list[Let]] = {}
    for body in (function.body, *(d.function.body for d in reachable(function))):
        for stmt in statements(body):
            if called(stmt) is not None:
                calls.setdefault(called(stmt), []).append(stmt)
    alive: dict[Key, list[Lowering]] = {}
    for site, known in policy.made:
        if known.definition in calls:
            alive.setdefault(site, []).append(known)
    grown = [site for site, verdict in policy.verdicts.items() if verdict.small and site[0] in policy.placed]
    policy.verdicts.update((site, Verdict(large=True)) for site in grown)
    changed = bool(grown)
    for site, lowerings in alive.items():
        verdict = _judged(policy, site, lowerings, calls)
        changed |= verdict != policy.verdicts[site]
        policy.verdicts[site] = verdict
    policy.made, policy.early, policy.placed = [], Counter(), set()
    return changed


def _judged(policy: Policy, site: Key, lowerings: list[Lowering], calls: dict[Definition, list[Let]]) -> Verdict:
    before = policy.verdicts[site]
    kinds: dict[int, Kind] = {}
    for one in lowerings:
        for place, kind in zip(one.places, one.kinds):
            kinds[place] = wider([kinds.get(place, kind)], [kind])[0]
    differing = {i: kinds[i] for one in lowerings for i, kind in zip(one.places, one.kinds) if kind != kinds[i]}
    counts = [len(calls[one.definition]) for one in lowerings]
    count = (sum if differing else max)(counts) + min(policy.early[site[0]], 1)
    if count < 2:
        return replace(before, in_place=True)
    if not before.large and not any(map(_is_large, lowerings)):
        return replace(before, in_place=True, small=True)
    constants = {} if site in policy.varying else {**before.constants, **_alike(lowerings, calls)}
    return replace(before, constants=constants, kinds={**before.kinds, **differing})


def _alike(lowerings: list[Lowering], calls: dict[Definition, list[Let]]) -> dict[int, Const]:
    """The data that are the same constant in all calls."""
    given: dict[int, set[Atom]] = {}
    for one in lowerings:
        for stmt in calls[one.definition]:
            for place, atom in zip(one.places, stmt.args):
                given.setdefault(place, set()).add(atom)
    return {place: atom for place, (atom, *others) in given.items() if not others and atom.is_const}


def _is_large(known: Lowering) -> bool:
    stmts = list(statements(known.definition.function.body))
    return len(stmts) >= LARGE or any(isinstance(s, Loop) for s in stmts)
