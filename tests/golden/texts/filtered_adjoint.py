import numpy as np

from sourcead.runtime import cut_to, twice_inside, unbroadcast


def filtered_adjoint(x, filtered_bar=1.0):
    """Adjoint of filtered (complex_numbers.py:11) with respect to x."""
    # forward sweep
    c = np.fft.rfft(x)
    a = np.exp(-0.1 * np.arange(4))
    b = c * a
    y = np.fft.irfft(b, n=6)
    d = c[1:]
    e = np.abs(d)
    # reverse sweep
    # line 14: return np.sum(y**2) + np.sum(np.abs(c[1:]))
    y_bar = 2 * filtered_bar * y
    # line 13: y = np.fft.irfft(c * np.exp(-0.1 * np.arange(4)), n=6)
    f = np.conjugate(np.fft.rfft(y_bar, norm="forward"))
    c_bar = unbroadcast(a * cut_to(f * twice_inside(f, y), b), c)
    c_bar[1:] += np.conjugate(d) / np.where(e != 0, e, 1.0) * filtered_bar
    # line 12: c = np.fft.rfft(x)
    x_bar = np.fft.fft(c_bar, n=x.shape[-1]).real
    return (x_bar,)
