"""The supported subset of Python, as an allow-list over the whole syntax tree of a function.

What is not listed is refused, all of it at once, before anything is lowered.
"""

from __future__ import annotations

import ast

from ..errors import Violation
from .source import Source

SYMBOLS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Invert: "~",
    ast.Not: "not",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}

ALLOWED = {
    # statements
    *(ast.If, ast.For, ast.While, ast.Break, ast.Continue),
    *(ast.Raise, ast.Assert, ast.Delete, ast.With, ast.withitem, ast.Import, ast.ImportFrom, ast.alias),
    *(ast.Try, ast.ExceptHandler, ast.Global, ast.Nonlocal),
    *(ast.FunctionDef, ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Pass),
    # expressions
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.Call, ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.Name),
    *(ast.Constant, ast.Tuple, ast.List, ast.Lambda, ast.IfExp, ast.NamedExpr, ast.JoinedStr, ast.FormattedValue),
    *(ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.comprehension),
    # parts
    *(ast.arguments, ast.arg, ast.keyword, ast.Load, ast.Store, ast.Del),
    *SYMBOLS,
}

WORDS = {
    ast.Global: ("assigning a global is not supported", "return the value instead"),
    ast.Nonlocal: ("assigning a variable of an outer function is not supported", "return the value instead"),
    ast.ClassDef: ("a class defined inside the function is not supported", "define it outside"),
    ast.AsyncFunctionDef: ("an async function cannot be differentiated", "differentiate a plain function"),
    ast.Await: ("await cannot be differentiated", "await first and pass the value in"),
    ast.Yield: ("a generator cannot be differentiated", "return a list or an array"),
    ast.YieldFrom: ("a generator cannot be differentiated", "return a list or an array"),
    ast.SetComp: ("a set comprehension is not supported", "use a list comprehension"),
}


def check(source: Source) -> list[Violation]:
    """Every construct of the function that is outside the subset, in source order."""
    violations: list[Violation] = []
    pending: list[tuple[ast.AST, ast.AST]] = [(source.node, source.node)]
    while pending:
        node, parent = pending.pop()
        place = node if hasattr(node, "lineno") else parent
        refusal = _refusal(node, source.node)
        if refusal:
            violations.append(Violation(source.pos(place), *refusal))
            if isinstance(node, (ast.expr, ast.ClassDef, ast.AsyncFunctionDef)):
                continue  # what is in it is refused with it
        pending.extend((child, place) for child in _children(node, source.node))
    return violations


def _children(node: ast.AST, root: ast.AST) -> list[ast.AST]:
    """The parts that run when the function does: not annotations, nor the decorators and defaults of the function itself."""
    if isinstance(node, ast.AnnAssign):
        return [node.target] + ([node.value] if node.value else [])
    if node is root and isinstance(node, (ast.FunctionDef, ast.Lambda, ast.AsyncFunctionDef)):
        return list(node.body) if isinstance(node.body, list) else [node.body]
    if isinstance(node, ast.FunctionDef):
        defaults = [d for d in (*node.args.defaults, *node.args.kw_defaults) if d is not None]
        return [*node.decorator_list, *defaults, *node.body]
    if isinstance(node, ast.arg):
        return []
    return list(ast.iter_child_nodes(node))


def _refusal(node: ast.AST, root: ast.AST) -> tuple[str, str] | None:
    """What is wrong with this node and what to do instead, or None."""
    if type(node) not in ALLOWED:
        name = type(node).__name__
        return WORDS.get(type(node), (f"{name} is not supported", "rewrite it with assignments, calls and operators"))
    if isinstance(node, (ast.Global, ast.Nonlocal)) and not set(node.names).isdisjoint(_assigned(root)):
        return WORDS[type(node)]
    return None


def _assigned(root: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(root) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
