"""Every example runs by itself, keeps its claims, and shows what it promises."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sourcead

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

SHOWN = {
    "first.py": ("x_bar = x * (1 + b) / c", "f'(0.7) = 1.26482678"),
    "lecture.py": (
        "    a = x ** 2\n    b = exp(a)\n    c = b + a\n    d = sqrt(c)\n",
        "x_bar = x * (1 + b) / c",
        "sourcead                                       7                   8",
        "chain rule, line by line                       9                  10",
        "without sharing                               14                   -",
    ),
    "perceptron.py": ("def cost_value_and_grad(w, b, x, y):", "w_bar = x * b_bar", "correct: 59 of 59"),
    "hidden_layer.py": (
        "def cost_value_and_grad(w1, b1, w2, b2, x, y):",
        "w2_bar = a1 * b2_bar",
        "largest error of the output: 0.0",
    ),
    "network.py": (
        "def cost_value_and_grad(W1, b1, W2, b2, X, Y):",
        "W2_bar = H.T @ ",
        "accuracy on 2000 points it has not seen:",
    ),
}


def run(script: Path) -> subprocess.CompletedProcess:
    package = Path(sourcead.__file__).resolve().parent.parent
    path = os.pathsep.join(filter(None, (str(package), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-W", "error", str(script)], env=environment, capture_output=True, encoding="utf-8", timeout=120
    )


def test_every_example_is_listed():
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_example(name):
    finished = run(EXAMPLES / name)
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""
    for text in SHOWN[name]:
        assert text in finished.stdout


def test_a_claim_that_fails_fails_the_example(tmp_path):
    text = (EXAMPLES / "perceptron.py").read_text(encoding="utf-8")
    broken = tmp_path / "perceptron.py"
    broken.write_text(text.replace("return delta * x, delta", "return delta * x, -delta"), encoding="utf-8")
    finished = run(broken)
    assert finished.returncode == 1
    assert "AssertionError" in finished.stderr
