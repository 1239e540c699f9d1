"""That a try statement changes no array, list or object around it: by what is called in it, and with what."""

from __future__ import annotations

import ast
import builtins
import functools
import sys
import types
from typing import Any, Callable

import numpy as np

from ..errors import SourceNotFound
from ..ir import kinds
from ..ir.nodes import Const
from .flow import targets
from .lowerer import Lowerer
from .source import find_source
from .values import Value

CHANGING_METHODS = {
    *("append", "extend", "insert", "remove", "pop", "clear", "reverse", "sort", "update", "setdefault", "popitem", "add"),
    *("discard", "appendleft", "extendleft", "popleft", "rotate", "difference_update", "intersection_update"),
    *("symmetric_difference_update", "fill", "put", "resize", "partition", "itemset", "setflags", "setfield", "byteswap"),
    *("move_to_end", "subtract", "__setitem__", "__delitem__", "__setattr__", "__iadd__", "at", "shuffle"),
}
CHANGING_FUNCTIONS = {
    *("copyto", "put", "place", "putmask", "put_along_axis", "fill_diagonal", "shuffle", "at", "setattr", "delattr", "exec"),
    *("eval", "next", "heappush", "heappop", "heapify", "heapreplace", "heappushpop", "insort", "insort_left"),
    *("insort_right", "pop", "setitem", "delitem", "vars", "globals", "locals", "iadd", "imul", "isub"),
}
CHANGING_OPTIONS = {"out", "copy", "overwrite_a", "overwrite_b", "overwrite_x", "overwrite_input", "where"}
VALUES = (
    *(str, bytes, int, float, complex, bool, type(None)),
    *(type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType),
)
SOURCES = {ast.Assign: "value", ast.AnnAssign: "value", ast.NamedExpr: "value", ast.For: "iter", ast.comprehension: "iter"}
NUMBERS = ("int", "float", "bool", "len", "str", "complex")
CONTAINERS = (dict, list, tuple, set, frozenset, str, bytes, np.ndarray)
OUTSIDE = "call it outside the differentiated function and pass in what it gives"
COPY = "work on a copy, and do it before or after the try"

Refusal = tuple[ast.AST, str, str]


def change_in(lowerer: Lowerer, node: ast.Try, given: dict[str, Value], free: set[str]) -> Refusal | None:
    """What in the statement may change what is around it, why that is refused and what to do instead."""
    home = _package(lowerer.stack[-1].function)
    modules = {name: _around(lowerer, name) for name in free - set(given)}
    shared = {name for name, value in given.items() if not _is_value(value)}
    shared |= {name for name, module in modules.items() if module is not None and not _comes_with(module.__name__, home)}
    _spread(node, shared)
    parents = {child: parent for parent in ast.walk(node) for child in ast.iter_child_nodes(parent)}
    resolve = _resolver(lowerer, given)
    for n in ast.walk(node):
        if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name) and n.target.id in shared:
            return n, f"{n.target.id!r} may be changed in place inside a try statement", COPY
        if isinstance(n, ast.Call):
            function = resolve(n.func)
            reason = _writes(function, home) if function is not None else _unknown(n.func, resolve, home)
            if reason:
                return n, f"{ast.unparse(n.func)}, called inside a try statement, {reason}", OUTSIDE
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and n.id in shared:
            found = _changed_through(n, parents, resolve)
            if found is not None:
                return found, f"{ast.unparse(found)} may change {n.id!r} inside a try statement", COPY
    return None


def _is_value(value: Value) -> bool:
    """Whether it is something that nothing can change."""
    if isinstance(value, Const):
        return isinstance(value.value, VALUES)
    return kinds.is_scalar(value.kind)


def _spread(node: ast.Try, shared: set[str]) -> None:
    """Add the names that may be given what is shared, or a part of it."""
    count = -1
    while count != len(shared):
        count = len(shared)
        for n in ast.walk(node):
            source = getattr(n, SOURCES[type(n)]) if type(n) in SOURCES else getattr(n, "context_expr", None)
            if source is None or shared.isdisjoint(m.id for m in ast.walk(source) if isinstance(m, ast.Name)):
                continue
            if not _makes_a_number(source):
                shared |= targets(n)


def _makes_a_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NUMBERS


def _resolver(lowerer: Lowerer, given: dict[str, Value]) -> Callable[[ast.expr], Any]:
    """What finds the object that an expression of names and attributes of modules stands for; None where that is not known."""

    def resolve(node: ast.expr) -> Any:
        if isinstance(node, ast.Name):
            value = given.get(node.id)
            if isinstance(value, Const):
                return value.value
            found = _around(lowerer, node.id) if value is None else None
            return getattr(builtins, node.id, None) if found is None else found
        if isinstance(node, ast.Attribute):
            base = resolve(node.value)
            known = isinstance(base, (types.ModuleType, type)) or base is not None and node.attr in dir(type(base))
            return getattr(base, node.attr, None) if known else None
        return None

    return resolve


def _around(lowerer: Lowerer, name: str) -> Any:
    """A module around the function being lowered."""
    function = lowerer.stack[-1].function
    free = function.__code__.co_freevars
    found = function.__closure__[free.index(name)].cell_contents if name in free else function.__globals__.get(name)
    return found if isinstance(found, types.ModuleType) else None


def _changed_through(name: ast.Name, parents: dict[ast.AST, ast.AST], resolve: Callable[[ast.expr], Any]) -> ast.AST | None:
    """The call that may change what a name holds."""
    node: ast.AST = name
    while isinstance(parents.get(node), (ast.expr, ast.keyword)):
        parent = parents[node]
        if isinstance(parent, ast.Call):
            if parent.func is node:
                if isinstance(node, ast.Attribute) and not _reads_only(node, resolve):
                    return parent
            elif not _takes_only(parent, resolve):
                return parent
            if _makes_a_number(parent):
                return None
        node = parent
    return None


def _reads_only(method: ast.Attribute, resolve: Callable[[ast.expr], Any]) -> bool:
    if method.attr in CHANGING_METHODS:
        return False
    known = resolve(method) is not None  # what a method of the user's does is seen where it is called
    return known or any(hasattr(type_, method.attr) for type_ in CONTAINERS)


def _takes_only(call: ast.Call, resolve: Callable[[ast.expr], Any]) -> bool:
    """Whether a call changes nothing that it is given."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in CHANGING_METHODS:
        return False
    if any(k.arg is None or k.arg in CHANGING_OPTIONS for k in call.keywords):
        return False
    function = resolve(call.func)
    if function is None:  # a method of a text, as in ", ".join(words)
        return isinstance(call.func, ast.Attribute) and hasattr(str, call.func.attr)
    return getattr(function, "__name__", "") not in CHANGING_FUNCTIONS


# -- functions of the user's ----------------------------------------------------------------------------------------------------


def _unknown(node: ast.expr, resolve: Callable[[ast.expr], Any], home: str) -> str:
    """Why a call of what is not known here is refused; empty for methods of texts, files and their like."""
    if isinstance(node, ast.Name):
        return "is not known before it runs"
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if not isinstance(node, ast.Call):
        return "" if isinstance(node, (ast.Name, ast.Constant, ast.JoinedStr)) else "is not known before it runs"
    made = resolve(node.func)
    if made is None:
        return _unknown(node.func, resolve, home)
    users = isinstance(made, types.FunctionType | type) and not _of_library(made, home)
    return "is a method of what is made there" if users else ""


def _writes(function: Any, home: str, seen: frozenset[Any] = frozenset()) -> str:
    """Why a function may change what others hold; empty where it does not."""
    while isinstance(function, functools.partial):
        function = function.func
    function = getattr(function, "__wrapped__", function)
    function = getattr(function, "__func__", function)
    makes = isinstance(function, type) and not _of_library(function, home)
    if makes:  # it fills an object of its own
        function = vars(function).get("__init__")
    if isinstance(function, types.BuiltinFunctionType) and function.__name__ in CHANGING_METHODS:
        return "changes what it is a method of" if not isinstance(function.__self__, types.ModuleType) else ""
    if not isinstance(function, types.FunctionType):
        own = getattr(type(function), "__call__", None)
        function = own if isinstance(own, types.FunctionType) else None
    if function is None or _of_library(function, home) or function in seen:
        return ""
    try:
        node = find_source(function).node
    except SourceNotFound:
        return "has no source to see what it changes"
    outer = {n for s in ast.walk(node) if isinstance(s, (ast.Global, ast.Nonlocal)) for n in s.names}
    fills = {node.args.args[0].arg} if makes and node.args.args else set()
    own_names = fills | _made_inside(node, targets(node) - outer - {a.arg for a in ast.walk(node) if isinstance(a, ast.arg)})
    for n in ast.walk(node):
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and n.id in outer:
            return f"assigns {n.id!r} outside itself"
        if isinstance(n, (ast.Subscript, ast.Attribute)) and not isinstance(n.ctx, ast.Load) and _root(n) not in own_names:
            return f"changes {ast.unparse(n)}"
        if isinstance(n, ast.Call):
            if isinstance(n.func, ast.Attribute) and n.func.attr in CHANGING_METHODS and _root(n.func) not in own_names:
                return f"calls {ast.unparse(n.func)}"
            inner = _found(function, n.func)
            if getattr(inner, "__name__", "") in CHANGING_FUNCTIONS:
                return f"calls {ast.unparse(n.func)}"
            reason = _writes(inner, home, seen | {function}) if inner is not None else ""
            if reason:
                return reason
    return ""


def _made_inside(node: ast.AST, names: set[str]) -> set[str]:
    """Those of the names of a function that are not given a part of something around it."""
    count = -1
    while count != len(names):
        count = len(names)
        for n in ast.walk(node):
            source = getattr(n, SOURCES[type(n)]) if type(n) in SOURCES else None
            if isinstance(source, (ast.Name, ast.Attribute, ast.Subscript)) and _root(source) not in names:
                into = n.targets if isinstance(n, ast.Assign) else [n.target]
                names = names - set().union(*map(targets, into))
    return names


def _found(function: types.FunctionType, node: ast.expr) -> Any:
    """What an expression of names around a function and their attributes stands for, as far as that is known."""
    if isinstance(node, ast.Attribute):
        base = _found(function, node.value)
        return getattr(base if isinstance(base, (types.ModuleType, type)) else type(base), node.attr, None)
    if not isinstance(node, ast.Name):
        return None
    free = function.__code__.co_freevars
    if node.id not in free:
        return function.__globals__.get(node.id, getattr(builtins, node.id, None))
    try:
        return function.__closure__[free.index(node.id)].cell_contents
    except ValueError:
        return None


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _package(function: Any) -> str:
    return (getattr(function, "__module__", None) or "").partition(".")[0]


def _of_library(function: Any, home: str) -> bool:
    return _comes_with(getattr(function, "__module__", None) or "", home)


def _comes_with(module: str, home: str) -> bool:
    """Whether a module comes with Python or is a library that is installed: its functions keep to what they are given."""
    root = module.partition(".")[0]
    if root in ("__main__", home) or not root:
        return False
    file = getattr(sys.modules.get(root), "__file__", None) or ""
    return root in sys.stdlib_module_names or "site-packages" in file or "dist-packages" in file
