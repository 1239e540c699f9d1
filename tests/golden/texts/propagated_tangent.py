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
        psi = np.fft.ifft(kinetic * np.fft.fft(c))
        psi_dot = np.fft.ifft(kinetic * np.fft.fft(c_dot))
    d = psi[:2]
    e = np.abs(d)
    f = broadcast_like(np.conjugate(d) / np.where(e != 0, e, 1.0) * psi_dot[:2], e)
    g = np.sum(e**2)
    return g, np.sum(2 * e * f.real)
