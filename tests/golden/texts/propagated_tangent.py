import numpy as np

from sourcead.runtime import broadcast_like


def propagated_tangent(v, v_dot):
    """Tangent of propagated (complex_numbers.py:17) with respect to v."""
    psi = np.exp(2j * np.linspace(0.0, 1.0, num=4))
    kinetic = np.exp(-0.05j * np.fft.fftfreq(4) ** 2)
    psi_dot = np.zeros_like(psi)
    for _ in range(3):
        a = -0.1j
        b = np.exp(a * v)
        c = b * psi
        c_dot = broadcast_like(psi * (b * (a * v_dot)) + b * psi_dot, c)
        d = kinetic * np.fft.fft(c)
        psi = np.fft.ifft(d)
        psi_dot = np.fft.ifft(broadcast_like(kinetic * np.fft.fft(c_dot), d))
    e = psi[:2]
    f = np.abs(e)
    g = broadcast_like(np.conjugate(e) / np.where(f != 0, f, 1.0) * psi_dot[:2], f)
    h = np.sum(f**2)
    return h, np.sum(2 * f * g.real)
