"""Parts of complex numbers, written."""

import numpy as np


def with_real(z, x):
    """A copy of `z` with the real part `x`."""
    out = np.copy(z)
    out.real = x
    return out


def with_imag(z, x):
    """A copy of `z` with the imaginary part `x`."""
    out = np.copy(z)
    out.imag = x
    return out
