"""The command line: what it prints where, and its exit codes, in this process and as processes of their own."""

import importlib.util
import math
import os
import subprocess
import sys

import numpy as np
import pytest

import sourcead
from sourcead.cli import main
from sourcead.listing import NAMESPACES
from sourcead.rules.table import TABLE

MODULE = '''\
"""A user's file."""

import numpy as np

import beside

print("loading", __name__)

half = 0.5


def lecture(x):
    return np.sqrt(np.exp(x**2) + x**2)


def network(w, x, b=half):
    print("called")
    return np.sum(np.tanh(w @ x + b))


def pair(x, y):
    return x * y, np.sin(x) + y


def usual(x=1.0, y=2.0):
    return x * y


def branching(x):
    return {x}


def raising(x):
    return beside.cube(x) / (x - 1.0)


def failing(x):
    raise ValueError("not today")


class Model:
    @staticmethod
    def loss(x):
        return beside.cube(x)

    class Inner:
        def method(self, x):
            return x * half


model = Model.Inner()

if __name__ == "__main__":
    raise SystemExit("ran as a script")
'''

BESIDE = """\
def cube(x):
    return x**3
"""

WRONG = """\
from sourcead.rules.table import partials


def cube(x):
    return x * x * x


partials(cube, lambda y, x: 3.01 * x * x)


def f(x):
    return cube(x) * 2.0
"""


@pytest.fixture
def file(tmp_path):
    """The path of a user's module, with another one beside it."""
    (tmp_path / "beside.py").write_text(BESIDE)
    path = tmp_path / "a_users_module.py"
    path.write_text(MODULE)
    return str(path)


@pytest.fixture
def table():
    before = {name: dict(rows) for name, rows in vars(TABLE).items()}
    yield TABLE
    vars(TABLE).update(before)


@pytest.fixture
def run(capsys):
    """Run a command here: its exit code, standard output and standard error."""

    def run(*argv):
        code = main([str(word) for word in argv])
        out, err = capsys.readouterr()
        assert "Traceback" not in err and "loading" not in out and not out.startswith("called")
        return code, out, err

    return run


def process(*argv, **options):
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(sourcead.__file__))}
    options = {"capture_output": True, "text": True, "env": environment, **options}
    return subprocess.run([sys.executable, "-m", "sourcead", *argv], **options)


def imported(path):
    spec = importlib.util.spec_from_file_location("generated", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# show ------------------------------------------------------------------------------------------------------------------


def test_show_is_an_importable_module(file, tmp_path):
    written = tmp_path / "f_grad.py"
    with open(written, "w") as out:
        done = process("show", file + ":lecture", stdout=out, stderr=subprocess.PIPE, capture_output=False)
    assert (done.returncode, done.stderr) == (0, "loading a_users_module\n")
    a = math.exp(0.49)
    assert imported(written).lecture_grad(0.7) == pytest.approx(0.7 * (1 + a) / math.sqrt(a + 0.49), rel=1e-14)


@pytest.mark.parametrize("mode", ["grad", "value_and_grad", "tangent", "adjoint"])
def test_show_prints_what_source_gives(file, run, mode):
    code, out, _ = run("show", file + ":lecture", "--mode", mode)
    assert code == 0
    assert out.startswith("import numpy as np\n") and f"def lecture_{mode}(x" in out
    assert out.endswith("\n") and not out.endswith("\n\n")
    compile(out, "shown", "exec")


def test_show_for_arrays_and_arguments_by_name_and_position(file, run):
    by_name = run("show", file + ":network", "--wrt", "w, b", "--at", "np.ones((2, 3)), np.ones(3)")
    by_position = run("show", file + ":network", "--wrt", "0,-1", "--at", "(np.ones((2, 3)), numpy.ones(3), half)")
    assert by_name == by_position
    assert by_name[0] == 0 and "with respect to w and b" in by_name[1]
    assert "np.outer" in by_name[1]


@pytest.mark.parametrize(
    "name, shown", [("Model.loss", "loss_grad"), ("Model.Inner.method", "method_grad"), ("model.method", "method_grad")]
)
def test_dotted_names(file, run, name, shown):
    wrt = () if name != "Model.Inner.method" else ("--wrt", "x")
    code, out, err = run("show", f"{file}:{name}", *wrt, *(("--at", "model, 1.0") if wrt else ()))
    assert code == 0, err
    assert f"def {shown}(" in out


# ssa -------------------------------------------------------------------------------------------------------------------


def test_ssa_lists_the_function_itself(file, run):
    code, out, _ = run("ssa", file + ":lecture")
    assert (code, out.splitlines()) == (0, ["a = x ** 2", "b = exp(a)", "c = b + a", "d = sqrt(c)"])


def test_ssa_of_a_derivative(file, run):
    code, out, _ = run("ssa", file + ":lecture", "--mode", "grad")
    assert code == 0 and out.startswith("a = x ** 2\n") and "x_bar" in out


# flops -----------------------------------------------------------------------------------------------------------------


def rows(out):
    first, *rest = [line.split() for line in out.splitlines()]
    return first, {row[0]: tuple(map(int, row[1:])) for row in rest}


def test_flops_of_function_and_derivative(file, run):
    code, out, _ = run("flops", file + ":lecture", "--at", "0.7")
    first, counts = rows(out)
    assert (code, first) == (0, ["operation", "lecture", "lecture_grad"])
    assert counts["total"] == (4, sum(column[1] for name, column in counts.items() if name != "total"))
    assert counts["exp"] == (1, 1) and counts["*"][0] == 1
    assert counts["total"][1] <= 7


@pytest.mark.parametrize("mode", ["tangent", "adjoint"])
def test_flops_of_functions_that_take_seeds(file, run, mode):
    code, out, _ = run("flops", file + ":pair", "--at", "1.0, 2.0", "--wrt", "x,y", "--mode", mode)
    assert code == 0 and rows(out)[0][2] == f"pair_{mode}"
    code, out, _ = run("flops", file + ":network", "--at", "np.ones((2, 3)), np.ones(3)", "--mode", mode)
    assert code == 0 and rows(out)[1]["tanh"] == (2, 2)


def test_flops_and_check_run_with_the_defaults_where_all_arguments_have_one(file, run):
    assert rows(run("flops", file + ":usual")[1])[1]["*"] == (1, 0)
    assert run("check", file + ":usual")[0] == 0


# check -----------------------------------------------------------------------------------------------------------------


def test_rules_lists_what_is_supported(run):
    code, out, err = run("rules", "math", "numpy.linalg")
    assert code == 0 and not err
    assert out.startswith("math: ") and "numpy.linalg: " in out and "numpy.fft" not in out
    assert "erf" in out and " refused" in out.splitlines()[0] and "refused: " in out
    assert run("rules")[1].count("with derivative") == len(NAMESPACES)


def test_rules_of_what_is_no_library(run):
    code, out, err = run("rules", "scipi")
    assert code == 2 and not out and "no namespace scipi" in err


def test_check_prints_the_table(file, run):
    code, out, err = run("check", file + ":network", "--at", "np.ones((2, 3)), np.ones(3)")
    assert code == 0 and "called" not in err
    names = [line.rsplit(None, 3)[0] for line in out.splitlines()[1:]]
    assert names[:5] == ["value", "arguments", "tangent in w", "tangent in x", "tangent in b"]
    assert all(line.endswith(" ok") for line in out.splitlines()[1:])


def test_check_of_some_arguments_of_whole_numbers_and_at_order_one(file, run):
    assert "in w" not in run("check", file + ":network", "--at", "np.ones((2, 3)), np.ones(3)", "--wrt", "x")[1]
    assert run("check", file + ":lecture", "--at", "2")[0] == 0
    code, out, _ = run("check", file + ":pair", "--at", "1., 2.", "--order", "1")
    assert code == 0 and "gradient" not in out


def test_check_fails_for_a_wrong_rule(tmp_path, table, run):
    path = tmp_path / "wrong.py"
    path.write_text(WRONG)
    code, out, err = run("check", f"{path}:f", "--at", "1.3")
    assert code == 1
    assert [line.split()[:3] for line in out.splitlines() if line.endswith("FAILED")] == [["tangent", "in", "x"]]
    assert err.startswith("f: 1 of 7 checks failed\n  tangent in x: tangent ") and "against differences" in err
    assert run("check", f"{path}:f", "--at", "1.3", "--rtol", "0.1")[0] == 0
    assert run("check", f"{path}:f", "--at", "1.3", "--atol", "10")[0] == 0


# Exit code 1: no derivative -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv, said",
    [
        (("show", "branching"), "branching cannot be differentiated as it stands:"),
        (("show", "pair"), "grad needs a function that returns one real number"),
        (("show", "lecture", "--at", "np.arange(3)", "--mode", "adjoint"), "astype(float)"),
        (("check", "pair", "--at", "1.0, 2.0"), "check order 1"),
        (("check", "lecture", "--at", "np.arange(3)"), "astype(float)"),
        (("check", "failing", "--at", "1.0"), "ValueError: not today (line 38)"),
        (("flops", "raising", "--at", "1.0"), "ZeroDivisionError"),
    ],
)
def test_no_derivative_is_exit_code_1_with_the_reason(file, run, argv, said):
    command, name, *rest = argv
    code, out, err = run(command, f"{file}:{name}", *rest)
    assert (code, out) == (1, "")
    assert said in err


def test_a_refusal_shows_the_line_and_a_caret(file, run):
    _, _, err = run("show", file + ":branching")
    assert f"{file}:30:" in err and "^" in err and "return {x}" in err


# Exit code 2: not understood -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv, said",
    [
        (("show", "nothing"), "a_users_module.py has no nothing; it has lecture, network, pair"),
        (("show", "Model.nothing"), "has no Model.nothing; it has loss, Inner"),
        (("show", "half"), "half in"),
        (("show", "Model"), "Model is a class"),
        (("show", "lecture", "--wrt", "q"), "--wrt q: lecture has no argument 'q'; it has x"),
        (("show", "lecture", "--wrt", "1"), "out of range"),
        (("show", "lecture", "--wrt", "x,"), "separated by commas"),
        (("show", "lecture", "--at", "q"), "NameError: name 'q' is not defined"),
        (("show", "lecture", "--at", "1 +"), "SyntaxError"),
        (("show", "lecture", "--at", "1/0"), "ZeroDivisionError"),
        (("show", "lecture", "--at", "1, 2"), "takes 1 positional arguments but 2 were given"),
        (("show", "network", "--at", "1.0"), "missing the argument 'x'"),
        (("show", "lecture", "--at"), "expected one argument"),
        (("show", "lecture", "--mode", "backwards"), "invalid choice"),
        (("flops", "network"), 'needs w, x: give values, such as --at "0.5, 0.5"'),
        (("check", "lecture"), "needs x"),
        (("check", "lecture", "--order", "3"), "invalid choice"),
        (("check", "lecture", "--mode", "grad"), "unrecognized arguments"),
    ],
)
def test_what_is_not_understood_is_exit_code_2(file, run, argv, said):
    command, name, *rest = argv
    code, out, err = run(command, f"{file}:{name}", *rest)
    assert (code, out) == (2, "")
    assert err.partition("usage: ")[2] and "error: " in err and said in err


@pytest.mark.parametrize(
    "argv", [(), ("foo",), ("show",), ("show", "no_colon.py"), ("show", ":f"), ("show", "no_such_file.py:f")]
)
def test_incomplete_commands(run, argv):
    code, out, err = run(*argv)
    assert (code, out) == (2, "") and "error: " in err


@pytest.mark.parametrize(
    "text, said",
    [
        ("def f(x:\n", "SyntaxError"),
        ("\nimport no_such_module\n", "(line 2)"),
        ("raise SystemExit(0)\n", "SystemExit: 0 (line 1)"),
    ],
)
def test_a_file_that_cannot_be_loaded(tmp_path, run, text, said):
    path = tmp_path / "broken.py"
    path.write_text(text)
    code, out, err = run("show", f"{path}:f")
    assert (code, out) == (2, "") and f"cannot load {path}" in err and said in err


# How files are loaded --------------------------------------------------------------------------------------------------


def test_loading_leaves_nothing_behind(file, tmp_path, run):
    path, modules = list(sys.path), dict(sys.modules)
    assert run("show", file + ":lecture")[0] == 0
    assert run("show", file + ":nothing")[0] == 2
    assert sys.path == path
    assert "a_users_module" not in sys.modules and {k: sys.modules[k] for k in modules} == modules
    sys.modules.pop("beside", None)
    assert not any(tmp_path.glob("__pycache__/a_users*"))


def test_a_changed_file_is_read_again(tmp_path, run):
    path = tmp_path / "edited.py"
    for factor in (2, 3):
        path.write_text(f"def f(x):\n    return x * {factor}.0\n")
        assert f"return {factor}.0" in run("show", f"{path}:f")[1]


def test_a_file_named_like_a_module_in_use_does_not_replace_it(tmp_path, run):
    path = tmp_path / "numpy.py"
    path.write_text("import math\n\n\ndef f(x):\n    return math.sin(x)\n")
    assert run("show", f"{path}:f")[0] == 0
    assert sys.modules["numpy"] is np


def test_values_starting_with_a_minus(file, run):
    assert run("check", file + ":lecture", "--at", "-0.7")[0] == 0
    assert run("check", file + ":lecture", "--at", "-np.ones(2)", "--order", "1")[0] == 0
    assert run("show", file + ":pair", "--mode", "tangent", "--wrt", "-1")[0] == 0


# Processes -------------------------------------------------------------------------------------------------------------


def test_version_and_help():
    done = process("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"sourcead {sourcead.__version__}\n", "")
    done = process("--help")
    assert done.returncode == 0 and all(word in done.stdout for word in ("show", "ssa", "flops", "check"))


def test_main_returns_an_int_whatever_it_is_given(run):
    assert run("--version")[0] == 0 and run("show", "--help")[0] == 0 and run()[0] == 2


def test_exit_codes_of_processes(file):
    assert process("check", file + ":lecture", "--at", "0.7").returncode == 0
    done = process("show", file + ":branching")
    assert (done.returncode, done.stdout) == (1, "") and "Traceback" not in done.stderr
    done = process("show", file + ":nothing")
    assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes that break")
def test_a_reader_that_has_gone_is_no_failure(file):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        done = process("show", file + ":lecture", stdout=gone, stderr=subprocess.PIPE, capture_output=False)
    assert (done.returncode, done.stderr) == (0, "loading a_users_module\n")
