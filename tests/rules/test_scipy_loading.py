"""SciPy is optional: its rules are read when one of its functions is met; text calls it by its modules; no argument is
silently constant."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sourcead
from sourcead import Refused, adjoint, grad, source, tangent

from ..conftest import make_function

special = pytest.importorskip("scipy.special")
optimize = pytest.importorskip("scipy.optimize")


def run(*arguments: str) -> None:
    """Run Python with this package on its path."""
    environment = {**os.environ, "PYTHONPATH": str(Path(sourcead.__file__).parent.parent)}
    subprocess.run([sys.executable, *arguments], check=True, timeout=60, env=environment)


def test_importing_and_using_sourcead_does_not_import_scipy():
    run(
        "-c",
        "import sys, sourcead, math\n"
        "from sourcead.rules.table import TABLE\n"
        "assert TABLE.find(sourcead) is None\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'scipy']\n",
    )


def test_without_scipy_nothing_breaks(tmp_path):
    path = tmp_path / "without.py"
    path.write_text(
        "import sys\n"
        "sys.modules['scipy'] = None\n"
        "import numpy as np, sourcead\n"
        "def f(x):\n    return np.sum(np.sin(x))\n"
        "assert np.allclose(sourcead.grad(f)(np.ones(3)), np.cos(1.0))\n"
        "def g(x):\n    return bytes(x)\n"
        "try:\n    sourcead.grad(g)(1.0)\nexcept sourcead.Refused:\n    pass\nelse:\n    raise AssertionError\n"
    )
    run(str(path))


def test_a_row_of_the_users_stays():
    run(
        "-c",
        "import numpy as np, sourcead\n"
        "from scipy import special\n"
        "from sourcead.rules.table import TABLE\n"
        "sourcead.partials(special.erf, lambda y, x: 7.0 * x)\n"
        "own = TABLE.find(special.erf)\n"
        "assert TABLE.find(special.erfc) is not None\n"
        "assert TABLE.find(special.erf) is own\n",
    )


def test_text_imports_modules_of_scipy():
    def f(x):
        return special.erf(x)

    text = source(grad(f), 0.5)
    assert "special" not in text  # the derivative of erf is an exponential

    def g(x):
        return special.erfcx(x)

    text = source(grad(g), 0.5)
    assert "from scipy import special\n" in text and "special.erfcx(x)" in text
    namespace: dict = {}
    exec(text, namespace)
    assert namespace["g_grad"](0.5) == grad(g)(0.5)


def test_a_variable_with_the_name_of_a_module_keeps_it():
    f = make_function("def f(special):\n    y = erfcx(special) * special\n    return y\n", erfcx=special.erfcx)
    text = source(grad(f), 0.5)
    assert "import scipy.special\n" in text and "scipy.special.erfcx(special)" in text
    assert grad(f)(0.5) == pytest.approx((f(0.5 + 1e-6) - f(0.5 - 1e-6)) / 2e-6)


def test_functions_of_scipy_are_not_read():
    def f(x):
        return optimize.rosen(x)

    with pytest.raises(Refused, match="scipy.optimize._optimize.rosen has no derivative rule"):
        grad(f)(np.ones(3))


def test_an_argument_without_a_rule_is_refused_where_it_is_active():
    def f(v, x):
        w = v * 2
        return special.jv(w, x)

    assert grad(f, 1)(0.4, 1.3) == pytest.approx(special.jvp(0.8, 1.3))
    for derivative in (lambda: grad(f)(0.4, 1.3), lambda: tangent(f)(0.4, 1.3, 1.0), lambda: adjoint(f, (0, 1))(0.4, 1.3, 1.0)):
        with pytest.raises(Refused) as caught:
            derivative()
        text = str(caught.value)
        assert "scipy.special.jv has no derivative rule in its argument 'v'" in text
        assert "return special.jv(w, x)" in text and "^^^^" in text and "keep v constant" in text


def test_unused_results_are_not_refused():
    f = make_function("def f(v, x):\n    unused = jv(v, x)\n    return v * x, jv(2.0, x)\n", jv=special.jv)
    assert adjoint(f)(3.0, 1.5, 1.0, 0.0) == 1.5


def test_options_are_settings():
    """An option that is no whole number by nature is no constant either."""
    f = make_function("def f(x, d):\n    return np.var(x, ddof=d)\n")
    assert np.shape(grad(f)(np.arange(4.0), 1)) == (4,)
    with pytest.raises(Refused, match="np.var has no derivative rule in its argument 'ddof'"):
        grad(f, 1)(np.arange(4.0), 1.0)
    assert sourcead.tangent(f)(np.arange(4.0), 1, np.ones(4))[1] == pytest.approx(0.0)
