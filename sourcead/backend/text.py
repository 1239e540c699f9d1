"""From syntax to the text that is compiled: astor writes it, comments are set in, black formats it.

The docstring and comments travel through the syntax tree as statements that are a marked name, and are set in afterwards.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from ..errors import Pos
from ..ir.nodes import Function
from .syntax import Written, write

MARK = "__comment_{}__"
MARKED = re.compile(r"__comment_(\d+)__")
DOCSTRING = "docstring: "
RUNTIME = "sourcead.runtime"


@dataclass(frozen=True)
class Text:
    """The text of a generated function, where each of its lines comes from, and what it needs besides its imports."""

    name: str
    text: str
    origins: dict[int, Pos]
    namespace: dict[str, Any]


def render(function: Function) -> Text:
    """The formatted text of a function."""
    written = write(function)
    body, comments = _commented(function, written)
    definition = ast.FunctionDef(
        name=written.name, args=_arguments(written), body=body, decorator_list=[], returns=None, type_params=[]
    )
    imports, namespace = _imports(written)
    source = formatted(imports + _with_comments(to_text(definition), comments).lstrip("\n"))
    return Text(written.name, source, _origins(source, written), namespace)


def to_text(node: ast.AST) -> str:
    from .astor_style import to_source

    return to_source(node)


def formatted(source: str) -> str:
    import black

    return black.format_str(source, mode=black.Mode())


def _arguments(written: Written) -> ast.arguments:
    args = [ast.arg(name, None) for name in written.params]
    return ast.arguments(
        posonlyargs=[], args=args, vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=written.defaults
    )


def _imports(written: Written) -> tuple[str, dict[str, Any]]:
    """The import lines of the text, and the objects that cannot be imported by name and are handed in."""
    lines = [line for module, line in (("math", "import math\n"), ("np", "import numpy as np\n")) if module in written.modules]
    runtime = sorted(name for name, value in written.helpers.items() if getattr(value, "__module__", "").startswith(RUNTIME))
    others = {name: value for name, value in written.helpers.items() if name not in runtime}
    if runtime:
        lines.append(f"\nfrom {RUNTIME} import {', '.join(runtime)}\n")
    return "".join(lines) + ("\n\n" if lines else ""), others


def _commented(function: Function, written: Written) -> tuple[list[ast.stmt], list[str]]:
    """The statements, with marks for the docstring and the comments between them."""
    comments: list[str] = []
    body: list[ast.stmt] = []

    def comment(text: str) -> None:
        comments.append(text)
        body.append(ast.Expr(ast.Name(MARK.format(len(comments) - 1), ast.Load())))

    if function.doc:
        comment(DOCSTRING + function.doc)
    two_sweeps = function.sweeps and any(not line.exact for line in written.lines[:-1]) and written.lines[0].exact
    if two_sweeps:
        comment("forward sweep")
    several_lines = len({(line.pos.file, line.pos.line) for line in written.lines if line.pos is not None}) > 1
    last: Pos | None = None
    reverse = False
    for line in written.lines:
        if function.sweeps and not line.exact and not isinstance(line.node, ast.Return):
            if not reverse and two_sweeps:
                comment("reverse sweep")
            reverse = True
            if line.pos is not None and several_lines and _differs(line.pos, last):
                comment(f"line {line.pos.line}: {line.pos.text.strip()}")
                last = line.pos
        body.append(line.node)
    return body, comments


def _differs(pos: Pos, last: Pos | None) -> bool:
    return last is None or (pos.file, pos.line) != (last.file, last.line)


def _with_comments(text: str, comments: list[str]) -> str:
    def line(match: re.Match) -> str:
        text = comments[int(match.group(1))]
        return f'"""{text[len(DOCSTRING):]}"""' if text.startswith(DOCSTRING) else f"# {text}"

    return MARKED.sub(line, text)


def _origins(source: str, written: Written) -> dict[int, Pos]:
    """The user's line for each line of the text: black keeps the statements and their order."""
    definition = ast.parse(source).body[-1]
    body = definition.body[1:] if ast.get_docstring(definition) is not None else definition.body
    origins: dict[int, Pos] = {}
    for node, line in zip(body, written.lines, strict=True):
        if line.pos is not None:
            origins.update(dict.fromkeys(range(node.lineno, node.end_lineno + 1), line.pos))
    return origins


