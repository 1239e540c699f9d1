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
import cmath
from typing import Any

import numpy as np

from ..frontend.forms import choose, conj, is_complex
from ..ir import kinds
from ..ir.kinds import UNKNOWN, Kind, Scalar
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


def slope_of_abs(y, x):
    """|x|' = sign(x); of a complex number conj(x) / |x|. Zero at zero."""
    return conj(x) / choose(y != 0, y, 1.0) if is_complex(x) else np.sign(x)


def angle(z, deg=False):
    a = np.arctan2(z.imag, z.real)
    return a * (180 / np.pi) if deg else a


TABLE.define(np.angle, angle)


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
"""
