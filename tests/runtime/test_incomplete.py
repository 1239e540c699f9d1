"""Derivatives of incomplete gamma and beta functions in their parameters, against values of fifty digits."""

from __future__ import annotations

import numpy as np
import pytest

special = pytest.importorskip("scipy.special")

from sourcead import runtime  # noqa: E402

# a, x, and the first two derivatives of the regularised lower incomplete gamma function in a.
GAMMA = [
    (0.05, 0.001, -4.66181305268968, 28.7729881316274),
    (0.3, 4.0, -0.010264313972653528, -0.027379077921292218),
    (1, 0.7, -0.4832861241511979, 0.22331906298424006),
    (2.5, 2.4, -0.2656425503879884, 0.01483393946591677),
    (2.5, 30.0, -3.320467967686098e-11, -8.476372758880233e-11),
    (40.0, 35.0, -0.048001196414801835, 0.006425566137503976),
    (200.5, 230.0, -0.0036366113933856544, -0.0004993796983807524),
]
# a, b, x, and the derivatives of the regularised incomplete beta function in a, in b, and in both.
BETA = [
    (0.05, 0.7, 0.1, -2.4776087158333735, 0.11183057962821119, 1.7982612168336225),
    (2.5, 0.3, 0.99999, -0.0061050907030641265, 0.46672888584439487, 0.045089501235834085),
    (2.5, 3.0, 0.45, -0.2031817625491469, 0.16602632837070466, 0.0016888312705249182),
    (40.0, 60.0, 0.41, -0.04750126636383834, 0.03228590089926871, 0.0008789999105704138),
    (0.5, 5.0, 1e-4, -0.18789004211126786, 0.0025822163967704364, -0.014813640963533853),
    (500.0, 3.0, 0.99, -0.0008287512663114556, 0.11125443737635363, -0.0005723745219414704),
]


@pytest.mark.parametrize("a, x, first, second", GAMMA)
def test_gamma(a, x, first, second):
    assert runtime.gammainc_slope(0, a, x) == special.gammainc(a, x)
    assert runtime.gammainc_slope(1, a, x) == pytest.approx(first, rel=1e-11)
    assert runtime.gammainc_slope(2, a, x) == pytest.approx(second, rel=1e-10)


@pytest.mark.parametrize("a, b, x, in_a, in_b, in_both", BETA)
def test_beta(a, b, x, in_a, in_b, in_both):
    assert runtime.betainc_slope(0, 0, a, b, x) == special.betainc(a, b, x)
    assert runtime.betainc_slope(1, 0, a, b, x) == pytest.approx(in_a, rel=1e-11)
    assert runtime.betainc_slope(0, 1, a, b, x) == pytest.approx(in_b, rel=1e-11)
    assert runtime.betainc_slope(1, 1, a, b, x) == pytest.approx(in_both, rel=1e-10)


def test_arrays_broadcast_and_keep_their_type():
    a, x = np.array([[0.5], [2.0]]), np.array([0.1, 1.0, 5.0])
    found = runtime.gammainc_slope(1, a, x)
    assert found.shape == (2, 3)
    assert found[1, 2] == runtime.gammainc_slope(1, 2.0, 5.0)
    assert runtime.gammainc_slope(1, np.float32(0.5), np.float32(2.0)).dtype == np.float32
    assert runtime.betainc_slope(1, 0, 2.0, np.float32(0.5), 0.5).dtype == np.float32
    assert runtime.gammainc_slope(1, np.zeros((0, 3)), x).shape == (0, 3)
    many = np.linspace(0.1, 9.0, 10000)
    np.testing.assert_array_equal(runtime.gammainc_slope(1, 2.0, many)[[0, 9999]], runtime.gammainc_slope(1, 2.0, many[[0, 9999]]))


def test_outside_the_support():
    """A distribution function is constant there; without a distribution there is no number."""
    assert runtime.gammainc_slope(1, 2.0, np.array([0.0, np.inf])).tolist() == [0.0, 0.0]
    assert np.isnan(runtime.gammainc_slope(1, -2.0, 1.0)) and np.isnan(runtime.gammainc_slope(1, 2.0, np.nan))
    assert runtime.betainc_slope(1, 0, 2.0, 3.0, np.array([0.0, 1.0])).tolist() == [0.0, 0.0]
    assert np.isnan(runtime.betainc_slope(1, 0, -2.0, 3.0, 0.5))
    assert runtime.gamma_density_slope(1, 2.0, -1.0) == 0.0 and runtime.beta_density_slope(1, 0, 2.0, 2.0, 1.5) == 0.0
