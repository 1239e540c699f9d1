"""Users' own rules: the verbs of the table as they are offered, which check what they are told.

    partials(f, ∂f/∂x1, ∂f/∂x2, ...)     elementwise: each argument's partial derivative, `lambda y, x1, x2: ...`
    linear(f, transpose, ...)            jointly linear in the arguments that have a transpose, `lambda y_bar, y, x1, x2: ...`
    multilinear(f, transpose, ...)       linear in each of them
    general(f, push, pull, ...)          the rest: `lambda x1_dot, x2_dot, y, x1, x2: ...` and pulls like transposes
    nondifferentiable(f)                 no derivative

`f` is anything that is called: a function of Python, one of a compiled library, a ufunc (also of `np.frompyfunc` or numba's
`vectorize`), an object, a bound method. Where it has a rule it is not read, wherever it is met, itself under `grad` too. A
rule may come before or after the functions that need it; a new one for the same function takes the place of the old.

There is one body for each of the first parameters, in their order; parameters beyond have defaults and are settings,
in which there is no derivative. A body is a lambda or def: it takes what the verb says first, then all parameters of `f`, in
their order. In place of a body, None says that the function does not depend differentiably on that argument, and `...`
that it does and nobody has written how: this is refused where it is asked for.

Bodies are read, not called, like the functions that are differentiated: they may call these, functions with rules, and
functions that are read in turn, to any order of derivative. Numbers and arrays they find around them are compiled in, and
compiled anew when the name stands for something else.

The function must be one of its arguments alone, must not change them, and must give what nobody else holds. What kind of
thing it gives is found out by calling it on small samples, of one to three elements along each axis. `returns` says it
instead: a type (`returns=float`), or a function that gives something alike (`returns=lambda A, b: b`). `over_complex` says that
the rule holds for complex numbers too: partials of an analytic function, transposes that do not conjugate, since an adjoint z_bar
is what gives df = Re(z_bar dz). `check_rule` tests all of this.
"""

from __future__ import annotations

import inspect
import warnings
from dataclasses import dataclass, field, replace
from types import EllipsisType, FunctionType
from typing import Any, Callable, Mapping, Sequence, Union

import numpy as np

from ..errors import ArgumentError
from ..frontend.callables import name_of
from ..frontend.forms import FORMS, METHODS
from ..ir import kinds
from ..ir.kinds import Kind, Static, kind_of, ndim
from ..ir.nodes import Atom
from ..ir.primitives import Primitive, by_position
from .table import TABLE, General, Linear, Multilinear, Nondifferentiable, Partials, elements, refused, spelling_of

Body = Union[Callable, None, EllipsisType]
BUILT_IN = ("np", "math", "scipy")  # what a spelling begins with that is written as it is
PLAIN = (int, float, bool, str, tuple, type(None))


def partials(
    function: Callable, *bodies: Body, signature: Callable | None = None, returns: Any = None, over_complex: bool = False
) -> None:
    """Say what an elementwise function's partial derivatives are: `lambda y, x1, x2, ...: expression`, with y the result.

        partials(softplus, lambda y, x: 1 / (1 + np.exp(-x)))

    Arguments broadcast as NumPy's do. `signature`, a lambda, has the parameters of what Python cannot tell them of;
    `returns` says what kind of thing it gives, which is otherwise found out by calling it (see the module's text).
    Raises ArgumentError for what is no function, and for bodies that do not fit its parameters.
    """
    if not bodies:
        raise ArgumentError(f"partials of {name_of(function)}: give one partial for each argument, None where there is none")
    spec = Spec.of(function, len(bodies), signature)
    spec.check("partial derivative", bodies, ("y",))
    primitive = spec.primitive(Returned(function, returns, elementwise=True), flops=elements)
    TABLE.replace(function, Partials(primitive, elementwise=True, bodies=_written(bodies), over_complex=over_complex))


def linear(
    function: Callable, *transposes: Body, signature: Callable | None = None, returns: Any = None, over_complex: bool = False
) -> None:
    """Say that a function is linear in the arguments that have a transpose, in all of them together.

        linear(smooth, lambda y_bar, y, x: smooth_transposed(y_bar))

    `lambda y_bar, y, x1, x2, ...: expression` gives the adjoint of its argument, in the shape of that. An argument whose
    transpose is None is a setting. The rest as in `partials`.
    """
    _add_products(function, Linear, transposes, signature, returns, over_complex)


def multilinear(
    function: Callable, *transposes: Body, signature: Callable | None = None, returns: Any = None, over_complex: bool = False
) -> None:
    """Say that a function is linear in each of the arguments that have a transpose, the others held fixed.

        multilinear(times, lambda y_bar, y, A, b: np.outer(y_bar, b), lambda y_bar, y, A, b: times(A.T, y_bar))

    As in `linear`, but for the sum: f(A, b) + f(A_dot, b) and not f(A + A_dot, b + b_dot).
    """
    _add_products(function, Multilinear, transposes, signature, returns, over_complex)


def general(
    function: Callable,
    push: Callable,
    *pulls: Body,
    signature: Callable | None = None,
    returns: Any = None,
    over_complex: bool = False,
) -> None:
    """Say what a function's pushforward is and, for each argument, its pullback.

        general(
            solve,
            lambda A_dot, b_dot, y, A, b: solve(A, b_dot - A_dot @ y),
            lambda y_bar, y, A, b: -np.outer(solve(A.T, y_bar), y),
            lambda y_bar, y, A, b: solve(A.T, y_bar),
        )

    The push takes a tangent for each argument that has a pull, zero where there is none. Of a function with several results
    `y` is the tuple, the push gives a tuple of tangents, and `y_bar` is a tuple of adjoints. The rest as in `partials`.
    """
    if not pulls:
        raise ArgumentError(f"general rule of {name_of(function)}: give one pullback for each argument, None where there is none")
    spec = Spec.of(function, len(pulls), signature)
    spec.check("pullback", pulls, ("y_bar", "y"))
    dots = tuple(f"{name}_dot" for name, pull in zip(spec.operands, pulls) if pull not in (None, ...))
    spec.check("pushforward", (push,), (*dots, "y"))
    if not isinstance(push, FunctionType):
        raise ArgumentError(f"the pushforward of {spec.title} must be a lambda or def")
    primitive = spec.primitive(Returned(function, returns, several=True))
    TABLE.replace(function, General(primitive, push=push, pulls=_written(pulls), over_complex=over_complex))


def nondifferentiable(function: Callable, signature: Callable | None = None, returns: Any = None) -> None:
    """Say that a function's results carry no derivative: a step, a count, an index.

        nondifferentiable(nearest_cell)
    """
    spec = Spec.of(function, None, signature)
    TABLE.replace(function, Nondifferentiable(spec.primitive(Returned(function, returns, several=True))))


def _add_products(
    function: Callable, row: type, transposes: Sequence[Body], signature: Callable | None, returns: Any, over_complex: bool
) -> None:
    if not any(isinstance(body, FunctionType) for body in transposes):
        raise ArgumentError(f"{row.__name__.lower()} rule of {name_of(function)}: give a transpose for each linear argument")
    spec = Spec.of(function, len(transposes), signature)
    spec.check("transpose", transposes, ("y_bar", "y"))
    primitive = spec.primitive(Returned(function, returns))
    TABLE.replace(function, row(primitive, transposes=_written(transposes), over_complex=over_complex))


def _written(bodies: Sequence[Body]) -> tuple[Callable | None, ...]:
    return tuple(refused if body is ... else body for body in bodies)


# -- parameters -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spec:
    """The parameters of a function with a rule: operands have a body each, options follow."""

    function: Callable
    operands: tuple[str, ...]
    options: Mapping[str, Any]
    defaults: Mapping[str, Any]
    by_name: frozenset[str]
    named: bool  # whether callers and bodies know the parameters by these names

    @property
    def title(self) -> str:
        return name_of(self.function)

    @staticmethod
    def of(function: Callable, count: int | None, signature: Callable | None) -> "Spec":
        """The parameters, the first `count` of them operands; all that have no default where it is None."""
        _check_callable(function)
        if signature is None and hasattr(function, "nin"):  # a ufunc, NumPy's or numba's
            names = ("x",) if function.nin == 1 else tuple(f"x{i + 1}" for i in range(function.nin))
            _check_count(function, names, len(names), len(names) if count is None else count)
            return Spec(function, names, {}, {}, frozenset(), False)
        listed = _parameters(function, signature)
        required = sum(p.default is p.empty for p in listed)
        count = required if count is None else count
        _check_count(function, [p.name for p in listed], required, count)
        operands, options = listed[:count], listed[count:]
        if any(p.default is p.empty for p in options):  # by name only, behind one with a default
            raise ArgumentError(f"the rule of {name_of(function)} says nothing of its argument {options[-1].name!r}")
        fixed = next((p.name for p in options if p.kind is p.POSITIONAL_ONLY), None)
        if fixed is not None:
            raise ArgumentError(f"{name_of(function)} takes {fixed!r} by position only, so it needs a body, or None")
        defaults = {p.name: p.default for p in operands if isinstance(p.default, PLAIN) and p.kind is not p.POSITIONAL_ONLY}
        by_name = frozenset(p.name for p in listed if p.kind is p.KEYWORD_ONLY)
        return Spec(function, tuple(p.name for p in operands), {p.name: p.default for p in options}, defaults, by_name, True)

    def check(self, what: str, bodies: Sequence[Body], leading: tuple[str, ...]) -> None:
        """Raise ArgumentError unless each body takes `leading` and all parameters, in their order."""
        wanted = (*leading, *self.operands, *self.options)
        for i, body in enumerate(bodies):
            if body is None or body is ...:
                continue
            of = f"{what} of {self.title}" if len(bodies) == 1 else f"{what} of {self.title} for {self.operands[i]}"
            if not isinstance(body, FunctionType):
                raise ArgumentError(f"the {of} must be a lambda or def, None or ..., not {body!r}")
            code = body.__code__
            taken, required = code.co_varnames[: code.co_argcount], code.co_argcount - len(body.__defaults__ or ())
            if not required <= len(wanted) <= len(taken) or code.co_kwonlyargcount or code.co_flags & inspect.CO_VARARGS:
                raise ArgumentError(f"the {of} takes ({', '.join(taken)}), and is given ({', '.join(wanted)})")
            names = wanted[len(leading) :] if self.named else ()
            for own, name in zip(taken[len(leading) :], names):
                if own != name and own in names:
                    order = f"the {of} takes {own!r} where {self.title} has {name!r}"
                    raise ArgumentError(f"{order}: bodies take all its parameters, in its order: ({', '.join(wanted)})")

    def primitive(self, kind: "Returned", **facts: Any) -> Primitive:
        function = self.function
        module = getattr(function, "__module__", None) or type(function).__module__
        known = TABLE.find(function)
        name = f"{module}.{self.title}"
        spelling = known.spelling if known is not None and not known.own else name
        if known is None and spelling.partition(".")[0] in BUILT_IN:
            spelling = f"_{spelling}"
        named = _in_numpy(function)
        call = function if self.by_name.isdisjoint(self.operands) else by_position(function, self.operands, self.by_name)
        facts = {"flops": _once, "kind": replace(kind, call=call), **facts}
        options = {"keywords": self.by_name, "defaults": self.defaults, "array_operands": named or isinstance(function, np.ufunc)}
        spelling = spelling_of(function) if named else spelling
        return Primitive(name, spelling, call, self.operands, self.options, own=True, **options, **facts)


def _in_numpy(function: Any) -> bool:
    """Whether a function is what NumPy has by its name: one made by np.frompyfunc is not."""
    return isinstance(function, np.ufunc) and getattr(np, function.__name__, None) is function


def _once(result: Any, *args: Any, **options: Any) -> int:
    """One operation for each call: what a function of the user's does is not known."""
    return 1


def _check_callable(function: Any) -> None:
    if not callable(function) or isinstance(function, type):
        what = "a class" if isinstance(function, type) else f"{type(function).__name__}, which is not called"
        raise ArgumentError(f"a rule is for a function, and {name_of(function)} is {what}")
    if hasattr(function, "__sourcead_lower__") or getattr(function, "__sourcead_static__", False):
        raise ArgumentError(f"{name_of(function)} is a derivative, which is made by its function's rule")
    try:
        known = function in FORMS or function in METHODS
    except TypeError:
        raise ArgumentError(f"{name_of(function)} cannot be told apart from others (it has no hash): wrap it in a def") from None
    if known:
        advice = "wrap it in a function of your own, and give that the rule"
        raise ArgumentError(f"{name_of(function)} is read by sourcead itself: {advice}")
    if isinstance(function, np.vectorize) and function.otypes is None:
        raise ArgumentError("np.vectorize finds the type of its result from the first element: say otypes= there")
    if getattr(function, "nout", 1) != 1:
        advice = "wrap it in a def, and give that a general rule"
        raise ArgumentError(f"{name_of(function)} is a ufunc of {function.nout} results: {advice}")


def _check_count(function: Any, names: Sequence[str], required: int, count: int) -> None:
    if not required <= count <= len(names):
        takes = f"{required} to {len(names)}" if required < len(names) else f"{required}"
        raise ArgumentError(
            f"{name_of(function)} takes {takes} arguments ({', '.join(names)}), and the rule has bodies for {count}:"
            " give one for each without a default, None where there is no derivative"
        )


def _parameters(function: Any, signature: Callable | None) -> list[inspect.Parameter]:
    inner = signature or getattr(function, "pyfunc", None) or getattr(function, "py_func", None) or function
    try:
        listed = list(inspect.signature(inner).parameters.values())
    except (TypeError, ValueError):
        advice = "say them: signature=lambda x, k=2: ..."
        raise ArgumentError(f"Python cannot tell the parameters of {name_of(function)}: {advice}") from None
    if any(p.kind is p.VAR_POSITIONAL for p in listed):
        raise ArgumentError(f"{name_of(function)} takes any number of arguments: say which, signature=lambda x, k=2: ...")
    return [p for p in listed if p.kind is not p.VAR_KEYWORD]


# -- kinds ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Returned:
    """The kind of what a function of the user's gives: as declared, or as found out by calling it.

    Raises ArgumentError where that does not work, or is not what the rule can be about.
    """

    function: Callable
    returns: Any = None
    elementwise: bool = False
    several: bool = False
    call: Callable | None = None
    found: dict[Any, Kind] = field(default_factory=dict)

    def __call__(self, *args: Atom, **options: Atom) -> Kind:
        key = (tuple(map(_key, args)), tuple((k, _key(a)) for k, a in options.items()))
        if key not in self.found:
            self.found[key] = self._find(args, options)
        return self.found[key]

    def _find(self, args: Sequence[Atom], options: Mapping[str, Atom]) -> Kind:
        if isinstance(self.returns, type):
            of_numpy = issubclass(self.returns, np.generic)
            return self._checked(kind_of(np.zeros((), self.returns)[()] if of_numpy else self.returns()), args)
        call = self.call if self.returns is None else self.returns
        sizes = SIZES if any(kinds.is_array(a.kind) for a in args) else SIZES[:1]
        found: dict[int, Kind] = {}
        for size in sizes:
            try:
                found[size] = self._called(call, args, options, size)
            except ArgumentError as error:  # a function of pairs takes no single elements
                failed = error
        if not found:
            raise failed
        first, *others = found
        for size in others:
            if found[size] != found[first]:
                given = f"{found[first]} for arrays of size {first} and {found[size]} for size {size}"
                raise ArgumentError(f"{self._title} gives {given}: say returns=")
        return self._checked(found[first], args)

    @property
    def _title(self) -> str:
        return name_of(self.function)

    def _called(self, call: Callable, args: Sequence[Atom], options: Mapping[str, Atom], size: int) -> Kind:
        given = ", ".join(str(a.kind) for a in args)
        try:
            values = [_sample(a, size) for a in args]
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = call(*values, **{key: _sample(a, size) for key, a in options.items()})
        except Exception as error:
            what = f"calling it on samples raises {type(error).__name__}: {error}"
            raise ArgumentError(f"cannot tell what {self._title} gives for ({given}), {what}; {ADVICE}") from error
        return _kind(result)

    def _checked(self, kind: Kind, args: Sequence[Atom]) -> Kind:
        given = ", ".join(str(a.kind) for a in args)
        if isinstance(kind, Static) and kind.value is not None or isinstance(kind, kinds.Record):
            raise ArgumentError(f"{self._title} gives {kind} for ({given}), which is no number, array or tuple of such")
        if isinstance(kind, kinds.Sequence) and not (self.several and kind.type is tuple):
            advice = "make it a tuple" if self.several else "give it a general rule"
            raise ArgumentError(f"{self._title} gives a {kind.type.__name__} of several results: {advice}")
        if isinstance(kind, kinds.Sequence) and any(map(kinds.is_nest, kind.items)):
            raise ArgumentError(f"{self._title} gives a tuple in a tuple: make it one")
        if self.elementwise and ndim(kind) != max(ndim(a.kind) for a in args):
            raise ArgumentError(f"{self._title} has partials and is not elementwise: for ({given}) it gives {kind}")
        return kind


SIZES = (1, 2, 3)  # of sample arrays along each axis
ADVICE = "say it in the rule, returns=float or returns=lambda A, b: b"


def _kind(value: Any) -> Kind:
    """Named results keep their names nowhere: what a rule gives is a plain tuple."""
    if isinstance(value, np.ndarray) and value.dtype == object:  # np.frompyfunc
        return kinds.Array("object", value.ndim)
    if type(value) is tuple:
        return kinds.Sequence(tuple, tuple(map(_kind, value)))
    return kind_of(value)


def _key(atom: Atom) -> Any:
    return atom if atom.is_const else atom.kind


def _sample(atom: Atom, size: int) -> Any:
    if atom.is_const:
        return atom.value
    value = kinds.sample(atom.kind)
    return np.resize(value, (size,) * value.ndim) if isinstance(value, np.ndarray) else value
