import numpy as np

from sourcead.runtime import unbroadcast


def propagated_adjoint(v, propagated_bar=1.0):
    """Adjoint of propagated (complex_numbers.py:17) with respect to v."""
    # forward sweep
    psi = np.exp(2j * np.linspace(0.0, 1.0, num=4))
    kinetic = np.exp(-0.05j * np.fft.fftfreq(4) ** 2)
    psi_tape = []
    a = []
    b = []
    for _ in range(3):
        psi_tape.append(psi)
        c = np.exp(-0.1j * v)
        a.append(c)
        d = np.fft.fft(c * psi)
        b.append(d)
        psi = np.fft.ifft(kinetic * d)
    e = psi[:2]
    f = np.abs(e)
    # reverse sweep
    # line 23: return np.sum(np.abs(psi[:2]) ** 2)
    psi_bar = np.zeros_like(psi)
    psi_bar[:2] = np.conjugate(e) / np.where(f != 0, f, 1.0) * (2 * propagated_bar * f)
    # line 21: for _ in range(3):
    v_bar = np.zeros_like(v)
    for _ in reversed(range(3)):
        psi = psi_tape.pop()
        g = a.pop()
        h = b.pop()
        i = -0.1j
        # line 22: psi = np.fft.ifft(kinetic * np.fft.fft(np.exp(-0.1j * v) * psi))
        j = np.fft.fft(unbroadcast(kinetic * np.fft.ifft(psi_bar), h))
        psi_bar = unbroadcast(g * j, psi)
        k = (i * (g * unbroadcast(psi * j, g))).real
        v_bar += k
    return (v_bar,)
