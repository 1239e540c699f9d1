"""Filters of scipy.signal and scipy.ndimage as users call them, and their boundary helpers against dense matrices."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sourcead import Refused, check_grads, grad, jvp, runtime, tangent

from ..conftest import make_function

signal = pytest.importorskip("scipy.signal")
ndimage = pytest.importorskip("scipy.ndimage")

VECTOR, KERNEL, IMAGE = (
    np.array([0.5, -1.2, 2.0, 0.3, 1.1]),
    np.array([0.2, 0.5, -0.3]),
    np.linspace(-1.0, 2.0, 20).reshape(5, 4) ** 2,
)


def expressions(text):
    return [part.strip() for part in text.split(";") if part.strip()]


CALLS = """
    signal.convolve(x, K); signal.convolve(x, K, 'same'); signal.convolve(K, x, mode='valid'); signal.fftconvolve(x, K, 'same');
    signal.correlate(x, K, mode='same', method='direct'); signal.correlate(x, x); signal.lfilter(K, [1.0, -0.4], x);
    signal.lfilter(K, a, x); signal.lfilter(x, a, K); ndimage.gaussian_filter(x, 1.5); ndimage.gaussian_filter(x, sigma=1, mode='wrap');
    ndimage.uniform_filter(x, 3); ndimage.uniform_filter(x, size=2, mode='nearest'); ndimage.convolve1d(x, K, mode='mirror');
    ndimage.correlate1d(x, weights=K, origin=-1); ndimage.convolve1d(x, K, -1, None, 'wrap', 0.0, 1);
    ndimage.uniform_filter(x, 3, None, 'nearest'); ndimage.gaussian_filter(x, 1.0, 0, None, 'constant', 0.0, 2.0);
    ndimage.convolve(x, K, None, 'constant', 0); ndimage.convolve(x, x[:2]); signal.lfilter(K, K + 1, x); signal.lfilter([1.0], K + 1, x);
    signal.lfilter(K, [a[0], 0.2], x); signal.savgol_filter(x, 3, 1); signal.savgol_filter(x, 5, 2, deriv=1, delta=0.5);
    signal.detrend(x); signal.detrend(x, type='constant'); ndimage.gaussian_filter1d(x, 1.0); ndimage.gaussian_filter1d(x, 1.0, order=1);
    ndimage.uniform_filter1d(x, 2, mode='wrap', origin=-1); ndimage.sobel(x); ndimage.laplace(x, mode='nearest')
"""


@pytest.mark.parametrize("expression", expressions(CALLS))
def test_of_a_signal(expression):
    f = make_function(f"def f(x, K, a):\n    return np.sum(np.sin({expression}))\n", signal=signal, ndimage=ndimage)
    active = (0, 1) if "K" in expression else 0
    check_grads(f, VECTOR, KERNEL, np.array([2.0, 0.3]), argnums=active)


OF_AN_IMAGE = """
    signal.convolve(x, W, mode='same'); signal.convolve2d(x, W, 'valid'); signal.lfilter(W[0], [1.0, 0.5], x, axis=0);
    ndimage.gaussian_filter(x, (1.0, 0.5), mode='nearest'); ndimage.gaussian_filter(x, 1.0, order=(0, 1), mode='mirror');
    ndimage.convolve(x, W, mode='constant'); ndimage.gaussian_filter(x, 1.0, mode=('wrap', 'mirror')); ndimage.uniform_filter(x, (2, 3));
    ndimage.correlate1d(x, W[0], 0); signal.savgol_filter(x, 3, 1, axis=0); signal.detrend(x, axis=0);
    ndimage.gaussian_filter1d(x, 0.7, 0, 1, mode='mirror'); ndimage.uniform_filter1d(x, 3, axis=0); ndimage.sobel(x, 0, mode='constant');
    ndimage.prewitt(x, axis=1); ndimage.laplace(x); ndimage.gaussian_laplace(x, 1.0, mode='wrap'); signal.lfilter(W[0], W[1] + 9, x, axis=0);
    ndimage.gaussian_gradient_magnitude(x, (1.0, 0.5))
"""


@pytest.mark.parametrize("expression", expressions(OF_AN_IMAGE))
def test_of_an_image(expression):
    f = make_function(f"def f(x, W):\n    return np.sum(np.sin({expression}))\n", signal=signal, ndimage=ndimage)
    check_grads(f, IMAGE, IMAGE[:2, :3])


REFUSED = """
    ndimage.gaussian_filter(X, x); ndimage.convolve(X, X, cval=1.0); ndimage.gaussian_filter(X, 1.0, output=X); signal.medfilt(X);
    signal.savgol_filter(X, 3, 1, mode='nearest'); signal.savgol_filter(X, 3, 1, delta=x); signal.sosfilt(X, X); signal.correlate2d(X, X); signal.detrend(X, bp=[0, 2]);
    ndimage.sobel(X, output=X); ndimage.laplace(X, cval=1.0); ndimage.gaussian_filter1d(X, x); signal.lfilter([1.0], [1.0, 0.5], X[0], zi=[x]); ndimage.median_filter(X, 3);
    signal.convolve2d(X, X, boundary='wrap'); ndimage.uniform_filter(X, 3, mode='constant', cval=x);
    ndimage.correlate(X, X, float); ndimage.uniform_filter(X, 3, X); ndimage.gaussian_filter(X, 1.0, radius=3)
"""


@pytest.mark.parametrize("expression", expressions(REFUSED))
def test_refused(expression):
    f = make_function(f"def f(x, X):\n    return np.sum({expression})\n", signal=signal, ndimage=ndimage)
    for derivative in (lambda: grad(f, (0, 1))(0.8, IMAGE), lambda: tangent(f, (0, 1))(0.8, IMAGE, 1.0, IMAGE)):
        with pytest.raises(Refused):
            derivative()


def dense(function, count):
    return np.array([function(row) for row in np.eye(count)]).T


@pytest.mark.parametrize("order", (0, 1, 2))
@pytest.mark.parametrize("mode", ("reflect", "mirror", "nearest", "wrap", "constant"))
def test_gaussian_filters_of_short_signals(mode, order):
    """The weights reach beyond the boundary more than once."""
    for count, sigma in itertools.product((1, 2, 3, 7), (0.5, 2.0)):
        forward = dense(lambda row: ndimage.gaussian_filter(row, sigma, order, mode=mode), count)
        backward = dense(lambda row: runtime.gaussian_back(row, sigma, order, mode, 4.0), count)
        np.testing.assert_allclose(backward, forward.T, atol=1e-14)


@pytest.mark.parametrize(
    "mode", ("reflect", "mirror", "nearest", "wrap", "constant", "grid-mirror", "grid-wrap", "grid-constant")
)
def test_uniform_and_weighted_filters_of_short_signals(mode):
    for count, size in itertools.product((1, 2, 3, 7), (1, 2, 3, 5, 8)):
        for origin in range(-(size // 2), (size - 1) // 2 + 1):
            forward = dense(lambda row: ndimage.uniform_filter(row, size, mode=mode, origin=origin), count)
            backward = dense(lambda row: runtime.uniform_back(row, size, mode, origin), count)
            np.testing.assert_allclose(backward, forward.T, atol=1e-14)
            weights = np.arange(1.0, size + 1)
            for flipped, function in ((False, ndimage.correlate), (True, ndimage.convolve)):
                x = np.linspace(1.0, 2.0, count) ** 3
                reached = runtime.extended(x, weights, mode, origin, flipped)
                kernel = weights[::-1] if flipped else weights
                by_hand = [reached[i : i + size] @ kernel for i in range(count)]
                np.testing.assert_allclose(by_hand, function(x, weights, mode=mode, origin=origin), rtol=1e-13)


@pytest.mark.parametrize("name", ("sobel", "prewitt", "laplace", "gaussian_laplace", "gaussian_gradient_magnitude", "gaussian_filter1d"))
def test_values_of_what_is_defined_are_those_of_scipy(name):
    arguments = ", 1.0" if "gaussian" in name else ""
    f = make_function(f"def f(x):\n    return ndimage.{name}(x{arguments}, mode='mirror')\n", ndimage=ndimage)
    for x in (VECTOR, IMAGE, np.stack([IMAGE, IMAGE**2])):
        assert np.array_equal(jvp(f, (x,), (x,))[0], f(x))
