"""Distributions of scipy.stats as users call them, and where the density is zero."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, check_grads, grad, source, value_and_grad

from ..conftest import make_function

stats = pytest.importorskip("scipy.stats")
from scipy.stats import norm  # noqa: E402

DATA = np.array([0.3, 0.9, 1.7])


def expressions(text):
    return [part.strip() for part in text.split(";") if part.strip()]


CALLS = """
    norm.logpdf(x); norm.logpdf(X, x); norm.logpdf(X, x, 2.0); norm.logpdf(X, loc=x, scale=x); stats.norm.pdf(X, scale=x);
    norm.cdf(x, 0.1, x); norm.sf(X, x); norm.logcdf(-x * 30); norm.logsf(x * 30); norm.ppf(x / 2); norm.isf(x / 2, x, x);
    stats.gamma.logpdf(X, x); stats.gamma.logpdf(X, a=x, scale=x); stats.gamma.cdf(X, 2.0, x - 1, x);
    stats.beta.logpdf(x / 2, x, 2 * x); stats.t.logpdf(X, df=x + 2, loc=x); stats.expon.logpdf(X, scale=x);
    stats.lognorm.cdf(X, x); stats.uniform.cdf(X, -1.0, 4 * x); stats.uniform.logpdf(X, 0.0, 4 * x);
    stats.poisson.logpmf([0, 2, 3], x); stats.poisson.logpmf(2, mu=x); stats.binom.logpmf(np.arange(4), 5, x);
    stats.binom.cdf(2, 5, x); stats.bernoulli.logpmf([0, 1, 1], x); stats.nbinom.logpmf(3, x, x); stats.geom.pmf(2, x);
    stats.weibull_min.logsf(X, x); stats.truncnorm.logpdf(x, -1.0, 2.0, loc=x / 2, scale=1.5 * x);
    stats.gamma.cdf(X, x); stats.gamma.logsf(X, x); stats.gamma.ppf(x / 2, x); stats.beta.cdf(x / 2, x, 2 * x);
    stats.t.cdf(X, x + 2, x); stats.t.ppf(0.3, x + 2); stats.f.sf(X, 3 + x, x + 4); stats.chi2.cdf(X, x); stats.levy.logpdf(X, -x);
    stats.truncnorm.logpdf(X, -x, 3 * x); stats.truncnorm.cdf(x, -x, 3.0); stats.skewnorm.cdf(X, x); stats.vonmises.logpdf(X, x, x);
    stats.nbinom.cdf(3, x, 0.4); stats.loguniform.cdf(X, x / 4, 3 * x); stats.nakagami.cdf(X, x); stats.weibull_max.logcdf(-X, x)
"""


@pytest.mark.parametrize("expression", expressions(CALLS))
def test_calls(expression):
    f = make_function(f"def f(x, X):\n    return np.sum(np.sin({expression}))\n", stats=stats, norm=norm)
    check_grads(lambda x: f(x, DATA), 0.8)


def test_a_likelihood_reads_as_the_user_wrote_it():
    def likelihood(mu, sigma, x):
        return np.sum(norm.logpdf(x, mu, sigma))

    derivative = value_and_grad(likelihood, (0, 1))
    value, (mu_bar, sigma_bar) = derivative(0.5, 1.2, DATA)
    assert value == likelihood(0.5, 1.2, DATA)
    assert mu_bar == pytest.approx(np.sum(DATA - 0.5) / 1.2**2)
    assert sigma_bar == pytest.approx(np.sum((DATA - 0.5) ** 2) / 1.2**3 - 3 / 1.2)
    text = source(derivative, 0.5, 1.2, DATA)
    assert "from scipy import stats\n" in text and "stats.norm.logpdf(x, loc=mu, scale=sigma)" in text


def test_outside_the_support_nothing_changes():
    X = np.array([-1.0, 0.5])
    assert grad(lambda X: np.sum(stats.expon.pdf(X)))(X) == pytest.approx([0.0, -np.exp(-0.5)])
    assert grad(lambda X: np.sum(stats.gamma.cdf(X, 2.5)))(X) == pytest.approx([0.0, stats.gamma.pdf(0.5, 2.5)])
    assert grad(lambda X: np.sum(stats.expon.logpdf(X)))(X).tolist() == [0.0, -1.0]
    assert grad(lambda a: np.sum(stats.gamma.pdf(X, a)))(2.5) == pytest.approx(
        (stats.gamma.pdf(0.5, 2.5 + 1e-6) - stats.gamma.pdf(0.5, 2.5 - 1e-6)) / 2e-6
    )
    assert grad(lambda s: np.sum(stats.lognorm.cdf(X, s)))(1.5) == pytest.approx(
        (stats.lognorm.cdf(0.5, 1.5 + 1e-6) - stats.lognorm.cdf(0.5, 1.5 - 1e-6)) / 2e-6
    )
    assert grad(lambda s: stats.uniform.pdf(3.0, 0.0, s))(2.0) == 0.0
    assert grad(lambda p: stats.binom.pmf(7, 5, p))(0.3) == 0.0
    assert grad(lambda p: stats.binom.cdf(7, 5, p))(0.3) == 0.0
    assert grad(lambda p: stats.binom.logpmf(0, 5, p))(0.0) == -5.0
    assert grad(lambda mu: stats.poisson.cdf(2.7, mu))(1.5) == pytest.approx(-stats.poisson.pmf(2, 1.5))


REFUSED = """
    norm.cdf(X, moments='mv'); norm.logpdf(X, x, 1.0, 2.0); norm.logpdf(); stats.gamma.logpdf(X); stats.vonmises.cdf(X, x);
    stats.poisson.logpmf(x, 2.0); stats.poisson.logpmf(2, 1.5, loc=x); stats.binom.logpmf(2, x, 0.5); norm.rvs(x);
    norm.fit(X) * x; stats.kappa3.logpdf(X, x); stats.invgauss.cdf(X, x); norm.entropy(x)
"""


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    f = make_function(f"def f(x, X):\n    return np.sum({expression})\n", stats=stats, norm=norm)
    with pytest.raises(Refused):
        grad(f)(0.8, DATA)
