"""From text to a function: compiled, registered with linecache, so that tracebacks, inspect and pdb show the text.

Generated functions are ordinary: `inspect.getsource` gives their text.
"""

from __future__ import annotations

import itertools
import linecache
import sys
from dataclasses import dataclass
from types import FunctionType

from ..errors import Pos
from ..ir.nodes import Function
from ..rules.table import TABLE, RuleTable
from .text import render

_numbers = itertools.count(1)
_origins: dict[str, dict[int, Pos]] = {}


@dataclass(frozen=True)
class Generated:
    """A generated function, its text and the IR it was written from."""

    function: FunctionType
    text: str
    ir: Function


def compile_function(function: Function, table: RuleTable = TABLE) -> Generated:
    rendered = render(function, table)
    filename = f"<sourcead {rendered.name} {next(_numbers)}>"
    namespace = {"__name__": "sourcead.generated", **rendered.namespace}
    exec(compile(rendered.text, filename, "exec"), namespace)
    lines = rendered.text.splitlines(keepends=True)
    linecache.cache[filename] = (len(rendered.text), None, lines, filename)
    _origins[filename] = rendered.origins
    return Generated(namespace[rendered.name], rendered.text, function)


def annotate(error: BaseException) -> None:
    """Add a note to an exception raised in generated code: the user's file and line it comes from."""
    traceback, origin = error.__traceback__, None
    while traceback is not None:
        lines = _origins.get(traceback.tb_frame.f_code.co_filename)
        if lines is not None:
            origin = lines.get(traceback.tb_lineno, origin)
        traceback = traceback.tb_next
    if origin is None:
        return
    note = f"in the derivative of {origin.file}:{origin.line}: {origin.text.strip()}"
    if sys.version_info >= (3, 11):
        error.add_note(note)
    else:  # readable by tools that know notes; Python 3.10 itself does not show them
        error.__notes__ = [*getattr(error, "__notes__", []), note]
