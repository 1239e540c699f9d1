import numpy as np

from sourcead.runtime import broadcast_like


def filtered_tangent(x, x_dot):
    """Tangent of filtered (complex_numbers.py:11) with respect to x."""
    c = np.fft.rfft(x)
    c_dot = np.fft.rfft(x_dot)
    a = np.exp(-0.1 * np.arange(4))
    b = c * a
    y = np.fft.irfft(b, n=6)
    y_dot = np.fft.irfft(broadcast_like(a * c_dot, b), n=6)
    d = c[1:]
    e = np.abs(d)
    f = broadcast_like(np.conjugate(d) / np.where(e != 0, e, 1.0) * c_dot[1:], e)
    g = np.sum(y**2) + np.sum(e)
    return g, np.sum(broadcast_like(2 * y * y_dot, y)) + np.sum(f.real)
