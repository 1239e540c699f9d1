"""Interpolants made inside a function, differentiated in their values and in the place of evaluation."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, check_grads, grad, jvp, source

from ..conftest import make_function

interpolate = pytest.importorskip("scipy.interpolate")

from sourcead import runtime  # noqa: E402

X = np.array([0.0, 0.4, 1.0, 1.7, 2.0, 3.0])
Y = np.sin(X) + X**2 / 5
T = np.array([0.2, 1.3, 2.95])
MADE = """
    CubicSpline(X, y); CubicSpline(X, y, bc_type='natural'); CubicSpline(X, y, bc_type=('clamped', 'not-a-knot')); CubicSpline(x=X, y=y, axis=-1);
    CubicSpline(X, y, bc_type=((1, 0.5), (2, -1.0))); PchipInterpolator(X, y); make_interp_spline(X, y); make_interp_spline(X, y, k=1);
    make_interp_spline(X, y, 5); CubicHermiteSpline(X, y, np.cos(y)); interp1d(X, y); CubicSpline([0.0, 1.0, 2.0, 4.0, 5.0, 6.0], y)
"""


def expressions(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def made(expression, result):
    return make_function(f"def f(y, t):\n    s = {expression}\n    return {result}\n", X=X, **vars(interpolate))


@pytest.mark.parametrize("expression", expressions(MADE))
def test_in_values_and_place(expression):
    f = made(expression, "np.sum(np.sin(s(t)) * t)")
    check_grads(f, Y, T)
    check_grads(f, Y, 1.3)
    plain = made(expression, "s(t)")
    assert np.array_equal(jvp(plain, (Y, T), (Y, T))[0], plain(Y, T))


RESULTS = """
    s(t, 1); s(t, nu=2); s(t + 2.9); s.derivative()(t); s.derivative().derivative()(t) * s(t); s.c[0] * s(1.3); s(t[:, None] * 0.9)
"""


@pytest.mark.parametrize("result", expressions(RESULTS))
def test_derivatives_and_coefficients(result):
    check_grads(made("CubicSpline(X, y)", f"np.sum(np.sin({result}))"), Y, T)


def test_curves():
    values = np.stack([Y, np.cos(X)], axis=1)
    for expression in ("CubicSpline(X, y)", "make_interp_spline(X, y)", "CubicSpline(X, y, bc_type='clamped')"):
        check_grads(made(expression, "np.sum(np.sin(s(t)))"), values, T)


def test_outside_nothing_counts_where_a_spline_ends():
    f = made("CubicSpline(X, y, extrapolate=False)", "np.sum(np.nan_to_num(s(t)))")
    assert np.isnan(interpolate.CubicSpline(X, Y, extrapolate=False)(4.0))
    inside = made("CubicSpline(X, y)", "np.sum(s(t))")
    assert grad(f)(Y, np.array([0.3, 4.0])) == pytest.approx(grad(inside)(Y, np.array([0.3])))


@pytest.mark.parametrize("ends", ["not-a-knot", "natural", "clamped", ("natural", "clamped"), ("not-a-knot", "clamped")])
def test_the_transpose_of_making_a_spline(ends):
    """Against dense matrices, for few and for many points."""
    rng = np.random.default_rng(0)
    for count in (2, 3, 4, 7):
        x = np.cumsum(rng.uniform(0.2, 1.0, count))
        forward = interpolate.CubicSpline(x, np.eye(count), bc_type=ends).c
        g = rng.uniform(-1, 1, forward.shape[:2])
        np.testing.assert_allclose(runtime.cubic_back(g, x, ends), np.tensordot(g, forward, 2), rtol=1e-12, atol=1e-12)


def test_the_transpose_takes_time_linear_in_the_points():
    x = np.linspace(0.0, 1.0, 20000)
    for make in (interpolate.CubicSpline, interpolate.make_interp_spline):
        slope = grad(lambda y: float(make(x, y)(0.5)))(x**2)
        assert slope @ x**2 == pytest.approx(0.25)


def test_slopes_of_a_monotone_interpolant_that_turns():
    """Where values repeat or turn the slope is zero, and the derivative is one-sided nowhere near."""
    y = np.array([0.0, 1.0, 1.0, 0.3, 0.2, 2.0])
    f = make_function("def f(y):\n    return np.sum(PchipInterpolator(X, y)(T) ** 2)\n", X=X, T=T, **vars(interpolate))
    assert np.all(np.isfinite(grad(f)(y)))


@pytest.mark.parametrize("kind", ("CubicSpline(x, y)", "PchipInterpolator(x, y)", "interp1d(x, y)", "make_interp_spline(x, y)"))
@pytest.mark.parametrize("write", ("x[1] = 0.45", "y[1] = 3.0", "s.c[1] = 0.0", "s.x[1] = 0.45"))
def test_what_is_written_afterwards(kind, write):
    """Arrays that SciPy copies, and those that it shows."""
    if "s." in write and "x, y" in kind and not kind.startswith(("Cubic", "Pchip")):
        pytest.skip("it has no such attribute")
    f = make_function(
        f"def f(y):\n    x, y = X.copy(), y * 1.0\n    s = {kind}\n    {write}\n    return s(0.5) ** 2 + y[1]\n", X=X, **vars(interpolate)
    )
    check_grads(f, Y)


def test_the_text_makes_and_evaluates():
    f = made("CubicSpline(X, y)", "s(t) ** 2")
    text = source(grad(f), Y, 1.3)
    assert "cubic_coefficients(X, y" in text and "cubic_back(" in text


REFUSED = """
    CubicSpline(X, y); CubicSpline(y, X)(0.5); CubicSpline(X, y, bc_type='periodic')(0.5); CubicSpline(X, y, bc_type=((1, y[0]), (1, 0.0)))(0.5);
    Akima1DInterpolator(X, y)(0.5); interp1d(X, y, kind='cubic')(0.5); interp1d(X, y, fill_value='extrapolate')(0.5); CubicSpline(X, y).roots();
    CubicSpline(X, y).integrate(0.0, 1.0); isinstance(CubicSpline(X, y), object); make_interp_spline(X, y, bc_type='natural')(0.5);
    CubicSpline(X, y).axis; UnivariateSpline(X, y)(0.5); make_interp_spline(X, y).derivative()(0.5); CubicSpline(X, y, axis=1)(0.5);
    RegularGridInterpolator((X,), y)(0.5); CubicSpline(y, y)(0.5); make_interp_spline(y, X)(0.5); PchipInterpolator(y, X)(0.5)
"""


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    f = make_function(f"def f(y):\n    z = {expression}\n    return z\n", X=X, **vars(interpolate))
    with pytest.raises(Refused):
        grad(f)(Y)


def test_a_value_outside_raises_as_in_scipy():
    with pytest.raises(ValueError, match="outside the range"):
        grad(made("interp1d(X, y)", "np.sum(s(t))"))(Y, T + 1)
