"""The tables of README.md and RULES.md are what the rules say: `pytest tests/test_tables.py --update-golden` writes them."""

from pathlib import Path

import numpy as np
import pytest

from sourcead import cli, compiler, tables

ROOT = Path(__file__).parent.parent
README, RULES = ROOT / "README.md", ROOT / "sourcead/rules/RULES.md"

assert compiler


def written_with_these_versions():
    return not RULES.exists() or f"({tables.versions()})" in RULES.read_text()


@pytest.mark.parametrize("path", [README, RULES], ids=lambda path: path.name)
def test_the_tables_are_up_to_date(path, request):
    update = request.config.getoption("--update-golden")
    if not update and not written_with_these_versions():
        pytest.skip("written with other versions of what has the functions")
    wanted = tables.everything() if path is RULES else tables.between(path.read_text(), tables.common())
    if update:
        path.write_text(wanted)
    assert path.read_text() == wanted


def test_lines_are_what_the_rules_say():
    text = tables.everything()
    assert "| `np.sin(x), math.sin` | `np.cos(x)` |" in text
    assert "| `a / b` | `a`: `1 / b`; `b`: `-y / b` |" in text
    assert "| `np.cumsum(" in text and "| `x.T` |" in text or "np.transpose" in text
    assert all(line.count("|") - line.count("\\|") == 3 for line in text.splitlines() if line.startswith("|"))


def test_what_a_line_shows_is_the_derivative():
    """Each formula of one argument in the common table, evaluated, against differences."""
    x, step = 1.3, 1e-6
    tried = 0
    for line in tables.common().splitlines()[2:]:
        function, _, derivative = line.strip("| ").replace("`", "").partition(" | ")
        call = function.partition(",")[0]
        if not call.endswith("(x)") or derivative.startswith("in "):
            continue
        at = 0.4 if any(name in call for name in ("arcsin(", "arccos(", "arctanh(")) else x
        names = {"np": np, "math": __import__("math")}
        up, down, y = (eval(call, {**names, "x": at + by}) for by in (step, -step, 0.0))
        assert eval(derivative, {**names, "x": at, "y": y}) == pytest.approx((up - down) / (2 * step), rel=1e-7), line
        tried += 1
    assert tried > 20


def test_the_command(capsys):
    assert cli.main(["rules", "--table", "common"]) == 0
    assert capsys.readouterr().out.strip() == tables.common()
    assert cli.main(["rules", "--table"]) == 0
    assert capsys.readouterr().out.strip() == tables.everything().strip()
