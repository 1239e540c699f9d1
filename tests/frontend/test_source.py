"""Finding the source of every kind of function, on lines of every shape, and never the wrong text."""

from __future__ import annotations

import ast
import asyncio
import doctest
import functools
import importlib.util
import itertools
import linecache
import os
import select
import subprocess
import sys
import textwrap
import time
import types
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sourcead import errors
from sourcead.frontend import source
from sourcead.frontend.source import find_source

ROOT = Path(__file__).resolve().parents[2]
NO_COLUMNS = sys.version_info < (3, 11)

_counter = itertools.count()


def text_of(function) -> str:
    return ast.unparse(find_source(function).node).replace("lambda :", "lambda:")  # 3.10 writes the space


def load(path: Path, text: str) -> types.ModuleType:
    """Write a module and import it, afresh, without a .pyc that a later edit within the same second would outlive."""
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    name = f"{path.stem}_{next(_counter)}"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), module.__dict__)
    return module


def edit(path: Path, text: str) -> None:
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    os.utime(path, (time.time() + 5, time.time() + 5))


def cell(text: str, name: str) -> dict:
    """Run text as a notebook does: under a made-up file name that linecache knows."""
    text = textwrap.dedent(text)
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    namespace = {}
    exec(compile(text, name, "exec", dont_inherit=True), namespace)
    return namespace


# Where it stands -----------------------------------------------------------------------------------------------------


def test_a_function_in_a_file_has_its_real_line_and_text():
    def f(x, y=2):
        return x * y  # a comment

    found = find_source(f)
    assert isinstance(found.node, ast.FunctionDef) and found.node.name == "f"
    assert found.file == f.__code__.co_filename
    assert found.node.lineno == f.__code__.co_firstlineno
    assert found.lines[found.node.lineno - 1] == "    def f(x, y=2):"
    assert found.pos(found.node.body[0]).text == "        return x * y  # a comment"


def test_positions_are_in_characters_of_the_line():
    é, f = "日本語 é", lambda x: x + x

    found = find_source(f)
    pos = found.pos(found.node.body)
    assert pos.text[pos.col : pos.end_col] == "x + x"
    assert errors.caret(pos).splitlines()[1].count("^") == 5
    assert str(pos).endswith(f"test_source.py:{f.__code__.co_firstlineno}:{pos.text.index('x + x') + 1}")


def test_a_node_of_several_lines_is_shown_to_the_end_of_its_first():
    def f(x):
        return max(
            x,
            1,
        )

    found = find_source(f)
    pos = found.pos(found.node.body[0].value)
    assert pos.text[pos.col : pos.end_col] == "max("


def test_form_feeds_and_windows_newlines_do_not_shift_lines(tmp_path):
    path = tmp_path / "m.py"
    path.write_bytes(b"a = 1\r\n\x0c\r\ndef f(x):\r\n    return x\x0c+ 1\r\n")
    module = types.ModuleType("m")
    exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    found = find_source(module.f)
    assert found.pos(found.node).text == "def f(x):"
    assert found.pos(found.node.body[0]).line == 4

    module = cell("a = '''\x0c\u2028'''\n\ndef f(x):\n    return x\n", "<form feed>")
    found = find_source(module["f"])
    assert found.pos(found.node).text == "def f(x):"


# Every kind of function ----------------------------------------------------------------------------------------------


def keep(*args, **kwargs):
    """A decorator, or a maker of one, that leaves the function alone."""
    return args[0] if args and callable(args[0]) and not kwargs else lambda function: function


@keep
@keep(
    option=lambda f: f,
)
def decorated(x):
    return x + 1


class Model:
    def __init__(self, k):
        self.__k = k

    def value(self, x):
        def inner(y):
            return self.__k * y

        return inner(x), inner

    @staticmethod
    def static(x):
        return x - 1

    @property
    def prop(self):
        return self.__k

    square = lambda self, x: x**2  # noqa: E731


def test_decorated():
    assert find_source(decorated).node.name == "decorated"
    assert text_of(decorated).endswith("return x + 1")


def test_methods_nested_functions_and_private_names():
    model = Model(3)
    assert text_of(Model.value).startswith("def value(self, x):")
    assert text_of(Model.static).splitlines()[0] == "@staticmethod"
    assert text_of(Model.prop.fget).splitlines()[1] == "def prop(self):"
    assert text_of(Model.square) == "lambda self, x: x ** 2"
    assert text_of(model.value(1.0)[1]) == "def inner(y):\n    return self.__k * y"


def test_async_functions_and_generators_are_found():
    async def wait(x):
        await asyncio.sleep(0)
        return x

    def generate(x):
        yield x

    assert isinstance(find_source(wait).node, ast.AsyncFunctionDef)
    assert isinstance(find_source(generate).node, ast.FunctionDef)


def test_a_function_copied_by_finally_and_functions_of_one_name():
    def outer(flag):
        try:
            if flag:
                return None
        finally:
            last = lambda x: x * 7  # noqa: E731
            kept.append(last)
        return last

    kept = []
    assert text_of(outer(False)) == "lambda x: x * 7"
    outer(True)
    assert text_of(kept[1]) == "lambda x: x * 7"

    if kept:

        def same(x):
            return x + 1

    else:

        def same(x):
            return x + 2

    assert text_of(same).endswith("x + 1")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="syntax of 3.12")
def test_generic_functions():
    assert text_of(cell("def f[T](x: T) -> T:\n    return x\n", "<generic>")["f"]).endswith("return x")


# Lambdas -------------------------------------------------------------------------------------------------------------


def collect(*functions, **named):
    return [*functions, *named.values()]


def with_default(x, f=lambda t: t * 5):
    return f(x)


def test_lambdas_over_several_lines():
    # fmt: off
    first, second, third = collect(
        lambda x: x + 1,
        lambda x: (
            x + 2
        ),
        last=lambda x: x
        + 3,
    )
    # fmt: on
    assert [text_of(f) for f in (first, second, third)] == ["lambda x: x + 1", "lambda x: x + 2", "lambda x: x + 3"]
    assert text_of(with_default.__defaults__[0]) == "lambda t: t * 5"


def test_several_lambdas_on_one_line():
    a, b = 2.0, 3.0
    fs = collect(lambda x: a * x, lambda x: b * x, lambda x: a + x, lambda y: a * y, lambda x: len(x), lambda x: 1)
    bodies = ["x: a * x", "x: b * x", "x: a + x", "y: a * y", "x: len(x)", "x: 1"]
    expected = [f"lambda {body}" for body in bodies]
    assert [text_of(f) for f in fs] == expected

    fs = collect(lambda x: x * 1, lambda x: x * 1.0, lambda x: x * True, lambda x: x * -0.0, lambda x: x * 0.0)
    expected = ["1", "1.0", "True", "-0.0", "0.0"]
    assert [text_of(f) for f in fs] == [f"lambda x: x * {number}" for number in expected]


def test_lambdas_returning_constants_on_one_line():
    fs = collect(lambda x: 0, lambda x: 1, lambda: None, lambda x: "a")
    assert [text_of(f) for f in fs] == ["lambda x: 0", "lambda x: 1", "lambda: None", "lambda x: 'a'"]


def test_lambdas_within_lambdas():
    outer = lambda x: lambda y: lambda z: x * y + z  # noqa: E731
    assert text_of(outer) == "lambda x: lambda y: lambda z: x * y + z"
    assert text_of(outer(1)) == "lambda y: lambda z: x * y + z"
    assert text_of(outer(1)(2)) == "lambda z: x * y + z"
    chosen, other = (lambda x: (lambda: x) if x else (lambda: -x)), lambda x: (lambda: x)  # noqa: E731
    assert [text_of(f) for f in (chosen(1), chosen(0))] == ["lambda: x", "lambda: -x"]
    assert text_of(other) == "lambda x: lambda: x"


def test_lambdas_in_comprehensions():
    fs = [lambda x: i * x for i in range(2)] + [lambda x, i=i: i + x for i in range(2)]
    assert [text_of(f) for f in fs] == ["lambda x: i * x"] * 2 + ["lambda x, i=i: i + x"] * 2
    table = {k: (lambda x: k + x, lambda x: k - x) for k in range(2)}
    assert [text_of(f) for f in table[1]] == ["lambda x: k + x", "lambda x: k - x"]


def test_identical_lambdas_on_one_line():
    first, second = (lambda x: x * 2), (lambda x: x * 2)
    assert text_of(first) == text_of(second) == "lambda x: x * 2"
    if not NO_COLUMNS:
        assert find_source(first).node.col_offset < find_source(second).node.col_offset


def test_lambdas_that_differ_only_in_what_is_not_in_the_code():
    first, second = (lambda x, k=1: k * x), (lambda x, k=2: k * x)
    if NO_COLUMNS:
        with pytest.raises(errors.SourceNotFound, match="separate lines"):
            find_source(second)
    else:
        assert text_of(first) == "lambda x, k=1: k * x"
        assert text_of(second) == "lambda x, k=2: k * x"


def test_a_line_of_lambdas_keeps_its_positions():
    first, second = (lambda x: x + 1), (lambda x: x + 2)
    found = find_source(second)
    assert found.node.lineno == found.node.body.lineno == found.node.body.end_lineno == second.__code__.co_firstlineno
    assert find_source(first).node.lineno == found.node.lineno


# Where the text comes from -------------------------------------------------------------------------------------------


def test_notebook_cells():
    namespace = cell("k = 2\nf = lambda x: k * x\ndef g(x):\n    return f(x)\n", "/var/ipykernel_1/12345.py")
    found = find_source(namespace["g"])
    assert (found.file, found.node.lineno) == ("/var/ipykernel_1/12345.py", 3)
    assert text_of(namespace["f"]) == "lambda x: k * x"


def test_notebook_cells_with_await_outside_functions():
    text = "import asyncio\nawait asyncio.sleep(0)\ndef f(x):\n    return x + 1\n"
    name = "<ipython-input-7-abc>"
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    namespace = {}
    code = compile(text, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    asyncio.run(eval(code, namespace))
    assert find_source(namespace["f"]).node.lineno == 3


def test_two_texts_under_one_name_are_not_confused():
    old = cell("def f(x):\n    return x + 1\n", "<cell>")["f"]
    new = cell("def f(x):\n    return x + 2\n", "<cell>")["f"]
    assert text_of(new).endswith("x + 2")
    with pytest.raises(errors.SourceNotFound, match="changed"):
        find_source(old)


def test_doctests():
    text = ">>> f = lambda x: x * 11\n>>> text_of(f)\n'lambda x: x * 11'\n"
    test = doctest.DocTestParser().get_doctest(text, {"text_of": text_of}, "example", None, None)
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


def test_modules_in_a_zip(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        archive.writestr("zipped_for_source.py", "def f(x):\n    return x * 3\n")
    monkeypatch.syspath_prepend(tmp_path / "pack.zip")
    module = importlib.import_module("zipped_for_source")
    assert text_of(module.f).endswith("return x * 3")


def test_exec_without_text_says_how_to_register_it():
    namespace = {}
    exec("def f(x):\n    return x", namespace)
    with pytest.raises(errors.SourceNotFound, match="no source for f: .*exec") as caught:
        find_source(namespace["f"])
    advice = next(line for line in str(caught.value).splitlines() if "linecache.cache" in line)

    text, name = "def f(x):\n    return x * 4\n", "<registered>"
    exec(advice.strip())
    exec(compile(text, name, "exec"), namespace)
    assert text_of(namespace["f"]).endswith("return x * 4")


def test_a_file_that_is_gone(tmp_path):
    module = load(tmp_path / "m.py", "def f(x):\n    return x\n")
    (tmp_path / "m.py").unlink()
    with pytest.raises(errors.SourceNotFound, match="no source for f: .*m.py cannot be read"):
        find_source(module.f)


# Text that is out of date --------------------------------------------------------------------------------------------

BEFORE = "def f(x, y):\n    return x + y\n"


@pytest.mark.parametrize(
    "after",
    [
        "def f(x, y):\n    return x - y\n",
        "def f(x, y):\n    return y + x\n",
        "def f(x, z):\n    return x + z\n",
        "def f(x, y):\n    return x + y + 1\n",
        "def g(x, y):\n    return x + y\n",
        "def f(x, y):\n    return x +\n",
    ],
)
def test_an_edited_function_is_refused(tmp_path, after):
    module = load(tmp_path / "m.py", BEFORE)
    edit(tmp_path / "m.py", after)
    with pytest.raises(errors.SourceNotFound, match="source of f has changed since it was imported.*[Rr]eload"):
        find_source(module.f)


def test_a_cached_copy_that_matches_the_running_code_is_used(tmp_path):
    module = load(tmp_path / "m.py", BEFORE)
    linecache.getlines(str(tmp_path / "m.py"))
    edit(tmp_path / "m.py", "def f(x, y):\n    return x - y\n")
    assert text_of(module.f).endswith("return x + y")


def test_a_cached_copy_older_than_the_running_code_is_replaced(tmp_path):
    path = tmp_path / "m.py"
    load(path, BEFORE)
    linecache.getlines(str(path))
    os.utime(path, (1, 1))
    linecache.checkcache(str(path))
    linecache.getlines(str(path))
    module = load(path, "def f(x, y):\n    return x - y\n")
    assert "x + y" in linecache.getline(str(path), 2)
    assert text_of(module.f).endswith("return x - y")


def test_a_function_that_an_edit_has_moved_is_found(tmp_path):
    module = load(tmp_path / "m.py", BEFORE + "g = [lambda x: x * 2, lambda x: x * 3]\n")
    above = "import math\n\n\ndef h():\n    return 1\n\n\n"
    edit(tmp_path / "m.py", above + BEFORE + "g = [lambda x: x * 2, lambda x: x * 3]\n")
    assert find_source(module.f).node.lineno == 8
    assert text_of(module.g[1]) == "lambda x: x * 3"


def test_a_moved_function_that_cannot_be_told_from_others_is_refused(tmp_path):
    def text(k):
        return (
            f"class A:\n    def f(self, k={k}):\n        return k\nclass B:\n    def f(self, k=2):\n        return k\n"
        )

    module = load(tmp_path / "m.py", text(1))
    edit(tmp_path / "m.py", "\n" + text(1))
    with pytest.raises(errors.SourceNotFound, match="changed"):
        find_source(module.A.f)


def test_text_that_only_compiles_otherwise_is_no_false_alarm(tmp_path):
    text = """
        from __future__ import annotations
        class A:
            __hidden = 1
            def f(self, x: float) -> Unknown:
                '''A docstring.'''
                def inner(y: AlsoUnknown = 2) -> float:
                    return y * self.__hidden
                return inner(x) if x in {1, 2, 3} and x is not 4 else "\\d"
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = load(tmp_path / "m.py", text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert text_of(module.A.f).startswith("def f(self, x: float) -> Unknown:")


def test_futures_inherited_from_an_earlier_cell():
    text = "def outer():\n    def inner(x: Unknown):\n        return x\n    return inner\n"
    name = "<future cell>"
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    namespace = {}
    exec(compile(text, name, "exec", flags=annotations.compiler_flag, dont_inherit=True), namespace)
    assert text_of(namespace["outer"]).startswith("def outer():")
    assert text_of(namespace["outer"]()).startswith("def inner(")


def test_traced_and_warm_functions():
    def f(x):
        return x * x + 1

    seen = []
    old = sys.gettrace()
    sys.settrace(lambda frame, event, arg: seen.append(event))
    try:
        f(1.0)
    finally:
        sys.settrace(old)
    for _ in range(5000):  # the interpreter specialises the bytecode of what runs often
        f(1.0)
    assert seen and text_of(f).endswith("return x * x + 1")


@pytest.mark.parametrize("flags", [[], ["-O"], ["-OO"], ["-X", "importtime"], ["-X", "no_debug_ranges"]])
def test_interpreter_flags(tmp_path, flags):
    (tmp_path / "mod.py").write_text(
        "def f(x):\n    '''A docstring.'''\n    assert x > 0, 'positive'\n"
        "    if __debug__:\n        x = x + 1\n    return x * 2\n"
        "g = [lambda x: x + 1, lambda x: x + 2]\n"
    )
    check = (
        "import mod, ast; from sourcead.frontend.source import find_source as find;"
        "print(find(mod.f).node.name, ast.unparse(find(mod.g[1]).node))"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    for _ in range(2):  # the second time from the .pyc
        run = subprocess.run([sys.executable, *flags, "-c", check], env=environment, capture_output=True, text=True)
        assert run.stdout == "f lambda x: x + 2\n", run.stderr


# Functions that pytest has rewritten ---------------------------------------------------------------------------------


def asserting(x, scale=-1.0):
    """Constants inside the asserts are folded by the compiler but not by pytest."""
    assert x > -2.5 and x != 1 + 2, "too small"
    y = x * scale + 0.5
    for i in range(3):
        assert y is not None and all(part in (1, 2, y) for part in [y])
        y = y - i
    assert isinstance(y, float)

    def inner(z):
        assert z < 10
        return z**2

    return inner(y), inner, lambda z: z + y


def test_functions_with_asserts_under_pytest():
    names = asserting.__code__.co_names + asserting.__code__.co_varnames
    if not any(name.startswith("@py") for name in names):
        pytest.skip("pytest does not rewrite this file")
    inner, plain = asserting(1.0)[1:]
    assert find_source(asserting).node.name == "asserting"
    assert text_of(inner).endswith("return z ** 2")
    assert text_of(plain) == "lambda z: z + y"


@pytest.mark.parametrize(
    "old, new",
    [
        ("x * scale", "x / scale"),
        ("y = y - i", "y = i - x"),
        ("0.5", "0.25"),
        ("range(3)", "reversed(3)"),
        ("z**2", "z**3"),
        ("(x, scale", "(scale, x"),
        ("z < 10", "z < 9"),
        ("z < 10", "z <"),
    ],
)
def test_edited_functions_with_asserts_are_refused(tmp_path, old, new):
    rewrite = pytest.importorskip("_pytest.assertion.rewrite").rewrite_asserts
    path = tmp_path / "m.py"
    lines = find_source(asserting).lines[asserting.__code__.co_firstlineno - 1 :]
    text = "\n".join(lines).split("\n\n\n")[0].replace("scale=-1.0", "scale")
    assert old in text
    tree = ast.parse(text)
    rewrite(tree, text.encode())
    namespace = {}
    exec(compile(tree, str(path), "exec"), namespace)
    edit(path, text)
    assert find_source(namespace["asserting"]).node.name == "asserting"
    edit(path, text.replace(old, new))
    linecache.checkcache(str(path))
    with pytest.raises(errors.SourceNotFound, match="changed"):
        find_source(namespace["asserting"])


# At a prompt ---------------------------------------------------------------------------------------------------------

TYPED = """\
import ast
from sourcead.frontend.source import find_source
def f(x):
    return x - 1

def f(x, y):
    total = 0.0
    for i in range(3):
        if i > 1:
            total += x
        else:
            total -= y
    return total

x = )
a = [lambda x: x + 1, lambda x: x + 2]
def outer(k):
    def inner(x):
        return k * x
    return inner

g = outer(2)
def g2(x): return x * 9

print("RES" + "ULT", ast.unparse(find_source(f).node).replace(chr(10), "|"), "END")
print("RES" + "ULT", ast.unparse(find_source(a[1]).node), "END")
print("RES" + "ULT", ast.unparse(find_source(g).node).replace(chr(10), "|"), "END")
print("RES" + "ULT", find_source(g2).pos(find_source(g2).node).text.strip(), "END")
exit()
"""

ONE_LINERS = """\
import ast
from sourcead.frontend.source import find_source
a = [lambda x: x + 1, lambda x: x + 2]
def g2(x): return x * 9

print("RES" + "ULT", ast.unparse(find_source(a[1]).node), "END")
print("RES" + "ULT", find_source(g2).pos(find_source(g2).node).text.strip(), "END")
exit()
"""


def type_in(command: list[str], text: str, home: Path, **environment: str) -> list[str]:
    """Type text, line by line, into a program on a terminal of its own; what it printed between RESULT and END."""
    pty = pytest.importorskip("pty")
    main, other = pty.openpty()
    keep = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = {**keep, "HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "300", "TERM": "dumb", **environment}
    process = subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, env=environment, close_fds=True, start_new_session=True
    )
    os.close(other)
    output = b""
    try:
        for line in text.splitlines():
            output += _read(main, quiet=0.05 if output else 1.0)
            os.write(main, (line + "\r").encode())
        deadline = time.time() + 20
        while process.poll() is None and time.time() < deadline:
            output += _read(main, quiet=0.1)
        output += _read(main, quiet=0.1)
    finally:
        process.kill()
        process.wait()
        os.close(main)
    shown = output.decode(errors="replace")
    results = [part.split(" END")[0].strip() for part in shown.split("RESULT ")[1:]]
    assert results, shown
    return results


def _read(terminal: int, quiet: float) -> bytes:
    """What the terminal shows until it has been quiet for a while."""
    output = b""
    while select.select([terminal], [], [], quiet)[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        output += part
    return output


EXPECTED = [
    "def f(x, y):|    total = 0.0|    for i in range(3):|        if i > 1:|            total += x|"
    "        else:|            total -= y|    return total",
    "lambda x: x + 2",
    "def inner(x):|    return k * x",
    "def g2(x): return x * 9",
]


def test_typed_at_the_prompt(tmp_path):
    pytest.importorskip("readline")
    command = [sys.executable, "-i", "-q"]
    assert type_in(command, TYPED, tmp_path, PYTHON_BASIC_REPL="1") == EXPECTED


def test_typed_into_code_interact(tmp_path):
    pytest.importorskip("readline")
    command = [sys.executable, "-c", "import readline, code; code.interact(banner='')"]
    assert type_in(command, TYPED, tmp_path) == EXPECTED


@pytest.mark.skipif(sys.version_info < (3, 13), reason="the prompt of 3.13")
def test_typed_at_the_new_prompt(tmp_path):
    assert type_in([sys.executable, "-q"], ONE_LINERS, tmp_path, TERM="xterm")[-2:] == [EXPECTED[1], EXPECTED[3]]


class History:
    """Stands in for readline."""

    def __init__(self, *lines):
        self.lines = lines

    def get_current_history_length(self):
        return len(self.lines)

    def get_history_item(self, index):
        return self.lines[index - 1]


def typed(text: str) -> dict:
    namespace = {}
    exec(compile(text, "<stdin>", "single", dont_inherit=True), namespace)
    return namespace


def test_the_history_must_hold_exactly_the_running_code(monkeypatch):
    f = typed("def f(x):\n    return x * 2\n")["f"]
    lines = ["def f(x):", "    return x * 2", "f(1)", "def f(x):", "    return x * 3"]
    monkeypatch.setitem(sys.modules, "readline", History(*lines))
    assert text_of(f).endswith("x * 2")
    monkeypatch.setitem(sys.modules, "readline", History("def f(x):", "    return x * 3", "f = 1"))
    with pytest.raises(errors.SourceNotFound, match="no source for f: it was typed at a prompt"):
        find_source(f)
    monkeypatch.delitem(sys.modules, "readline")
    with pytest.raises(errors.SourceNotFound, match="file"):
        find_source(f)


def test_the_history_of_a_decorated_function_after_a_blank_line(monkeypatch):
    text = "@(lambda f:\n\n  f)\ndef f(x):\n    return x * 2\n"
    f = typed(text)["f"]
    monkeypatch.setitem(sys.modules, "readline", History("1 +", *(line for line in text.splitlines() if line), "f(1)"))
    assert text_of(f).endswith("x * 2")


def test_a_long_history_is_searched_quickly(monkeypatch):
    f = typed("g = lambda x: x * 2\n")["g"]
    lines = ["plot(x, y)", "x = )", "h = lambda x: x", "for i in range(3):", "    print(i)"] * 400
    monkeypatch.setitem(sys.modules, "readline", History("g = lambda x: x * 2", *lines))
    start = time.perf_counter()
    assert text_of(f) == "lambda x: x * 2"
    assert time.perf_counter() - start < 10


# Many lookups --------------------------------------------------------------------------------------------------------


def test_a_long_file_is_parsed_once(tmp_path, monkeypatch):
    count = 1700
    text = "".join(f"def f{i}(x):\n    return x * {i} + (lambda y: y + {i})(x)\n\n" for i in range(count))
    module = load(tmp_path / "m.py", text)
    parsed = []
    monkeypatch.setattr(source.ast, "parse", functools.partial(_counted, ast.parse, parsed))
    start = time.perf_counter()
    for i in range(count):
        assert find_source(getattr(module, f"f{i}")).node.lineno == 3 * i + 1
    assert len(parsed) == 1
    assert time.perf_counter() - start < 10


def _counted(parse, parsed, *args):
    parsed.append(args)
    return parse(*args)


def test_threads(tmp_path):
    text = "".join(f"f{i} = lambda x: x + {i}; g{i} = [lambda: {i}, lambda: 0]\n" for i in range(200))
    module = load(tmp_path / "m.py", text)
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(text_of, [getattr(module, f"f{i}") for i in range(200)]))
    assert texts == [f"lambda x: x + {i}" for i in range(200)]


def test_the_standard_library():
    modules = [ast, asyncio.base_events, doctest, functools, importlib.util, linecache, subprocess, textwrap, zipfile]
    functions = [f for module in modules for f in vars(module).values() if isinstance(f, types.FunctionType)]
    functions = [f for f in functions if os.path.exists(f.__code__.co_filename)]
    assert len(functions) > 80
    for function in functions:
        assert find_source(function).node.name == function.__code__.co_name
