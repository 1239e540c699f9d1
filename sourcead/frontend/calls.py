"""Calls: of primitives, of the user's own functions (walked in place), of what is known at generation."""

from __future__ import annotations

import ast
import functools
import types
from dataclasses import replace
from typing import Any, Callable, Container

import numpy as np

from ..errors import SourceadError
from ..ir import kinds
from ..ir.builder import nest_map
from ..ir.nodes import Const
from ..ir.primitives import Primitive
from .callees import call_definition, has_definition
from .callables import Target, name_of, plain
from .comprehensions import of_arrays
from .effects import same_function, call_for_effect, effect_of, in_python, is_jit
from .expressions import array_of, spread
from . import arguments, within
from .forms import FORMS, METHODS
from .iterables import iteration
from .lowerer import EXPRESSIONS, STRUCTURE, Frame, Lowerer, Table
from .merging import FALSE
from .places import Attribute, Item, Object
from .sharing import call_shared, may_be_shared, note_size
from .source import Source, find_source
from .subset import check
from .values import NONE, POISON, Bound, Closure, Conflict, Items, Keywords, Known, Method, Perhaps, Value, is_atom, poisoned, single_use

MAX_DEPTH = 100


def call(lowerer: Lowerer, node: ast.Call, name: str | None) -> Value:
    function = lowerer.expr(node.func)
    nested = isinstance(function, Known) and any(function.object is f for f in (np.array, np.asarray, np.stack))
    args = spread(lowerer, list(map(of_arrays, node.args)) if nested else node.args)
    options: dict[str, Value] = {}
    for keyword in node.keywords:
        value = lowerer.raw(keyword.value)
        if keyword.arg is None:
            value = lowerer.settled(keyword, value)
        if keyword.arg is not None:
            options[keyword.arg] = value
        elif isinstance(value, Keywords):
            options.update(value.values)
        elif isinstance(value, Known) and isinstance(value.object, dict):
            for key in iteration(lowerer, keyword, value).values:
                options[key.value] = lowerer.part_of(keyword, value, key.value)
        elif isinstance(value, Items) and value.type is dict and all(isinstance(key, str) for key in value.keys):
            options.update(zip(value.keys, value.values))
        else:
            options["**"] = lowerer.refuse(keyword, "** of this value is not supported", "write the keywords out")
    if isinstance(function, Known) and not can_call(lowerer, function):
        return missing_rule(lowerer, node, function.object)
    if poisoned(function, *args, *options.values()):
        return POISON
    return apply(lowerer, node, function, args, options, name)


def apply(
    lowerer: Lowerer, node: ast.Call, function: Value, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    """What calling `function` with these values gives."""
    if not isinstance(function, Closure):
        plain_function = isinstance(function, Known) and plain(function.object) is not None
        if not plain_function:  # the user's own functions may be given None, the others not
            args = [lowerer.settled(node, a) for a in args]
            options = {key: lowerer.settled(node, a) for key, a in options.items()}
    if isinstance(function, Method):
        args = [function.self, *args]
        if not isinstance(function.primitive, Primitive):
            return function.primitive(lowerer, node, args, options, name)
        return with_arguments(lowerer, node, original(function.primitive), _method(function.primitive), args, options, name)
    if isinstance(function, Bound):
        return STRUCTURE["call_method"](lowerer, node, function, args, options, name)
    if isinstance(function, Closure):
        return call_closure(lowerer, node, function, args, options, name)
    if isinstance(function, Items) and function.type not in (list, tuple, dict):
        return STRUCTURE["call_record"](lowerer, node, function, args, options)
    if not isinstance(function, Known):
        return lowerer.refuse(node, "this value cannot be called", "call a function")
    target = in_python(function.object)
    if is_jit(target):
        return Known(same_function, None) if not args else args[0]
    if STRUCTURE["makes_record"](target):
        return STRUCTURE["make_record"](lowerer, node, function, args, options)
    if effect_of(target) is not None:
        return call_for_effect(lowerer, node, function, args, options, name)
    meaning = _library_call(lowerer, target)
    if meaning is not None:
        return with_arguments(lowerer, node, target, meaning, args, options, name)
    if hasattr(target, "__sourcead_lower__"):
        return call_derivative(lowerer, node, target, args, options)
    if getattr(target, "__sourcead_static__", False):
        return call_static(lowerer, node, target, args, options)
    inner = plain(target, function.place)
    if inner is not None:
        return call_function(lowerer, node, inner, args, options, name)
    return missing_rule(lowerer, node, target)


Meaning = Callable[[Lowerer, ast.Call, list[Value], dict[str, Value], "str | None"], Value]


def _library_call(lowerer: Lowerer, target: Any) -> Meaning | None:
    """What a call of a library function is lowered by: a form, a row or a definition."""
    if _hashable(target) and target in FORMS:
        return FORMS[target]
    found = lowerer.table.find(target)
    if found is not None:
        return lambda lowerer, node, args, options, name: primitive(lowerer, node, found, args, options, name)
    definition = lowerer.table.definition(target)
    if definition is not None:
        return lambda lowerer, node, args, options, name: inline_definition(lowerer, node, definition, args, options, name)
    made = STRUCTURE["made_outside"](lowerer, target)
    if made is not None:
        return lambda lowerer, node, args, options, name: apply(lowerer, node, made, args, options, name)
    return None


def original(fn: Primitive) -> Any:
    """The library's function, where the primitive takes some operands by name."""
    return getattr(fn.call, "stands_for", fn.call)


def _method(fn: Primitive) -> Meaning:
    if fn.call in METHODS:
        return METHODS[fn.call]
    return lambda lowerer, node, args, options, name: primitive(lowerer, node, fn, args, options, name)


def with_arguments(
    lowerer: Lowerer, node: ast.Call, target: Any, meaning: Meaning, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    """The call without the arguments that say where and in what form the result goes, and what these ask for."""
    found = arguments.taken_off(lowerer, node, target, args, options)
    if found is None:
        return POISON
    args, options, out, where = found
    out = arguments.one_array(out)
    if _hashable(target) and target in arguments.MOVED:
        args, options, axis = arguments.with_last_axis(lowerer, node, target, args, options)
        if axis != NONE:
            reduced = meaning(lowerer, node, args, options, None)
            return POISON if reduced is POISON else lowerer.compute(node, lowerer.table.named("expand_dims"), [reduced, axis], name=name)
    if out == NONE:
        return meaning(lowerer, node, args, options, name)
    if where != NONE:
        where = array_of(lowerer, node, where) if isinstance(where, Items) else where
        args = arguments.masked(lowerer, node, target, args, out, where)
    return arguments.into(lowerer, node, target, out, meaning(lowerer, node, args, options, name), where)


def can_call(lowerer: Lowerer, function: Known) -> bool:
    """Whether a call of this object means anything here, whatever its arguments."""
    target = in_python(function.object)
    if is_jit(target) or STRUCTURE["makes_record"](target) or effect_of(target) is not None:
        return True
    table = lowerer.table
    if (_hashable(target) and target in FORMS) or table.find(target) is not None or table.definition(target) is not None:
        return True
    if STRUCTURE["made_outside"](lowerer, target) is not None:
        return True
    known = hasattr(target, "__sourcead_lower__") or getattr(target, "__sourcead_static__", False)
    return known or plain(target, function.place) is not None


def _hashable(value: Any) -> bool:
    return type(value).__hash__ is not None


def missing_rule(lowerer: Lowerer, node: ast.Call, target: Any) -> Value:
    module = getattr(target, "__module__", None)
    called = f"{module}.{name_of(target)}" if module and module != "builtins" else name_of(target)
    reason = lowerer.table.refusal(target)
    if reason is not None:
        return lowerer.refuse(node, f"{called} has no derivative rule: {reason}", "compute it outside, or by other means")
    if isinstance(target, type):
        return lowerer.refuse(node, f"making a {called} is not supported", "make it outside the function and pass it in")
    return lowerer.refuse(
        node,
        f"{called} has no derivative rule and no Python source",
        f"add a row: sourcead.partials({name_of(target)}, lambda y, x: ...) with y the result and x the argument,"
        f" or sourcead.nondifferentiable({name_of(target)})",
    )


def primitive(
    lowerer: Lowerer, node: ast.AST, fn: Primitive, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    """Bind the arguments to the primitive's operands and options; options at their defaults are left out."""
    if "out" in options and "out" not in fn.options and not fn.effect:
        out = options["out"]
        result = primitive(lowerer, node, fn, args, {k: v for k, v in options.items() if k != "out"}, name)
        return result if out == NONE else STRUCTURE["into"](lowerer, node, out, result)
    if fn.variadic:
        return lowerer.compute(node, fn, args, options, name)
    slots = [*fn.operands, *fn.options]
    in_order = [slot for slot in slots if slot not in fn.keywords]
    definition = lowerer.table.definition(original(fn))
    if definition is not None and (len(args) > len(in_order) or not options.keys() <= set(slots)):
        return inline_definition(lowerer, node, definition, args, options, name)
    if len(args) > len(in_order):
        args, options = arguments.by_name(original(fn), args, options, len(in_order))
    if len(args) > len(in_order):
        advice = "give the others by name" if fn.keywords else "check the call"
        return lowerer.refuse(node, f"{fn.spelling} takes at most {len(in_order)} arguments by position here", advice)
    bound = dict(zip(in_order, args))
    for key, value in options.items():
        if key not in slots:
            supported = ", ".join(slots)
            return lowerer.refuse(
                node, f"the argument {key!r} of {fn.spelling} is not supported", f"supported arguments: {supported}"
            )
        if key in bound:
            return lowerer.refuse(node, f"{fn.spelling} got two values for {key!r}", "check the call")
        bound[key] = value
    bound.update((key, Const(value)) for key, value in fn.defaults.items() if key not in bound)
    bound = {**dict.fromkeys(fn.keywords.intersection(fn.operands), NONE), **bound}
    absent = [key for key in fn.operands if key not in bound]
    if absent and definition is None:
        bound = {**arguments.defaults_of(original(fn), absent), **bound}
        absent = [key for key in fn.operands if key not in bound]
    if absent and definition is not None:
        return inline_definition(lowerer, node, definition, args, options, name)
    if absent:
        return lowerer.refuse(node, f"{fn.spelling} lacks its argument {absent[0]!r}", "check the call")
    operands = [_operand(lowerer, node, fn, bound[key]) for key in fn.operands]
    if fn.own:
        operands = [Const(v.object) if isinstance(v, Known) else v for v in operands]
        bound = {key: Const(v.object) if isinstance(v, Known) else v for key, v in bound.items()}
    given = {k: bound[k] for k in fn.options if k in bound and not _is_default(bound[k], fn.options[k])}
    return taken_apart(lowerer, node, lowerer.compute(node, fn, operands, given, name))


def taken_apart(lowerer: Lowerer, node: ast.AST, value: Value) -> Value:
    """A tuple of numbers a function gives is its items from here on, so that no branch or loop has to carry it.

    An item of unknown kind is refused where something is computed from it.
    """
    if not is_atom(value) or not isinstance(value.kind, kinds.Sequence) or not kinds.holds(value.kind, kinds.is_float):
        return value
    item, count = lowerer.table.named("item"), len(value.kind.items)
    return Items(tuple, tuple(lowerer.builder.emit(item, value, Const(i)) for i in range(count)), value)


def _operand(lowerer: Lowerer, node: ast.AST, fn: Primitive, value: Value) -> Value:
    """NumPy makes arrays of lists and tuples of numbers; sizes and axes stay tuples."""
    if is_atom(value) and kinds.is_list(value.kind) and fn.array_operands and fn.spelling.startswith("np."):
        return lowerer.compute(node, lowerer.table.named("array_of_list"), [value])
    numbers = isinstance(value, Items) and fn.array_operands and value.values and all(map(_is_numeric, value.values))
    return array_of(lowerer, node, value) if numbers else value


def _is_numeric(value: Value) -> bool:
    if isinstance(value, Items):
        return all(map(_is_numeric, value.values))
    return is_atom(value) and kinds.is_number(value.kind)


def _is_default(value: Value, default: Any) -> bool:
    return isinstance(value, Const) and value == Const(default)


def call_derivative(lowerer: Lowerer, node: ast.Call, target: Any, args: list[Value], options: dict[str, Value]) -> Value:
    """A derivative of a function, called in another function, is that function's generated IR, in place."""
    if options:
        return lowerer.refuse(node, "keywords in the call of a derivative are not supported here", "pass them by position")
    atoms = [lowerer.atom(node, a) for a in args]
    if poisoned(*atoms):
        return POISON
    try:
        lowered = target.__sourcead_lower__(tuple(a.kind for a in atoms))
    except SourceadError as error:
        return lowerer.refuse(node, f"{name_of(target)} cannot be generated here: {error}", "differentiate it by itself first")
    extra = [lowerer.resolve(node, lowerer.read(p), p, f"captured_{i}") for i, p in enumerate(lowered.captures)]
    for guard in lowered.guards:
        lowerer.guards.setdefault(guard.place, guard)
    yields = lowerer.builder.inline(lowered.function, [*atoms, *extra])
    return _value(nest_map(lowered.function.result, lambda leaf: yields[leaf]))


def _value(nest: Any) -> Value:
    return Items(type(nest), tuple(map(_value, nest))) if isinstance(nest, (tuple, list)) else nest


def call_static(lowerer: Lowerer, node: ast.Call, target: Any, args: list[Value], options: dict[str, Value]) -> Value:
    """grad(f) and its like inside a function are carried out at generation."""
    values = [*args, *options.values()]
    if not all(isinstance(v, (Known, Const)) for v in values):
        return lowerer.refuse(
            node,
            f"{name_of(target)} of a function defined inside the differentiated function is not supported yet",
            "define the function at module level",
        )
    plain_args = [v.object if isinstance(v, Known) else v.value for v in args]
    plain_options = {k: v.object if isinstance(v, Known) else v.value for k, v in options.items()}
    return Known(target(*plain_args, **plain_options), None)


def call_function(
    lowerer: Lowerer, node: ast.Call, target: Target, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    """A call of the user's own function is its rule, if it has one, else its body, in place, or a call of its definition."""
    function = target.function
    ruled = with_rule(lowerer.table, target)
    if ruled is not None:
        leading, keywords = bound_to(lowerer, node, ruled)
        return primitive(lowerer, node, lowerer.table.find(ruled.function), [*leading, *args], {**keywords, **options}, name)
    if len(lowerer.stack) > MAX_DEPTH:
        return lowerer.refuse(node, f"calls are nested deeper than {MAX_DEPTH}", "flatten the helpers")
    try:
        source = find_source(function)
    except SourceadError as error:
        return lowerer.refuse(node, str(error), "make its source available, or add a rule for it")
    if not lowerer.in_rule:
        lowerer.guard_code(function)
        lowerer.violations.extend(check(source))
    leading, keywords = bound_to(lowerer, node, target, but=options)
    frame = Frame(function.__name__, source, function)
    values = bind(lowerer, node, function, source.node, frame, [*leading, *args], {**keywords, **options})
    return POISON if values is POISON else _walked(lowerer, node, frame, values, name)


def with_rule(table: Table, target: Target) -> Target | None:
    """The outermost of what is called on the way to a function that has a rule, with what is bound to it."""
    return next((layer for layer in target.layers if table.find(layer.function) is not None), None)


def bound_to(
    lowerer: Lowerer, node: ast.AST, target: Target, but: Container[str] = ()
) -> tuple[list[Value], dict[str, Value]]:
    """What partials and methods have bound to a function: arguments in front, and keywords, but those given otherwise."""
    leading = [lowerer.resolve(node, lowerer.read(p), p, f"bound_{i}") for i, p in enumerate(target.leading)]
    keywords = {key: p for key, p in target.keywords.items() if key not in but}
    return leading, {key: lowerer.resolve(node, lowerer.read(p), p, key) for key, p in keywords.items()}


def inline_definition(
    lowerer: Lowerer, node: ast.AST, definition: types.FunctionType, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    """A library function that is defined in terms of others: its body, in the place of the call."""
    source = find_source(definition)
    frame = Frame(definition.__name__, source, definition)
    start, found, outer, lowerer.in_rule = len(lowerer.builder.stmts), len(lowerer.violations), lowerer.in_rule, True
    try:
        values = bind(lowerer, node, definition, source.node, frame, args, options)
        result = POISON if values is POISON else _walked(lowerer, node, frame, values, None)
    finally:
        lowerer.in_rule = outer
    here = lowerer.pos(node)
    lowerer.violations[found:] = [replace(v, pos=here) for v in lowerer.violations[found:]]
    for i in range(start, len(lowerer.builder.stmts)):
        stmt = lowerer.builder.stmts[i] = replace(lowerer.builder.stmts[i], pos=here)
        for out in stmt.outs:
            out.name = name if out is result else None
    return result


def named(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """In a definition: a call of the primitive of that name."""
    which = args[0]
    if isinstance(which, Items):  # ("hypot", 3): the one for so many arguments
        which = Const("_".join(str(part.value) for part in which.values))
    return primitive(lowerer, node, lowerer.table.named(which.value), args[1:], options, name)


def call_closure(
    lowerer: Lowerer, node: ast.Call, closure: Closure, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    outer = closure.frame
    if len(lowerer.stack) > MAX_DEPTH:
        return lowerer.refuse(node, f"calls are nested deeper than {MAX_DEPTH}", "flatten the helpers")
    source = Source(closure.node, outer.source.file, outer.source.lines)
    frame = Frame(getattr(closure.node, "name", "lambda"), source, outer.function, outer=outer)
    values = bind(lowerer, node, closure, closure.node, frame, args, options)
    return POISON if values is POISON else _walked(lowerer, node, frame, values, name)


def _walked(lowerer: Lowerer, node: ast.Call, frame: Frame, values: dict[str, Value], name: str | None) -> Value:
    if has_definition(lowerer, frame, values):
        return call_definition(lowerer, node, frame, values, walk, name)
    if may_be_shared(lowerer, frame, values):
        result = call_shared(lowerer, node, frame, values, walk, name)
        if result is not None:
            return result
    began = len(lowerer.builder.stmts)
    lowerer.stack.append(frame)
    try:
        result = walk(lowerer, frame, values)
    finally:
        lowerer.stack.pop()
    note_size(lowerer, frame, began)
    return result


def walk(lowerer: Lowerer, frame: Frame, values: dict[str, Value]) -> Value:
    """Lower the body of a function whose parameters have these values; the frame is on the stack already."""
    node = frame.source.node
    frame.locals.update(values)
    frame.locals.update(dict.fromkeys(("%exit", "%break", "%return"), Const(False)))
    frame.assigned = assigned_names(node)
    if isinstance(node, ast.Lambda):
        return lowerer.raw(node.body)
    lowerer.body(node.body)
    returned = frame.locals.get("%return", Const(False))
    if returned == FALSE or (frame.locals.get("%result", NONE) is NONE and not returned.is_const):
        return NONE
    result = frame.locals.get("%result", NONE)
    if not returned.is_const:
        result = result if isinstance(result, (Perhaps, Conflict)) or result is POISON else Perhaps(result, returned, NONE)
    if isinstance(result, Conflict):
        return lowerer.refuse(node, f"{frame.name} returns {result.one} or {result.other}", "return one kind of value")
    return result


def bind(
    lowerer: Lowerer,
    node: ast.AST,
    function: types.FunctionType | Closure,
    definition: ast.FunctionDef | ast.Lambda,
    frame: Frame,
    args: list[Value],
    options: dict[str, Value],
) -> dict[str, Value] | Any:
    """Python's binding of arguments to parameters, with the defaults of the function or closure."""
    spec = definition.args
    if any(map(single_use, (*args, *options.values()))):
        return lowerer.refuse(node, "an iterator is handed to a function, and can be run over once only", "make a list of it")
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    bound: dict[str, Value] = dict(zip(names, args))
    if len(args) > len(names):
        if spec.vararg is None:
            return lowerer.refuse(node, f"{frame.name} takes {len(names)} arguments, not {len(args)}", "check the call")
    if spec.vararg is not None:
        bound[spec.vararg.arg] = Items(tuple, tuple(args[len(names) :]))
    allowed = {a.arg for a in (*spec.args, *spec.kwonlyargs)}
    others = {key: value for key, value in options.items() if key not in allowed} if spec.kwarg is not None else {}
    for key, value in options.items():
        if key in others:
            continue
        if key not in allowed or key in bound:
            return lowerer.refuse(node, f"{frame.name} cannot take the argument {key!r}", "check the call")
        bound[key] = value
    if spec.kwarg is not None:
        bound[spec.kwarg.arg] = Keywords(others)
    defaults = _defaults(lowerer, node, function, definition)
    for name in [*names, *(a.arg for a in spec.kwonlyargs)]:
        if name not in bound:
            if name not in defaults:
                return lowerer.refuse(node, f"{frame.name} lacks its argument {name!r}", "check the call")
            bound[name] = defaults[name]
    return bound


def _defaults(
    lowerer: Lowerer, node: ast.AST, function: types.FunctionType | Closure, definition: ast.FunctionDef | ast.Lambda
) -> dict[str, Value]:
    spec = definition.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    if isinstance(function, Closure):
        return {**dict(zip(names[len(names) - len(function.defaults) :], function.defaults)), **dict(function.kw_defaults)}
    values = function.__defaults__ or ()
    root = Object(function)
    if all(type(v) in (int, float, bool) for v in (*values, *(function.__kwdefaults__ or {}).values())):
        # Numbers are compiled in: a default is a constant for as long as nobody replaces the tuple that holds it.
        for attribute in ("__defaults__", "__kwdefaults__"):
            if getattr(function, attribute):
                lowerer.guard(Attribute(root, attribute), getattr(function, attribute), None)
        return {
            **dict(zip(names[len(names) - len(values) :], map(Const, values))),
            **{name: Const(value) for name, value in (function.__kwdefaults__ or {}).items()},
        }
    places = {name: Item(Attribute(root, "__defaults__"), i) for i, name in enumerate(names[len(names) - len(values) :])}
    places |= {name: Item(Attribute(root, "__kwdefaults__"), name) for name in function.__kwdefaults__ or {}}
    return {name: lowerer.resolve(node, lowerer.read(place), place, name) for name, place in places.items()}


@functools.lru_cache(maxsize=1024)
def assigned_names(node: ast.FunctionDef | ast.Lambda) -> frozenset[str]:
    """The names a function makes local by assigning them; what nested functions assign is theirs."""
    found: set[str] = set()
    pending: list[ast.AST] = list(node.body) if isinstance(node.body, list) else [node.body]
    while pending:
        item = pending.pop()
        if isinstance(item, (ast.FunctionDef, ast.ClassDef)):
            found.add(item.name)
            continue
        if isinstance(item, (ast.Lambda, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)):
            continue  # their names are their own
        if isinstance(item, (ast.Import, ast.ImportFrom)):
            found.update((a.asname or a.name).partition(".")[0] for a in item.names)
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store):
            found.add(item.id)
        pending.extend(ast.iter_child_nodes(item))
    return frozenset(found)


EXPRESSIONS[ast.Call] = call
FORMS[within.row] = named
STRUCTURE["apply"] = apply
STRUCTURE["inline_definition"] = inline_definition
STRUCTURE["primitive"] = primitive
