"""Linear algebra of SciPy in users' words: what its functions have that NumPy's have not; what is refused."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy.linalg")

from scipy import linalg

from sourcead import Refused, adjoint, check_grads, grad, jvp
from sourcead.backend import text

from ..conftest import make_function
from .rule_checking import differences
from .test_calls import expressions

A = np.array([[2.1, 0.3, -0.4], [0.7, 3.4, 0.2], [-0.5, 0.6, 5.3]])
VECTOR = np.array([0.5, -1.2, 2.0])


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


def of(expression):
    return make_function(f"def f(x):\n    return np.sum(({expression}) ** 2 * np.cos({expression}))\n", linalg=linalg)


EXPRESSIONS = """
    linalg.inv(x); linalg.det(x); linalg.solve(x, x[0]); linalg.solve(x, x.T, assume_a='gen'); linalg.solve(x, x[0] ** 2, assume_a='pos');
    linalg.solve(x, x, lower=True, assume_a='sym'); linalg.solve_triangular(x, x[0]); linalg.solve_triangular(x, x.T, lower=True);
    linalg.solve_triangular(x, x[1], trans=1); linalg.solve_triangular(x, x[1], 'T', True, unit_diagonal=True);
    linalg.solve_triangular(x, x, 2, check_finite=False); linalg.cholesky(x); linalg.cholesky(x, lower=True);
    linalg.solve_triangular(linalg.cholesky(x, lower=True), x[0], lower=True); linalg.expm(x / 3); linalg.expm(-x / 2) @ x[0];
    linalg.solve_sylvester(x, x.T, x @ x); linalg.eigh(x)[0]; linalg.eigh(x, lower=False)[1] ** 2; linalg.eigvalsh(x @ x.T);
    linalg.eigh(x + x.T, eigvals_only=True); linalg.svd(x)[1]; linalg.svd(x[:2], full_matrices=False)[0] ** 2;
    linalg.svd(x, compute_uv=False); linalg.svdvals(x); linalg.qr(x, mode='economic')[0]; linalg.norm(x); linalg.norm(x, 'nuc');
    linalg.norm(x, 2, axis=0); linalg.cho_solve(linalg.cho_factor(x), x[0] ** 2); linalg.cho_solve(linalg.cho_factor(x, lower=True), x.T ** 2);
    linalg.cho_solve((linalg.cholesky(x, lower=True), True), x[1]); linalg.cho_factor(x)[0]; linalg.lu(x)[1]; linalg.lu(x[:, :2])[1];
    linalg.lu(x[:2])[2]; linalg.lu(x, permute_l=True)[0]; linalg.lu_factor(x[::-1])[0]; linalg.lu_solve(linalg.lu_factor(x[::-1]), x[0]);
    linalg.lu_solve(linalg.lu_factor(x), x.T ** 2, trans=1); linalg.sqrtm(x); linalg.logm(x[:2, :2]); linalg.cosm(x / 2); linalg.sinhm(x / 3);
    linalg.block_diag(x, x[0], x[0, 0] ** 2); linalg.toeplitz(x[0]); linalg.toeplitz(x[0], x[1]); linalg.hankel(x[0], x[1]);
    linalg.hankel(x[2]); linalg.circulant(x[0]); linalg.companion(x[0]); linalg.leslie(x[0], x[1, :2]); linalg.fiedler(x[0]);
    linalg.khatri_rao(x, x[:2]); linalg.solve_banded((1, 1), x + np.array([[0.0], [9.0], [0.0]]), x[0]);
    linalg.solve_banded((0, 2), x.T @ x, x); linalg.solveh_banded(x + np.array([[0.0], [0.0], [9.0]]), x[0]);
    linalg.solveh_banded(x + np.array([[9.0], [0.0], [0.0]]), x[:, :2], lower=True); linalg.solve_continuous_lyapunov(x, x @ x); linalg.solve_discrete_lyapunov(x / 9, x);
    linalg.solve_lyapunov(x, x.T); linalg.pinv(x[:2]); linalg.pinvh(x); linalg.lstsq(x[:, :2], x[2])[0]; linalg.hilbert(3) @ x;
    linalg.inv(x) + linalg.pascal(3); linalg.toeplitz([1.0, 2.0, 3.0]) @ x
"""


@pytest.mark.parametrize("expression", expressions(EXPRESSIONS))
def test_to_second_order(expression):
    check_grads(of(expression), A)


@pytest.mark.parametrize("expression", ["linalg.eigh(x)[1][:, 0] ** 2", "linalg.eigh(x, lower=False)[1][0] ** 2"])
def test_squares_of_eigenvectors_against_differences(expression):
    f = make_function(f"def f(x):\n    return np.sum({expression} * np.array([1.0, -2.0, 0.5]))\n", linalg=linalg)
    dot = np.random.default_rng(0).uniform(-1, 1, (3, 3))
    expected = differences(lambda args: [f(*args)], [A], {0: dot})[0]
    assert np.sum(grad(f)(A) * dot) == pytest.approx(expected, rel=1e-8)


def test_only_the_triangle_that_is_read():
    f = make_function("def f(x, y):\n    return linalg.solve_triangular(x, y, lower=True)\n", linalg=linalg)
    assert np.all(np.triu(adjoint(f)(A, VECTOR, np.ones(3)), 1) == 0.0)
    f = make_function("def f(x, y):\n    return linalg.solve(x, y, assume_a='pos')\n", linalg=linalg)
    assert np.all(np.tril(adjoint(f)(A, VECTOR, np.ones(3)), -1) == 0.0)


REFUSED = """
    linalg.qr(x)[0]; linalg.solve(x, x, assume_a='banded'); linalg.expm(x[None]); linalg.lu(x, p_indices=True)[1]; linalg.polar(x)[0];
    linalg.inv(x, overwrite_a=True); linalg.eigh(x, x)[0]; linalg.schur(x)[0]; linalg.solve(x, x, transposed=True);
    linalg.cho_factor(x, overwrite_a=True)[0]; linalg.lstsq(x, x)[1]; linalg.pinv(x, return_rank=True)[0]; linalg.toeplitz(x);
    linalg.cho_solve(x, x); linalg.block_diag(x[None]); linalg.eig(x)[0]; linalg.sqrtm(x, disp=False)[0]
"""


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    with pytest.raises(Refused):
        grad(of(expression))(A)


def test_functions_of_matrices_that_are_complex_raise():
    for function in (linalg.sqrtm, linalg.logm):
        with pytest.raises(ValueError, match="complex"):
            grad(lambda x: np.sum(function(x)))(-A)


def test_values_are_those_of_scipy():
    pairs = ["linalg.cho_solve(linalg.cho_factor(x), x[0])", "linalg.lu_solve(linalg.lu_factor(x), x)", "linalg.toeplitz(x[0], x[1])"]
    for expression in [*pairs, "linalg.block_diag(x, x[0], 2.0)", "linalg.hankel(x[0], x[2])", "linalg.lu(x, permute_l=True)[0]"]:
        f = make_function(f"def f(x):\n    return {expression}\n", linalg=linalg)
        assert np.array_equal(jvp(f, (A,), (A,))[0], f(A))


def test_a_complex_toeplitz_matrix_is_hermitian():
    f = make_function("def f(x):\n    z = x * (1 + 2j)\n    return np.sum(np.imag(linalg.toeplitz(z)) * W)\n", linalg=linalg, W=A)
    assert jvp(f, (VECTOR,), (VECTOR,))[0] == f(VECTOR)
    check_grads(f, VECTOR)


def test_a_gaussian_likelihood_by_its_cholesky_factor():
    """log det and solution from one factorisation, as statistics write it; the derivative in closed form."""

    def f(c, y):
        factor = linalg.cho_factor(c, lower=True)
        return 0.5 * y @ linalg.cho_solve(factor, y) + np.sum(np.log(np.diag(factor[0])))

    c = A @ A.T
    inverse = np.linalg.inv(c)
    s = inverse @ VECTOR
    whole = (inverse - np.outer(s, s)) / 2
    assert grad(f)(c, VECTOR) == pytest.approx(np.tril(whole) + np.tril(whole.T, -1))
    assert grad(f, 1)(c, VECTOR) == pytest.approx(s)
