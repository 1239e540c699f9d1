"""The command line: `sourcead show|ssa|flops|check FILE.py:FUNCTION`, and `sourcead rules [NAMESPACE]`.

Standard output carries the result alone, so that it can be piped; what the user's code prints goes to standard error, as
messages do. Exit codes: 0 done; 1 the check failed, or there is no derivative; 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import math
import os
import sys
import traceback
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Any, Callable, Iterator, Sequence

import numpy as np

from . import api, tables
from .checks import CheckFailed, check_grads
from .checks.values import copies, has_floats, seeded_outputs, seeds_for
from .derivative import Derivative
from .errors import ArgumentError, SourceadError
from .listing import NAMESPACES, listing
from .subject import Subject
from .version import __version__

MODES = {"grad": api.grad, "value_and_grad": api.value_and_grad, "tangent": api.tangent, "adjoint": api.adjoint}
VALUED = ("--mode", "--wrt", "--at")

EPILOG = """\
examples:
  sourcead show model.py:loss                                    the gradient for numbers, as Python
  sourcead show model.py:loss --wrt w,b --at "np.ones(3), 0.5"   for the types of these arguments
  sourcead check model.py:Model.loss --at "np.ones(3), 0.5"      against differences; exit code 1 where wrong
  sourcead rules numpy                                           what of NumPy has a derivative
"""


class UsageError(Exception):
    """The command names something that is not there, or has arguments that are no Python."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    parser = _parser()
    try:
        options = parser.parse_args(_joined(sys.argv[1:] if argv is None else list(argv)))
    except SystemExit as stop:  # --help, --version, and what argparse does not understand
        return stop.code if isinstance(stop.code, int) else 2
    try:
        code, text = options.command(options) if options.verb == rules.__name__ else _run(options)
    except UsageError as error:
        print(f"{parser.format_usage()}sourcead {options.verb}: error: {error}", file=sys.stderr)
        return 2
    except SourceadError as error:
        print(error, file=sys.stderr)
        return 1
    return _write(text, code)


@dataclass(frozen=True)
class Job:
    """What a command is about: `args` are those of --at, None without."""

    function: Callable
    subject: Subject
    wrt: Any
    args: tuple | None
    options: argparse.Namespace

    def derivative(self, mode: str) -> Derivative:
        return MODES[mode](self.function, self.wrt)

    def needed(self) -> tuple:
        """The arguments to run with: those of --at, else the defaults."""
        if self.args is not None:
            return self.args
        subject, verb = self.subject, self.options.verb
        missing = [name for name in subject.names if name not in subject.defaults()]
        if missing:
            example = ", ".join("0.5" for _ in missing)
            raise UsageError(
                f'{verb} runs {subject.name}, which needs {", ".join(missing)}: give values, such as --at "{example}"'
            )
        return subject.bind((), {})[0]


def _run(options: argparse.Namespace) -> tuple[int, str]:
    """The exit code and what goes to standard output."""
    path, separator, name = options.target.rpartition(":")
    if not separator or not path or not name:
        raise UsageError(f"{options.target!r} is not of the form FILE.py:FUNCTION")
    with contextlib.redirect_stdout(sys.stderr), _loaded(path) as module:
        function = _find(module, name, path)
        subject, wrt = _subject(function, options.wrt)
        args = None if options.at is None else _arguments(options.at, module, subject)
        try:
            return options.command(Job(function, subject, wrt, args, options))
        except (SourceadError, UsageError):
            raise
        except Exception as error:  # the user's function raised: a derivative raises what the function raises
            said = [_said(error) + _where(error, module.__file__), *getattr(error, "__notes__", [])]
            raise SourceadError("\n".join(said)) from error


# The commands --------------------------------------------------------------------------------------------------------


def show(job: Job) -> tuple[int, str]:
    """the generated derivative, as Python"""
    return 0, api.source(job.derivative(job.options.mode or "grad"), *(job.args or ()))


def ssa(job: Job) -> tuple[int, str]:
    """the single-assignment listing of the function, or with --mode of its derivative"""
    mode = job.options.mode
    return 0, api.ssa(job.function if mode is None else job.derivative(mode), *(job.args or ()))


def flops(job: Job) -> tuple[int, str]:
    """the operations of the function and of its derivative, by kind"""
    mode, name = job.options.mode or "grad", job.subject.name
    args = job.needed()
    counted = api.flops(job.derivative(mode), *args, *_seeds(job, mode, args))
    return 0, _table({name: api.flops(job.function, *args), f"{name}_{mode}": counted})


def check(job: Job) -> tuple[int, str]:
    """the derivatives against differences and against each other"""
    args, options = job.needed(), job.options
    argnums = None if options.wrt is None and any(map(has_floats, args)) else job.wrt
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # differences call the function many times
            report = check_grads(job.function, *args, order=options.order, argnums=argnums, rtol=options.rtol, atol=options.atol)
        return 0, str(report)
    except CheckFailed as failed:
        print(failed, file=sys.stderr)
        return 1, str(failed.report)


def rules(options: argparse.Namespace) -> tuple[int, str]:
    """what of NumPy, SciPy, math, operator and Python has a derivative, and why the rest has none"""
    if options.table:
        return 0, tables.common() if options.table == "common" else tables.everything()
    unknown = [name for name in options.namespaces if name not in NAMESPACES]
    if unknown:
        raise UsageError(f"no namespace {unknown[0]}; there are {', '.join(NAMESPACES)}")
    return 0, "\n\n".join(map(listing, options.namespaces or NAMESPACES))


def _seeds(job: Job, mode: str, args: tuple) -> list:
    """Ones for what a tangent or adjoint function takes after the arguments."""
    if mode == "tangent":
        wanted = job.wrt if isinstance(job.wrt, tuple) else (job.wrt,)
        return seeds_for(list(args), [job.subject.position(argnum, len(args)) for argnum in wanted])
    if mode == "adjoint":
        value = job.function(*copies(args))
        return seeds_for(value, seeded_outputs(value))
    return []


def _table(counts: dict[str, api.Flops]) -> str:
    """One line for each operation, the most frequent first, and the total."""
    *_, last = counts.values()
    kinds = sorted({kind for column in counts.values() for kind in column}, key=lambda kind: (-last.get(kind, 0), kind))
    first = max(map(len, ["operation", *kinds]))
    widths = [max(len(title), len(str(column.total))) for title, column in counts.items()]
    rows = [("operation", *counts)]
    rows += [(kind, *(column.get(kind, 0) for column in counts.values())) for kind in kinds]
    rows += [("total", *(column.total for column in counts.values()))]
    lines = ["  ".join([f"{row[0]:{first}}", *(f"{cell:>{width}}" for cell, width in zip(row[1:], widths))]) for row in rows]
    return "\n".join(lines)


# What the words of a command mean ------------------------------------------------------------------------------------


@contextlib.contextmanager
def _loaded(path: str) -> Iterator[ModuleType]:
    """The module a file is, run under its own name with its folder importable, as long as the command runs."""
    path = os.path.abspath(path)
    name = os.path.splitext(os.path.basename(path))[0]
    if not os.path.isfile(path):
        raise UsageError(f"no file {path}")
    loader = SourceFileLoader(name, path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_file_location(name, path, loader=loader))
    before, shadowed = list(sys.path), sys.modules.get(name)
    sys.path.insert(0, os.path.dirname(path))
    sys.modules[name] = module
    try:
        try:  # compiled afresh: a stale __pycache__ would not match the text that is differentiated
            exec(loader.source_to_code(loader.get_data(path), path), module.__dict__)
        except (Exception, SystemExit) as error:
            raise UsageError(f"cannot load {path}: {_said(error)}{_where(error, path)}") from error
        yield module
    finally:
        sys.path[:] = before
        if shadowed is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = shadowed


def _find(module: ModuleType, name: str, path: str) -> Callable:
    found: Any = module
    for part in name.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise UsageError(f"{path} has no {name}{_offer(found, module)}") from None
    if not callable(found):
        raise UsageError(f"{name} in {path} is no function, but {type(found).__name__}")
    return found


def _offer(holder: Any, module: ModuleType) -> str:
    """The functions of its own that a module or class has."""
    named = vars(holder).items() if isinstance(holder, (ModuleType, type)) else ()
    own = [name for name, value in named if callable(value) and getattr(value, "__module__", None) == module.__name__]
    return f"; it has {', '.join(own)}" if own else ""


def _subject(function: Callable, wrt: str | None) -> tuple[Subject, Any]:
    """What is to be differentiated, and with respect to what: positions and names are separated by commas."""
    words = [word.strip() for word in (wrt if wrt is not None else "0").split(",")]
    if not all(words):
        raise UsageError(f"--wrt {wrt!r}: expected names or positions, separated by commas")
    argnums = tuple(int(word) if word.lstrip("-").isdigit() else word for word in words)
    try:
        subject = Subject.of(function)
        if not subject.variadic:
            for argnum in argnums:
                subject.position(argnum, len(subject.names))
    except ArgumentError as error:
        raise UsageError(f"--wrt {wrt}: {error}" if wrt is not None else str(error)) from None
    return subject, argnums if len(argnums) > 1 else argnums[0]


def _arguments(text: str, module: ModuleType, subject: Subject) -> tuple:
    """The arguments --at gives: a tuple's items, or the one value; with defaults for those left out."""
    try:
        value = eval(text.strip(), {"np": np, "numpy": np, "math": math, **vars(module)})
    except (Exception, SystemExit) as error:
        raise UsageError(f"--at {text!r}: {_said(error)}") from error
    try:
        return subject.bind(value if isinstance(value, tuple) else (value,), {})[0]
    except TypeError as error:
        raise UsageError(f"--at {text!r}: {error}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sourcead",
        description="Derivatives of Python functions, as Python functions.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"sourcead {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    for command in (show, ssa, flops, check):
        verb = verbs.add_parser(command.__name__, help=command.__doc__, description=f"Print {command.__doc__}.")
        verb.set_defaults(command=command)
        verb.add_argument("target", metavar="FILE.py:FUNCTION", help="a function of a file; Class.method for static methods")
        if command is not check:
            usual = "the function itself" if command is ssa else "grad"
            verb.add_argument("--mode", choices=MODES, help=f"which derivative (default: {usual})")
        usual = "all floats and float arrays" if command is check else "the first"
        verb.add_argument(
            "--wrt", metavar="ARGS", help=f"the arguments to differentiate in, by name or position (default: {usual})"
        )
        usual = "their defaults" if command in (flops, check) else "all numbers"
        verb.add_argument("--at", metavar="VALUES", help=f'the arguments, as in "0.7, np.ones(3)" (default: {usual})')
        if command is check:
            verb.add_argument("--order", type=int, choices=(1, 2), default=2, help="2 checks second derivatives too (default)")
            verb.add_argument("--rtol", type=float, help="relative tolerance (default: by precision)")
            verb.add_argument("--atol", type=float, default=0.0, help="absolute tolerance (default: 0)")
    verb = verbs.add_parser(rules.__name__, help=rules.__doc__, description=f"Print {rules.__doc__}.")
    verb.set_defaults(command=rules)
    verb.add_argument(
        "--table", nargs="?", const="all", choices=("all", "common"), help="the derivatives themselves, as tables in Markdown"
    )
    verb.add_argument("namespaces", nargs="*", metavar="NAMESPACE", help=f"one of {', '.join(NAMESPACES)} (default: all)")
    return parser


def _joined(argv: list[str]) -> list[str]:
    """`--at -x` as `--at=-x`: argparse takes a value that starts with a minus for an option."""
    words, rest = [], iter(argv)
    for word in rest:
        value = next(rest, None) if word in VALUED else None
        words.append(word if value is None else f"{word}={value}")
    return words


# Saying it -----------------------------------------------------------------------------------------------------------


def _said(error: BaseException) -> str:
    """What the last lines of a traceback would say."""
    if isinstance(error, SyntaxError):
        return "".join(traceback.format_exception_only(error)).strip()
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _where(error: BaseException, path: str) -> str:
    """The line of the file in which loading it failed."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    return f" (line {lines[-1]})" if lines else ""


def _write(text: str, code: int) -> int:
    """Print the result. A reader that has gone (`| head`) is no failure."""
    try:
        print(text.rstrip("\n"), flush=True)
    except BrokenPipeError:
        # What is left in the buffer must not be flushed at exit either (Python's documentation of SIGPIPE).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
