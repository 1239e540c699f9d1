"""Complex numbers.

A complex number is a pair of real ones, and a derivative that of the pair. Adjoints follow the convention of JAX: with
z = x + iy and a real function f, the adjoint (the gradient) of z is ∂f/∂x - i ∂f/∂y, so that df = Re(z_bar z_dot), without a
conjugate. For a holomorphic function both modes then multiply by the same complex derivative, as for real numbers, and a
transpose needs no conjugate either: the rows of real numbers hold as they stand. Where a real number is made of complex
ones, or a complex of real ones, the same rows give its derivative as their real part: `Derivation.fitted` takes it.

A row holds for complex numbers only where `HOLD` names it: where a body was found right for them, by the tests.
"""

from __future__ import annotations

import builtins
from dataclasses import replace
from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import choose, conj, is_complex
from ..ir import kinds
from ..ir.kinds import UNKNOWN, Kind
from .table import TABLE, Sample, linear, number_kind, partials

REAL = (-2.0, 2.0)


# -- parts ------------------------------------------------------------------------------------------------------------------


def part_kind(z: Any) -> Kind:
    """The kind of the real and of the imaginary part."""
    return kinds.kind_of(kinds.sample(z.kind).real) if kinds.is_number(z.kind) else UNKNOWN


partials(
    np.real, lambda y, x: 1, attributes=["real"], spelling=".real", kind=part_kind, view=True, flops=None, domain=REAL
)
partials(
    np.real_if_close,
    lambda y, x: 1,
    view=True,
    flops=None,
    kind=lambda x: UNKNOWN if kinds.is_complex(x.kind) else kinds.kind_of(np.real_if_close(kinds.sample(x.kind))),
    domain=REAL,
)
linear(
    np.imag,
    lambda g, y, z: -1j * g if is_complex(z) else 0.0 * g,
    signature=lambda val: 0,
    attributes=["imag"],
    spelling=".imag",
    kind=part_kind,
    view=True,
    elementwise=True,
    flops=None,
    domain=REAL,
)
linear(
    np.conjugate,
    lambda g, y, z: conj(g),
    signature=lambda x: 0,
    methods=["conj", "conjugate"],
    view=True,  # of a real array, the methods
    elementwise=True,
    flops=None,
    domain=REAL,
)


# What is written to a part of an array is written to the array.
for function, back in ((runtime.with_real, lambda g, y, z, x: 1j * g.imag), (runtime.with_imag, lambda g, y, z, x: g.real)):
    linear(
        function,
        back,
        (lambda g, y, z, x: g.real) if function is runtime.with_real else (lambda g, y, z, x: -g.imag),
        signature=lambda z, x: 0,
        spelling=function.__name__,
        kind=lambda z, x: z.kind if kinds.is_complex(z.kind) else UNKNOWN,
        domain=Sample((REAL, REAL), ((3,), (3,)), {}, (lambda z: z + 0.5j, None), only_complex=True),
    )
TABLE.written_through[TABLE.named("real")] = lambda new, y, z: runtime.with_real(z, new) if is_complex(z) else new
TABLE.written_through[TABLE.named("imag")] = lambda new, y, z: runtime.with_imag(z, new)


def slope_of_abs(y, x):
    """|x|' = sign(x); of a complex number conj(x) / |x|. Zero at zero."""
    return conj(x) / choose(y != 0, y, 1.0) if is_complex(x) else np.sign(x)


# -- made of real ones ------------------------------------------------------------------------------------------------------


def complex_of(re: Any, im: Any) -> complex:
    return complex(re, im)


partials(builtins.complex, lambda y, x: 1, spelling="complex", domain=REAL, flops=None, kind=number_kind("complex"))
partials(
    complex_of,
    lambda y, re, im: 1,
    lambda y, re, im: 1j,
    spelling="complex",
    domain=(REAL, REAL),
    flops=None,
    kind=number_kind("complex"),
)


# -- rows that hold for complex numbers as they stand ------------------------------------------------------------------------

HOLD = """
    T abs acos acosh add add_at added amax amin appended arccos arccosh arcsin arcsinh arctan arctanh around array
    array_copy array_of_list as_square asarray ascontiguousarray asfortranarray asin asinh astype atan atanh
    broadcast_like broadcast_to cholesky choose cofactors complex complex128 complex64 complex_of compress concatenate
    cond conjugate convolve copy copy_method correlate cos cosh cross cumprod cumsum cut_convolution cut_to
    cut_to_mode delete det determined diag diagonal diagonal_like diagonals_like diff differences_back divide dot eig
    eigh eigvals eigvalsh einsum_1 einsum_2 einsum_3 einsum_4 einsum_5 einsum_6 empty_like exp exp2 expand_dims expm1
    extended extract fft fft2 fftn flat flatten flip fliplr flipud float16 float32 float64 float_power following full
    full_convolution full_like getitem gradient_along gradient_back gradient_by ifft ifft2 ifftn imag inner insert
    interp inv irfft kron lagged_products last_two_swapped linspace list_add_at list_copy list_filled list_item
    list_of list_part list_part_back list_plus list_store list_sum list_zeros_like log log10 log1p log2 lstsq matmul
    matrix_norm matrix_power matrix_transpose matvec max max_where mean mean_where min min_where moveaxis mul
    multi_dot_2 multi_dot_3 multi_dot_4 multi_dot_5 multi_dot_6 multi_dot_7 multi_dot_8 multiply nan_to_num nancumprod
    nancumsum nanmax nanmean nanmin nanprod nanstd nansum nanvar neg negative norm ones_like only_element
    outer over_gaps pad padded_part part partition phase_free pinv polyder polyval pos positive pow power previous
    prod prod_where products_of_others qr ravel read_at real reciprocal recurrence recurrence_back repeat reshape
    resize rfft rint roll rot90 round rows running_maximum running_minimum scatter_like select shaped_like sin
    sinc sinc_derivative sinh slogdet slopes solve sort spread sqrt square squeeze std store sub subtract sum sum_at
    sum_where svd svdvals swapaxes take take_along_axis tan tanh tensordot tensorinv tensorsolve tile trace trace_of
    transpose tril triu truediv unbroadcast vander vander_derivative var vdot vecdot vecmat vector_norm where
    where_full_rank with_imag with_real with_undetermined without_last zero_like_item zeros_like
"""


def declare() -> None:
    """Enter the rows that there are by now under these names."""
    names = set(HOLD.split())
    TABLE.rows.update((p, replace(row, over_complex=True)) for p, row in TABLE.rows.items() if p.name in names)
