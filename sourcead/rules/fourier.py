"""Discrete Fourier transforms: linear, and the matrix of one is symmetric, so that its transpose is the transform itself.

That of real numbers gives half of the spectrum, and its inverse reads half: an entry that stands for its conjugate too
counts twice. Where a transform cuts or pads its argument, the transpose pads or cuts back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import conj
from ..ir.kinds import UNKNOWN, Array, Kind, ndim
from ..ir.nodes import Const
from ..ir.primitives import sampled
from .table import Sample, linear, nondifferentiable

REAL = (-2.0, 2.0)


def swapped(norm):
    """The norm of the transform in the other direction that scales as this one does."""
    return "backward" if norm == "forward" else "ortho" if norm == "ortho" else "forward"


def fitting(g, x, n):
    """`g` where the transform did not change the length, or cut or padded to the shape of `x`."""
    return g if n is None else runtime.cut_to(g, x)


LENGTHS = ({}, {"n": 3}, {"n": 7}, {"norm": "ortho"}, {"norm": "forward", "axis": 0}, {"axis": 0, "n": 5})
for transform in (np.fft.fft, np.fft.ifft):
    linear(
        transform,
        (
            (lambda g, y, x, n, axis, norm: fitting(np.fft.fft(g, None, axis, norm), x, n))
            if transform is np.fft.fft
            else (lambda g, y, x, n, axis, norm: fitting(np.fft.ifft(g, None, axis, norm), x, n))
        ),
        signature=lambda a, n=None, axis=-1, norm=None: 0,
        domain=tuple(Sample((REAL,), ((2, 4),), given) for given in LENGTHS),
    )


def rfft_back(g, y, x, n, axis, norm):
    return fitting(np.fft.fft(g, x.shape[axis] if n is None else n, axis, norm).real, x, n)


def irfft_back(g, y, x, n, axis, norm):
    halves = conj(np.fft.rfft(g, None, axis, swapped(norm)))
    return runtime.cut_to(halves * runtime.twice_inside(halves, y, axis=axis), x)


linear(
    np.fft.rfft,
    rfft_back,
    signature=lambda a, n=None, axis=-1, norm=None: 0,
    domain=(*(Sample((REAL,), ((2, 4),), given) for given in LENGTHS), Sample((REAL,), ((5,),))),
)
linear(
    np.fft.irfft,
    irfft_back,
    signature=lambda a, n=None, axis=-1, norm=None: 0,
    kind=lambda a, n=None, axis=None, norm=None: sampled(np.fft.irfft, (a, Const(2)), {}),  # it has no value of length 0
    domain=(*(Sample((REAL,), ((2, 4),), given) for given in LENGTHS), Sample((REAL,), ((4,),), {"n": 7})),
)


def spectrum_kind(a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Kind:
    """The kind of a transform of several axes, whose sizes may be known only at run time."""
    one = sampled(np.fft.fft, (a,), {})
    return UNKNOWN if one is UNKNOWN else Array(one.dtype, ndim(a.kind))


SHAPES = ({}, {"axes": (0,)}, {"axes": (1, 0), "norm": "ortho"}, {"s": (3, 5), "axes": (0, 1)}, {"s": (5,), "axes": (0,)})
linear(
    np.fft.fftn,
    lambda g, y, x, s, axes, norm: fitting(np.fft.fftn(g, None, axes, norm), x, s),
    signature=lambda a, s=None, axes=None, norm=None: 0,
    kind=spectrum_kind,
    domain=tuple(Sample((REAL,), ((2, 4),), given) for given in SHAPES),
)
linear(
    np.fft.ifftn,
    lambda g, y, x, s, axes, norm: fitting(np.fft.ifftn(g, None, axes, norm), x, s),
    signature=lambda a, s=None, axes=None, norm=None: 0,
    kind=spectrum_kind,
    domain=tuple(Sample((REAL,), ((2, 4),), given) for given in SHAPES),
)


PAIRS = ({}, {"axes": (1, 0), "norm": "ortho"}, {"s": (3, 5)})
linear(
    np.fft.fft2,
    lambda g, y, x, s, axes, norm: fitting(np.fft.fft2(g, None, axes, norm), x, s),
    signature=lambda a, s=None, axes=(-2, -1), norm=None: 0,
    kind=spectrum_kind,
    domain=(*(Sample((REAL,), ((2, 4),), given) for given in PAIRS), Sample((REAL,), ((2, 3, 4),))),
)
linear(
    np.fft.ifft2,
    lambda g, y, x, s, axes, norm: fitting(np.fft.ifft2(g, None, axes, norm), x, s),
    signature=lambda a, s=None, axes=(-2, -1), norm=None: 0,
    kind=spectrum_kind,
    domain=(*(Sample((REAL,), ((2, 4),), given) for given in PAIRS), Sample((REAL,), ((2, 3, 4),))),
)


# -- what the transposes are made of ------------------------------------------------------------------------------------------

linear(
    runtime.cut_to,
    lambda g, y, x, like: runtime.cut_to(g, x),
    None,
    signature=lambda x, like: 0,
    spelling="cut_to",
    kind=lambda x, like: x.kind,
    models=(1,),
    domain=(Sample((REAL, np.zeros((3, 5))), ((4, 2), (3, 5))), Sample((REAL, np.zeros(3)), ((3,), (3,)))),
)


def counts_kind(halves: Any, whole: Any, axis: Any = None) -> Kind:
    return Array("float64", ndim(halves.kind)) if ndim(halves.kind) and ndim(whole.kind) else UNKNOWN


nondifferentiable(
    runtime.twice_inside, lambda halves, whole, axis=-1: 0, spelling="twice_inside", kind=counts_kind, models=(0, 1)
)
