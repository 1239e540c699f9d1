"""The table of rules and its verbs.

    partials(f, ∂f/∂x1, ∂f/∂x2, ...)     elementwise: each argument's partial derivative
    linear(f, transpose)                 jointly linear in the arguments named
    multilinear(f, transpose, ...)       linear in each
    general(f, push, pull, ...)          the rest
    nondifferentiable(f)                 kinds and pass-through only

A row serves both modes. The tangent of y = f(x1, x2) is ∂f/∂x1 x1_dot + ∂f/∂x2 x2_dot, the adjoint of x1 is
y_bar ∂f/∂x1: the transforms write these from the same partials. The body of a rule is an ordinary lambda. It takes the
result first, then the arguments of the primitive; a transpose or pull takes the adjoint of the result before these. Our own
front end lowers it into the IR, so it may call only what has a row itself, and tests on kinds (`x.ndim == 2`,
`axis is None`, `constant(p)`) are decided at generation; `choose(test, a, b)` is decided at run time. Bodies speak of `np`;
for a function of `math` the same names mean those of `math`. A body may also be a def of several assignments and one return.

The push of a general row takes one tangent for each operand that has a pull, None for one without derivative. There is one
pull for each operand, as in multilinear rows, and not one for all: an operand without derivative costs nothing, and what
several pulls compute alike (a solution with the transposed matrix) the optimiser shares. Where the result is a tuple, `y` is
that tuple, the push returns a tuple of tangents, and a pull takes the tuple of the adjoints of the items. An item without
derivative has None in these, and a pull may return None: no zero is ever multiplied through.
"""

from __future__ import annotations

import ast
import importlib
import math
import operator
import sys
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ..errors import ArgumentError
from ..ir.callees import RESULT, Called
from ..ir.kinds import UNKNOWN, Kind, Scalar, ndim
from ..ir.primitives import Primitive, by_name_only, by_position, parameters

Body = Callable[..., Any]

# Rules of libraries that need not be there, by the library's module: read when a function is met that has no row yet.
OPTIONAL = {
    "scipy.linalg": (
        "sourcead.rules.scipy_linalg",
        "sourcead.rules.scipy_factors",
        "sourcead.rules.scipy_banded",
        "sourcead.rules.scipy_analytic",
        "sourcead.rules.scipy_structured",
    ),
    "scipy.special": (
        "sourcead.rules.scipy_special",
        "sourcead.rules.scipy_incomplete",
        "sourcead.rules.scipy_bessel",
        "sourcead.rules.scipy_several",
        "sourcead.rules.scipy_several",
        "sourcead.rules.scipy_softmax",
    ),
    "scipy.stats": ("sourcead.rules.scipy_stats", "sourcead.rules.scipy_multivariate", "sourcead.rules.scipy_frozen"),
    "scipy.signal": ("sourcead.rules.scipy_signal",),
    "scipy.ndimage": ("sourcead.rules.scipy_ndimage",),
    "scipy.integrate": ("sourcead.rules.scipy_integrate",),
    "scipy.optimize": (),
    "scipy.interpolate": ("sourcead.rules.scipy_interpolate", "sourcead.rules.scipy_splines"),
}

REFUSED = "sourcead.rules.scipy_refused"  # what of these libraries has no rule, and why


def refused(*args: Any) -> Any:
    """Stands for a body nobody has written: a derivative exists in that argument, and is refused where it is asked for.

    None, in its place, says that there is none: the argument is a whole number by nature.
    """
    raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Row:
    """The derivative of one primitive. `domain` draws arguments for the tests: see `Sample`.

    `without_rule` names operands in which the function has a derivative that is not known here: refused where they are active.
    `over_complex` says that the row holds for complex numbers too.
    """

    primitive: Primitive
    domain: tuple["Sample", ...] = ()
    elementwise: bool = False
    without_rule: tuple[str, ...] = field(default=(), kw_only=True)
    over_complex: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, eq=False)
class Partials(Row):
    bodies: tuple[Body | None, ...] = ()


@dataclass(frozen=True, eq=False)
class Linear(Row):
    """`transposes[i]` pulls the result's adjoint back to operand i; None where the operand is not a linear one.

    `accumulate(x_bar, g, y, *args)` adds what is pulled back to operand 0 to an adjoint that exists already, where that
    costs less than making it first. Operands at the positions `broadcast` are broadcast to what the transpose gives.
    """

    transposes: tuple[Body | None, ...] = ()
    accumulate: Body | None = None
    broadcast: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Variadic(Row):
    """Linear in any number of operands alike; the transpose also takes the index of the operand."""

    transpose: Body | None = None


@dataclass(frozen=True, eq=False)
class Multilinear(Row):
    transposes: tuple[Body | None, ...] = ()


@dataclass(frozen=True, eq=False)
class General(Row):
    """`push(*dots, y, *args)`, with one dot for each operand i that has a `pulls[i](y_bar, y, *args)`."""

    push: Body | None = None
    pulls: tuple[Body | None, ...] = ()


@dataclass(frozen=True, eq=False)
class Nondifferentiable(Row):
    pass


@dataclass(frozen=True, eq=False)
class Gather(Nondifferentiable):
    """Makes a tuple or list: each part of its derivative is that of an operand."""


@dataclass(frozen=True, eq=False)
class Pick(Nondifferentiable):
    """One item of a tuple or list, known by its index: its derivative is a part of theirs."""


@dataclass(frozen=True, eq=False)
class Call(Row):
    """The call of a definition, or one of the values it gives: the transforms derive the definition itself."""


@dataclass(frozen=True, eq=False)
class OfTapes(Nondifferentiable):
    """What handles the adjoints of tapes, linear in its first operands, or in all: how, the transforms know."""

    linear: int | None = None


@dataclass(frozen=True)
class Sample:
    """Arguments a row is tested at: intervals (lo, hi) of floats that a number or array is drawn from, or values as they are.

    `shapes` gives the shape of each drawn argument, () for a scalar; `made` what is made of it (a regular matrix), or None.
    `only_complex`: the function takes complex numbers only.
    """

    args: tuple[Any, ...]
    shapes: tuple[tuple[int, ...], ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    made: tuple[Callable | None, ...] = ()
    only_complex: bool = False


def named(row: Row) -> Row:
    """A row with its `refused` bodies among the names in `without_rule`: all but the verbs know one way of saying it."""
    for bodies in ("bodies", "transposes", "pulls"):
        given = getattr(row, bodies, ())
        if refused in given:
            names = tuple(name for name, body in zip(row.primitive.operands, given) if body is refused)
            known = tuple(None if body is refused else body for body in given)
            return replace(row, **{bodies: known}, without_rule=(*row.without_rule, *names))
    return row


class RuleTable:
    """Rows by primitive, and primitives by what user code calls them."""

    def __init__(self) -> None:
        self.rows: dict[Primitive, Row] = {}
        self._functions: dict[Any, Primitive] = {}
        self._operators: dict[type[ast.AST], Primitive] = {}
        self._methods: dict[str, Primitive] = {}
        self._attributes: dict[str, Primitive] = {}
        self._names: dict[str, Primitive] = {}
        self._libraries: dict[tuple[Any, str], Any] = {}
        self.optional = dict(OPTIONAL)
        self.makers: dict[type, Callable[[Any], Primitive | None]] = {}  # the rows of objects that are called, made when met
        self._definitions: dict[Any, Callable] = {}
        self.written_through: dict[Primitive, Body] = {}
        self._opened: dict[type, tuple[type, dict[str, str]]] = {}
        self._refused: dict[int, tuple[Any, str]] = {}
        self.watchers: dict[str, Callable[[], None]] = {}  # told when a rule is replaced that derivatives may have used

    # -- looking up -----------------------------------------------------------------------------------------------------

    def row(self, primitive: Primitive) -> Row:
        return Call(primitive) if isinstance(primitive, Called) or primitive is RESULT else self.rows[primitive]

    def find(self, function: Any) -> Primitive | None:
        """The primitive a callable is, or None. Objects are told apart by identity: equal is not the same."""
        try:
            found = self._functions.get(function)
        except TypeError:  # unhashable
            return None
        if found is None and self.load(*(module for module in self.optional if module in sys.modules)):
            found = self._functions.get(function)
        maker = self.makers.get(type(function)) if found is None else None
        return found if maker is None else maker(function)

    def load(self, *modules: str) -> bool:
        """Read the rules of these optional modules; whether any had not been read. A row that is there already stays."""
        wanted = {module: self.optional.pop(module) for module in modules if module in self.optional}
        before = dict(self._functions)
        for rules in wanted.values():
            for name in rules:
                importlib.import_module(name)
        self._functions.update(before)
        for module in wanted:
            importlib.import_module(REFUSED).fill(module)
        return bool(wanted)

    def operator(self, node: type[ast.AST]) -> Primitive:
        return self._operators[node]

    def method(self, name: str) -> Primitive | None:
        return self._methods.get(name)

    def attribute(self, name: str) -> Primitive | None:
        return self._attributes.get(name)

    def named(self, name: str) -> Primitive:
        return self._names[name]

    def inverse(self, primitive: Primitive) -> Body | None:
        """The body `lambda new, y, x, ...`: what `x` is once a view of it shows `new`.

        That of what gives the elements in another order or shape is its transpose; of others `written_through` says it.
        """
        if primitive in self.written_through:
            return self.written_through[primitive]
        row = self.rows[primitive]
        if not primitive.permutes:
            return None
        return row.pulls[0] if isinstance(row, General) else row.transposes[0]

    def translate(self, function: Any, library: str) -> Any:
        """The function of `library` that shares a row with `function`, or `function` itself."""
        try:
            return self._libraries.get((function, library), function)
        except TypeError:
            return function

    def definition(self, function: Any) -> Callable | None:
        """What a function does, as Python in terms of others that have rules; None where it has no such definition."""
        try:
            return self._definitions.get(function)
        except TypeError:
            return None

    def refusal(self, function: Any) -> str | None:
        """Why a function, type or method is not supported, as a sentence; None where nothing is said about it."""
        self.load(*(module for module in self.optional if module in sys.modules))
        found = self._refused.get(id(function))
        return found[1] if found is not None else None

    def opened(self, type_: type) -> tuple[type, dict[str, str]] | None:
        """What stands for a captured object of a library, and its fields by the attributes that they are read from."""
        library = type_.__module__.partition(".")[0]
        self.load(*(module for module in self.optional if module in sys.modules and module.partition(".")[0] == library))
        return self._opened.get(type_)

    # -- adding ---------------------------------------------------------------------------------------------------------

    def add(
        self,
        row: Row,
        functions: Sequence[Any] = (),
        operators: Sequence[type[ast.AST]] = (),
        methods: Sequence[str] = (),
        attributes: Sequence[str] = (),
    ) -> None:
        primitive = row.primitive
        self.rows[primitive] = named(row)
        if primitive.name not in self._names or not functions:
            self._names[primitive.name] = primitive
        self._functions.update(dict.fromkeys(functions, primitive))
        self._operators.update(dict.fromkeys(operators, primitive))
        self._methods.update(dict.fromkeys(methods, primitive))
        self._attributes.update(dict.fromkeys(attributes, primitive))

    def replace(self, function: Any, row: Row) -> None:
        """Give a function a rule of the user's, in the place of any that it had."""
        self.rows[row.primitive] = named(row)
        self._functions[function] = row.primitive
        for watcher in self.watchers.values():
            watcher()

    def define(self, function: Any, definition: Callable) -> None:
        """Say what a function does in terms of others; where it has a row too, for arguments that the row does not take."""
        self._definitions[function] = definition

    def open(self, type_: type, stand_in: type, **attributes: str) -> None:
        """Say that what is captured of this type means a `stand_in` (frontend/stand_ins.py) with these fields."""
        self._opened[type_] = (stand_in, attributes)

    def refuse(self, function: Any, reason: str) -> None:
        """Say why a function is not supported."""
        self._refused[id(function)] = (function, reason)

    def share(self, functions: Sequence[Any]) -> None:
        """Say that these functions of several libraries are the same one."""
        for one in functions:
            for other in functions:
                self._libraries[one, library_of(other)] = other


TABLE = RuleTable()


def library_of(function: Any) -> str:
    return "numpy" if isinstance(function, np.ufunc) else getattr(function, "__module__", None) or ""


OPERATOR_SPELLINGS = {
    **{operator.add: "+", operator.sub: "-", operator.mul: "*", operator.truediv: "/", operator.floordiv: "//"},
    **{operator.mod: "%", operator.pow: "**", operator.matmul: "@", operator.neg: "neg", operator.pos: "pos"},
    **{operator.and_: "&", operator.or_: "|", operator.xor: "^", operator.invert: "~", operator.not_: "not"},
    **{operator.lshift: "<<", operator.rshift: ">>", operator.getitem: "[]"},
    **{operator.eq: "==", operator.ne: "!=", operator.lt: "<", operator.le: "<=", operator.gt: ">", operator.ge: ">="},
}


def spelling_of(function: Any) -> str:
    """How a function is written: np.exp, math.exp, np.linalg.norm, abs, or the symbol of an operator."""
    if function in OPERATOR_SPELLINGS:
        return OPERATOR_SPELLINGS[function]
    library, name = library_of(function), function.__name__
    if library == "builtins":
        return name
    if library.split(".")[0] == "numpy":
        parts = library.split(".")[1:2]
        return f"np.{parts[0]}.{name}" if parts and parts[0] in ("linalg", "fft") else f"np.{name}"
    return f"{library}.{name}"


# What raises where it has no value, and products that raise for operands whose shapes do not fit.
PARTIAL = {math.log, math.log1p, math.log2, math.log10, math.asin, math.acos, math.acosh, math.atanh}
PRODUCTS = {operator.matmul, np.matmul, np.dot}


def primitive_of(function: Any, signature: Callable | None = None, **facts: Any) -> Primitive:
    """The primitive for a function; `signature` is a lambda with the supported parameters."""
    arity = facts.pop("arity", 1)
    names = facts.pop("operands", None)
    if signature is None:
        count = function.nin if isinstance(function, np.ufunc) else arity
        operands: tuple[str, ...] = names or (("x",) if count == 1 else tuple(f"x{i + 1}" for i in range(count)))
        options: Mapping[str, Any] = {}
    else:
        operands, options = parameters(signature)
    name = facts.pop("name", None) or function.__name__
    keywords = frozenset(by_name_only(signature)) if signature is not None and not facts.get("variadic") else frozenset()
    facts.setdefault("checks", "require_fit" if function in PRODUCTS else name if function in PARTIAL else "")
    spelling = facts.pop("spelling", None) or spelling_of(function)
    if spelling.startswith("math."):
        facts.setdefault("kind", number_kind("float"))
    call = function if keywords.isdisjoint(operands) else by_position(function, operands, keywords)
    return Primitive(name, spelling, call, operands, options, keywords, **facts)


def dtype_of(kind: Kind) -> str:
    """The dtype of an array made of values of this kind."""
    return np.dtype(kind.dtype).name


def number_kind(dtype: str) -> Callable[..., Kind]:
    """The kind of what a function of Python numbers returns. It takes no arrays but those without dimensions."""
    return lambda *args, **options: Scalar(dtype) if all(ndim(a.kind) == 0 for a in args) else UNKNOWN


# -- the verbs ------------------------------------------------------------------------------------------------------------


def partials(
    function: Any,
    *bodies: Body | None,
    domain: Any = (),
    operators: Sequence[type[ast.AST]] = (),
    methods: Sequence[str] = (),
    attributes: Sequence[str] = (),
    without_rule: tuple[str, ...] = (),
    **facts: Any,
) -> None:
    """Add an elementwise function, or several that share a row (np.sin, math.sin).

    Each body is the partial derivative with respect to one argument, `lambda y, x1, ...: expression` with y the result; None
    says that there is none with respect to that argument. `domain` gives one interval (lo, hi) per argument for the tests.
    Raises ArgumentError where the number of bodies is not the number of arguments.
    """
    functions = function if isinstance(function, tuple) else (function,)
    for one in functions:
        primitive = primitive_of(one, arity=len(bodies), **{"flops": elements, **facts})
        if len(primitive.operands) != len(bodies):
            raise ArgumentError(f"{primitive.spelling} has {len(primitive.operands)} arguments, the row {len(bodies)} partials")
        row = Partials(primitive, _samples(domain), True, bodies, without_rule=without_rule)
        first = one is functions[0]
        TABLE.add(row, [one], *((operators, methods, attributes) if first else ()))
    TABLE.share(functions)


def _samples(domain: Any) -> tuple[Sample, ...]:
    if not domain:
        return ()
    if isinstance(domain, Sample):
        return (domain,)
    if isinstance(domain[0], Sample):
        return tuple(domain)
    intervals = (domain,) if not isinstance(domain[0], tuple) else domain
    return (Sample(tuple(intervals)),)


def linear(
    function: Any,
    *transposes: Body | None,
    signature: Callable,
    domain: Any = (),
    methods: Sequence[str] = (),
    attributes: Sequence[str] = (),
    elementwise: bool = False,
    accumulate: Body | None = None,
    broadcast: tuple[int, ...] = (),
    without_rule: tuple[str, ...] = (),
    calls: bool = True,
    **facts: Any,
) -> None:
    """Add a function jointly linear in the operands that have a transpose, `lambda g, y, *args: expression`.

    `signature` is a lambda with the supported parameters and their defaults. Without `elementwise`, a transpose gives what
    has the shape of its operand. `accumulate` and `broadcast`: see `Linear`. Not with `calls`, the row is not what a call of
    the function means, but is found by its name.
    """
    primitive = primitive_of(function, signature, **facts)
    row = Linear(primitive, _samples(domain), elementwise, transposes, accumulate, broadcast, without_rule=without_rule)
    TABLE.add(row, [function] if calls else [], (), methods, attributes)


def multilinear(
    function: Any,
    *transposes: Body,
    signature: Callable | None,
    domain: Any = (),
    methods: Sequence[str] = (),
    operators: Sequence[type[ast.AST]] = (),
    calls: bool = True,
    **facts: Any,
) -> None:
    """Add a function linear in each operand, with one transpose for each: `lambda g, y, *args: expression`."""
    primitive = primitive_of(function, signature, **facts)
    TABLE.add(Multilinear(primitive, _samples(domain), False, transposes), [function] if calls else [], operators, methods)


def general(
    function: Any,
    push: Body,
    *pulls: Body | None,
    signature: Callable,
    domain: Any = (),
    methods: Sequence[str] = (),
    attributes: Sequence[str] = (),
    without_rule: tuple[str, ...] = (),
    calls: bool = True,
    **facts: Any,
) -> None:
    """Add a function by its pushforward `lambda x1_dot, ..., y, x1, ...` and a pullback `lambda y_bar, y, x1, ...` for each operand.

    Operands whose pullback is None or left out carry no derivative, and have no tangent among the arguments of the push.
    """
    primitive = primitive_of(function, signature, **facts)
    row = General(primitive, _samples(domain), False, push, pulls, without_rule=without_rule)
    TABLE.add(row, [function] if calls else [], (), methods, attributes)


def nondifferentiable(
    function: Any,
    signature: Callable | None = None,
    operators: Sequence[type[ast.AST]] = (),
    methods: Sequence[str] = (),
    attributes: Sequence[str] = (),
    row: type[Nondifferentiable] = Nondifferentiable,
    without_rule: tuple[str, ...] = (),
    **facts: Any,
) -> None:
    """Add a function whose result carries no derivative of its own (piecewise constant, or not a real number)."""
    primitive = primitive_of(function, signature, **facts)
    TABLE.add(row(primitive, without_rule=without_rule), [function], operators, methods, attributes)


# -- counting -------------------------------------------------------------------------------------------------------------


def elements(result: Any, *args: Any) -> int:
    """One operation for each element of the result."""
    return int(np.size(result))
