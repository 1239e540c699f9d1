"""Statements and calls for their effect: with, import, messages, clocks, random numbers.

What is done happens once, in order, in the forward sweep. A context manager encloses the same statements as in the user's
text. Random numbers carry no derivative; parameters that depend on what is differentiated are refused when that is known.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import logging
import random
import time
import warnings
from typing import Any

import numpy as np

from ..ir import kinds
from ..ir.nodes import Const
from .attempts import attempt
from .forms import FORMS
from .lowerer import STATEMENTS, STRUCTURE, Lowerer
from .places import Attribute, Object
from .values import NONE, POISON, Known, Value, is_atom, poisoned

CLOCKS = (time.time, time.perf_counter, time.monotonic, time.process_time)
MESSAGES = (
    warnings.warn,
    warnings.simplefilter,
    warnings.filterwarnings,
    warnings.resetwarnings,
    time.sleep,
    logging.debug,
    logging.info,
    logging.warning,
    logging.error,
    logging.critical,
)
LOGGED = {"debug", "info", "warning", "error", "critical", "exception", "log"}
IN_PLACE = {"shuffle", "permuted", "setstate", "set_state", "spawn", "bit_generator"}
SEEDS = {"seed"}
DRAWING = (np.random.Generator, np.random.RandomState, random.Random)
CHANGING_CONTROL = (contextlib.suppress, contextlib.ExitStack)


# -- calls --------------------------------------------------------------------------------------------------------------------


def effect_of(target: Any) -> str | None:
    """The primitive that calls this function for its effect, or None."""
    own, name = getattr(target, "__self__", None), getattr(target, "__name__", "")
    if isinstance(own, logging.Logger) and name in LOGGED or any(target is f for f in MESSAGES):
        return "called"
    if any(target is f for f in CLOCKS):
        return "timed"
    if isinstance(own, DRAWING) and not isinstance(own, type) and name not in IN_PLACE:
        return "called" if name in SEEDS else "drawn"
    return "new_generator" if target is np.random.default_rng else None


def call_for_effect(
    lowerer: Lowerer, node: ast.AST, function: Known, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    which = effect_of(function.object)
    fn = lowerer.table.named(which)
    if which == "new_generator":
        if options:
            return lowerer.refuse(node, "keywords of default_rng are not supported", "pass the seed by position")
        return lowerer.compute(node, fn, args, name=name)
    values = [*map(_object, args), *map(_object, options.values())]
    out = lowerer.compute(node, fn, [Const(function.object), Const(tuple(options)), *values], name=name)
    return NONE if is_atom(out) and out.kind == kinds.NONE else out


def _object(value: Value) -> Value:
    """A class or function as a constant: logging and warnings take them."""
    return Const(value.object) if isinstance(value, Known) else value


def draw_method(
    lowerer: Lowerer,
    node: ast.AST,
    generator: Value,
    method: str,
    args: list[Value],
    options: dict[str, Value],
    name: str | None,
) -> Value:
    """A method of a random generator made inside the function."""
    if method in IN_PLACE or not hasattr(generator.kind.value, method):
        return lowerer.refuse(
            node, f"the method {method} of a random generator is not supported", "draw what is needed outside"
        )
    fn = lowerer.table.named("drawn_from")
    return lowerer.compute(node, fn, [generator, Const(method), Const(tuple(options)), *args, *options.values()], name=name)


# -- with ---------------------------------------------------------------------------------------------------------------------


def with_statement(lowerer: Lowerer, node: ast.With, rest: list[ast.stmt]) -> None:
    entered: list[Value] = []
    for item in node.items:
        made = _entered(lowerer, item)
        if made is not None:
            entered.append(made)
    lowerer.body(node.body)
    for made in reversed(entered):
        if made is not POISON:
            lowerer.builder.emit(lowerer.table.named("leave"), made)


def _entered(lowerer: Lowerer, item: ast.withitem) -> Value | None:
    """Enter a context manager; None where there is nothing to leave."""
    node = item.context_expr
    call = node if isinstance(node, ast.Call) else None
    function = lowerer.expr(call.func if call else node)
    args = [lowerer.expr(a) for a in call.args] if call else []
    options = {k.arg: lowerer.expr(k.value) for k in call.keywords} if call else {}
    if poisoned(function, *args, *options.values()):
        return POISON
    known = (
        isinstance(function, Known) and all(isinstance(a, Const) for a in (*args, *options.values())) and None not in options
    )
    if not known or isinstance(function.object, type) and issubclass(function.object, CHANGING_CONTROL):
        return lowerer.refuse(node, "this context manager is not supported", "put it around the call of the derivative")
    manager = function.object
    if not call and not hasattr(type(manager), "__enter__"):
        return lowerer.refuse(node, "this is no context manager", "check the with statement")
    if item.optional_vars is not None and manager is not np.errstate:
        return lowerer.refuse(item.optional_vars, "`as` of this context manager is not supported", "leave the name out")
    if item.optional_vars is not None:
        STRUCTURE["bind_target"](lowerer, item.optional_vars, NONE)
    if manager is contextlib.nullcontext:
        return None
    names = Const(tuple(options)) if call else NONE
    return lowerer.builder.emit(lowerer.table.named("enter"), Const(manager), names, *args, *options.values())


# -- import ---------------------------------------------------------------------------------------------------------------------


def import_statement(lowerer: Lowerer, node: ast.Import | ast.ImportFrom, rest: list[ast.stmt]) -> None:
    try:
        _import(lowerer, node)
    except (ImportError, AttributeError) as error:
        lowerer.refuse(node, f"{type(error).__name__}: {error}", "install it, or leave it out")
        lowerer.stack[-1].locals.update((_bound_name(a), POISON) for a in node.names)


def _bound_name(alias: ast.alias) -> str:
    return (alias.asname or alias.name).partition(".")[0]


def _import(lowerer: Lowerer, node: ast.Import | ast.ImportFrom) -> None:
    frame = lowerer.stack[-1]
    if isinstance(node, ast.ImportFrom):
        package = frame.function.__globals__.get("__package__") or ""
        module = importlib.import_module("." * node.level + (node.module or ""), package or None)
        for alias in node.names:
            if not hasattr(module, alias.name):
                importlib.import_module(f"{module.__name__}.{alias.name}")
            value = getattr(module, alias.name)
            name = alias.asname or alias.name
            frame.locals[name] = lowerer.resolve(node, value, Attribute(Object(module), alias.name), name)
        return
    for alias in node.names:
        module = importlib.import_module(alias.name)
        if alias.asname is None and "." in alias.name:
            module = importlib.import_module(_bound_name(alias))
        frame.locals[_bound_name(alias)] = Known(module, Object(module))


def try_statement(lowerer: Lowerer, node: ast.Try, rest: list[ast.stmt]) -> None:
    """An import that may fail is tried now; what becomes of other statements is seen when they run."""
    if not all(isinstance(s, (ast.Import, ast.ImportFrom)) for s in node.body):
        attempt(lowerer, node)
        return
    try:
        for stmt in node.body:
            _import(lowerer, stmt)
    except ImportError as error:
        for handler in node.handlers:
            caught = lowerer.expr(handler.type) if handler.type is not None else Known(ImportError, None)
            if isinstance(caught, Known) and isinstance(caught.object, type) and isinstance(error, caught.object):
                lowerer.body([*handler.body, *node.finalbody])
                return
        lowerer.refuse(node, f"{type(error).__name__}: {error}", "catch ImportError")
        return
    lowerer.body([*node.orelse, *node.finalbody])


# -- decorators of inner functions --------------------------------------------------------------------------------------------------


def same_function(function: Any) -> Any:
    return function


def _wraps(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """functools.wraps copies names: what it decorates stays what it is."""
    return Known(same_function, None)


def _keep(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    return args[0]


def is_jit(target: Any) -> bool:
    """Whether a decorator compiles a function without changing what it does."""
    return _in_numba(target, "njit", "jit")


def in_python(target: Any) -> Any:
    """What is called, but for numba's parallel range, which counts as range does."""
    return range if _in_numba(target, "prange") else target


def _in_numba(target: Any, *names: str) -> bool:
    return (getattr(target, "__module__", None) or "").startswith("numba") and getattr(target, "__name__", "") in names


FORMS.update({functools.wraps: _wraps, same_function: _keep})
STATEMENTS |= {
    ast.With: with_statement,
    ast.Import: import_statement,
    ast.ImportFrom: import_statement,
    ast.Try: try_statement,
    ast.Global: lambda lowerer, node, rest: None,
    ast.Nonlocal: lambda lowerer, node, rest: None,
}
STRUCTURE |= {"draw_method": draw_method}
