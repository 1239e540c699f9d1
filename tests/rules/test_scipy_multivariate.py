"""Multivariate distributions of scipy.stats as users call them."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, check_grads, grad, value_and_grad

from ..conftest import make_function

stats = pytest.importorskip("scipy.stats")
from scipy.stats import dirichlet, multivariate_normal, multivariate_t  # noqa: E402

POINT, POINTS, MEAN = np.array([0.3, -0.7]), np.array([[0.3, -0.7], [0.1, 0.9], [1.4, 0.2]]), np.array([0.2, 0.1])
COV = np.array([[1.5, 0.4], [0.4, 0.9]])
NAMES = {"stats": stats, "multivariate_normal": multivariate_normal, "multivariate_t": multivariate_t, "dirichlet": dirichlet}


def expressions(text):
    return [part.strip() for part in text.split(";") if part.strip()]


NORMAL = """
    stats.multivariate_normal.logpdf(x, m, C); multivariate_normal.pdf(x, mean=m, cov=C); multivariate_normal.logpdf(x, m, C[0]);
    multivariate_normal.logpdf(x, m, C[0, 0]); multivariate_normal.logpdf(x, m); multivariate_normal.logpdf(x, cov=C);
    multivariate_normal(m, C).logpdf(x); multivariate_normal(mean=m, cov=C[1, 1]).pdf(x); multivariate_t.logpdf(x, m, C, 3.0);
    multivariate_t(m, C, df=4.0).logpdf(x); multivariate_t.pdf(x, m, C, df=C[0, 1] + 2); multivariate_t.logpdf(x, loc=m); multivariate_normal.logpdf(x, [0.1, 0.2], C)
"""


@pytest.mark.parametrize("expression", expressions(NORMAL))
@pytest.mark.parametrize("x", (POINT, POINTS), ids=("point", "points"))
def test_elliptical(expression, x):
    f = make_function(f"def f(x, m, C):\n    return np.sum(np.sin({expression}))\n", **NAMES)
    assert value_and_grad(f)(x, MEAN, COV)[0] == f(x, MEAN, COV)
    check_grads(f, x, MEAN, COV)


DIRICHLET = "dirichlet.logpdf(x, a); dirichlet.pdf(x, alpha=a); dirichlet(a).logpdf(x); dirichlet.logpdf([0.2, 0.3], a)"


@pytest.mark.parametrize("expression", expressions(DIRICHLET))
def test_dirichlet(expression):
    f = make_function(f"def f(x, a):\n    return np.sum(np.sin({expression}))\n", **NAMES)
    for x in (np.array([0.3, 0.2]), np.array([[0.3, 0.1, 0.2, 0.2], [0.5, 0.3, 0.2, 0.1]])):
        check_grads(f, x, np.array([1.5, 0.7, 2.0]))


def test_all_shares_given():
    """SciPy takes only those that add up to one: differences along such directions."""
    x, alpha, direction = np.array([0.3, 0.5, 0.2]), np.array([1.5, 0.7, 2.0]), np.array([1.0, -3.0, 2.0])
    slope = grad(lambda x: dirichlet.logpdf(x, alpha))(x)
    change = dirichlet.logpdf(x + 1e-6 * direction, alpha) - dirichlet.logpdf(x - 1e-6 * direction, alpha)
    assert slope @ direction == pytest.approx(change / 2e-6, rel=1e-8)
    flat = grad(lambda x: dirichlet.logpdf(x, np.array([1.0, 1.0, 2.0])))(np.array([0.0, 0.7, 0.3]))
    assert flat == pytest.approx([0.0, 0.0, 1 / 0.3])
    with pytest.raises(ValueError):  # as SciPy raises
        grad(lambda x: dirichlet.logpdf(x, alpha))(x * 1.1)


def test_only_the_triangle_that_is_read():
    slope = grad(lambda C: multivariate_normal.logpdf(POINT, MEAN, C))(COV)
    assert slope[0, 1] == 0.0
    inverse = np.linalg.inv(COV)
    s = inverse @ (POINT - MEAN)
    whole = (np.outer(s, s) - inverse) / 2
    assert slope == pytest.approx(np.tril(whole) + np.tril(whole.T, -1))


def test_arrays_whose_rank_scipy_changes_raise():
    f = grad(lambda x: np.sum(multivariate_normal.logpdf(x, MEAN, COV)))
    with pytest.raises(ValueError, match="pass the point itself"):
        f(POINTS[:1])
    with pytest.raises(ValueError, match="points of dimension 2 are expected"):
        f(np.ones((4, 3)))
    with pytest.raises(ValueError, match="pass the point itself"):
        grad(lambda x: np.sum(dirichlet.logpdf(x, np.array([1.0, 2.0]))))(np.array([[0.3]]))


def test_parameters_that_are_none_raise_as_in_scipy():
    """Though the derivative would do without the value."""
    with pytest.raises(ValueError):
        grad(lambda m: multivariate_normal.logpdf(POINT, m, np.diag([1.0, -2.0])))(MEAN)
    with pytest.raises(np.linalg.LinAlgError):
        grad(lambda m: multivariate_normal(m, np.ones((2, 2))).logpdf(POINT))(MEAN)


def test_the_matrix_of_a_distribution_is_read_when_it_is_made():
    def f(c):
        c = c * 1.0
        rv = multivariate_normal(MEAN, c)
        c[0, 0] = 7.0
        return rv.logpdf(POINT) + c[0, 0] * c[1, 1]

    check_grads(f, COV)


REFUSED = """
    multivariate_normal.logpdf(x, m, C, allow_singular=True); multivariate_normal.logpdf(x[0], m[0], C[0, 0]); multivariate_normal(m, C);
    multivariate_normal.cdf(x, m, C); multivariate_normal(m, C).rvs(); multivariate_normal(m, C).cov; multivariate_normal.logpdf(x);
    multivariate_normal.logpdf(x, m, C[None]); stats.wishart.logpdf(C, 3, C); multivariate_normal.entropy(m, C); prior.logpdf(x)
"""


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    prior = multivariate_normal(MEAN, COV)
    f = make_function(f"def f(x, m, C):\n    return {expression}\n", prior=prior, **NAMES)
    with pytest.raises(Refused):
        grad(f)(POINT, MEAN, COV)
