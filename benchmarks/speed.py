"""Time: of generated derivatives against hand-written ones, of a call's dispatch, of starting up, and of generating.

Each figure is the median of several repeats. What is compared is timed in turns, so that a machine that slows down slows
down both. Start-up is timed in fresh processes, after `import numpy`.
"""

from __future__ import annotations

import linecache
import math
import os
import subprocess
import sys
import tempfile
import time
import timeit
from dataclasses import dataclass
from statistics import median
from typing import Any, Callable, Iterator

import numpy as np

import sourcead

from .loops import CASES, peak_in_arrays, seconds
from .programs import root

STATEMENTS = (
    "v{0} = x * v{1} + v{2}",
    "v{0} = np.sin(v{1}) * v{2}",
    "v{0} = v{1} / (1 + v{2} ** 2)",
    "v{0} = np.exp(-v{1}) - v{2}",
    "v{0} = np.tanh(v{1}) + np.cos(x * v{2})",
)
STARTUP = """
import sys, time
import numpy as np
before = time.perf_counter()
import sourcead
imported = time.perf_counter()

def f(x):
    return np.sqrt(np.exp(x**2) + x**2)

sourcead.grad(f)(0.7)
print(imported - before, time.perf_counter() - before)
"""


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, its value, and the bound it must keep."""

    title: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def holds(self) -> bool:
        return self.bound is None or self.value <= self.bound

    def __str__(self) -> str:
        bound = "" if self.bound is None else f"at most {self.bound:g} {self.unit}".rstrip()
        verdict = "" if self.bound is None else "ok" if self.holds else "OVER"
        return f"{self.title:72}{self.value:9.3f} {self.unit:4}  {bound:16} {verdict}".rstrip()


# -- a call ---------------------------------------------------------------------------------------------------------------


def math_root(x):
    return math.sqrt(math.exp(x**2) + x**2)


def np_derivative(x):
    """The derivative of `root` as one writes it by hand."""
    a = x**2
    b = np.exp(a)
    return x * (1 + b) / np.sqrt(b + a)


def math_derivative(x):
    a = x**2
    b = math.exp(a)
    return x * (1 + b) / math.sqrt(b + a)


def microseconds(repeats: int, number: int, *calls: Callable[[float], Any]) -> list[float]:
    """The median time of one call, for each of `calls`, timed in turns."""
    timers = [timeit.Timer("call(0.7)", globals={"call": call}) for call in calls]
    rounds = [[timer.timeit(number) / number * 1e6 for timer in timers] for _ in range(repeats)]
    return [median(column) for column in zip(*rounds)]


def call_figures(repeats: int = 25, number: int = 20_000) -> Iterator[Figure]:
    """The gradient of sqrt(exp(x²) + x²) at a float: the generated function by itself, and called through `grad`."""
    for title, function, by_hand in (("np", root, np_derivative), ("math", math_root, math_derivative)):
        gradient = sourcead.grad(function)
        generated = defined(gradient.source(0.7), f"{function.__name__}_grad")
        if not math.isclose(generated(0.7), by_hand(0.7), rel_tol=1e-14):
            raise AssertionError(f"the generated derivative is {generated(0.7)}, by hand it is {by_hand(0.7)}")
        hand, raw, called = microseconds(repeats, number, by_hand, generated, gradient)
        yield Figure(f"gradient with {title}, by hand", hand, "µs")
        yield Figure(f"gradient with {title}, generated", raw, "µs")
        yield Figure(f"gradient with {title}, generated over by hand", raw / hand, "", 1.3)
        yield Figure(f"gradient with {title}, dispatch of a call of grad(f)", called - raw, "µs", 1.0)


def defined(text: str, name: str) -> Callable:
    """The function `name` of a program text."""
    namespace: dict[str, Any] = {}
    exec(compile(text, f"<{name}>", "exec"), namespace)
    return namespace[name]


# -- loops ------------------------------------------------------------------------------------------------------------------


def loop_figures(repeats: int = 7) -> Iterator[Figure]:
    """Gradients over their primals, generated and by hand; and the memory of one that writes an array element by element."""
    for case in CASES:
        gradient = sourcead.grad(case.primal)
        np.testing.assert_allclose(gradient(case.argument), case.by_hand(case.argument), rtol=1e-9)
        primal, by_hand, generated = seconds(repeats, case.argument, case.primal, case.by_hand, gradient)
        yield Figure(f"{case.title}: by hand over primal", by_hand / primal, "")
        yield Figure(f"{case.title}: generated", generated / primal, "", case.bound)
        if case.bound is None:
            yield Figure(f"{case.title}: generated over by hand", generated / by_hand, "", 1.2)
    yield Figure("y[i + 1] = y[i] v[i]: peak memory, in arrays", peak_in_arrays(), "", 4)


# -- a process ------------------------------------------------------------------------------------------------------------


def startup_figures(repeats: int = 7) -> Iterator[Figure]:
    """Importing sourcead, and all up to a first gradient, in processes that have imported NumPy.

    A first process, not counted, writes the bytecode, which an installed package has.
    """
    root_of_package = os.path.dirname(os.path.dirname(os.path.abspath(sourcead.__file__)))
    path = os.pathsep.join(filter(None, (root_of_package, os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "startup.py")
        with open(script, "w", encoding="utf-8") as file:
            file.write(STARTUP)
        command = [sys.executable, script]
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        runs = [
            subprocess.run(command, env=environment, check=True, capture_output=True, text=True) for _ in range(repeats + 1)
        ]
    imports, firsts = zip(*(map(float, run.stdout.split()) for run in runs[1:]))
    yield Figure("import sourcead, beyond NumPy", median(imports) * 1e3, "ms", 60)
    yield Figure("import and first gradient, beyond NumPy", median(firsts) * 1e3, "ms", 300)


# -- generating -----------------------------------------------------------------------------------------------------------


def long_function(statements: int) -> Callable:
    """A function of x and y of so many assignments, new each time."""
    name = f"long_{statements}"
    lines = ["import numpy as np", "", "", f"def {name}(x, y):", "    v0 = x", "    v1 = y"]
    for i in range(2, statements + 2):
        lines.append("    " + STATEMENTS[i % len(STATEMENTS)].format(i, i - 1, i - 2))
    text = "\n".join([*lines, f"    return v{statements + 1}", ""])
    filename = f"<{name} {time.perf_counter_ns()}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {}
    exec(compile(text, filename, "exec"), namespace)
    return namespace[name]


def generating_seconds(statements: int, repeats: int) -> float:
    """The median time from a function to the text and code of its adjoint, black's formatting included."""
    times = []
    for _ in range(repeats):
        function = long_function(statements)
        start = time.perf_counter()
        sourcead.adjoint(function, (0, 1))(0.7, 0.3)
        times.append(time.perf_counter() - start)
    return median(times)


def generating_figures(repeats: int = 5, short: int = 100, middle: int = 1_000, long: int = 5_000) -> Iterator[Figure]:
    """Adjoints of long functions; the last line is 1 where the time is proportional to the length."""
    generating_seconds(short, 1)  # the imports of a first time
    yield Figure(f"adjoint of {short:,} statements", generating_seconds(short, repeats), "s", 0.15)
    seconds = generating_seconds(middle, repeats)
    yield Figure(f"adjoint of {middle:,} statements", seconds, "s")
    longest = generating_seconds(long, max(repeats // 2, 1))
    yield Figure(f"adjoint of {long:,} statements", longest, "s")
    ratio = longest / long / (seconds / middle)
    yield Figure(f"time for each statement, {long:,} over {middle:,}", ratio, "", 1.3)


# -------------------------------------------------------------------------------------------------------------------------


def main() -> int:
    print(f"Medians; Python {sys.version.split()[0]}, NumPy {np.__version__}. f is sqrt(exp(x²) + x²).\n")
    holds = True
    for figures in (call_figures, loop_figures, startup_figures, generating_figures):
        for figure in figures():
            holds = holds and figure.holds
            print(figure, flush=True)
        print(flush=True)
    return 0 if holds else 1
