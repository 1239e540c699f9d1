"""From syntax to the text that is compiled: astor writes it, comments are set in, black formats it.

The docstring and comments travel through the syntax tree as statements that are a marked name, and are set in afterwards.
"""

from __future__ import annotations

import ast
import itertools
import re
from dataclasses import dataclass, replace
from typing import Any, Iterator

from ..errors import Pos
from ..ir.callees import Definition, reachable
from ..ir.nodes import Function
from ..ir.outlined import Outlined
from ..optimize.place import place
from ..rules.table import RuleTable
from .names import RESERVED
from .syntax import Written, write

MARKED = re.compile(r"__comment_(\d+)__")
RUNTIME = "sourcead.runtime"
WIDTH = 88


@dataclass(frozen=True)
class Text:
    """The text of a generated function, where each of its lines comes from, and what it needs besides its imports."""

    name: str
    text: str
    origins: dict[int, Pos]
    namespace: dict[str, Any]


def render(function: Function, table: RuleTable) -> Text:
    """The formatted text of a function, behind those of the definitions it calls."""
    names = _definition_names(function)
    taken = {name: _TAKEN for name in (*names.values(), function.name)}
    functions = [*((replace(d.function, name=name), name) for d, name in names.items()), (function, function.name)]
    written = [write(place(one, table), names, taken) for one, _ in functions]
    for one in written:
        one.helpers = {name: value for name, value in one.helpers.items() if value is not _TAKEN}
    imports, namespace = _imports(written)
    outlined = {name: value for name, value in namespace.items() if isinstance(value, Outlined)}
    namespace = {name: value for name, value in namespace.items() if name not in outlined}
    definitions = [formatted(_definition(one, f)) for one, (f, _) in zip(written, functions)]
    statements = [_by_black(_outlined(value, name)) for name, value in outlined.items()]
    source = formatted(imports) + "\n\n".join([*statements, *definitions])
    return Text(function.name, source, _origins(source, written), namespace)


_TAKEN = object()  # what the names of the functions in the text stand for among the names of helpers


def _definition_names(function: Function) -> dict[Definition, str]:
    """A name for each definition; numbered where two have the same."""
    names: dict[Definition, str] = {}
    taken = {function.name, *RESERVED}
    for definition in reachable(function):
        candidates = itertools.chain([definition.name], (f"{definition.name}_{i}" for i in itertools.count(2)))
        names[definition] = next(name for name in candidates if name not in taken)
        taken.add(names[definition])
    return names


def _definition(written: Written, function: Function) -> str:
    definition = ast.FunctionDef(
        name=written.name, args=_arguments(written), body=written.body, decorator_list=[], returns=None, type_params=[]
    )
    return _with_comments(to_text(definition), written, bool(function.doc)).lstrip("\n")


def to_text(node: ast.AST) -> str:
    from .astor_style import to_source

    return to_source(node)


def formatted(source: str) -> str:
    """The text as black formats it.

    What astor_style writes is what black would, but for lines that are too long. Only these are black's to break, one by
    one: formatting a whole text takes most of the time of its generation. Tests hold all texts to be black's fixed points.
    """
    lines = source.splitlines(keepends=True)
    if all(len(line) <= WIDTH + 1 or _is_prose(line) for line in lines):
        return source
    return "".join(line if len(line) <= WIDTH + 1 or _is_prose(line) else _broken(line) for line in lines)


def _outlined(function: Outlined, name: str) -> str:
    """The text of statements of the user's. Where astor would write other ones, Python itself does."""
    plain = function.text(name)
    text = to_text(ast.parse(plain)).lstrip("\n")
    try:
        same = ast.dump(ast.parse(text)) == ast.dump(ast.parse(plain))
    except SyntaxError:
        same = False
    return text if same else plain


def _by_black(source: str) -> str:
    """A text that others have written, as black formats it."""
    import black

    return black.format_str(source, mode=black.Mode())


def _is_prose(line: str) -> bool:
    return line.lstrip().startswith(("#", '"""'))


def _broken(line: str) -> str:
    """One statement that is too long for its line, as black breaks it at its indentation."""
    import black

    indent = len(line) - len(line.lstrip())
    header = line.rstrip().endswith(":")
    statement = line.strip() + (" pass" if header else "")
    blocks = "".join(f"{' ' * (4 * i)}if 1:\n" for i in range(indent // 4))
    text = black.format_str(f"{blocks}{' ' * indent}{statement}\n", mode=black.Mode())
    kept = text.splitlines(keepends=True)[indent // 4 :]
    if header:
        kept = kept[:-1]
    return "".join(kept)


def _arguments(written: Written) -> ast.arguments:
    args = [ast.arg(name, None) for name in written.params]
    return ast.arguments(
        posonlyargs=[], args=args, vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=written.defaults
    )


def _imports(written: list[Written]) -> tuple[str, dict[str, Any]]:
    """The import lines of the text, and the objects that cannot be imported by name and are handed in."""
    modules = set().union(*(one.modules for one in written))
    helpers = {name: value for one in written for name, value in one.helpers.items()}
    lines = [line for module, line in (("math", "import math\n"), ("np", "import numpy as np\n")) if module in modules]
    lines += [f"import {module}\n" for module in sorted(modules) if module.startswith("scipy.") and " " not in module]
    short = [module.partition(" as ")[2] for module in sorted(modules) if " as " in module]
    if short:
        lines.append(f"from scipy import {', '.join(short)}\n")
    runtime = sorted(name for name, value in helpers.items() if (getattr(value, "__module__", None) or "").startswith(RUNTIME))
    others = {name: value for name, value in helpers.items() if name not in runtime}
    if runtime:
        lines.append(f"\nfrom {RUNTIME} import {', '.join(runtime)}\n")
    return "".join(lines).lstrip("\n") + ("\n\n" if lines else ""), others


def _with_comments(text: str, written: Written, documented: bool) -> str:
    """The marks replaced: the first by the docstring, if there is one, the others by comments."""

    def line(match: re.Match) -> str:
        number = int(match.group(1))
        comment = written.comments[number]
        return f'"""{comment}"""' if documented and number == 0 else f"# {comment}"

    return MARKED.sub(line, text)


def _origins(source: str, written: list[Written]) -> dict[int, Pos]:
    """The user's line for each line of the text: black keeps the statements and their order."""
    definitions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)][-len(written) :]
    origins: dict[int, Pos] = {}
    for definition, one in zip(definitions, written, strict=True):
        body = definition.body[1:] if ast.get_docstring(definition) is not None else definition.body
        for node, pos in zip(_in_order(body), one.positions, strict=True):
            if pos is not None:
                last = node.body[0].lineno - 1 if hasattr(node, "body") else node.end_lineno
                origins.update(dict.fromkeys(range(node.lineno, max(last, node.lineno) + 1), pos))
    return origins


def _in_order(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        yield from _in_order(getattr(node, "body", []))
        yield from _in_order(getattr(node, "orelse", []))
