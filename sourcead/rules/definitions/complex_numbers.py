"""Functions of complex numbers, and Fourier transforms made of others."""

from __future__ import annotations

import builtins
import cmath
import math

import numpy as np

from ...frontend.forms import is_complex
from ...frontend.within import numbers, refuse, row
from ..table import TABLE

# -- parts and polar coordinates ------------------------------------------------------------------------------------------------


def angle(z, deg=False):
    a = np.arctan2(z.imag, z.real)
    return a * (180 / np.pi) if deg else a


def phase(z):
    return math.atan2(z.imag, z.real)


def polar(z):
    return abs(z), math.atan2(z.imag, z.real)


def rect(r, phi):
    return row("complex_of", r * math.cos(phi), r * math.sin(phi))


def complex_number(real=0, imag=None):
    return (
        row("complex", real)
        if imag is None
        else row("complex", real) + row("complex", imag) * 1j if is_complex(real) or is_complex(imag) else row("complex_of", real, imag)
    )


def logarithm(z, base):
    return cmath.log(z) / cmath.log(base)


# -- eigenvalues ------------------------------------------------------------------------------------------------------------------


def eig(a):
    return (
        row("eig", a)
        if is_complex(a)
        else refuse(
            "np.linalg.eig of a real matrix, whose eigenvalues may be real or complex,",
            "make the matrix complex: np.linalg.eig(a + 0j); of a symmetric one use np.linalg.eigh",
        )
    )


def eigvals(a):
    return (
        row("eigvals", a)
        if is_complex(a)
        else refuse(
            "np.linalg.eigvals of a real matrix, whose eigenvalues may be real or complex,",
            "make the matrix complex: np.linalg.eigvals(a + 0j); of a symmetric one use np.linalg.eigvalsh",
        )
    )


# -- Fourier transforms -----------------------------------------------------------------------------------------------------------


def other_direction(norm):
    return "forward" if norm is None or norm == "backward" else "backward" if norm == "forward" else norm


def hfft(a, n=None, axis=-1, norm=None):
    return np.fft.irfft(np.conjugate(a), (a.shape[axis] - 1) * 2 if n is None else n, axis, other_direction(norm))


def ihfft(a, n=None, axis=-1, norm=None):
    return np.conjugate(np.fft.rfft(a, a.shape[axis] if n is None else n, axis, other_direction(norm)))


def rfftn(a, s=None, axes=None, norm=None):
    axes = transformed(a, s, axes)
    out = np.fft.rfft(a, size(s, -1), axes[-1], norm)
    for i in numbers(len(axes) - 1):
        out = np.fft.fft(out, size(s, -2 - i), axes[-2 - i], norm)
    return out


def irfftn(a, s=None, axes=None, norm=None):
    axes = transformed(a, s, axes)
    out = a
    for i in numbers(len(axes) - 1):
        out = np.fft.ifft(out, size(s, i), axes[i], norm)
    return np.fft.irfft(out, size(s, -1), axes[-1], norm)


def rfft2(a, s=None, axes=(-2, -1), norm=None):
    return rfftn(a, s, axes, norm)


def irfft2(a, s=None, axes=(-2, -1), norm=None):
    return irfftn(a, s, axes, norm)


def transformed(a, s, axes):
    return axes if axes is not None else numbers(a.ndim) if s is None else last_of(a.ndim, len(s))


def last_of(ndim, count):
    found = ()
    for i in numbers(count):
        found = found + (i - count,)
    return found


def size(s, i):
    return None if s is None else s[i]


def fftshift(x, axes=None):
    return np.roll(x, halves(x, axes, 1), axis=numbers(x.ndim) if axes is None else axes)


def ifftshift(x, axes=None):
    return np.roll(x, halves(x, axes, -1), axis=numbers(x.ndim) if axes is None else axes)


def halves(x, axes, sign):
    """How far to roll along each axis: half its length, rounded down."""
    found = ()
    if isinstance(axes, int):
        return sign * (x.shape[axes] // 2)
    for axis in numbers(x.ndim) if axes is None else axes:
        found = found + (sign * (x.shape[axis] // 2),)
    return found


def fftfreq(n, d=1.0):
    return np.concatenate([np.arange(0, (n - 1) // 2 + 1), np.arange(-(n // 2), 0)]) * (1.0 / (n * d))


def rfftfreq(n, d=1.0):
    return np.arange(0, n // 2 + 1) * (1.0 / (n * d))


for function, definition in {
    np.angle: angle,
    cmath.phase: phase,
    cmath.polar: polar,
    cmath.rect: rect,
    cmath.log: logarithm,
    builtins.complex: complex_number,
    np.linalg.eig: eig,
    np.linalg.eigvals: eigvals,
    np.fft.hfft: hfft,
    np.fft.ihfft: ihfft,
    np.fft.rfftn: rfftn,
    np.fft.irfftn: irfftn,
    np.fft.rfft2: rfft2,
    np.fft.irfft2: irfft2,
    np.fft.fftshift: fftshift,
    np.fft.ifftshift: ifftshift,
    np.fft.fftfreq: fftfreq,
    np.fft.rfftfreq: rfftfreq,
}.items():
    TABLE.define(function, definition)
