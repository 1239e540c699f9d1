"""Storage: which variables may share memory.

    Shares ::= a set of tokens: the variables that first held the memory a value may lie in

What an operation makes has a token of its own, a view those of what it shows. Parameters, captured arrays and constants
belong to somebody else; everything made here is our own.
"""

from __future__ import annotations

from typing import Iterable

from ..ir.callees import RESULT, Called
from ..ir.kinds import UNKNOWN, Array, History, Kind, List, Record, Sequence, Unknown, has_index_array, is_list
from ..ir.nodes import UNDEFINED, Atom, Function, If, Let, Loop, Stmt, Var
from ..ir.traversal import statements
from .callees import memory

Shares = frozenset[Var]
NOTHING: Shares = frozenset()
FOREIGN = Var(Unknown(), "foreign")  # the memory of constants
PASSED_ON = {"if", "and", "(,)", "[,]", "{}"}  # what gives one of its operands, or holds them


def holds_memory(kind: Kind) -> bool:
    """Whether a value of this kind lies in memory that others may share."""
    return isinstance(kind, (Array, History, List, Record, Sequence, Unknown))


def content_reads(stmt: Let) -> Iterable[Atom]:
    """The operands whose values are read, and not only their shapes. A list keeps no length when it is written to."""
    models = stmt.fn.models
    return stmt.operands if not models else (a for i, a in enumerate(stmt.operands) if i not in models or is_list(a.kind))


def is_view(stmt: Let) -> bool:
    """Whether the result may show the memory of the first operand."""
    return stmt.fn.view and not (stmt.fn.spelling == "[]" and has_index_array(stmt.args[1].kind))


def makes_new(stmt: Let) -> bool:
    """Whether the result is an array nobody else holds. Of functions that are not NumPy's or ours, nothing is known."""
    fn = stmt.fn
    if is_view(stmt) or isinstance(fn, Called) or fn.name == "item" or fn.spelling in PASSED_ON:
        return False
    module = getattr(fn.call, "__module__", None) or type(fn.call).__module__
    return module.partition(".")[0] in ("numpy", "scipy", "sourcead", "_operator", "operator", "builtins", "math")


class Storage:
    """The shares of the variables of a function, in the order they are defined."""

    def __init__(self, params: Iterable[Var]):
        self.shares: dict[Var, Shares] = {}
        self.holders: dict[Var, list[Var]] = {}
        self.foreign: set[Var] = {FOREIGN, *params}
        self.parts: dict[Var, list[Shares]] = {}  # of what calls give
        self.tokens: dict[tuple[Var, Var], Var] = {}  # by call, what stands for the memory that is new in the function called
        self.items: dict[Var, set[Var]] = {}  # what the items of a list may share memory with
        for param in params:
            self.define(param, frozenset([param]))

    def of(self, atom: Atom) -> Shares:
        if atom.is_const:
            return NOTHING if atom == UNDEFINED or not holds_memory(atom.kind) else frozenset([FOREIGN])
        return self.shares.get(atom, NOTHING)

    def define(self, v: Var, shares: Shares) -> None:
        if not holds_memory(v.kind):
            return
        self.shares[v] = shares
        for token in shares:
            self.holders.setdefault(token, []).append(v)

    def new(self, v: Var) -> None:
        """`v` is an array of its own."""
        self.define(v, frozenset([v]))

    def hold(self, items: Var, atoms: Iterable[Atom]) -> None:
        """A list holds what these share memory with, or what it holds if they are lists: who writes to that changes its items."""
        held = frozenset().union(*(self.held(a) if is_list(a.kind) else self.of(a) for a in atoms))
        for list_token in self.of(items):
            self.items.setdefault(list_token, set()).update(held)
        for token in held:
            self.holders.setdefault(token, []).append(items)

    def held(self, items: Atom) -> Shares:
        return frozenset().union(*(self.items.get(token, ()) for token in self.of(items)))

    def forget(self, v: Var) -> None:
        for token in self.shares.pop(v):
            self.holders[token].remove(v)

    def let(self, stmt: Let) -> None:
        """Take in a statement. What a write gives lies where its first operand does."""
        if is_list(stmt.out.kind):
            self.define(stmt.out, self.of(stmt.args[0]) if stmt.fn.writes else frozenset([stmt.out]))
            self.hold(stmt.out, stmt.operands)
        elif stmt.operands and is_list(stmt.operands[0].kind) and stmt.fn.name == "list_item":
            self.define(stmt.out, self.held(stmt.args[0]))
        elif stmt.fn is RESULT and stmt.args[0] in self.parts:
            self.define(stmt.out, self.parts[stmt.args[0]][stmt.args[1].value])
        elif stmt.fn.writes or is_view(stmt):
            self.define(stmt.out, self.of(stmt.args[0]))
        elif isinstance(stmt.fn, Called):
            self.call(stmt)
        elif makes_new(stmt):
            self.new(stmt.out)
        else:
            self.define(stmt.out, self.any_of(stmt.operands))

    def call(self, stmt: Let) -> None:
        """What a call gives lies where the function it calls puts it; else it may share memory with all it was given."""
        known = memory(stmt.fn.definition)
        if known is None:
            self.define(stmt.out, self.any_of(stmt.operands) | {stmt.out})
            return
        given: dict[Var, Shares] = {FOREIGN: frozenset([FOREIGN])}
        given.update(zip(stmt.fn.definition.function.params, map(self.of, stmt.args)))
        for token in frozenset().union(*known):
            if token not in given:
                given[token] = frozenset([self.tokens.setdefault((stmt.out, token), Var(UNKNOWN, token.name))])
        self.parts[stmt.out] = [frozenset().union(*(given[token] for token in tokens)) for tokens in known]
        self.define(stmt.out, frozenset().union(*self.parts[stmt.out]))

    def any_of(self, atoms: Iterable[Atom]) -> Shares:
        return NOTHING.union(*(self.of(a) for a in atoms))

    def is_foreign(self, atom: Atom) -> bool:
        return not self.foreign.isdisjoint(self.of(atom))

    def partners(self, atom: Atom) -> Iterable[Var]:
        """Every variable that may share memory with `atom`, itself included."""
        return dict.fromkeys(v for token in self.of(atom) for v in self.holders.get(token, ()))

    def arms(self, stmt: If) -> None:
        for out, *yields in zip(stmt.outs, stmt.then.yields, stmt.orelse.yields):
            self.define(out, self.any_of(yields))
            if is_list(out.kind):
                self.hold(out, yields)


def flow(function: Function) -> Storage:
    """The shares of everything at the top of a function."""
    storage = Storage(function.params)
    for stmt in function.body.stmts:
        _flow(stmt, storage, set())
    return storage


def overwritten(function: Function) -> set[Atom]:
    """The variables whose memory may be written to after they have been computed, and the parts of these."""
    given_on: dict[Atom, list[Atom]] = {}  # where the memory of a variable comes from
    parts: dict[Atom, list[Atom]] = {}
    pending: list[Atom] = []
    for stmt in statements(function.body):
        if isinstance(stmt, Let):
            if stmt.fn.writes:
                pending.append(stmt.args[0])
            elif is_view(stmt):
                given_on.setdefault(stmt.out, []).append(stmt.args[0])
                parts.setdefault(stmt.args[0], []).append(stmt.out)
        elif isinstance(stmt, If):
            for out, *yields in zip(stmt.outs, stmt.then.yields, stmt.orelse.yields):
                given_on.setdefault(out, []).extend(yields)
        else:
            for param, result, init, following in zip(stmt.params, stmt.results, stmt.inits, stmt.nexts):
                given_on.setdefault(param, []).extend((init, following))
                given_on.setdefault(result, []).extend((init, following))
    found: set[Atom] = set()
    while pending:
        v = pending.pop()
        if v not in found:
            found.add(v)
            pending.extend((*given_on.get(v, ()), *parts.get(v, ())))
    return found


def written_params(stmt: Loop) -> set[Var]:
    """The params of a loop that its body writes to, and those whose memory these get in a later iteration."""
    storage = Storage(stmt.params)
    written: set[Var] = set()
    _flow_inside(stmt, storage, written)
    unique = {p for p in stmt.params if p in written}
    while True:
        handed = NOTHING.union(*(storage.of(after) for p, after in zip(stmt.params, stmt.nexts) if p in unique))
        more = {p for p in stmt.params if p in handed} - unique
        if not more:
            return unique
        unique |= more


def _flow_inside(stmt: Loop, storage: Storage, written: set[Var]) -> None:
    for source in stmt.sources:
        storage.define(source.item, storage.of(source.over))
    for block in stmt.blocks:
        for inner in block.stmts:
            _flow(inner, storage, written)


def _flow(stmt: Stmt, storage: Storage, written: set[Var]) -> None:
    """Take in a statement and what is in it; `written` gathers the tokens of what is written to."""
    if isinstance(stmt, Let):
        storage.let(stmt)
        if stmt.fn.writes:
            written.update(storage.of(stmt.args[0]))
        return
    if isinstance(stmt, If):
        for arm in stmt.blocks:
            for inner in arm.stmts:
                _flow(inner, storage, written)
        storage.arms(stmt)
        return
    shares = {p: storage.of(init) for p, init in zip(stmt.params, stmt.inits)}
    while True:
        for param in stmt.params:
            storage.define(param, shares[param])
        _flow_inside(stmt, storage, written)
        more = {p: shares[p] | storage.of(after) for p, after in zip(stmt.params, stmt.nexts)}
        if more == shares:
            break
        shares = more
    for param, result, init, following in zip(stmt.params, stmt.results, stmt.inits, stmt.nexts):
        storage.define(result, shares[param])
        if is_list(result.kind):
            storage.hold(result, (init, following))
    for history, collected in zip(stmt.histories, stmt.collected):
        storage.define(history, storage.of(collected))
