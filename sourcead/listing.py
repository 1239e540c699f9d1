"""What of each library is supported: the table of rules, by namespace.

derivative   it has a derivative: a row, or a definition in terms of others
constant     its result carries no derivative: piecewise constant, or no real number
otherwise    the sentence that says why it is refused; None for what nobody has decided
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from .frontend.forms import FORMS, METHODS
from .frontend.updates import METHODS as WRITING
from .rules.refused import LIBRARIES, refused
from .rules.table import OPTIONAL, REFUSED, TABLE, Nondifferentiable

INSTALLED = tuple(name for name in OPTIONAL if importlib.util.find_spec(name.partition(".")[0]))
NAMESPACES = (*LIBRARIES, *INSTALLED)
DERIVATIVE, CONSTANT = "derivative", "constant"
# Attributes that are known at generation, and what the front end's own tables take.
STATIC = {("numpy.ndarray", "ndim"), ("numpy.ndarray", "dtype")}


def status(namespace: str) -> dict[str, str | None]:
    """What each public name of a library is."""
    library, reasons = opened(namespace)
    found: dict[str, str | None] = {}
    for name in dir(library):
        value = getattr(library, name)
        if name.startswith("_") or not _counts(namespace, value):
            continue
        found[name] = supported(namespace, name, value) or reasons.get(name)
    return found


def opened(namespace: str) -> tuple[Any, dict[str, str]]:
    """A library, and the reasons for what it has that is refused; SciPy's modules are imported when they are asked for."""
    if namespace in LIBRARIES:
        return LIBRARIES[namespace], {name: reason for (library, name), reason in refused().items() if library == namespace}
    library = importlib.import_module(namespace)
    TABLE.load(namespace)
    return library, importlib.import_module(REFUSED).refused(namespace)


def _counts(namespace: str, value: Any) -> bool:
    """Functions, types that are called, and all that an array has; exceptions are raised, not differentiated."""
    if namespace == "numpy.ndarray":
        return True
    if namespace == "scipy.stats":  # its distributions; the tests and summaries of samples are many
        return hasattr(value, "logpdf") or hasattr(value, "logpmf")
    return callable(value) and not (isinstance(value, type) and issubclass(value, (BaseException, Warning)))


def supported(namespace: str, name: str, value: Any) -> str | None:
    if (namespace, name) in STATIC:
        return CONSTANT
    if namespace == "numpy.ndarray":
        if name in WRITING or name == "flat":
            return DERIVATIVE
        primitive = TABLE.method(name) or TABLE.attribute(name)
    else:
        primitive = TABLE.find(value)
    if primitive is not None:
        return CONSTANT if isinstance(TABLE.row(primitive), Nondifferentiable) else DERIVATIVE
    defined = TABLE.definition(value) is not None or _hashable(value) and value in TABLE.makers
    known = _hashable(value) and (value in FORMS or value in METHODS)
    return DERIVATIVE if defined or known else None


def _hashable(value: Any) -> bool:
    return type(value).__hash__ is not None


def listing(namespace: str) -> str:
    """The names of a library by what they are, as lines of text."""
    names = status(namespace)
    counts = (
        f"{sum(v == DERIVATIVE for v in names.values())} with derivative, {sum(v == CONSTANT for v in names.values())} constant"
    )
    others = sum(v not in (DERIVATIVE, CONSTANT) for v in names.values())
    lines = [f"{namespace}: {len(names)} names, {counts}, {others} refused"]
    groups: dict[str, list[str]] = {}
    for name, what in names.items():
        groups.setdefault(what or "nobody has decided", []).append(name)
    order = [DERIVATIVE, CONSTANT, *sorted(groups.keys() - {DERIVATIVE, CONSTANT})]
    for what in order:
        if what in groups:
            heading = what if what in (DERIVATIVE, CONSTANT) else f"refused: {what}"
            lines += [f"  {heading}", *_wrapped(groups[what])]
    return "\n".join(lines)


def _wrapped(names: list[str], width: int = 100) -> list[str]:
    lines, line = [], ""
    for name in names:
        if len(line) + len(name) > width:
            lines.append(line)
            line = ""
        line += f" {name}"
    return [f"   {line}" for line in (*lines, line) if line]
