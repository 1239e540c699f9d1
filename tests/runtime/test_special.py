"""Special functions against known values and against their own differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sourcead.runtime import polygamma, sinc_derivative

EULER = 0.57721566490153286
ZETA3 = 1.2020569031595942


KNOWN = (
    *((0, 1.0, -EULER), (0, 0.5, -EULER - 2 * math.log(2)), (0, 2.0, 1 - EULER), (0, -0.5, 2 - EULER - 2 * math.log(2))),
    *((0, 1e-8, -1e8 - EULER), (0, 1e10, math.log(1e10) - 5e-11), (1, 1.0, math.pi**2 / 6), (1, 0.5, math.pi**2 / 2)),
    *((1, -0.5, math.pi**2 / 2 + 4), (2, 1.0, -2 * ZETA3), (2, 0.5, -14 * ZETA3), (3, 1.0, math.pi**4 / 15)),
)


@pytest.mark.parametrize("n, x, value", KNOWN)
def test_polygamma_at_known_points(n, x, value):
    """Abramowitz & Stegun 6.3.2-6.3.7, 6.4.2-6.4.6."""
    assert polygamma(n, x) == pytest.approx(value, rel=1e-13, abs=1e-13 if n else 0)


@pytest.mark.parametrize("x", [0.3, 1.0, 5.5, 14.9, 15.1, 40.0, -2.3])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_polygamma_is_the_derivative_of_the_one_before(n, x):
    h = 1e-3 * min(1, abs(x))
    steps = ((1, 45 / 60), (2, -9 / 60), (3, 1 / 60))
    slope = sum(w * (polygamma(n, x + k * h) - polygamma(n, x - k * h)) / h for k, w in steps)
    assert polygamma(n + 1, x) == pytest.approx(slope, rel=1e-8)


@pytest.mark.parametrize("x", [0, -1, -7.0])
def test_polygamma_at_its_poles(x):
    with pytest.raises(ValueError):
        polygamma(0, x)


def test_polygamma_far_on_the_left_ends():
    assert polygamma(0, -1e12 + 0.5) == pytest.approx(math.log(1e12), rel=1e-12)


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_sinc_derivative_is_the_derivative_of_the_one_before(n):
    x = np.concatenate([np.linspace(-6, 6, 121), [0.0, 1e-9, 1e-3], np.array([-1, 1]) * (n + 2) / math.pi])
    np.testing.assert_allclose(sinc_derivative(0, x), np.sinc(x), atol=1e-15)
    h = 1e-3
    steps = ((1, 45 / 60), (2, -9 / 60), (3, 1 / 60))
    slope = sum(w * (sinc_derivative(n, x + k * h) - sinc_derivative(n, x - k * h)) / h for k, w in steps)
    np.testing.assert_allclose(sinc_derivative(n + 1, x), slope, rtol=1e-9, atol=1e-9 * math.pi ** (n + 1))


def test_sinc_derivative_keeps_type_and_shape():
    assert isinstance(sinc_derivative(1, 0.5), float)
    assert sinc_derivative(1, np.ones((2, 3), np.float32)).dtype == np.float32
    assert sinc_derivative(1, np.ones((2, 3))).shape == (2, 3)
