"""Distributions with their parameters: made inside a function, in branches, captured; what cannot be done with them."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, check_grads, grad, source

from ..conftest import make_function

stats = pytest.importorskip("scipy.stats")
from scipy.stats import gamma, norm, poisson  # noqa: E402

DATA = np.array([0.3, 0.9, 1.7])


def expressions(text):
    return [part.strip() for part in text.split(";") if part.strip()]


CALLS = """
    norm(x, x).logpdf(X); norm(loc=x).pdf(X); gamma(x, scale=2 * x).cdf(X); gamma(2.0).ppf(x / 2); norm().logcdf(x);
    poisson(x).logpmf([0, 2, 3]); poisson(mu=x).sf(2); stats.t(x + 2, 0.1, x).logsf(X); stats.beta(x, x).isf(0.3); norm(x).pdf(x=x)
"""


@pytest.mark.parametrize("expression", expressions(CALLS))
def test_made_inside(expression):
    f = make_function(f"def f(x, X):\n    return np.sum(np.sin({expression}))\n", stats=stats, norm=norm, gamma=gamma, poisson=poisson)
    check_grads(lambda x: f(x, DATA), 0.8)


def test_in_branches_and_functions():
    def total(rv):
        return np.sum(rv.logpdf(DATA))

    def f(x, s):
        rv = norm(x, s) if x > 1 else norm(0.5 * x, s)
        for _ in range(3):
            s = s + total(rv) / 10
        return s

    check_grads(f, 1.5, 0.7)
    check_grads(f, 0.5, 0.7)


def test_carried_by_a_loop():
    def f(x):
        rv = norm(x, 1.0)
        n = 0
        while n < 3:
            rv = norm(rv.cdf(0.1 * n), 1.0 + x)
            n += 1
        return rv.logpdf(0.3)

    check_grads(f, 0.8)


def test_the_text_calls_the_distribution():
    def f(mu, sigma):
        rv = norm(mu, sigma)
        return np.sum(rv.cdf(DATA))

    assert "stats.norm.pdf(" in source(grad(f), 0.5, 1.2)


def test_captured_parameters_are_read_at_call_time():
    scale = np.array([1.0, 2.0, 0.5])
    prior = gamma(2.5, scale=scale)

    def f(x):
        return np.sum(prior.logpdf(x))

    def expected(x):
        return np.sum(1.5 / x - 1 / scale)

    derivative = grad(f)
    assert derivative(0.7) == pytest.approx(expected(0.7))
    scale *= 2.0
    assert derivative(0.7) == pytest.approx(expected(0.7))
    check_grads(f, 0.7)
    prior = norm(0.3)
    assert derivative(0.7) == pytest.approx(-0.4)
    prior = norm(loc=0.1, scale=2.0)
    assert derivative(0.7) == pytest.approx(-0.15)


def test_parameters_of_a_captured_distribution_that_is_an_argument():
    def f(x, rv):
        return rv.logpdf(x) * x

    for rv in (norm(0.3), gamma(2.0, scale=0.7), norm(loc=0.2, scale=3.0)):
        assert grad(f)(0.8, rv) == pytest.approx((f(0.8 + 1e-6, rv) - f(0.8 - 1e-6, rv)) / 2e-6, rel=1e-7)


REFUSED = """
    norm(x); norm(x).rvs(); isinstance(norm(x), object); norm(x).mean(); norm(x) + 1.0; norm(x)[0]; norm(x).args[0]; prior.mean() * x;
    norm(x)(1.0); len(norm(x)); [a for a in norm(x)][0]; np.sum(norm(x)); norm(x).distribution; prior.args[0] * x; prior.kwds['loc'] * x;
    norm(x) is norm(x); float(norm(x)); -norm(x); norm(x) == norm(x); norm(x).logpdf(0.3, x); norm(0.3, 1.0, x).logpdf(0.5);
    stats.kappa3(x).logpdf(0.3); stats.binom(x, 0.5).logpmf(2); callable(norm(x)) * x; type(norm(x)); (norm(x), x); shifted.logpdf(x);
    stats.rv_histogram(np.histogram([1.0, 2.0])).pdf(x)
"""


class Shifted(type(norm)):
    def _logpdf(self, x):
        return 0.0 * x


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    names = {"stats": stats, "norm": norm, "prior": norm(loc=0.3), "shifted": Shifted()(1.0)}
    f = make_function(f"def f(x):\n    y = {expression}\n    return y\n", **names)
    with pytest.raises(Refused):
        grad(f)(0.8)


def test_what_is_refused_says_what_to_do():
    with pytest.raises(Refused, match="'rvs' of a distribution with its parameters is not supported"):
        grad(lambda x: norm(x).rvs())(0.8)
