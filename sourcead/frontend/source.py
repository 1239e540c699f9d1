"""From a running function to the syntax it was compiled from, with the positions of the real file.

The law: a node is returned only if compiling the text it stands in gives the code object that runs. Text that was
edited after import, or two lambdas on one line, could otherwise yield the derivative of another function.

    function -> linecache text -> one parse and one compile per text -> definitions of that name -> the one that matches
"""

from __future__ import annotations

import __future__

import ast
import inspect
import linecache
import re
import sys
import threading
import warnings
from codeop import compile_command
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FunctionType

from sourcead.errors import Pos, SourceNotFound

Lines = tuple[str, ...]
Place = tuple[int, str]  # a first line and a name, as in co_firstlineno and co_name
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Source:
    """A function's syntax tree, positioned in its file, and the file's lines (without their newlines).

    Decorators and default values in `node` are text only: they were evaluated once, when the function was made, and are not
    part of what is verified. Read the defaults from `function.__defaults__` and `__kwdefaults__`.
    """

    node: FunctionNode
    file: str
    lines: Lines

    def pos(self, node: ast.AST) -> Pos:
        """Where `node` is; a node of several lines is shown up to the end of its first."""
        text = self.lines[node.lineno - 1]
        on_one_line = node.end_lineno == node.lineno
        col = _characters(text, node.col_offset)
        end_col = _characters(text, node.end_col_offset) if on_one_line else len(text)
        return Pos(self.file, node.lineno, col, end_col, text)


def find_source(function: FunctionType) -> Source:
    """The source of a plain Python function. Raises SourceNotFound, saying why and what to do."""
    code = function.__code__
    read = False
    with _lock:
        for lines in _texts(function):
            read = True
            found = _find(code, lines)
            if found is not None:
                return found
        found = _find_in_history(code) if _typed_at_a_prompt(code.co_filename) else None
    if found is not None:
        return found
    raise SourceNotFound(_changed(function) if read else _no_text(function))


def _characters(text: str, utf8_offset: int) -> int:
    return len(text.encode()[:utf8_offset].decode(errors="replace"))


# The text ------------------------------------------------------------------------------------------------------------


def _texts(function: FunctionType) -> Iterator[Lines]:
    """What may be the function's text, best first. The cached copy may be the one that runs, or be out of date."""
    file = function.__code__.co_filename
    cached = tuple(linecache.getlines(file, function.__globals__))
    if cached:
        yield cached
    linecache.checkcache(file)
    fresh = tuple(linecache.getlines(file, function.__globals__))
    if fresh and fresh != cached:
        yield fresh
    # From some 3.13.x on, `python -c` and the prompt keep their text by code object, behind this private door.
    by_code = getattr(linecache, "_getlines_from_code", None)
    typed = tuple(by_code(function.__code__)) if by_code else ()
    if typed and typed not in (cached, fresh):
        yield typed


def _typed_at_a_prompt(file: str) -> bool:
    return file in ("<stdin>", "<console>") or file.startswith(("<stdin>-", "<python-input-"))


# One text, parsed and compiled once ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Definition:
    """A function's node and what it compiles to: nothing in dead code, several copies in a `finally`."""

    node: FunctionNode
    codes: tuple[CodeType, ...]


@dataclass(frozen=True)
class _Index:
    lines: Lines
    at: dict[Place, list[_Definition]]
    named: dict[str, list[_Definition]]


_EMPTY = _Index((), {}, {})

# Parsing sets the process's warning filters for a moment, and two threads should not parse the same file.
_lock = threading.RLock()


@lru_cache(maxsize=64)
def _index(file: str, lines: Lines, annotations: int) -> _Index:
    """All definitions of a text by first line and name. Text that does not compile has none."""
    text = "".join(lines)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, file)
            definitions = _definitions(tree, file, annotations)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _EMPTY
    at, named = defaultdict(list), defaultdict(list)
    for definition in definitions:
        place = _place(definition.node)
        at[place].append(definition)
        named[place[1]].append(definition)
    # Lines as the tokenizer counts them: str.splitlines also breaks at form feeds.
    return _Index(tuple(re.split(r"\r\n|\r|\n", text)), dict(at), dict(named))


def _definitions(tree: ast.Module, file: str, annotations: int) -> list[_Definition]:
    """Pair nodes with code objects, by first line and name."""
    nodes = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, FunctionNode):
            nodes[_place(node)].append(node)
    codes = _codes_by_place(tree, file, annotations)
    alone = [_Definition(group[0], tuple(codes[place])) for place, group in nodes.items() if len(group) == 1]
    crowded = [node for group in nodes.values() if len(group) > 1 for node in group]
    if not crowded:
        return alone

    # Lambdas that share a line: compile once more with each on lines of its own. What surrounds them keeps the first
    # compilation, for there it may show in the code that they moved.
    with _moved_apart(crowded, span=tree.body[-1].end_lineno):
        codes = _codes_by_place(tree, file, annotations)
        apart = [_Definition(node, tuple(codes[_place(node)])) for node in crowded]
    return alone + apart


def _codes_by_place(tree: ast.Module, file: str, annotations: int) -> dict[Place, list[CodeType]]:
    """Compile the whole file, so that closures, private names and __future__ are as they were; notebooks may await."""
    flags = annotations | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    codes = defaultdict(list)
    for code in _nested(compile(tree, file, "exec", flags, dont_inherit=True)):
        codes[code.co_firstlineno, code.co_name].append(code)
    return codes


@contextmanager
def _moved_apart(nodes: list[FunctionNode], span: int) -> Iterator[None]:
    """Give each node, with all that is in it, lines of its own beyond the file's `span`. Outer nodes come first."""
    inside = {node: [part for part in ast.walk(node) if hasattr(part, "lineno")] for node in nodes}
    real = {part: (part.lineno, part.end_lineno) for parts in inside.values() for part in parts}
    for count, (node, parts) in enumerate(inside.items(), 1):
        shift = count * span + 1 - node.lineno
        for part in parts:
            part.lineno += shift
            part.end_lineno += shift
    try:
        yield
    finally:
        for part, (line, end) in real.items():
            part.lineno, part.end_lineno = line, end


def _place(node: FunctionNode) -> Place:
    """What co_firstlineno and co_name will be: a decorated function starts at its first decorator."""
    if isinstance(node, ast.Lambda):
        return node.lineno, "<lambda>"
    first = node.decorator_list[0] if node.decorator_list else node
    return first.lineno, node.name


def _nested(code: CodeType) -> Iterator[CodeType]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield const
            yield from _nested(const)


# The definition that matches the running code ------------------------------------------------------------------------


def _find(code: CodeType, lines: Lines) -> Source | None:
    annotations = code.co_flags & __future__.annotations.compiler_flag
    place = code.co_firstlineno, code.co_name

    index = _index(code.co_filename, lines, annotations)
    exact = _choose(_exact(index.at.get(place, ()), code), code)
    if exact is not None:
        return Source(exact.node, code.co_filename, index.lines)

    if place in index.at and _has_rewritten_asserts(code):
        rewritten = _rewritten_by_pytest(code.co_filename, lines, annotations).get(place, ())
        if any(_fingerprint(c) == _fingerprint(code) for c in rewritten):
            return Source(index.at[place][0].node, code.co_filename, index.lines)

    # Edits elsewhere in the file may have moved it; unchanged, it is still the right text.
    moved = _exact(index.named.get(code.co_name, ()), code)
    return Source(moved[0].node, code.co_filename, index.lines) if moved and _alike(moved) else None


def _exact(candidates: Iterable[_Definition], code: CodeType) -> list[_Definition]:
    wanted = _fingerprint(code)
    return [candidate for candidate in candidates if any(_fingerprint(c) == wanted for c in candidate.codes)]


def _choose(matches: list[_Definition], code: CodeType) -> _Definition | None:
    """One of the definitions on a line that all match: by columns, which Python 3.10 does not keep, if there are several."""
    if len(matches) > 1:
        matches = [m for m in matches if any(_columns(c) == _columns(code) for c in m.codes)] or matches
    if len(matches) > 1 and not _alike(matches):
        raise SourceNotFound(
            f"several lambdas on line {code.co_firstlineno} of {code.co_filename} compile to the same code, and this Python"
            " does not record which is which. Put them on separate lines, or give them names with def."
        )
    return matches[0] if matches else None


def _alike(definitions: list[_Definition]) -> bool:
    return len({ast.dump(definition.node) for definition in definitions}) == 1


def _columns(code: CodeType) -> list[tuple[int | None, int | None]]:
    return [position[2:] for position in code.co_positions()] if hasattr(code, "co_positions") else []


def _fingerprint(code: CodeType) -> Hashable:
    """All that decides what a code object does, and nothing about where it stands."""
    parameters = code.co_posonlyargcount, code.co_argcount, code.co_kwonlyargcount
    stars = code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)
    names = code.co_name, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
    consts = tuple(map(_constant, code.co_consts))
    handlers = getattr(code, "co_exceptiontable", b"")
    return parameters, stars, names, code.co_code, consts, handlers


def _constant(value: object) -> Hashable:
    """A constant as a key under which 1, 1.0 and True differ, and 0.0 and -0.0, and nan equals itself."""
    if isinstance(value, CodeType):
        return _fingerprint(value)
    if isinstance(value, tuple | frozenset):
        return type(value), type(value)(map(_constant, value))
    return type(value), repr(value)


# Functions whose asserts pytest has rewritten ------------------------------------------------------------------------


def _has_rewritten_asserts(code: CodeType) -> bool:
    """Whether it uses the names, which no one can type, that pytest puts into functions with asserts."""
    names = code.co_names + code.co_varnames + code.co_cellvars
    return any(name.startswith("@py") for name in names) or any(map(_has_rewritten_asserts, _nested(code)))


@lru_cache(maxsize=64)
def _rewritten_by_pytest(file: str, lines: Lines, annotations: int) -> dict[Place, list[CodeType]]:
    """What a text compiles to after pytest's own rewriting, with the settings of the pytest that runs.

    Its door is private. Should it move, functions with asserts are refused under pytest, not taken on trust.
    """
    pytest = sys.modules.get("_pytest.assertion.rewrite")
    hooks = [hook for hook in sys.meta_path if type(hook).__name__ == "AssertionRewritingHook"]
    text = "".join(lines)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text, file)
        try:
            pytest.rewrite_asserts(tree, text.encode(), file, hooks[0].config if hooks else None)
        except (AttributeError, TypeError):
            return {}
        return _codes_by_place(tree, file, annotations)


# What was typed at a prompt ------------------------------------------------------------------------------------------

_LONGEST_STATEMENT = 300
_GOES_ON = re.compile(r"\s|(else|elif|except|finally)\b")


def _find_in_history(code: CodeType) -> Source | None:
    """Search the session's readline history backwards for a statement that compiles to exactly this code."""
    readline = sys.modules.get("readline")
    if readline is None:
        return None
    items = (readline.get_history_item(i) for i in range(1, readline.get_current_history_length() + 1))
    history = [item + "\n" for item in items if item is not None]
    word = "lambda" if code.co_name == "<lambda>" else code.co_name
    annotations = code.co_flags & __future__.annotations.compiler_flag
    for start in reversed(range(len(history))):
        rest = history[start : start + _LONGEST_STATEMENT]
        if not any(word in line for line in rest):
            continue
        for stop in range(1, len(rest) + 1):
            # The history has lost blank lines, so line numbers say nothing: any definition of the name will do.
            index = _index.__wrapped__(code.co_filename, tuple(rest[:stop]), annotations)
            matches = _exact(index.named.get(code.co_name, ()), code)
            if matches:
                return Source(matches[0].node, code.co_filename, index.lines)
            goes_on = stop < len(rest) and _GOES_ON.match(rest[stop])
            if (index is not _EMPTY and not goes_on) or _hopeless(rest[:stop]):
                break
    return None


def _hopeless(lines: list[str]) -> bool:
    """Whether no further lines could make a statement of these."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile_command("".join(lines), symbol="exec")
    except (SyntaxError, ValueError, OverflowError):
        return True
    return False


# What to say when there is none --------------------------------------------------------------------------------------


def _changed(function: FunctionType) -> str:
    code = function.__code__
    return (
        f"the source of {function.__qualname__} has changed since it was imported: {code.co_filename} no longer compiles to"
        f" the code that is running (line {code.co_firstlineno} then). Reload it: importlib.reload the module or run the"
        " cell again. (A tool that rewrites functions on import has the same effect; exempt this module from it.)"
    )


def _no_text(function: FunctionType) -> str:
    name, file = function.__qualname__, function.__code__.co_filename
    if _typed_at_a_prompt(file):
        return (
            f"no source for {name}: it was typed at a prompt, and the session's history does not hold its text."
            " Put it into a file and import it, or use a notebook or Python 3.13's prompt."
        )
    if file.startswith("<"):
        return (
            f"no source for {name}: it was made by exec or eval, under the file name {file!r}. Put it into a file or a"
            " notebook cell; or, for text of your own, choose a name that is unique and register the text:\n"
            "    linecache.cache[name] = (len(text), None, text.splitlines(True), name)\n"
            "    exec(compile(text, name, 'exec'), namespace)"
        )
    return (
        f"no source for {name}: {file} cannot be read. Install the module with its .py file, or, if the working"
        " directory has changed since the start, change it back."
    )
