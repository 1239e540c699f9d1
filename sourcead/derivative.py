"""Derivatives as callables: generated at the first call of each signature, dispatched to at every further one."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

from .backend.cache import GENERATION, Entry, Kept, entries, entry
from .errors import ArgumentError
from .ir import kinds
from .ir.builder import Builder
from .ir.kinds import Kind, kind_of
from .ir.nodes import Function
from .ir.traversal import substitute, with_body
from .subject import Argnums, Subject, argnums_key, default_kinds

if TYPE_CHECKING:
    from .compiler import Lowered, Request

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


class Derivative:
    """A derivative of a function, generated for each signature it is called with.

    `.primal` is the function itself; `.tangent` and `.adjoint` are its generated forward and reverse functions;
    `.source(*args)`, `.ssa(*args)` and `.flops(*args)` show what was generated.
    """

    takes_seed_per_result = False

    def __init__(self, function: Callable, mode: str, argnums: Argnums = 0, has_aux: bool = False, optimize: bool = True):
        self.primal = function
        self._subject = Subject.of(function)
        self._mode = mode
        self._argnums = argnums
        self._has_aux = has_aux
        self._optimize = optimize
        self._key = (mode, argnums_key(argnums), has_aux, optimize)
        # Keyword-only parameters asked for are arguments of every call, also where they are left at their defaults.
        self._wanted = self._subject.keywords_among(argnums)
        self._count = len(self._subject.names) if not self._wanted else -1
        self._entries = entries(*self._place())
        self._of_types: dict[tuple[type, ...], Entry] = Kept()
        self._last: Entry | None = None
        if not self._subject.variadic and not self._wanted:
            self._active(self._count)
        functools.update_wrapper(self, function, updated=())
        del self.__wrapped__  # a derivative is not the function: inspect must not look through it

    def _place(self) -> tuple[Callable, tuple]:
        """The function whose cache holds what is generated, and the key there; a derivative's is that of its primal."""
        if isinstance(self.primal, Derivative):
            root, key = self.primal._place()
            return root, (*key, self._key)
        return self.primal, (self._key,)

    @property
    def __signature__(self) -> Any:
        """The parameters of the function, then the seeds."""
        import inspect  # costs more than the rest of this module

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
                args, keywords = self._subject.bind(args, kwargs, self._wanted)
            found = self._lookup(args, keywords)
        self._last = found
        try:
            return found.run(args)
        except Exception as error:
            from .compiler import annotate

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
        from .compiler import Request

        positions, single = self._active(count, keywords)
        return Request(self._mode, positions, single, self._has_aux, self._optimize)

    # -- generating -----------------------------------------------------------------------------------------------------

    def _lower(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Lowered:
        """The derivative in the IR; parameters: the user's, the captured ones, then seeds or dots."""
        from . import compiler

        with compiler.compiled_in() as found:
            lowered = self._subject.lowered(arg_kinds, keywords)
            function = compiler.derive(lowered.function, self._request(len(arg_kinds), keywords))
        own = len(lowered.function.params) - len(lowered.captures)
        if lowered.captures and lowered.arity > own:  # the adjoint of an adjoint is given its own seeds as arguments
            function = _with_seeds_first(function, own, len(lowered.captures), lowered.arity - own)
        return compiler.Lowered(function, lowered.captures, (*lowered.guards, *found.values()), lowered.arity)

    def _generate(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Entry:
        from .compiler import compile_function

        lowered = self._lower(arg_kinds, keywords)
        extra = self._active(len(arg_kinds), keywords)[0]
        return entry(compile_function(lowered.function), lowered.captures, lowered.arity, lowered.guards, extra)

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
            return self._lookup(*self._subject.bind(args, {}, self._wanted))
        if self._last is None:
            self._last = self._generate(default_kinds(self._subject))
        return self._last

    # -- showing ----------------------------------------------------------------------------------------------------------

    @property
    def tangent(self) -> "Derivative":
        return Tangent(self.primal, "tangent", self._argnums)

    @property
    def adjoint(self) -> "Derivative":
        return Adjoint(self.primal, "adjoint", self._argnums)

    def source(self, *args: Any) -> Text:
        return Text(self._entry_for(args).generated.text)

    def ssa(self, *args: Any) -> Text:
        from .compiler import listing

        return Text(listing(self._entry_for(args).generated.ir))

    def flops(self, *args: Any) -> Flops:
        from .compiler import run_counting

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
            from .compiler import annotate

            annotate(error)
            raise

    def _split(self, args: tuple, kwargs: dict[str, Any]) -> tuple[tuple, tuple[str, ...], tuple]:
        """The primal's arguments, the keywords among them, and the seeds, which come last or by name (x_dot, f_bar)."""
        seeds = {k: kwargs.pop(k) for k in list(kwargs) if k.endswith(("_dot", "_bar")) and k not in (*self._subject.names, *self._subject.keywords)}
        count = self._seed_count(len(args)) if not seeds else 0
        given, last = (args[: len(args) - count], args[len(args) - count :]) if count else (args, ())
        keywords: tuple[str, ...] = ()
        if kwargs or len(given) != self._count:
            given, keywords = self._subject.bind(given, kwargs, self._wanted)
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
            check_dimensions(param.name, param.kind, seed)
        return tuple(of_kind(seed, param.kind) for param, seed in zip(expected, seeds))

    def flops(self, *args: Any) -> Flops:
        from .compiler import run_counting

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
        from .compiler import seed_name

        names = self._subject.names
        if self._subject.variadic or self._wanted:
            return ()
        return tuple(seed_name(names[i], "_dot", names) for i in self._active(len(names))[0])

    def __sourcead_lower__(self, arg_kinds: tuple[Kind, ...]) -> Lowered:
        """What is generated relies on the shapes of the tangents: called in another function, it checks them itself."""
        from .compiler import TABLE

        lowered = super().__sourcead_lower__(arg_kinds)
        count = self._primal_count(len(arg_kinds))
        params = lowered.function.params
        pairs = zip((params[i] for i in self._active(count)[0]), params[count:])
        builder = Builder(exact=True, pos=lowered.function.pos)
        for param, dot in pairs:
            if kinds.is_array(param.kind):
                builder.emit(TABLE.named("require_shape"), dot, param)
        return replace(lowered, function=with_body(lowered.function, [*builder.stmts, *lowered.function.body.stmts]))

    def _check_seeds(self, found: Entry, args: tuple, seeds: tuple) -> tuple:
        seeds = super()._check_seeds(found, args, seeds)
        for position, seed in zip(found.extra, seeds):
            check_shape(found.generated.ir.params[position].name, args[position], seed)
        return seeds


class Adjoint(Seeded):
    takes_seed_per_result = True

    def _seed_count(self, given: int) -> int:
        """What follows the arguments of the primal."""
        return 0 if self._subject.variadic else max(given - self._count, 0)

    def _seed_names(self) -> tuple[str, ...]:
        from .compiler import seed_name

        return (seed_name(self._subject.name, "_bar", self._subject.names),)


class Vjp(Derivative):
    """The forward function of a value and pullback; its entry carries the reverse function."""

    def _generate(self, arg_kinds: tuple[Kind, ...], keywords: tuple[str, ...] = ()) -> Entry:
        from .compiler import TABLE, compile_function, output_leaves, split

        lowered = self._lower(arg_kinds, keywords)
        primal = self._subject.lowered(arg_kinds, keywords).function
        outputs = output_leaves(primal)
        forward, reverse = split(lowered.function, len(outputs), TABLE)
        reverse_generated = compile_function(_renamed(reverse, f"{primal.name}_pullback", "Pullback"))
        generated = compile_function(_renamed(forward, f"{primal.name}_forward", "Value, and what the pullback needs,"))
        extra = (reverse_generated, tuple(outputs), primal.result)
        return entry(generated, lowered.captures, lowered.arity, lowered.guards, extra)


def _renamed(function: Function, name: str, title: str) -> Function:
    _, of, rest = function.doc.partition(" of ")
    return replace(function, name=name, doc=f"{title}{of}{rest}")


def _with_seeds_first(function: Function, own: int, captured: int, seeds: int) -> Function:
    """The same function taking its first `seeds` seeds before the captured values."""
    params = function.params
    behind = params[own + captured :]
    left = len(behind) - seeds
    ordered = (*params[:own], *behind[:seeds], *params[own : own + captured], *behind[seeds:])
    return replace(function, params=ordered, defaults=function.defaults[-left:] if left > 0 else ())


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
    return replace(lowered, function=ordered, arity=arity + seeds)


def check_dimensions(name: str, kind: Kind, seed: Any) -> None:
    """Raise ArgumentError unless a seed has the dimensions, and the nesting, of the kind it is compiled for."""
    if isinstance(kind, kinds.Sequence):
        if not isinstance(seed, (tuple, list)) or len(seed) != len(kind.items):
            raise ArgumentError(f"{name} must be a {kind.type.__name__} of {len(kind.items)} items")
        for i, (item, part) in enumerate(zip(kind.items, seed)):
            check_dimensions(f"{name}[{i}]", item, part)
    elif isinstance(kind, kinds.Record):
        given = kind_of(seed)
        if not isinstance(given, kinds.Record) or given.type is not kind.type or set(given.keys) != set(kind.keys):
            raise ArgumentError(f"{name} must be a {kind.type.__name__} with {', '.join(map(str, kind.keys))}")
        for key, item in zip(kind.keys, kind.items):
            check_dimensions(f"{name}[{key!r}]", item, kinds.item_of(seed, key))
    elif kinds.is_continuous(kind) or kinds.is_number(kind) and seed is not None:
        if seed is None or np.ndim(seed) != kinds.ndim(kind):
            got = "None" if seed is None else np.ndim(seed)
            raise ArgumentError(f"{name} must have {kinds.ndim(kind)} dimensions, not {got}")


def check_shape(name: str, value: Any, seed: Any) -> None:
    """Raise ArgumentError unless a tangent has the shape of its argument, item by item."""
    if type(value) in (tuple, list):
        for i, (item, part) in enumerate(zip(value, seed)):
            check_shape(f"{name}[{i}]", item, part)
    elif isinstance(kind := kind_of(value), kinds.Record):
        for key in kind.keys:
            check_shape(f"{name}[{key!r}]", kinds.item_of(value, key), kinds.item_of(seed, key))
    elif seed is not None and np.shape(seed) != np.shape(value):
        raise ArgumentError(f"the tangent of {name} must have its shape {np.shape(value)}, not {np.shape(seed)}")


def of_kind(seed: Any, kind: Kind) -> Any:
    """A seed in the type its parameter was compiled for, so that results keep theirs."""
    if isinstance(kind, kinds.Sequence):
        return kind.type(map(of_kind, seed, kind.items))
    if isinstance(kind, kinds.Record):
        items = [of_kind(kinds.item_of(seed, key), item) for key, item in zip(kind.keys, kind.items)]
        return kinds.made_of(kind, items, lambda type_, fields: type_(**fields))
    if seed is None:
        return None
    if np.iscomplexobj(seed) and kinds.is_number(kind) and not kinds.is_complex(kind):
        raise ArgumentError(f"a tangent or adjoint of a {kind} is real, not complex")
    if isinstance(kind, kinds.Array):
        return np.asarray(seed, kinds.derivative_dtype(kind))
    if not kinds.is_scalar(kind):
        return seed
    if kinds.is_python_number(kind):
        return complex(seed) if kinds.is_complex(kind) else float(seed)
    return np.dtype(kind.dtype).type(seed) if kinds.is_float(kind) else float(seed)
