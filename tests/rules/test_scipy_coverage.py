"""Every public name of SciPy's modules that have rules is differentiated, constant, or refused with a reason.

So a function that a new SciPy brings fails here until somebody has decided what it is.
"""

from __future__ import annotations

import numpy as np
import pytest

scipy = pytest.importorskip("scipy")

from sourcead import Refused, grad  # noqa: E402
from sourcead.listing import INSTALLED, listing, opened, status  # noqa: E402
from sourcead.rules.scipy_refused import REFUSED  # noqa: E402
from sourcead.rules.table import TABLE  # noqa: E402

from ..conftest import make_function  # noqa: E402


@pytest.mark.parametrize("namespace", INSTALLED)
def test_every_name_is_decided(namespace):
    assert not [name for name, what in status(namespace).items() if what is None]


@pytest.mark.parametrize("namespace", INSTALLED)
def test_a_reason_is_for_what_is_not_supported(namespace):
    """A row, once added, takes its name off the list of refusals; interpolants are refused where they are made inside."""
    module, reasons = opened(namespace)
    found = status(namespace)
    both = [name for name in reasons if found.get(name) in ("derivative", "constant")]
    assert not [name for name in both if getattr(module, name) not in TABLE.makers]


def test_no_name_is_refused_twice():
    for reasons in REFUSED.values():
        names = [name for text in reasons.values() for name in text.split()]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("namespace", INSTALLED)
def test_the_listing_says_what_is_there(namespace):
    text = listing(namespace)
    assert text.startswith(f"{namespace}: ") and "nobody has decided" not in text


DISTRIBUTIONS = """
    norm t gamma beta expon uniform lognorm chi2 f cauchy laplace logistic weibull_min pareto poisson binom nbinom geom gumbel_r
    gumbel_l rayleigh truncnorm skewnorm vonmises invgamma multivariate_normal dirichlet
"""


def test_the_common_distributions_are_there():
    found = status("scipy.stats")
    assert not [name for name in DISTRIBUTIONS.split() if found[name] != "derivative"]


CALLS = {
    "optimize.minimize(np.sin, x)": "a solver is not differentiated step by step",
    "optimize.root(np.sin, x)": "a solver is not differentiated step by step",
    "integrate.quad(np.sin, 0.0, x)": "it calls a function adaptively",
    "integrate.solve_ivp(np.sin, (0.0, 1.0), x)": "write the stepper as a loop",
    "linalg.schur(x)": "complex numbers are not supported here",
    "linalg.polar(x)": "write it with functions that have rules",
    "signal.sosfilt(x, x)": "filter with scipy.signal.lfilter, section by section",
    "signal.butter(3, x)": "compute the coefficients outside",
    "ndimage.zoom(x, 2.0)": "a derivative in the places is not known",
    "interpolate.UnivariateSpline(x, x)": "use CubicSpline",
    "special.lambertw(x)": "complex numbers are not supported here",
    "special.mathieu_a(1, x)": "its derivative has no closed form",
    "special.roots_legendre(5)": "it depends on whole numbers alone",
}


@pytest.mark.parametrize("call", CALLS)
def test_a_refused_call_says_why(call):
    from scipy import integrate, interpolate, linalg, ndimage, optimize, signal, special

    modules = [integrate, interpolate, linalg, ndimage, optimize, signal, special]
    names = {module.__name__.split(".")[1]: module for module in modules}
    f = make_function(f"def f(x):\n    y = {call}\n    return np.sum(x)\n", **names)
    with pytest.raises(Refused) as refusal:
        grad(f)(np.ones((2, 2)))
    assert CALLS[call] in str(refusal.value)
