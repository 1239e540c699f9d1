"""Splines and their like, captured and called."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, check_grads, grad, source

from ..conftest import make_function

interpolate = pytest.importorskip("scipy.interpolate")

X = np.array([0.0, 0.4, 1.0, 1.7, 2.0, 3.0])
Y = np.sin(X)
INTERPOLANTS = {
    "cubic": interpolate.CubicSpline(X, Y),
    "natural": interpolate.CubicSpline(X, Y, bc_type="natural", extrapolate=False),
    "periodic": interpolate.CubicSpline(X, np.append(Y[:-1], Y[0]), bc_type="periodic"),
    "monotone": interpolate.PchipInterpolator(X, Y),
    "akima": interpolate.Akima1DInterpolator(X, Y),
    "hermite": interpolate.CubicHermiteSpline(X, Y, np.cos(X)),
    "polynomial": interpolate.CubicSpline(X, Y).derivative(),
    "spline": interpolate.make_interp_spline(X, Y, k=3),
    "straight": interpolate.make_interp_spline(X, Y, k=1),
    "univariate": interpolate.UnivariateSpline(X, Y, s=0.01),
    "through": interpolate.InterpolatedUnivariateSpline(X, Y),
}


@pytest.mark.parametrize("name", INTERPOLANTS)
def test_in_the_place_of_evaluation(name):
    f = make_function("def f(x):\n    return np.sum(np.exp(s(x)) * x)\n", s=INTERPOLANTS[name])
    check_grads(f, 1.3)
    check_grads(f, np.array([0.2, 1.3, 2.5]))
    check_grads(f, np.array([[0.2, 1.3, 2.5], [2.9, 0.7, 0.5]]))
    for nu in (1, 2):
        g = make_function(f"def f(x):\n    return np.sum(np.sin(s(x, {nu})))\n", s=INTERPOLANTS[name])
        if not (name == "straight" and nu > 1):  # SciPy refuses derivatives beyond the degree of some
            check_grads(g, 1.3, order=1)


def test_the_derivative_reads_the_spline_it_was_made_of():
    spline = interpolate.CubicSpline(X, Y)

    def f(x):
        return spline(x) ** 2

    derivative = grad(f)
    assert derivative(1.3) == pytest.approx(2 * spline(1.3) * spline(1.3, 1))
    assert "nu=1" in source(derivative, 1.3)
    spline.c *= 2  # in place
    assert derivative(1.3) == pytest.approx(2 * spline(1.3) * spline(1.3, 1))
    spline = interpolate.CubicSpline(X, np.cos(X))  # another
    assert derivative(1.3) == pytest.approx(2 * spline(1.3) * spline(1.3, 1))


def test_two_splines_are_two_functions():
    one, other = interpolate.CubicSpline(X, Y), interpolate.CubicSpline(X, np.cos(X))

    def f(x):
        return one(x) * other(x)

    check_grads(f, 1.3)


def test_refused():
    curve = interpolate.CubicSpline(X, np.stack([Y, Y], axis=1))
    for expression in ("np.sum(curve(x))", "UnivariateSpline(X, X * x)(0.5)", "interp1d(x)", "one(x, x)"):
        f = make_function(
            f"def f(x):\n    return {expression}\n",
            curve=curve,
            one=INTERPOLANTS["cubic"],
            UnivariateSpline=interpolate.UnivariateSpline,
            interp1d=interpolate.interp1d(X, Y),
            X=X,
        )
        with pytest.raises(Refused):
            grad(f)(0.8)
