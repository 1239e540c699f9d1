"""Convolution, correlation and linear filters of scipy.signal: linear in the signal and in the coefficients.

With full, the full convolution of a and b, of which a mode keeps a part: the adjoint of a is the correlation of the
result's adjoint, padded with zeros to the full size, with b; that of b with a (the transposes of Toeplitz matrices).
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
from scipy import signal

from .. import runtime
from ..ir.kinds import UNKNOWN, Array, Kind, ndim
from ..frontend.within import as_array, refuse, row
from .table import TABLE, Sample, dtype_of, general, linear, multilinear

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


def leading(x: np.ndarray) -> np.ndarray:
    """Coefficients of a stable recursion: the first dominates."""
    x[0] += 2
    return x


FILTERS = (
    Sample((REAL, (2.0, -0.5, 0.3), REAL), ((2,), (), (5,))),
    Sample((REAL, (-0.3, 0.3), REAL), ((2,), (3,), (6,)), {}, (None, leading, None)),
    Sample((REAL, (-0.3, 0.3), REAL), ((3,), (2,), (4, 2)), {"axis": 0}, (None, leading, None)),
    Sample((REAL, (1.0,), REAL), ((3,), (), (4, 2)), {"axis": 0}),
)


def filter_push(b_dot, a_dot, x_dot, y, b, a, x, axis):
    """The derivative of a y = b x, as products of polynomials: a y_dot = b_dot x - a_dot y + b x_dot."""
    first = None if b_dot is None else signal.lfilter(b_dot, a, x, axis=axis)
    second = None if a_dot is None else -signal.lfilter(a_dot, a, y, axis=axis)
    third = None if x_dot is None else signal.lfilter(b, a, x_dot, axis=axis)
    return plus(plus(first, second), third)


def plus(a, b):
    return b if a is None else a if b is None else a + b


def recursion_back(g, y, b, a, x, axis):
    back = np.flip(signal.lfilter(np.ones_like(a[:1]), a, np.flip(g, axis=axis), axis=axis), axis=axis)
    return -runtime.lagged_products(back, y, a, axis)


general(
    signal.lfilter,
    filter_push,
    lambda g, y, b, a, x, axis: runtime.lagged_products(g, signal.lfilter(np.ones_like(b[:1]), a, x, axis=axis), b, axis),
    recursion_back,
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


# -- smoothing and trends -----------------------------------------------------------------------------------------------------------


def smoothed_kind(x: Any, *args: Any, **options: Any) -> Kind:
    return Array("float32" if dtype_of(x.kind) == "float32" else "float64", x.kind.ndim) if ndim(x.kind) else UNKNOWN


linear(
    runtime.savgol_interp,
    lambda g, y, x, window, order, deriv, delta, axis: runtime.savgol_back(g, window, order, deriv, delta, axis),
    *(None,) * 5,
    signature=lambda x, window, order, deriv, delta, axis: 0,
    kind=smoothed_kind,
    spelling="savgol_interp",
    flops=None,
    without_rule=("delta",),
    domain=(Sample((REAL, 5, 2, 0, 1.0, -1), ((8,),)), Sample((REAL, 3, 1, 1, 0.5, 0), ((6, 2),)), Sample((REAL, 5, 3, 2, 1.0, -1), ((5,),))),
)
linear(
    runtime.savgol_back,
    lambda h, y, g, window, order, deriv, delta, axis: runtime.savgol_interp(h, window, order, deriv, delta, axis),
    *(None,) * 5,
    signature=lambda g, window, order, deriv, delta, axis: 0,
    kind=smoothed_kind,
    spelling="savgol_back",
    flops=None,
    without_rule=("delta",),
    domain=Sample((REAL, 5, 2, 0, 1.0, 0), ((8, 2),)),
)


def savgol_filter(x, window_length, polyorder, deriv=0, delta=1.0, axis=-1, mode="interp", cval=0.0):
    if mode != "interp":
        refuse("savgol_filter with this mode", "use scipy.ndimage.convolve1d with scipy.signal.savgol_coeffs, computed outside")
    return row("savgol_interp", as_array(x), window_length, polyorder, deriv, delta, axis)


TABLE.define(signal.savgol_filter, savgol_filter)
linear(
    signal.detrend,
    lambda g, y, x, axis, type: signal.detrend(g, axis=axis, type=type),  # an orthogonal projection
    signature=lambda data, axis=-1, type="linear": 0,
    kind=smoothed_kind,
    spelling="scipy.signal.detrend",
    flops=None,
    domain=(Sample((REAL,), ((5,),)), Sample((REAL,), ((4, 3),), {"axis": 0}), Sample((REAL,), ((4, 3),), {"type": "constant"})),
)
