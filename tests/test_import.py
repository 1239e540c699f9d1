"""What importing sourcead reads, and what is left until something is generated."""

import subprocess
import sys


def run(code):
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()


def test_the_compiler_is_read_when_it_is_needed():
    loaded = run("import sys, sourcead; sourcead.grad(lambda x: x); print(*sys.modules)")
    later = {"sourcead.compiler", "sourcead.pipeline", "sourcead.rules", "sourcead.checks", "sourcead.transform", "astor", "black"}
    assert later.isdisjoint(loaded)


def test_every_public_name_is_there():
    code = "import sourcead; print(*(hasattr(sourcead, n) for n in sourcead.__all__), set(sourcead.__all__) <= set(dir(sourcead)))"
    assert set(run(code)) == {"True"}
    assert run("from sourcead import *; print(check_rule.__name__, partials.__module__)") == ["check_rule", "sourcead.rules.own"]
    assert run("import sourcead; print(hasattr(sourcead, 'nonsense'))") == ["False"]


def test_a_rule_before_anything_is_generated(tmp_path):
    """It stays when the rules of the libraries are read."""
    path = tmp_path / "early.py"
    path.write_text(
        "import numpy as np, sourcead\n"
        "sourcead.partials(np.floor, lambda y, x: 1.0)\n"
        "print(sourcead.grad(lambda x: np.floor(x) * 3)(0.5))\n"
    )
    assert subprocess.run([sys.executable, path], check=True, capture_output=True, text=True).stdout == "3.0\n"
