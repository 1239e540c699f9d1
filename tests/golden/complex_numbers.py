"""Programs of real arguments that compute with complex numbers."""

import numpy as np


def phasor(x, r):
    z = r * np.exp(1j * x)
    return z.real + abs(z * z - 1)


def filtered(x):
    c = np.fft.rfft(x)
    y = np.fft.irfft(c * np.exp(-0.1 * np.arange(4)), n=6)
    return np.sum(y**2) + np.sum(np.abs(c[1:]))


def propagated(v):
    """Steps of a split-operator method: a potential, then free motion in the frequencies."""
    psi = np.exp(2j * np.linspace(0.0, 1.0, 4))
    kinetic = np.exp(-0.05j * np.fft.fftfreq(4) ** 2)
    for _ in range(3):
        psi = np.fft.ifft(kinetic * np.fft.fft(np.exp(-0.1j * v) * psi))
    return np.sum(np.abs(psi[:2]) ** 2)


def recursive_filter(x, a):
    y = np.zeros(5, complex)
    for i in range(1, 5):
        y[i] = (0.5 + 1j * a) * y[i - 1] + x[i]
    return np.sum(np.abs(y) ** 2)


COMPLEX = {
    "phasor": (phasor, (0, 1), (0.7, 1.2)),
    "filtered": (filtered, (0,), (np.array([0.3, -0.8, 1.1, 0.6, 0.2, -0.4]),)),
    "propagated": (propagated, (0,), (np.array([0.3, -0.8, 1.1, 0.6]),)),
    "recursive_filter": (recursive_filter, (0, 1), (np.array([0.3, -0.8, 1.1, 0.6, 0.2]), 0.4)),
}
