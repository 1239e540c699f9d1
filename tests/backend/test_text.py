"""The text: what black would write, what Python reads back as the same tree, and what tools show of it."""

import ast
import inspect
import linecache
import traceback

import black
import numpy as np
import pytest

import sourcead
from sourcead.backend.astor_style import to_source
from sourcead.backend.text import formatted

EXPRESSIONS = [
    "(-2) ** x",
    "x**-2",
    "x ** (-y)",
    "-(x**2)",
    "(-x) ** 2",
    "(x**2) ** 3",
    "x ** (2**y)",
    "(a + b) ** 2",
    "a.b**2",
    "f(x) ** 2",
    "a - (b - c)",
    "a / (b * c)",
    "-(a * b)",
    "(-a) * b",
    "a if c else b",
    "(a if c else b) * d",
    "x[1:, ..., None, -1]",
    "x[::-1]",
    "f(*a, k=(1,))",
    "(x,)",
    "a @ b @ c",
    "a @ (b @ c)",
    "not (a and b)",
    "(a < b) * c",
    "1e300 * x",
    "-0.0 + x",
    "'it\\'s'",
    '"quoted"',
    "f'{x:.3f} {y!r}'",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expressions_come_back_as_they_were_in_blacks_words(text):
    tree = ast.parse(f"y = {text}")
    written = formatted(to_source(tree))
    assert ast.dump(ast.parse(written)) == ast.dump(tree)
    assert black.format_str(written, mode=black.Mode()) == written


def test_long_statements_are_broken_as_black_does():
    long = "    y = " + " + ".join(f"some_variable_{i} * another_variable_{i}" for i in range(6)) + "\n"
    source = f"def f():\n    x = 1\n    if a:\n    {long}{long}    return x\n"
    assert formatted(source) == black.format_str(source, mode=black.Mode())


def f(x, y):
    z = np.log(x)
    w = z / y
    return w * z


def test_the_text_is_what_inspect_and_linecache_show():
    df = sourcead.grad(f)
    df(2.0, 3.0)
    generated = df._last.generated.function
    assert inspect.getsource(generated) in df.source()
    assert linecache.getline(generated.__code__.co_filename, 1) == df.source().splitlines(True)[0]


def test_a_traceback_shows_the_text_and_carries_the_users_line():
    with pytest.raises(ZeroDivisionError) as caught:
        sourcead.grad(lambda x, y: (x / y) * x)(2.0, 0.0)
    shown = "".join(traceback.format_exception(caught.value))
    assert "a = x / y" in shown or "x / y" in shown
    assert any("test_text.py" in note and "x / y" in note for note in caught.value.__notes__)


def test_a_source_shows_itself_at_a_prompt():
    text = sourcead.grad(f).source(2.0, 3.0)
    assert repr(text) == str(text) and text.startswith("import numpy as np\n")


@pytest.mark.parametrize("text", ["-(0.5**2)", "f(-(x**2))", "y * -(x**2)", "-(x**2) + 1"])
def test_a_negated_power_has_one_pair_of_parentheses(text):
    assert to_source(ast.parse(text)).strip() == text
