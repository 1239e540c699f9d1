"""Functions of SciPy as users call them: by keyword, with numbers and arrays, through any import; against differences."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, check_grads, grad

from ..conftest import make_function

scipy = pytest.importorskip("scipy")
from scipy import integrate, special  # noqa: E402

VECTOR, MATRIX = np.array([0.3, 0.7, 0.5]), np.array([[0.3, 0.7, 0.5], [0.2, 0.9, 0.4]])


def expressions(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def check(expression, *args):
    """Every way to a first and second derivative agrees with differences."""
    names = ", ".join("xyz"[: len(args)])
    f = make_function(f"def f({names}):\n    return np.sum(np.sin({expression}))\n", special=special, erf=special.erf, W=MATRIX)
    check_grads(f, *args)


OF_A_NUMBER = """
    special.erf(x); erf(x); special.gamma(x + 1) * special.psi(x); special.jn(2, x); special.jv(0.5, x); special.kn(1, x);
    special.expit(special.logit(x)); special.polygamma(2, x); special.zeta(3.0, x); special.zeta(2.0, q=x);
    special.betainc(2, 3, x); special.gammainc(1.5, x); special.spherical_jn(1, x); special.spherical_jn(1, x, True);
    special.jvp(1, x); special.jvp(1, x, 2); special.multigammaln(x + 2, 3); special.factorial(x); special.comb(x + 3, 2);
    special.comb(5, x + 1); special.binom(x + 3, 2.5); special.eval_legendre(3, x); special.boxcox(x, 0.0);
    special.inv_boxcox(x, 0.0); special.ellipk(x); special.ellipk(x - x); special.expn(2, x); special.huber(1.0, x);
    special.logsumexp(x); special.sinc(x); special.sici(x)[0]; special.fresnel(x)[1] * special.airy(x)[2]; special.shichi(x)[1];
    special.ellipj(x, 0.4)[0]; special.ellipj(0.7, x)[2]; special.gammainc(x, 1.5); special.gammaincinv(x, 0.3); special.betainc(x, 2, 0.4);
    special.betaincinv(2.0, x, 0.3); special.voigt_profile(x, x, 0.7); special.elliprf(x, 1.0, 2.0); special.pbdv(1.5, x)[1];
    special.stdtr(x + 2, 0.4); special.agm(x, 2.0); special.eval_sh_legendre(3, x); special.assoc_laguerre(x, 3, 0.5)
"""


@pytest.mark.parametrize("expression", expressions(OF_A_NUMBER))
def test_of_a_number(expression):
    check(expression, 0.6)


OF_AN_ARRAY = """
    special.logsumexp(x); special.logsumexp(x, 0); special.logsumexp(x, axis=1, keepdims=True); special.logsumexp(x, b=W);
    special.logsumexp(x, 1, W); special.logsumexp(x, axis=0, b=W[:, :1]); special.logsumexp(a=x, b=W[0], keepdims=True);
    special.logsumexp(x[0], b=W); special.softmax(x); special.softmax(x, axis=-1); special.softmax(x, 0);
    special.log_softmax(x, axis=1); special.xlogy(x, x); special.entr(x); special.rel_entr(x, x[0]); special.beta(x, x[:, :1]);
    special.jv(W, x); special.eval_hermite(np.arange(3), x); special.gammaincc(W, x); special.gammaincc(x, W); special.betainc(x, x[0], 0.3);
    special.airy(x)[1]; special.sici(x[0])[1]; special.ellipj(x, x[0] / 2)[1]; special.ellipj(x[0, 0], x / 2)[3]; special.pbvv(0.5, x)[0]
"""


@pytest.mark.parametrize("expression", expressions(OF_AN_ARRAY))
def test_of_an_array(expression):
    check(expression, MATRIX + 0.1)


def test_the_weights_of_logsumexp_are_refused_where_active():
    f = make_function("def f(x, w):\n    return logsumexp(x, b=w)\n", logsumexp=special.logsumexp)
    assert grad(f)(VECTOR, VECTOR) == pytest.approx(VECTOR * np.exp(VECTOR) / np.sum(VECTOR * np.exp(VECTOR)))
    with pytest.raises(Refused, match="scipy.special.logsumexp has no derivative rule in its argument 'b'"):
        grad(f, 1)(VECTOR, VECTOR)


REFUSED = """
    special.lambertw(x); special.comb(5, 2, exact=True) * x; special.gammainc(X, x, x); special.airye(x)[0];
    special.logsumexp(X, return_sign=True); special.factorial(x, exact=True); special.zetac(x)
"""


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    f = make_function(f"def f(x, X):\n    return np.sum({expression})\n", special=special)
    with pytest.raises(Refused):
        grad(f)(0.5, MATRIX)


def test_at_the_edges():
    """Where a form that is right elsewhere would be 0/0."""

    def entropy(p):
        return np.sum(special.xlogy(p, p))

    assert grad(entropy)(np.array([0.0, 1.0])).tolist() == [-np.inf, 1.0]
    assert grad(lambda y: special.xlogy(0.0, y))(0.0) == 0.0
    assert grad(lambda x: special.ellipk(x))(0.0) == pytest.approx(np.pi / 8)
    assert grad(lambda x: special.j1(x))(0.0) == 0.5
    assert grad(lambda x: special.exprel(x))(0.0) == 0.5
    for degree in (0, 1):
        assert grad(lambda x: special.eval_legendre(degree, x))(0.3) == degree


# -- integration of samples ---------------------------------------------------------------------------------------------------

POINTS = np.array([0.0, 0.2, 0.5, 0.6, 1.1, 1.5])
INTEGRALS = """
    integrate.trapezoid(y, x); integrate.trapezoid(y, x=x[::-1]); integrate.trapezoid(y, dx=x[1]); integrate.trapezoid(y);
    integrate.cumulative_trapezoid(y, x, initial=0); integrate.cumulative_trapezoid(y, dx=0.5); integrate.simpson(y, dx=x[1]);
    integrate.trapezoid(np.outer(y, y), x, axis=0); integrate.trapezoid(np.outer(x, y), dx=0.1)
"""


@pytest.mark.parametrize("expression", expressions(INTEGRALS))
def test_integrals_in_samples_and_points(expression):
    f = make_function(f"def f(x, y):\n    return np.sum(np.sin({expression}))\n", integrate=integrate)
    check_grads(f, POINTS, np.cos(POINTS))


@pytest.mark.parametrize("count", range(1, 7))
def test_simpsons_rule_at_given_points(count):
    x = POINTS[:count]
    check_grads(lambda y: np.sin(integrate.simpson(y, x=x)), np.cos(x))
    check_grads(lambda y: np.sin(integrate.simpson(y, x)), np.cos(x))
    matrix = np.outer(np.cos(x), VECTOR)
    check_grads(lambda y: np.sum(np.sin(integrate.simpson(y, x=x, axis=0))), matrix)


def test_simpsons_rule_at_points_that_coincide():
    x = np.array([0.0, 0.5, 0.5, 1.0, 2.0])
    np.testing.assert_allclose(
        grad(lambda y: integrate.simpson(y, x=x))(np.ones(5)), [integrate.simpson(row, x=x) for row in np.eye(5)], atol=1e-15
    )


def test_integrals_that_are_refused():
    f = make_function("def f(x, y):\n    return integrate.simpson(y, x=x)\n", integrate=integrate)
    with pytest.raises(Refused, match="scipy.integrate.simpson has no derivative rule in its argument 'x'"):
        grad(f)(POINTS, POINTS)
    weighted = make_function("def f(x, y):\n    return g(y, x)[0]\n", g=grad(lambda y, x: integrate.simpson(y, x=x) ** 2))
    with pytest.raises(Refused, match="no derivative rule in its argument 'x'"):
        grad(weighted)(POINTS, POINTS)
    for expression in ("integrate.simpson(y.astype(np.float32))", "integrate.trapezoid(y, x, 2.0)", "integrate.romb(y[:5])"):
        with pytest.raises(Refused):
            grad(make_function(f"def f(x, y):\n    return {expression}\n", integrate=integrate))(POINTS, POINTS)


# -- into an array ---------------------------------------------------------------------------------------------------------------


def test_into_an_array():
    f = make_function("def f(x, X):\n    erf(x, out=X[0])\n    return np.sum(X * X)\n", erf=special.erf)
    before = MATRIX.copy()
    check_grads(f, VECTOR, MATRIX)
    assert np.array_equal(MATRIX, before)
