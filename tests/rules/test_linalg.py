"""Linear algebra in users' words: calls, named results, loops and branches; corners; what is refused. test_rows.py checks each row."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from sourcead import Refused, adjoint, check_grads, grad, jvp, tangent, value_and_grad, vjp
from sourcead.backend import text
from sourcead.ir.kinds import FLOAT, INT, Sequence
from sourcead.rules.table import TABLE, general

from ..conftest import make_function
from .rule_checking import differences
from .test_calls import check, expressions

A = np.array([[2.1, 0.3, -0.4], [0.7, 3.4, 0.2], [-0.5, 0.6, 5.3]])
B = np.array([[0.5, -1.2], [1.5, 0.3], [-0.7, 2.0]])
WIDE = np.array([[0.5, -1.2, 2.0, 0.1], [1.5, 0.3, -0.7, 1.1]])
STACK = np.stack([A, A.T + 0.3 * np.eye(3), A @ A])
VECTOR = np.array([0.5, -1.2, 2.0])


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


OF_A_SQUARE_MATRIX = """
    np.linalg.inv(x); np.linalg.det(x); np.linalg.slogdet(x)[1]; np.linalg.slogdet(x).logabsdet; np.linalg.slogdet(-x).sign * x;
    np.linalg.cholesky(x); np.linalg.cholesky(x, upper=True); np.linalg.cholesky(x @ x.T); np.linalg.eigh(x)[0];
    np.linalg.eigh(x).eigenvalues; np.linalg.eigh(x).eigenvectors; np.linalg.eigh(x, 'U').eigenvectors;
    np.linalg.eigh(x + x.T)[1]; np.linalg.eigvalsh(x); np.linalg.eigvalsh(x, UPLO='U'); np.linalg.svd(x)[0];
    np.linalg.svd(x).S; np.linalg.svd(x).Vh; np.linalg.svd(x).U * np.linalg.svd(x, full_matrices=False).S;
    np.linalg.svdvals(x); np.linalg.svd(x, compute_uv=False); np.linalg.qr(x)[0]; np.linalg.qr(x).R; np.linalg.qr(x, 'r');
    np.linalg.qr(x).Q + np.linalg.qr(x, mode='reduced').R; np.linalg.pinv(x); np.linalg.matrix_power(x / 4, 5);
    np.linalg.matrix_power(x, -1); np.linalg.matrix_power(x, 0) + x; np.linalg.cond(x); np.linalg.cond(x, -2);
    np.linalg.cond(x, 'fro'); np.linalg.norm(x, 2); np.linalg.norm(x, -2); np.linalg.norm(x, 'nuc'); np.linalg.norm(x, 1);
    np.linalg.norm(x, -np.inf); np.linalg.norm(x, ord='fro', axis=(1, 0)); np.linalg.norm(x, 3, axis=0);
    np.linalg.norm(x, axis=(0, 1)); np.linalg.norm(x[0], np.inf); np.linalg.norm(x[1], 0) * x; np.linalg.norm(x[2], 2.5);
    np.linalg.matrix_norm(x, ord='nuc'); np.linalg.vector_norm(x, ord=3); np.linalg.vector_norm(x, axis=1, keepdims=True);
    np.linalg.trace(x); np.linalg.trace(x, offset=1); np.linalg.diagonal(x, offset=-1); np.linalg.matrix_transpose(x) @ x;
    np.linalg.matmul(x, x); np.linalg.outer(x[0], x[1]); np.linalg.cross(x[0], x[1]); np.linalg.vecdot(x, x[0]);
    np.linalg.matrix_rank(x) * x; np.linalg.solve(x, x[0]); np.linalg.solve(x.T, x @ x); np.linalg.inv(x) @ np.linalg.inv(x);
    np.linalg.multi_dot([x, x.T, x]) / 9; np.linalg.multi_dot((x[0], x, x[1] / 9)); np.linalg.multi_dot([x, x]) / 3;
    np.linalg.multi_dot([x / 9, x, x.T, x, x[0] / 9])
"""


@pytest.mark.parametrize("expression", expressions(OF_A_SQUARE_MATRIX))
def test_of_a_square_matrix(expression):
    check(expression, A)


OF_A_STACK = """
    np.linalg.inv(x); np.linalg.det(x); np.linalg.slogdet(x)[1]; np.linalg.eigh(x)[1]; np.linalg.eigvalsh(x); np.linalg.svd(x).S;
    np.linalg.svd(x)[0] @ np.linalg.svd(x)[2]; np.linalg.qr(x).Q; np.linalg.solve(x, x[0]); np.linalg.solve(x[0], x);
    np.linalg.solve(x, x[0, 0]); np.linalg.pinv(x[:, :2]); np.linalg.matrix_power(x / 9, 3); np.linalg.norm(x, axis=(1, 2));
    np.linalg.norm(x, 2, axis=(0, 2)); np.linalg.norm(x, 'nuc', (-2, -1)); np.linalg.matrix_norm(x); np.linalg.cond(x);
    np.linalg.trace(x); np.linalg.diagonal(x); np.linalg.cholesky(x @ np.linalg.matrix_transpose(x));
    np.linalg.slogdet(x).logabsdet * x[0]
"""


@pytest.mark.parametrize("expression", expressions(OF_A_STACK))
def test_of_a_stack(expression):
    check(expression, STACK)


OF_RECTANGULAR = """
    np.linalg.svd(x, full_matrices=False)[0]; np.linalg.svd(x, full_matrices=False).Vh; np.linalg.svd(x).S; np.linalg.qr(x)[0];
    np.linalg.qr(x)[1]; np.linalg.pinv(x); np.linalg.lstsq(x, x[:, 0] ** 2)[0]; np.linalg.lstsq(x, x * x)[0];
    np.linalg.norm(x, 2); np.linalg.cond(x)
"""


@pytest.mark.parametrize("matrix", [B, WIDE], ids=["tall", "wide"])
@pytest.mark.parametrize("expression", expressions(OF_RECTANGULAR))
def test_of_rectangular_matrices(expression, matrix):
    check(expression, matrix)


OF_TWO = """
    np.linalg.solve(x, y); np.linalg.solve(x, y[:, 0]); np.linalg.lstsq(y, x)[0]; np.linalg.inv(x) @ y;
    np.linalg.solve(x[None], y); np.linalg.tensorsolve(x, y[:, 1]); np.linalg.tensorinv(x, 1) @ y
"""


@pytest.mark.parametrize("expression", expressions(OF_TWO))
def test_of_two_arguments(expression):
    check(expression, A, B)


def test_one_argument_of_solve_alone():
    """What is not active costs nothing: no adjoint of the matrix is computed for the right-hand side's."""
    f = make_function("def f(a, b):\n    return np.linalg.solve(a, b)\n")
    np.testing.assert_allclose(adjoint(f, "b")(A, VECTOR, np.ones(3)), np.linalg.inv(A).T @ np.ones(3))
    assert "outer" not in adjoint(f, "b").source(A, VECTOR, np.ones(3))
    x = np.linalg.solve(A, VECTOR)
    np.testing.assert_allclose(adjoint(f, "a")(A, VECTOR, np.ones(3)), -np.outer(np.linalg.inv(A).T @ np.ones(3), x))


# -- known derivatives ------------------------------------------------------------------------------------------------------


def test_log_determinant_of_a_covariance():
    """d log det K / dt = tr(K⁻¹ dK/dt), d(yᵀK⁻¹y)/dt = -yᵀK⁻¹ dK/dt K⁻¹y (Rasmussen & Williams, 5.9)."""
    f = make_function(
        "def f(t, d, y):\n"
        "    K = np.exp(-d / t) + 0.1 * np.eye(3)\n"
        "    L = np.linalg.cholesky(K)\n"
        "    z = np.linalg.solve(L, y)\n"
        "    return 2 * np.sum(np.log(np.diag(L))) + z @ z\n"
    )
    points = np.array([0.0, 0.7, 1.9])
    d = np.abs(points[:, None] - points)
    K, slope = np.exp(-d / 1.3) + 0.1 * np.eye(3), np.exp(-d / 1.3) * d / 1.3**2
    alpha = np.linalg.solve(K, VECTOR)
    expected = np.trace(np.linalg.solve(K, slope)) - alpha @ slope @ alpha
    value, gradient = value_and_grad(f)(1.3, d, VECTOR)
    assert gradient == pytest.approx(expected, rel=1e-12)
    assert value == pytest.approx(np.linalg.slogdet(K)[1] + VECTOR @ alpha, rel=1e-12)


def test_triangles_that_are_not_read():
    for expression, lower in (("np.linalg.cholesky(x)", True), ("np.linalg.cholesky(x, upper=True)", False)):
        f = make_function(f"def f(x):\n    return np.sum({expression} ** 3)\n")
        gradient = grad(f)(A)
        assert np.all((np.triu(gradient, 1) if lower else np.tril(gradient, -1)) == 0.0)
    f = make_function("def f(x, u):\n    return np.sum(np.linalg.eigh(x).eigenvectors ** 3)\n")
    assert np.all(np.triu(grad(f)(A, 0), 1) == 0.0)


# -- corners: right, or not finite ------------------------------------------------------------------------------------------


def both(expression, x, dot):
    """The tangent along `dot`, and the adjoint's inner product with it."""
    f = make_function(f"def f(x):\n    return {expression}\n")
    with np.errstate(all="ignore"):
        return tangent(f)(x, dot)[1], np.sum(adjoint(f)(x) * dot)


E11 = np.array([[1.0, 0.0], [0.0, 0.0]])
SHEAR = np.array([[0.3, 0.7], [0.7, -0.2]])


def test_functions_that_do_not_tell_equal_eigenvalues_apart():
    """Sums and products of all eigenvalues are differentiable everywhere: the adjoint is right."""
    for expression, expected in (("np.sum(np.linalg.eigvalsh(x))", 0.1), ("np.prod(np.linalg.eigvalsh(2 * x))", 0.4)):
        f = make_function(f"def f(x):\n    return {expression}\n")
        assert np.sum(grad(f)(np.eye(2)) * SHEAR) == pytest.approx(expected)
        assert tangent(f)(np.eye(2), np.eye(2))[1] == pytest.approx(np.sum(grad(f)(np.eye(2)) * np.eye(2)))


@pytest.mark.parametrize("function", ["eigvalsh(x)[0]", "eigvalsh(x)[-1]", "eigh(x)[0][1]", "svdvals(x)[0]", "svd(x).S[1]"])
def test_equal_values_told_apart_are_not_differentiable(function):
    forward, reverse = both(f"np.linalg.{function}", np.eye(2), SHEAR)
    assert np.isnan(forward) and np.isnan(reverse)


@pytest.mark.parametrize("function", ["eigh(x)[1][0, 0]", "svd(x).U[0, 1]", "svd(x).Vh[0, 0]", "norm(x, -2)", "cond(x)"])
def test_vectors_of_equal_values_are_not_differentiable(function):
    forward, reverse = both(f"np.linalg.{function}", np.eye(2), SHEAR)
    assert not np.isfinite(forward) and not np.isfinite(reverse)


def test_singular_values_of_zero_are_not_differentiable():
    for function in ("svdvals(x)[1]", "norm(x, -2)"):
        forward, reverse = both(f"np.linalg.{function}", E11, SHEAR)
        assert not np.isfinite(forward) and not np.isfinite(reverse)
    assert both("np.linalg.svdvals(x)[0]", E11, SHEAR) == (pytest.approx(0.3), pytest.approx(0.3))


@pytest.mark.parametrize("x", [E11, np.zeros((2, 2)), np.ones((2, 2)), np.diag([1.0, 2.0, 0.0]), np.arange(9.0).reshape(3, 3)])
def test_determinants_of_singular_matrices(x):
    """A determinant is a polynomial."""
    dot = np.linspace(-1.0, 1.5, x.size).reshape(x.shape)
    expected = differences(lambda args: [np.linalg.det(args[0])], [x], {0: dot}, 1e-2)[0]
    assert both("np.linalg.det(x)", x, dot) == (pytest.approx(expected, abs=1e-9), pytest.approx(expected, abs=1e-9))


def test_singular_matrices_raise_as_numpy_does():
    for function in ("slogdet(x)[1]", "inv(x)[0, 0]", "solve(x, x)[0, 0]", "qr(x)[1][0, 0]"):
        f = make_function(f"def f(x):\n    return np.linalg.{function}\n")
        with pytest.raises(np.linalg.LinAlgError), np.errstate(all="ignore"):
            grad(f)(E11)


def test_pseudoinverses_of_matrices_without_full_rank():
    deficient = np.outer(VECTOR, [1.0, 2.0])
    for expression in ("np.linalg.pinv(x)[0, 0]", "np.linalg.lstsq(x, np.ones(3))[0][0]"):
        forward, reverse = both(expression, deficient, B)
        assert np.isnan(forward) and np.isnan(reverse)


def test_norms_at_corners():
    """The subgradient in the middle, as for abs and max."""
    zero = np.zeros((2, 2))
    for order in ("'fro'", "'nuc'", "2", "1", "np.inf"):
        assert both(f"np.linalg.norm(x, {order})", zero, SHEAR) == (0.0, 0.0)
    assert both("np.linalg.norm(x, 2)", np.eye(2), SHEAR) == (pytest.approx(0.05), pytest.approx(0.05))
    assert both("np.linalg.norm(x, 'nuc')", np.eye(2), SHEAR) == (pytest.approx(0.1), pytest.approx(0.1))
    assert both("np.linalg.norm(x[0], np.inf)", np.array([[1.0, -1.0]]), np.array([[1.0, 0.0]])) == (0.5, 0.5)
    assert both("np.linalg.norm(x[0], 3)", np.zeros((1, 2)), np.ones((1, 2))) == (0.0, 0.0)


# -- tuples as values ---------------------------------------------------------------------------------------------------------


def whole(x):
    decomposition = np.linalg.eigh(x)
    values, vectors = decomposition
    return np.sum(values**2) + decomposition.eigenvectors[0, 0] + decomposition[0][1] + len(decomposition)


def in_a_loop(x, y):
    for i in range(3):
        w, v = np.linalg.eigh(x + x.T)
        sign, logdet = np.linalg.slogdet(x)
        if w[0] > 3:
            x = x + 0.1 * sign * v @ np.diag(w) @ v.T
        else:
            x = x - logdet * v[:, :1] @ v[:, :1].T
    return np.sum(x * y)


def on_two_ways(x, flag):
    if flag > 0:
        pair = np.linalg.slogdet(x)
    else:
        pair = np.linalg.slogdet(x @ x)
    return pair[0] * pair[1] ** 2


def until_small(x):
    while np.linalg.norm(x, 2) > 1.0:
        q, r = np.linalg.qr(x)
        x = 0.6 * r @ q
    return np.sum(x * x)


def handed_on(x):
    def halves(d):
        q, r = d
        return q, np.sum(r)

    q, total = halves(np.linalg.qr(x))
    return total * q[0, 0]


@pytest.mark.parametrize(
    "function, args",
    [
        (whole, (A,)),
        (in_a_loop, (A, A)),
        (on_two_ways, (A, 1.0)),
        (on_two_ways, (A, -1.0)),
        (until_small, (A,)),
        (handed_on, (A,)),
    ],
)
def test_tuples_in_control_flow(function, args):
    check_grads(function, *args)


def test_a_tuple_as_the_result():
    f = make_function("def f(x):\n    return np.linalg.slogdet(x)\n")
    value, slope = tangent(f)(A, A)
    assert value == tuple(np.linalg.slogdet(A)) and slope == (0.0, pytest.approx(3.0))
    value, pullback = vjp(f, A)
    np.testing.assert_allclose(pullback((1.0, 2.0))[0], 2 * np.linalg.inv(A).T)
    assert jvp(f, (A,), (A,))[1][1] == pytest.approx(3.0)


def test_names_of_unpacked_results():
    f = make_function("def f(x):\n    U, s, Vt = np.linalg.svd(x)\n    return U[0, 0] * s[0]\n")
    written = grad(f).source(A)
    assert "U_bar" in written and "s_bar" in written and "Vt_bar" not in written


# -- general rows with several operands -----------------------------------------------------------------------------------------


@pytest.fixture
def forgotten():
    """Rows the tests add are taken out again."""
    kept = dict(TABLE.rows), dict(TABLE._functions), dict(TABLE._names)
    yield
    for table, before in zip((TABLE.rows, TABLE._functions, TABLE._names), kept):
        table.clear()
        table.update(before)


def scaled_difference(a, b):
    return a * b - b


def test_a_general_row_of_two_operands(forgotten):
    """The push has a tangent for each, None for one that is not active, and no zero is multiplied through."""

    def push(a_dot, b_dot, y, a, b):
        return a_dot * b if b_dot is None else (a - 1.0) * b_dot if a_dot is None else a_dot * b + (a - 1.0) * b_dot

    pulls = (lambda g, y, a, b: g * b, lambda g, y, a, b: g * (a - 1.0))
    general(scaled_difference, push, *pulls, signature=lambda a, b: 0)
    f = make_function("def f(a, b):\n    return h(a, b) ** 2\n", h=scaled_difference)
    assert grad(f, (0, 1))(3.0, 2.0) == (16.0, 16.0) and grad(f, 0)(3.0, 2.0) == 16.0
    assert tangent(f, 1)(3.0, 2.0, 1.0)[1] == 16.0 and tangent(f, 0)(3.0, 2.0, 1.0)[1] == 16.0
    assert tangent(f, (0, 1))(3.0, 2.0, 1.0, 1.0)[1] == 32.0
    assert "0.0" not in tangent(f, 1).source(3.0, 2.0, 1.0)


def split_square(x):
    return (x * x, 3, x * 2.0)


def test_a_general_row_of_a_tuple(forgotten):
    """An item without adjoint is None in the pull, an item without tangent None in the push."""
    pull = lambda g, y, x: None if g[0] is None and g[2] is None else one_of(g[0], x) if g[2] is None else 2.0 * g[2]
    general(
        split_square,
        lambda d, y, x: (2.0 * x * d, None, 2.0 * d),
        pull,
        signature=lambda x: 0,
        kind=lambda x: Sequence(tuple, (FLOAT, INT, FLOAT)),
    )
    of = lambda expression: make_function(f"def f(x):\n    a, n, b = h(x)\n    return {expression}\n", h=split_square)
    assert grad(of("a * n"))(1.5) == 9.0 and grad(of("b * n"))(1.5) == 6.0 and grad(of("n * 1.0"))(1.5) == 0.0
    assert tangent(of("a * b"))(1.5, 1.0)[1] == pytest.approx(6 * 1.5**2)


def one_of(g, x):
    return 2.0 * x * g


# -- what is refused --------------------------------------------------------------------------------------------------------------

REFUSED = """
    np.linalg.lstsq(x, x)[1]; np.sum(np.linalg.lstsq(x, x)[1]); np.linalg.lstsq(x, x)[3] * 2; np.linalg.qr(x, 'complete')[0];
    np.linalg.qr(x, mode='raw')[0]; np.linalg.eig(x)[0]; np.linalg.eigvals(x); np.linalg.svd(x, hermitian=True)[1];
    np.linalg.pinv(x, hermitian=True); np.linalg.tensorsolve(x, x[0], axes=(0,)); np.linalg.norm(x[None], 2);
    np.linalg.matrix_power(x, n); np.linalg.inv(x[0]); np.linalg.eigh(x)[2]; np.linalg.eigh(x).vectors;
    np.linalg.multi_dot([x]); np.linalg.multi_dot([x, x, x], out=x); np.linalg.multi_dot(x)
"""


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    f = make_function(f"def f(x, n):\n    return np.sum({expression})\n")
    with pytest.raises(Refused):
        grad(f)(A, 2)


def test_extra_singular_vectors_are_an_error():
    f = make_function("def f(x):\n    return np.linalg.svd(x)[0][0, 2]\n")
    with pytest.raises(ValueError, match="full_matrices=False"):
        grad(f)(B)
    f = make_function("def f(x):\n    return np.linalg.svd(x)[0][0]\n")
    slope = tangent(f)(B, B[::-1])[1]
    np.testing.assert_array_equal(np.isnan(slope), [False, False, True])


def test_no_warnings_at_ordinary_points():
    f = make_function("def f(x):\n    return np.linalg.eigh(x)[1][0, 0] + np.linalg.svd(x)[0][0, 0] + np.linalg.cond(x)\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        grad(f)(A)
