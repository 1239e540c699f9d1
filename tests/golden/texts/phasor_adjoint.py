import numpy as np


def phasor_adjoint(x, r, phasor_bar=1.0):
    """Adjoint of phasor (complex_numbers.py:6) with respect to x and r."""
    # forward sweep
    a = np.exp(1j * x)
    z = r * a
    b = z * z - 1
    c = abs(b)
    # reverse sweep
    # line 8: return z.real + abs(z * z - 1)
    d = z * (np.conjugate(b) / (c if c != 0 else 1.0) * phasor_bar)
    z_bar = d + d + phasor_bar
    # line 7: z = r * np.exp(1j * x)
    r_bar = (a * z_bar).real
    x_bar = (1j * (a * (r * z_bar))).real
    return float(x_bar), float(r_bar)
