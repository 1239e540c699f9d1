"""Linear filters of scipy.ndimage: linear in the input, and convolutions and correlations in the weights too.

A filter extends its input beyond the boundary and correlates it with the weights. The adjoint of the input is thus the
full convolution of the result's adjoint with the weights, what lies beyond the boundary added where it was copied from; that
of the weights the correlation of the extended input with the result's adjoint. What lies outside a constant boundary is zero:
another value (cval) would make a filter affine, and is not supported.
"""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
from scipy import ndimage, signal

from .. import runtime
from ..frontend.within import as_array, numbers, refuse
from ..ir.kinds import UNKNOWN, Array, Kind, is_array, ndim
from ..ir.nodes import Const
from ..ir.primitives import sampled
from . import scipy_signal
from .axes import along
from .table import TABLE, Sample, dtype_of, linear, multilinear, refused

assert scipy_signal  # its rows are used here

REAL = (-2.0, 2.0)
MODES = ("reflect", "mirror", "nearest", "wrap", "constant")


def filter_flops(y: Any, x: Any, w: Any, *args: Any, **options: Any) -> int:
    return int(np.size(x)) * (2 * int(np.size(w)) - 1)


def is_linear(options: Mapping[str, Any]) -> bool:
    """Whether a filter makes a new array, which is zero where its input is."""
    return "output" not in options and getattr(options.get("cval", Const(0)), "value", None) == 0


def filtered_kind(x: Any, w: Any, **options: Any) -> Kind:
    """The output has the type of the input. Samples of size one would not do: an origin lies within the weights."""
    return x.kind if is_linear(options) and are_real_arrays(x, w) and ndim(w.kind) == ndim(x.kind) else UNKNOWN


def filtered_along_kind(x: Any, w: Any, **options: Any) -> Kind:
    return x.kind if is_linear(options) and are_real_arrays(x, w) and ndim(w.kind) == 1 else UNKNOWN


def smoothed_kind(function: Any) -> Any:
    return lambda *args, **options: sampled(function, args, options) if is_linear(options) else UNKNOWN


def are_real_arrays(*args: Any) -> bool:
    return all(is_array(a.kind) and np.dtype(a.kind.dtype).kind in "fiu" for a in args)


# -- with weights ---------------------------------------------------------------------------------------------------------


def correlated_input(g, y, x, w, output, mode, cval, origin):
    return runtime.folded(signal.convolve(g, w), x, w, mode, origin, False)


def correlated_weights(g, y, x, w, output, mode, cval, origin):
    return signal.correlate(runtime.extended(x, w, mode, origin, False), g, mode="valid")


def convolved_input(g, y, x, w, output, mode, cval, origin):
    return runtime.folded(signal.convolve(g, np.flip(w)), x, w, mode, origin, True)


def convolved_weights(g, y, x, w, output, mode, cval, origin):
    return np.flip(signal.correlate(runtime.extended(x, w, mode, origin, True), g, mode="valid"))


WEIGHTED = (
    *(Sample((REAL, REAL), ((4, 3), (3, 2)), {"mode": mode} if mode != "reflect" else {}) for mode in MODES),
    Sample((REAL, REAL), ((5,), (3,)), {"origin": 1}),
    Sample((REAL, REAL), ((5, 4), (4, 3)), {"origin": (-1, 1), "mode": "mirror"}),
    Sample((REAL, REAL), ((2,), (4,)), {"mode": "grid-wrap"}),
)
ALONG = (
    Sample((REAL, REAL), ((5,), (3,))),
    Sample((REAL, REAL), ((4, 3), (4,)), {"axis": 0, "mode": "nearest", "origin": 1}),
    Sample((REAL, REAL), ((4, 3), (2,)), {"mode": "mirror"}),
)

for function, of_input, of_weights in (
    (ndimage.correlate, correlated_input, correlated_weights),
    (ndimage.convolve, convolved_input, convolved_weights),
):
    multilinear(
        function,
        of_input,
        of_weights,
        signature=lambda input, weights, output=None, mode="reflect", cval=0.0, origin=0: 0,
        kind=filtered_kind,
        spelling=f"scipy.ndimage.{function.__name__}",
        flops=filter_flops,
        domain=WEIGHTED,
    )


def of_one_axis(body: Any, weights: bool) -> Any:
    if weights:
        return lambda g, y, x, w, axis, *settings: np.ravel(body(g, y, x, along(w, x, axis), *settings))
    return lambda g, y, x, w, axis, *settings: body(g, y, x, along(w, x, axis), *settings)


for function, of_input, of_weights in (
    (ndimage.correlate1d, correlated_input, correlated_weights),
    (ndimage.convolve1d, convolved_input, convolved_weights),
):
    multilinear(
        function,
        of_one_axis(of_input, False),
        of_one_axis(of_weights, True),
        signature=lambda input, weights, axis=-1, output=None, mode="reflect", cval=0.0, origin=0: 0,
        kind=filtered_along_kind,
        spelling=f"scipy.ndimage.{function.__name__}",
        flops=filter_flops,
        domain=ALONG,
    )


def same_dimensions(x: Any, *args: Any) -> Kind:
    return Array(dtype_of(x.kind), x.kind.ndim)


linear(
    runtime.extended,
    lambda g, y, x, w, mode, origin, flipped: runtime.folded(g, x, w, mode, origin, flipped),
    *(None,) * 4,
    signature=lambda x, weights, mode, origin, flipped: 0,
    kind=same_dimensions,
    spelling="extended",
    flops=None,
    array_operands=False,
    domain=tuple(Sample((REAL, np.ones((3, 2)), mode, 0, False), ((4, 3), (3, 2))) for mode in MODES),
)
linear(
    runtime.folded,
    lambda g, y, x, like, w, mode, origin, flipped: runtime.extended(g, w, mode, origin, flipped),
    *(None,) * 5,
    signature=lambda e, like, weights, mode, origin, flipped: 0,
    kind=lambda e, like, *args: Array(dtype_of(like.kind), e.kind.ndim),
    spelling="folded",
    array_operands=False,
    domain=Sample((REAL, np.ones((4, 3)), np.ones((3, 2)), "mirror", 0, True), ((6, 4), (4, 3), (3, 2))),
)

# -- with parameters --------------------------------------------------------------------------------------------------------

linear(
    ndimage.gaussian_filter,
    lambda g, y, x, sigma, order, output, mode, cval, truncate: runtime.gaussian_back(g, sigma, order, mode, truncate),
    refused,
    signature=lambda input, sigma, order=0, output=None, mode="reflect", cval=0.0, truncate=4.0: 0,
    kind=smoothed_kind(ndimage.gaussian_filter),
    spelling="scipy.ndimage.gaussian_filter",
    array_operands=False,
    flops=lambda y, x, sigma, **options: int(np.size(x)) * int(np.sum(16 * np.broadcast_to(sigma, np.ndim(x)))),
    domain=(
        *(Sample((REAL, 0.6), ((4, 3), ()), {"mode": mode} if mode != "reflect" else {}) for mode in MODES),
        Sample((REAL, (0.7, 0)), ((4, 3), ()), {"order": 1, "truncate": 2.0}),
        Sample((REAL, 1), ((5,), ()), {"order": 2, "mode": "nearest"}),
    ),
)
linear(
    runtime.gaussian_back,
    lambda g, y, x, sigma, order, mode, truncate: ndimage.gaussian_filter(g, sigma, order=order, mode=mode, truncate=truncate),
    refused,
    None,
    None,
    None,
    signature=lambda g, sigma, order, mode, truncate: 0,
    kind=same_dimensions,
    spelling="gaussian_back",
    array_operands=False,
    domain=Sample((REAL, 0.6, (1, 0), "mirror", 4.0), ((4, 3),)),
)
linear(
    ndimage.uniform_filter,
    lambda g, y, x, size, output, mode, cval, origin: runtime.uniform_back(g, size, mode, origin),
    signature=lambda input, size=3, output=None, mode="reflect", cval=0.0, origin=0: 0,
    kind=smoothed_kind(ndimage.uniform_filter),
    spelling="scipy.ndimage.uniform_filter",
    flops=lambda y, x, size=3, **options: 2 * int(np.ndim(x)) * int(np.size(x)),
    domain=(
        *(Sample((REAL,), ((4, 3),), {"mode": mode} if mode != "reflect" else {}) for mode in MODES),
        Sample((REAL,), ((5, 4),), {"size": (4, 1), "origin": (1, 0), "mode": "nearest"}),
        Sample((REAL,), ((5,),), {"size": 2}),
    ),
)
linear(
    runtime.uniform_back,
    lambda g, y, x, size, mode, origin: ndimage.uniform_filter(g, size, mode=mode, origin=origin),
    None,
    None,
    None,
    signature=lambda g, size, mode, origin: 0,
    kind=same_dimensions,
    spelling="uniform_back",
    array_operands=False,
    domain=Sample((REAL, (4, 1), "nearest", (1, 0)), ((5, 4),)),
)

linear(
    ndimage.gaussian_filter1d,
    lambda g, y, x, sigma, axis, order, output, mode, cval, truncate: runtime.gaussian_line_back(g, sigma, axis, order, mode, truncate),
    refused,
    signature=lambda input, sigma, axis=-1, order=0, output=None, mode="reflect", cval=0.0, truncate=4.0: 0,
    kind=smoothed_kind(ndimage.gaussian_filter1d),
    spelling="scipy.ndimage.gaussian_filter1d",
    flops=None,
    domain=(Sample((REAL, 0.6), ((5,), ())), Sample((REAL, 0.7), ((4, 3), ()), {"axis": 0, "order": 1, "mode": "mirror"})),
)
linear(
    runtime.gaussian_line_back,
    lambda h, y, g, sigma, axis, order, mode, truncate: ndimage.gaussian_filter1d(
        h, sigma, axis=axis, order=order, mode=mode, truncate=truncate
    ),
    refused,
    *(None,) * 4,
    signature=lambda g, sigma, axis, order, mode, truncate: 0,
    kind=same_dimensions,
    spelling="gaussian_line_back",
    flops=None,
    domain=Sample((REAL, 0.6, 0, 1, "wrap", 4.0), ((4, 3),)),
)


# -- in terms of these ------------------------------------------------------------------------------------------------------------


def on_axis(ndim, axis, value, other):
    """`value` for one axis, `other` for the rest."""
    found = ()
    for i in numbers(ndim):
        found = found + ((value if i == axis % ndim else other),)
    return found


def uniform_filter1d(input, size, axis=-1, output=None, mode="reflect", cval=0.0, origin=0):
    x = as_image(input, output)
    return ndimage.uniform_filter(x, on_axis(x.ndim, axis, size, 1), mode=mode, cval=cval, origin=on_axis(x.ndim, axis, origin, 0))


def as_image(x, output):
    if output is not None:
        refuse("an output array of a filter", "assign the result")
    return as_array(x)


def sobel(input, axis=-1, output=None, mode="reflect", cval=0.0):
    return edges(as_image(input, output), axis, (1.0, 2.0, 1.0), mode, cval)


def prewitt(input, axis=-1, output=None, mode="reflect", cval=0.0):
    return edges(as_image(input, output), axis, (1.0, 1.0, 1.0), mode, cval)


def edges(x, axis, across, mode, cval):
    """A difference along one axis, sums along the others."""
    found = ndimage.correlate1d(x, [-1.0, 0.0, 1.0], axis, mode=mode, cval=cval)
    for i in numbers(x.ndim):
        found = found if i == axis % x.ndim else ndimage.correlate1d(found, np.array(across), i, mode=mode, cval=cval)
    return found


def laplace(input, output=None, mode="reflect", cval=0.0):
    x = as_image(input, output)
    found = ndimage.correlate1d(x, [1.0, -2.0, 1.0], 0, mode=mode, cval=cval)
    for i in numbers(x.ndim - 1):
        found = found + ndimage.correlate1d(x, [1.0, -2.0, 1.0], i + 1, mode=mode, cval=cval)
    return found


def gaussian_laplace(input, sigma, output=None, mode="reflect", cval=0.0):
    x = as_image(input, output)
    found = ndimage.gaussian_filter(x, sigma, order=on_axis(x.ndim, 0, 2, 0), mode=mode, cval=cval)
    for i in numbers(x.ndim - 1):
        found = found + ndimage.gaussian_filter(x, sigma, order=on_axis(x.ndim, i + 1, 2, 0), mode=mode, cval=cval)
    return found


def gaussian_gradient_magnitude(input, sigma, output=None, mode="reflect", cval=0.0):
    x = as_image(input, output)
    first = ndimage.gaussian_filter(x, sigma, order=on_axis(x.ndim, 0, 1, 0), mode=mode, cval=cval)
    found = np.multiply(first, first)
    for i in numbers(x.ndim - 1):
        slope = ndimage.gaussian_filter(x, sigma, order=on_axis(x.ndim, i + 1, 1, 0), mode=mode, cval=cval)
        found = found + np.multiply(slope, slope)
    return np.sqrt(found)


for function, definition in {
    ndimage.uniform_filter1d: uniform_filter1d,
    ndimage.sobel: sobel,
    ndimage.prewitt: prewitt,
    ndimage.laplace: laplace,
    ndimage.gaussian_laplace: gaussian_laplace,
    ndimage.gaussian_gradient_magnitude: gaussian_gradient_magnitude,
}.items():
    TABLE.define(function, definition)
