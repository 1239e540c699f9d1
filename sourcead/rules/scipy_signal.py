"""Convolution, correlation and linear filters of scipy.signal: linear in the signal and in the coefficients.

With full, the full convolution of a and b, of which a mode keeps a part: the adjoint of a is the correlation of the
result's adjoint, padded with zeros to the full size, with b; that of b with a (the transposes of Toeplitz matrices).
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
from scipy import signal

from .. import runtime
from ..ir.kinds import Array, Kind
from .table import Sample, dtype_of, linear, multilinear, refused

REAL = (-2.0, 2.0)
SHAPES = (((5,), (3,)), ((5,), (2,)), ((2,), (5,)), ((4, 3), (2, 2)))
MODES = tuple(
    Sample((REAL, REAL), pair, {"mode": mode} if mode != "full" else {}) for mode in ("full", "same", "valid") for pair in SHAPES
)


def full_size(g, a, b, mode):
    return g if mode == "full" else runtime.padded_to_full(g, a, b, mode)


# -- convolution and correlation -------------------------------------------------------------------------------------------


def convolution_flops(y: Any, a: Any, b: Any, mode: str = "full", method: str = "auto") -> int:
    return 2 * int(np.size(y)) * min(int(np.size(a)), int(np.size(b)))


def convolved(convolve: Callable) -> tuple[Callable, Callable]:
    def left(g, y, a, b, mode, *how):
        return convolve(full_size(g, a, b, mode), np.flip(b), mode="valid")

    def right(g, y, a, b, mode, *how):
        return convolve(full_size(g, a, b, mode), np.flip(a), mode="valid")

    return left, right


def correlated_left(g, y, a, b, mode, method):
    return signal.convolve(full_size(g, a, b, mode), b, mode="valid")


def correlated_right(g, y, a, b, mode, method):
    return np.flip(signal.convolve(full_size(g, a, b, mode), np.flip(a), mode="valid"))


for function in (signal.convolve, signal.fftconvolve, signal.oaconvolve):
    multilinear(
        function,
        *convolved(function),
        signature=(
            (lambda in1, in2, mode="full", method="auto": 0) if function is signal.convolve else (lambda in1, in2, mode="full": 0)
        ),
        spelling=f"scipy.signal.{function.__name__}",
        flops=convolution_flops,
        domain=MODES,
    )
multilinear(
    signal.correlate,
    correlated_left,
    correlated_right,
    signature=lambda in1, in2, mode="full", method="auto": 0,
    spelling="scipy.signal.correlate",
    flops=convolution_flops,
    domain=MODES,
)
multilinear(
    signal.convolve2d,
    *convolved(signal.convolve2d),
    signature=lambda in1, in2, mode="full": 0,
    spelling="scipy.signal.convolve2d",
    flops=convolution_flops,
    domain=MODES[3::4],
)


def full_kind(g: Any, a: Any, b: Any, mode: Any) -> Kind:
    return Array(dtype_of(g.kind), g.kind.ndim)


linear(
    runtime.padded_to_full,
    lambda g, y, x, a, b, mode: runtime.cut_to_mode(g, a, b, mode),
    None,
    None,
    None,
    signature=lambda g, a, b, mode: 0,
    kind=full_kind,
    spelling="padded_to_full",
    flops=None,
    domain=Sample((REAL, np.zeros((4, 3)), np.zeros((2, 2)), "same"), ((4, 3), (4, 3), (2, 2))),
)
linear(
    runtime.cut_to_mode,
    lambda g, y, x, a, b, mode: runtime.padded_to_full(g, a, b, mode),
    None,
    None,
    None,
    signature=lambda full, a, b, mode: 0,
    kind=full_kind,
    spelling="cut_to_mode",
    view=True,
    flops=None,
    domain=Sample((REAL, np.zeros((4, 3)), np.zeros((2, 2)), "valid"), ((5, 4), (4, 3), (2, 2))),
)


# -- recursive filters: a[0] y[n] = Σ b[k] x[n - k] - Σ a[k] y[n - k] ----------------------------------------------------------


def filtered_backwards(g, y, b, a, x, axis):
    return np.flip(signal.lfilter(b, a, np.flip(g, axis=axis), axis=axis), axis=axis)


def filter_flops(y: Any, b: Any, a: Any, x: Any, axis: int = -1) -> int:
    return 2 * int(np.size(x)) * (len(b) + len(a) - 1)


FILTERS = (
    Sample((REAL, (2.0, -0.5, 0.3), REAL), ((2,), (), (5,))),
    Sample((REAL, (1.0,), REAL), ((3,), (), (4, 2)), {"axis": 0}),
)
multilinear(
    signal.lfilter,
    lambda g, y, b, a, x, axis: runtime.lagged_products(g, signal.lfilter(np.ones_like(b[:1]), a, x, axis=axis), b, axis),
    refused,
    filtered_backwards,
    signature=lambda b, a, x, axis=-1: 0,
    spelling="scipy.signal.lfilter",
    flops=filter_flops,
    domain=FILTERS,
)
multilinear(
    runtime.lagged_products,
    lambda g, y, u, w, like, axis: signal.lfilter(g, np.ones_like(g[:1]), w, axis=axis),
    lambda g, y, u, w, like, axis: np.flip(signal.lfilter(g, np.ones_like(g[:1]), np.flip(u, axis=axis), axis=axis), axis=axis),
    None,
    None,
    signature=lambda g, w, like, axis: 0,
    kind=lambda g, w, like, axis: Array(np.result_type(dtype_of(g.kind), dtype_of(w.kind)).name, 1),
    spelling="lagged_products",
    flops=lambda y, g, w, like, axis: 2 * len(like) * int(np.size(g)),
    domain=(
        Sample((REAL, REAL, np.zeros(2), -1), ((5,), (5,), (2,))),
        Sample((REAL, REAL, np.zeros(3), 0), ((4, 2), (4, 2), (3,))),
    ),
)
