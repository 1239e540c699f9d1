"""The tables of derivatives, written from the rows: what README.md and RULES.md show.

    python -m sourcead rules --table           RULES.md: all rows, by library
    python -m sourcead rules --table common    the part of README.md between its marks

A partial derivative is shown as the row says it, `y` being the result; of other rows, what carries an adjoint back where that fits
on a line, else the arguments in which there is a derivative.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import platform
from types import FunctionType, ModuleType
from typing import Callable, Iterable, Iterator

import numpy as np

from .frontend.source import find_source
from .ir.primitives import Primitive
from .rules.table import OPTIONAL, TABLE, General, Linear, Multilinear, Partials, Row, Variadic

BEGIN, END = "<!-- sourcead rules --table common -->", "<!-- end -->"
COMMON = """
    + - * / ** // % neg abs
    np.exp np.expm1 np.log np.log1p np.log2 np.log10 np.sqrt np.cbrt np.square np.reciprocal np.hypot np.logaddexp
    np.sin np.cos np.tan np.arcsin np.arccos np.arctan np.arctan2 np.sinh np.cosh np.tanh np.arcsinh np.arccosh np.arctanh
    np.maximum np.minimum np.sinc math.gamma math.lgamma math.erf
""".split()
LONGEST = 80  # of a body that is shown as it is
OTHERS = "Operators and Python"


def common() -> str:
    """The table of elementwise functions that everyone uses."""
    rows = {row.primitive.spelling: row for row in differentiable() if isinstance(row, Partials)}
    lines = [_line(rows[spelling]) for spelling in COMMON if spelling in rows]
    return "\n".join(["| function | derivative |", "|---|---|", *lines])


def everything() -> str:
    """All rows that have a derivative, by library, as the text of RULES.md."""
    groups: dict[str, list[Row]] = {}
    for row in differentiable():
        group = groups.setdefault(_library(row.primitive), [])
        if row.primitive.spelling not in {known.primitive.spelling for known in group} or not isinstance(row, Partials):
            group.append(row)  # math.hypot has a row for each number of arguments
    parts = [HEAD.format(versions=versions())]
    for library in sorted(groups, key=lambda name: (name != OTHERS, name)):
        lines = "\n".join(sorted({*map(_line, groups[library])}))
        parts.append(f"## {library}\n\n| function | derivative |\n|---|---|\n{lines}\n")
    return "\n".join(parts)


HEAD = """\
# Derivatives

Written from the rules by `python -m sourcead rules --table` ({versions}).

Of an elementwise function there is the partial derivative in each argument, `y` being the result; of the others, what carries the
adjoint `g` of the result to the argument. Where that takes more than a line, the arguments are named in which there is a
derivative. Functions that are defined in terms of these are not listed: `python -m sourcead rules` names all that is supported.
"""


def versions() -> str:
    """What the tables depend on besides the rules."""
    python = ".".join(platform.python_version_tuple()[:2])
    found = [f"Python {python}", f"NumPy {'.'.join(np.__version__.split('.')[:2])}"]
    if importlib.util.find_spec("scipy"):
        import scipy

        found.append(f"SciPy {'.'.join(scipy.__version__.split('.')[:2])}")
    return ", ".join(found)


def differentiable() -> Iterator[Row]:
    """The rows of functions of libraries that have a derivative, one for functions that share it."""
    TABLE.load(*(module for module in OPTIONAL if importlib.util.find_spec(module.partition(".")[0])))
    seen: set[tuple] = set()
    for row in list(TABLE.rows.values()):
        shown = isinstance(row, (Partials, Linear, Multilinear, General, Variadic)) and not row.primitive.own
        bodies = tuple(map(id, row.bodies)) if isinstance(row, Partials) else (id(row),)
        if shown and _is_called(row.primitive) and bodies not in seen:
            seen.add(bodies)
            yield row


def _is_called(primitive: Primitive) -> bool:
    """Whether users write it: an operator, a method, or a function of a library."""
    spelling = primitive.spelling
    if spelling.startswith((".", "np.", "math.", "scipy.")) or not spelling[:1].isalpha():
        return spelling.startswith((".", "np.", "math.", "scipy.")) or len(spelling) < 3
    return spelling in ("neg", "pos", "abs", "float", "pow", "round", "divmod")


def _library(primitive: Primitive) -> str:
    parts = primitive.spelling.split(".")
    if parts[0] == "scipy":
        return ".".join(parts[:2])
    if parts[0] == "np":
        return f"numpy.{parts[1]}" if isinstance(getattr(np, parts[1]), ModuleType) else "numpy"
    return {"math": "math", "": "numpy.ndarray"}.get(parts[0], OTHERS)


def _line(row: Row) -> str:
    return f"| {_cell(_names(row))} | {_derivative(row)} |"


def _cell(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _names(row: Row) -> str:
    """A call of it: with the names its bodies give the arguments."""
    fn = row.primitive
    operands = _operands(row)
    if fn.spelling == "[]":
        return f"{operands[0]}[{operands[1]}]"
    if fn.spelling in ("neg", "pos"):
        return f"{'-' if fn.spelling == 'neg' else '+'}{operands[0]}"
    if fn.spelling.startswith("."):
        name = fn.spelling[1:]
        return f"{operands[0]}.{name[:-2]}({', '.join(operands[1:])})" if name.endswith("()") else f"{operands[0]}.{name}"
    if not fn.spelling[0].isalpha() and len(operands) == 2:
        return f"{operands[0]} {fn.spelling} {operands[1]}"
    listed = ("*" + operands[0],) if fn.variadic else operands
    shared = [one for one in _sharing(row) if one != fn.spelling]
    return f"{fn.spelling}({', '.join(listed)})" + "".join(f", {one}" for one in shared)


def _sharing(row: Row) -> list[str]:
    """The functions that share its partials."""
    if not isinstance(row, Partials):
        return []
    alike = (r.primitive for r in TABLE.rows.values() if isinstance(r, Partials) and r.bodies == row.bodies)
    return [fn.spelling for fn in alike if not fn.own and _is_called(fn)]


def _operands(row: Row) -> tuple[str, ...]:
    """The names of the operands in the first body that has names for them."""
    count, skipped = len(row.primitive.operands), 1 if isinstance(row, Partials) else 2
    for body in _bodies(row):
        if isinstance(body, FunctionType):
            code = body.__code__
            names = code.co_varnames[skipped : code.co_argcount]
            if len(names) >= count and not isinstance(row, Variadic):
                return names[:count]
    return row.primitive.operands


def _bodies(row: Row) -> tuple[Callable | None, ...]:
    if isinstance(row, Partials):
        return row.bodies
    if isinstance(row, Variadic):
        return (row.transpose,)
    return row.pulls if isinstance(row, General) else row.transposes


def _derivative(row: Row) -> str:
    operands, bodies = _operands(row), _bodies(row)
    if isinstance(row, Variadic):
        return "linear in all"
    missing = [name for name, own in zip(operands, row.primitive.operands) if own in row.without_rule]
    active = [(name, body) for name, body in zip(operands, bodies) if body is not None]
    what = {Partials: "", Linear: "linear", Multilinear: "linear in each", General: ""}[type(row)]
    shown = [_shown(name, text, len(active)) for name, body in active if (text := _text(body, row)) is not None]
    if len(shown) < len(active):
        shown = [f"in {', '.join(_cell(name) for name, _ in active)}"]
    said = ": ".join(filter(None, [what, "; ".join(shown)]))
    return said + (f" (not in {', '.join(map(_cell, missing))})" if missing else "")


def _shown(name: str, text: str, count: int) -> str:
    return _cell(text) if count == 1 else f"{_cell(name)}: {_cell(text)}"


def _text(body: Callable, row: Row) -> str | None:
    """The expression a body is, where it is one and short; the operands under the names of the first body."""
    node = find_source(body).node
    last = node.body if isinstance(node, ast.Lambda) else node.body[-1]
    expression = last.value if isinstance(last, ast.Return) and len(node.body) <= 2 else last
    if not isinstance(expression, ast.expr):
        return None
    leading = 1 if isinstance(row, Partials) else 2
    usual = (*(("y",) if leading == 1 else ("g", "y")), *_operands(row))
    renamed = dict(zip((arg.arg for arg in node.args.args), usual))
    reader = _Reader(renamed, body, isinstance(row, Partials))
    text = ast.unparse(reader.visit(ast.parse(ast.unparse(expression), mode="eval")))
    return text if not reader.foreign and len(text) <= LONGEST else None


class _Reader(ast.NodeTransformer):
    """Parameters under their usual names, and what is found around a body as what it is; `foreign` if that says little."""

    def __init__(self, renamed: dict[str, str], body: FunctionType, of_real: bool):
        self.of_real = of_real
        self.renamed, self.parameters = renamed, body.__code__.co_varnames[: body.__code__.co_argcount]
        found = inspect.getclosurevars(body)
        self.around = {**found.builtins, **found.globals, **found.nonlocals}
        self.foreign = False

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.renamed:
            return ast.Name(self.renamed[node.id], node.ctx)
        value = self.around.get(node.id)
        if type(value) in (int, float):
            return ast.Constant(value)
        if isinstance(value, ModuleType) and value.__name__.partition(".")[0] in ("numpy", "math", "scipy"):
            return ast.parse("np" if value is np else value.__name__, mode="eval").body
        primitive = TABLE.find(value) if callable(value) else None
        if primitive is not None and primitive.spelling.partition(".")[0] in ("np", "math", "scipy"):
            return ast.parse(primitive.spelling, mode="eval").body
        self.foreign |= node.id not in self.parameters and value is not abs
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """The way of real numbers, where complex ones go another."""
        if self.of_real and isinstance(node.test, ast.Call) and isinstance(node.test.func, ast.Name) and node.test.func.id == "is_complex":
            return self.visit(node.orelse)
        self.foreign = True
        return node


def between(text: str, lines: Iterable[str] | str) -> str:
    """A text with what stands between its marks replaced."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{lines}\n{END}{after}"
