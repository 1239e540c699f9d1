"""What the public names do: derivatives as callables, generated at the first call of each signature.

Argument conventions. `argnums` takes a position or a parameter name, or a tuple of these. One argnum gives one derivative,
a tuple gives a tuple. Derivatives have the type of the argument they belong to: a Python number's is a float, a NumPy
scalar's a scalar of its dtype (an integer's a float64), an array's an array of its shape and dtype.
"""

from __future__ import annotations

import functools
import inspect
from dataclasses import replace
from typing import Any, Callable, Sequence, Union

import numpy as np

from . import pipeline
from .backend.cache import GENERATION, Entry, entries, entry
from .backend.compile import annotate, compile_function
from .backend.counting import run_counting
from .backend.listing import listing
from .errors import ArgumentError
from .frontend.callables import Target, name_of, plain
from .frontend.lowering import Lowered
from .ir import kinds
from .ir.builder import nest_leaves, nest_map
from .ir.kinds import FLOAT, Kind, kind_of
from .ir.nodes import Function
from .ir.traversal import substitute, with_body
from .pipeline import Request
from .transform.adjoint import output_leaves
from .transform.split import split

Argnum = Union[int, str]
Argnums = Union[Argnum, Sequence[Argnum]]

SCALARS = frozenset({float, int, bool, type(None), np.float64, np.float32})


def tag(value: Any) -> Any:
    """What of an argument is part of a signature: equal tags mean equal kinds."""
    if isinstance(value, np.ndarray):
        return (value.dtype, value.ndim, type(value))
    if type(value) in SCALARS:
        return type(value)
    return kind_of(value)


class Text(str):
    """A string that shows itself as it is, so that `source(df)` can be read at a prompt."""

    def __repr__(self) -> str:
        return str(self)


class Flops(dict):
    """Operations by kind; `total` is their sum."""

    @property
    def total(self) -> int:
        return sum(self.values())


class Subject:
    """A user's function: what it runs, and its parameters."""

    def __init__(self, function: Callable):
        target = plain(function)
        if target is None:
            what = "a class" if isinstance(function, type) else type(function).__name__
            raise ArgumentError(f"{name_of(function)} is {what}, not a Python function: wrap it in a def or lambda")
        self.function = function
        self.target: Target = target
        self.name = name_of(function)
        code = target.function.__code__
        first = len(target.leading)
        every = code.co_varnames[first : code.co_argcount]
        preset = next((i for i, name in enumerate(every) if name in target.keywords), len(every))
        self.names = every[:preset]  # those that can be given by position
        only = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        self.keywords = (*every[preset:], *only)  # those that can be given by keyword alone
        self.variadic = bool(code.co_flags & inspect.CO_VARARGS)
        self.any_keyword = bool(code.co_flags & inspect.CO_VARKEYWORDS)

    @staticmethod
    def of(function: Callable) -> "Subject":
        """The subject a function is; a derivative is one itself."""
        return DerivedSubject(function) if isinstance(function, Derivative) else Subject(function)

    def lowered(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Lowered:
        """The IR of the function for arguments of these kinds, the last of them given by these keywords."""
        names = self.parameters(len(arg_kinds), keywords)
        for name, kind in zip(names, arg_kinds):
            check_supported(self.name, name, kind)
        return pipeline.primal(self.target, names, arg_kinds, keywords)

    def parameters(self, count: int, keywords: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names of `count` arguments, the last given by keyword; those beyond the named ones are numbered."""
        count -= len(keywords)
        extra = (f"x{i}" for i in range(count - len(self.names)))
        return (*(*self.names[:count], *self._wrapped_names(count), *extra)[:count], *keywords)

    def _wrapped_names(self, count: int) -> tuple[str, ...]:
        """A wrapper's `*args` are called what the wrapped function calls them."""
        if not self.variadic or not hasattr(self.function, "__wrapped__"):
            return ()
        try:
            return tuple(inspect.signature(self.function).parameters)[len(self.names) : count]
        except (TypeError, ValueError):
            return ()

    def defaults(self) -> dict[str, Any]:
        """The default values, read now."""
        values = self.target.function.__defaults__ or ()
        names = self.target.function.__code__.co_varnames[: self.target.function.__code__.co_argcount]
        return dict(zip(names[len(names) - len(values) :], values))

    def position(self, argnum: Argnum, count: int, keywords: tuple[str, ...] = ()) -> int:
        names = self.parameters(count, keywords)
        if isinstance(argnum, str):
            if argnum in names:
                return names.index(argnum)
            raise ArgumentError(f"{self.name} has no argument {argnum!r}; it has {', '.join(names) or 'none'}")
        if isinstance(argnum, (int, np.integer)) and not isinstance(argnum, bool) and -count <= argnum < count:
            return int(argnum) % count
        raise ArgumentError(f"argnums {argnum!r} is out of range: {self.name} has {count} arguments")

    def bind(self, args: tuple, kwargs: dict[str, Any]) -> tuple[tuple, tuple[str, ...]]:
        """All arguments of a call, keywords and defaults in place, and the names of those behind that keywords must give.

        Raises TypeError as Python does.
        """
        names = self.names
        if len(args) > len(names) and not self.variadic:
            raise TypeError(f"{self.name}() takes {len(names)} positional arguments but {len(args)} were given")
        bound = list(args)
        defaults: dict[str, Any] | None = None
        for name in names[len(args) :]:
            if name in kwargs:
                bound.append(kwargs.pop(name))
                continue
            defaults = self.defaults() if defaults is None else defaults
            if name not in defaults:
                raise TypeError(f"{self.name}() is missing the argument {name!r}")
            bound.append(defaults[name])
        keywords = tuple(name for name in kwargs if name in self.keywords or (self.any_keyword and name not in names))
        bound.extend(kwargs.pop(name) for name in keywords)
        if kwargs:
            key = next(iter(kwargs))
            reason = "multiple values for argument" if key in names else "an unexpected keyword argument"
            raise TypeError(f"{self.name}() got {reason} {key!r}")
        return tuple(bound), keywords


class DerivedSubject(Subject):
    """A derivative as the function to differentiate: its parameters are the primal's, then its seeds."""

    def __init__(self, function: "Derivative"):
        self.function = function
        inner = function._subject
        self.name = f"{inner.name}_{function._mode}"
        self.names = (*inner.names, *function._seed_names())
        self.variadic = inner.variadic or isinstance(function, Adjoint)  # one seed for each result
        self.keywords, self.any_keyword = (), False
        self._inner = inner

    def defaults(self) -> dict[str, Any]:
        seeds = {f"{self._inner.name}_bar": 1.0} if isinstance(self.function, Adjoint) else {}
        return {**self._inner.defaults(), **seeds}

    def lowered(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Lowered:
        return self.function.__sourcead_lower__(arg_kinds)


class Derivative:
    """A derivative of a function, generated for each signature it is called with.

    `.primal` is the function itself; `.tangent` and `.adjoint` are its generated forward and reverse functions;
    `.source(*args)`, `.ssa(*args)` and `.flops(*args)` show what was generated.
    """

    def __init__(self, function: Callable, mode: str, argnums: Argnums = 0, has_aux: bool = False, optimize: bool = True):
        self.primal = function
        self._subject = Subject.of(function)
        self._mode = mode
        self._argnums = argnums
        self._has_aux = has_aux
        self._optimize = optimize
        self._count = len(self._subject.names)
        self._key = (mode, _argnums_key(argnums), has_aux, optimize)
        self._entries = entries(*self._place())
        self._of_types: dict[tuple[type, ...], Entry] = {}
        self._last: Entry | None = None
        if not self._subject.variadic:
            self._active(self._count)
        functools.update_wrapper(self, function, updated=())
        del self.__wrapped__  # a derivative is not the function: inspect must not look through it
        self.__signature__ = self._signature()

    def _place(self) -> tuple[Callable, tuple]:
        """The function whose cache holds what is generated, and the key there; a derivative's is that of its primal."""
        if isinstance(self.primal, Derivative):
            root, key = self.primal._place()
            return root, (*key, self._key)
        return self.primal, (self._key,)

    def _signature(self) -> inspect.Signature:
        """That of the function; a derivative with seeds takes any number of arguments."""
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        parameters = [inspect.Parameter(name, kind) for name in (*self._subject.names, *self._seed_names())]
        if self._subject.variadic:
            parameters.append(inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL))
        return inspect.Signature(parameters)

    def __repr__(self) -> str:
        return f"<sourcead {self._mode} of {self._subject.name}>"

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """In a class body: the derivative of the bound method."""
        if instance is None:
            return self
        bound = self.primal.__get__(instance, owner)
        return type(self)(bound, self._mode, self._argnums, self._has_aux, self._optimize)

    # -- calling ------------------------------------------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # Numbers are dispatched on their types alone; the list of types is shorter to make than a key of tags.
        found = None if kwargs else self._of_types.get(tuple(map(type, args)))
        if found is None or not found.holds(args):
            keywords: tuple[str, ...] = ()
            if kwargs or len(args) != self._count:
                args, keywords = self._subject.bind(args, kwargs)
            found = self._lookup(args, keywords)
        self._last = found
        try:
            return found.run(args)
        except Exception as error:
            annotate(error)
            raise

    def _lookup(self, args: tuple, keywords: tuple[str, ...] = ()) -> Entry:
        key = tuple([t if (t := type(a)) in SCALARS else tag(a) for a in args])
        if keywords:
            key += (keywords,)
        for found in self._entries.get(key, ()):
            if found.holds(args):
                return found
        with GENERATION:
            for found in self._entries.get(key, ()):
                if found.holds(args):
                    return found
            fresh = self._generate(tuple(map(kind_of, args)), keywords)
            self._entries.setdefault(key, []).append(fresh)
            if len(args) == self._count and not keywords and SCALARS.issuperset(map(type, args)):
                self._of_types[tuple(map(type, args))] = fresh
            return fresh

    def _active(self, count: int, keywords: tuple[str, ...] = ()) -> tuple[tuple[int, ...], bool]:
        """The positions asked for, and whether it was a single one."""
        single = isinstance(self._argnums, (int, str, np.integer))
        wanted = (self._argnums,) if single else tuple(self._argnums)
        positions = tuple(self._subject.position(a, count, keywords) for a in wanted)
        if not positions or len(set(positions)) != len(positions):
            raise ArgumentError(f"argnums {self._argnums!r} names no argument" if not positions else "argnums names an argument twice")
        return positions, single

    def _request(self, count: int, keywords: tuple[str, ...] = ()) -> Request:
        positions, single = self._active(count, keywords)
        return Request(self._mode, positions, single, self._has_aux, self._optimize)

    # -- generating -----------------------------------------------------------------------------------------------------

    def _lower(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Lowered:
        """The derivative in the IR; parameters: the user's, the captured ones, then seeds or dots."""
        lowered = self._subject.lowered(arg_kinds, keywords)
        function = pipeline.derive(lowered.function, self._request(len(arg_kinds), keywords))
        return Lowered(function, lowered.captures, lowered.guards, lowered.arity)

    def _generate(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Entry:
        lowered = self._lower(arg_kinds, keywords)
        return entry(compile_function(lowered.function), lowered.captures, lowered.arity, lowered.guards)

    def __sourcead_lower__(self, arg_kinds: tuple[Kind, ...]) -> Lowered:
        """The derivative as a function that can itself be differentiated: arguments and seeds, then what is captured."""
        count = self._primal_count(len(arg_kinds))
        lowered = self._lower(tuple(arg_kinds[:count]))
        return with_captures_last(lowered, len(arg_kinds) - count)

    def _primal_count(self, given: int) -> int:
        """How many of `given` arguments are the primal's."""
        return given

    def _seed_names(self) -> tuple[str, ...]:
        """The names of the seeds that follow the primal's arguments."""
        return ()

    def _entry_for(self, args: tuple) -> Entry:
        if args:
            return self._lookup(*self._subject.bind(args, {}))
        if self._last is None:
            self._last = self._generate(default_kinds(self._subject))
        return self._last

    # -- showing ----------------------------------------------------------------------------------------------------------

    @property
    def tangent(self) -> "Derivative":
        return tangent(self.primal, self._argnums)

    @property
    def adjoint(self) -> "Derivative":
        return adjoint(self.primal, self._argnums)

    def source(self, *args: Any) -> Text:
        return Text(self._entry_for(args).generated.text)

    def ssa(self, *args: Any) -> Text:
        return Text(listing(self._entry_for(args).generated.ir))

    def flops(self, *args: Any) -> Flops:
        found = self._entry_for(args)
        return Flops(run_counting(found.generated.ir, found.placed(args))[1])


class Seeded(Derivative):
    """A derivative whose generated function takes seeds after the primal's arguments: tangents, or output adjoints."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        args, keywords, seeds = self._split(args, kwargs)
        found = self._lookup(args, keywords)
        self._last = found
        seeds = self._check_seeds(found, args, seeds)
        try:
            return found.run((*args, *seeds))
        except Exception as error:
            annotate(error)
            raise

    def _split(self, args: tuple, kwargs: dict[str, Any]) -> tuple[tuple, tuple[str, ...], tuple]:
        """The primal's arguments, the keywords among them, and the seeds, which come last or by name (x_dot, f_bar)."""
        seeds = {k: kwargs.pop(k) for k in list(kwargs) if k.endswith(("_dot", "_bar")) and k not in self._subject.names}
        count = self._seed_count(len(args)) if not seeds else 0
        given, last = (args[: len(args) - count], args[len(args) - count :]) if count else (args, ())
        keywords: tuple[str, ...] = ()
        if kwargs or len(given) != self._count:
            given, keywords = self._subject.bind(given, kwargs)
        if seeds:
            last = self._named_seeds(given, keywords, seeds)
        return given, keywords, last

    def _seed_count(self, given: int) -> int:
        raise NotImplementedError

    def _named_seeds(self, args: tuple, keywords: tuple[str, ...], seeds: dict[str, Any]) -> tuple:
        params = self._lookup(args, keywords).generated.ir.params
        names = [p.name for p in params[len(params) - len(seeds) :]]
        if set(names) != set(seeds):
            raise ArgumentError(f"{self._subject.name} takes the seeds {', '.join(names)}, not {', '.join(seeds)}")
        return tuple(seeds[name] for name in names)

    def _check_seeds(self, found: Entry, args: tuple, seeds: tuple) -> tuple:
        """The seeds as the generated function expects them: of the right number, dimensions and type."""
        params = found.generated.ir.params
        expected = params[found.arity + len(found.captures) :]
        optional = len(found.generated.ir.defaults)
        if not len(expected) - optional <= len(seeds) <= len(expected):
            names = ", ".join(p.name for p in expected)
            raise ArgumentError(f"{found.generated.ir.name} takes {len(args)} arguments and then {names}; got {len(seeds)} seeds")
        for param, seed in zip(expected, seeds):
            if np.ndim(seed) != kinds.ndim(param.kind):
                raise ArgumentError(f"{param.name} must have {kinds.ndim(param.kind)} dimensions, not {np.ndim(seed)}")
        return tuple(_of_kind(seed, param.kind) for param, seed in zip(expected, seeds))

    def flops(self, *args: Any) -> Flops:
        given, keywords, seeds = self._split(args, {})
        found = self._lookup(given, keywords)
        seeds = self._check_seeds(found, given, seeds)
        return Flops(run_counting(found.generated.ir, found.placed((*given, *seeds)))[1])

    def _entry_for(self, args: tuple) -> Entry:
        return super()._entry_for(self._split(args, {})[0] if len(args) > self._count else args)

    def _primal_count(self, given: int) -> int:
        return given - self._seed_count(given)


class Tangent(Seeded):
    def _seed_count(self, given: int) -> int:
        """One tangent for each active argument, behind all arguments."""
        return len(self._active(self._count if not self._subject.variadic else given // 2)[0])

    def _seed_names(self) -> tuple[str, ...]:
        if self._subject.variadic:
            return ()
        return tuple(f"{self._subject.names[i]}_dot" for i in self._active(self._count)[0])

    def _check_seeds(self, found: Entry, args: tuple, seeds: tuple) -> tuple:
        seeds = super()._check_seeds(found, args, seeds)
        for position, seed in zip(self._positions(found), seeds):
            if np.shape(seed) != np.shape(args[position]):
                name = found.generated.ir.params[position].name
                raise ArgumentError(f"the tangent of {name} must have its shape {np.shape(args[position])}, not {np.shape(seed)}")
        return seeds


    def _positions(self, found: Entry) -> list[int]:
        """Where the arguments stand whose tangents the generated function takes."""
        params = found.generated.ir.params
        names = [p.name for p in params[: found.arity]]
        return [names.index(p.name.removesuffix("_dot")) for p in params[found.arity + len(found.captures) :]]


class Adjoint(Seeded):
    def _seed_count(self, given: int) -> int:
        """What follows the arguments of the primal."""
        return 0 if self._subject.variadic else max(given - self._count, 0)

    def _seed_names(self) -> tuple[str, ...]:
        return (f"{self._subject.name}_bar",)


class Vjp(Derivative):
    """The forward function of a value and pullback; its entry carries the reverse function."""

    def _generate(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Entry:
        lowered = self._lower(arg_kinds, keywords)
        primal = self._subject.lowered(arg_kinds, keywords).function
        outputs = output_leaves(primal)
        forward, reverse = split(lowered.function, len(outputs), pipeline.TABLE)
        reverse_generated = compile_function(_renamed(reverse, f"{primal.name}_pullback", "Pullback"))
        generated = compile_function(_renamed(forward, f"{primal.name}_forward", "Value, and what the pullback needs,"))
        extra = (reverse_generated, tuple(outputs), primal.result)
        return entry(generated, lowered.captures, lowered.arity, lowered.guards, extra)


def _renamed(function: Function, name: str, title: str) -> Function:
    _, of, rest = function.doc.partition(" of ")
    return replace(function, name=name, doc=f"{title}{of}{rest}")


def with_captures_last(lowered: Lowered, seeds: int) -> Lowered:
    """The same function taking its first `seeds` seeds before the captured values; the other seeds take their defaults."""
    function, arity, captured = lowered.function, lowered.arity, len(lowered.captures)
    params = function.params
    own, inside, behind = params[:arity], params[arity : arity + captured], params[arity + captured :]
    missing = behind[seeds:]
    if len(missing) > len(function.defaults):
        raise ArgumentError(f"{function.name} lacks its seed {missing[0].name}")
    bound = dict(zip(missing, function.defaults[len(function.defaults) - len(missing) :]))
    stmts = [substitute(s, bound) for s in function.body.stmts]
    fixed = with_body(function, stmts, bound)
    ordered = replace(fixed, params=(*own, *behind[:seeds], *inside), defaults=())
    return Lowered(ordered, lowered.captures, lowered.guards, arity + seeds)


def default_kinds(subject: Subject) -> tuple[Kind, ...]:
    """All arguments numbers, those with a default of the default's kind."""
    defaults = subject.defaults()
    return tuple(kind_of(defaults[name]) if name in defaults else FLOAT for name in subject.names)


def _argnums_key(argnums: Argnums) -> Any:
    """`argnums` as part of a cache key. Raises ArgumentError for what names no arguments."""
    if isinstance(argnums, (int, str, np.integer)) and not isinstance(argnums, bool):
        return argnums if isinstance(argnums, str) else int(argnums)
    if isinstance(argnums, (tuple, list)):
        return tuple(map(_argnums_key, argnums))
    raise ArgumentError(f"argnums takes positions or names of arguments, one or a tuple, not {argnums!r}")


def _of_kind(seed: Any, kind: Kind) -> Any:
    """A seed in the type its parameter was compiled for, so that results keep theirs."""
    if isinstance(kind, kinds.Array):
        dtype = kind.dtype if np.dtype(kind.dtype).kind == "f" else "float64"
        return np.asarray(seed, dtype)
    if type(seed) is float or not kinds.is_scalar(kind):
        return seed
    if kinds.is_python_number(kind):
        return float(seed)
    return np.dtype(kind.dtype).type(seed) if np.dtype(kind.dtype).kind == "f" else float(seed)


def check_supported(function: str, name: str, kind: Kind) -> None:
    """Refuse arrays of objects, strings, dates, complex numbers."""
    if isinstance(kind, kinds.Sequence):
        for item in kind.items:
            check_supported(function, name, item)
    if kinds.is_complex(kind):
        raise ArgumentError(f"the argument {name} of {function} is {kind}, which is not supported: pass real and imaginary parts")
    if isinstance(kind, kinds.Static) and isinstance(kind.value, (np.ndarray, np.generic)):
        what = type(kind.value).__name__ if type(kind.value) is not np.ndarray else f"an array of {kind.value.dtype}"
        raise ArgumentError(f"the argument {name} of {function} is {what}, which is not supported: pass a plain array of numbers")


# -- the public functions -----------------------------------------------------------------------------------------------------


def _decorated(function: Callable | None, make: Callable[[Callable], Any]) -> Any:
    """`@grad` and `@grad(argnums=1)` alike."""
    return make if function is None else make(function)


def grad(function: Callable | None = None, argnums: Argnums = 0, has_aux: bool = False) -> Any:
    """The gradient of a function that returns one real number.

    `grad(f)(*args)` has the shape of the argument `argnums`, or is a tuple of such. With `has_aux`, `f` returns
    (value, aux) and the gradient function (gradient, aux). Also a decorator, bare or with options.

    Raises ArgumentError for arguments without derivatives (integer arrays) and for results that are not one real number,
    Refused for code outside the supported subset, SourceNotFound where the function has no source.
    """
    return _decorated(function, lambda f: Derivative(f, "grad", argnums, has_aux))


def value_and_grad(function: Callable | None = None, argnums: Argnums = 0, has_aux: bool = False) -> Any:
    """Like `grad`, but returns (value, gradient); with `has_aux`, ((value, aux), gradient)."""
    return _decorated(function, lambda f: Derivative(f, "value_and_grad", argnums, has_aux))


def tangent(function: Callable | None = None, argnums: Argnums = 0) -> Any:
    """The generated forward-mode function, `(*args, *dots) -> (value, value_dot)` with value_dot = J dots.

    There is one dot for each of `argnums`, of the shape of that argument; by position or as `x_dot=`.
    """
    return _decorated(function, lambda f: Tangent(f, "tangent", argnums))


def adjoint(function: Callable | None = None, argnums: Argnums = 0) -> Any:
    """The generated reverse-mode function, `(*args, f_bar) -> bars` with bars = Jᵀ f_bar.

    `f_bar` has the shape of the result, and may be left out (1.0) where that is a number; several results take one seed
    each. One argnum gives one bar, a tuple gives a tuple.
    """
    return _decorated(function, lambda f: Adjoint(f, "adjoint", argnums))


def jvp(function: Callable, primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """`(f(*primals), J tangents)`; `tangents` has the length of `primals`, None for an argument held fixed."""
    if len(primals) != len(tangents):
        raise ArgumentError(f"jvp got {len(primals)} primals and {len(tangents)} tangents")
    active = tuple(i for i, t in enumerate(tangents) if t is not None)
    if not active:
        raise ArgumentError("jvp needs at least one tangent")
    return tangent(function, active)(*primals, *(tangents[i] for i in active))


def vjp(function: Callable, *primals: Any) -> tuple[Any, Callable]:
    """`(f(*primals), pullback)`; `pullback(bar)` is the tuple of Jᵀ bar, one for each of `primals`.

    `bar` is nested and shaped like the value. Arguments that are no real numbers get None.
    """
    active = tuple(i for i, p in enumerate(primals) if kinds.is_real(kind_of(p)))
    if not active:
        raise ArgumentError("vjp needs at least one argument that is a real number or float array")
    forward = Vjp(function, "vjp", active)
    args, keywords = forward._subject.bind(primals, {})
    found = forward._lookup(args, keywords)
    value, kept = forward(*args)
    reverse, outputs, result = found.extra

    def pullback(bar: Any) -> tuple:
        """The adjoints of the arguments for the adjoint of the value."""
        values, bars = nest_leaves(value), nest_leaves(bar)
        if nest_map(value, lambda leaf: None) != nest_map(bar, lambda leaf: None):
            raise ArgumentError("the adjoint of the value must be nested like it")
        if len(bars) != len(values) or any(np.shape(b) != np.shape(v) for b, v in zip(bars, values) if v is not None):
            raise ArgumentError(f"the adjoint of the value must be shaped like it: {_shapes(value)}, not {_shapes(bar)}")
        order = nest_leaves(result)
        seeds = [bars[order.index(leaf)] for leaf in outputs]
        try:
            pulled = dict(zip(active, reverse.function(*kept, *seeds)))
        except Exception as error:
            annotate(error)
            raise
        return tuple(pulled.get(i) for i in range(len(primals)))

    return value, pullback


def _shapes(nest: Any) -> Any:
    return [np.shape(leaf) for leaf in nest_leaves(nest)]


def source(derivative: Derivative, *args: Any) -> Text:
    """The text of a generated function: for these arguments, else for the last call, else for numbers."""
    if not isinstance(derivative, Derivative):
        raise ArgumentError("source() takes what grad, tangent or adjoint return")
    return derivative.source(*args)


def ssa(function: Callable, *args: Any) -> Text:
    """The single-assignment listing of a function or derivative, one line for each operation, repeated ones shared."""
    if isinstance(function, Derivative):
        return function.ssa(*args)
    return Text(listing(_lowered(Subject.of(function), args).function))


def flops(function: Callable, *args: Any) -> Flops:
    """Operations a function or derivative takes at these arguments, by kind, from the code that runs.

    Each arithmetic operation or elementary function on a number, or on an element of an array, counts one; a power with a
    constant integer exponent counts as repeated multiplication.
    """
    if isinstance(function, Derivative):
        return function.flops(*args)
    subject = Subject(function)
    bound, _ = subject.bind(args, {})
    lowered = _lowered(subject, bound)
    captured = [place.read(bound) for place in lowered.captures]
    return Flops(run_counting(lowered.function, (*bound, *captured))[1])


def _lowered(subject: Subject, args: tuple) -> Lowered:
    return subject.lowered(tuple(map(kind_of, args)) if args else default_kinds(subject))


for _static in (grad, value_and_grad, tangent, adjoint):
    _static.__sourcead_static__ = True
