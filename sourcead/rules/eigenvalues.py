"""Eigenvalues and eigenvectors of matrices that are not symmetric: complex ones.

np.linalg.eig gives vectors of length one whose component of largest modulus is real (LAPACK's zgeev), so that the vectors are
determined by the matrix, and these are their derivatives. A v = v diag(w) gives v⁻¹ A_dot v in the basis of the
eigenvectors (Boeddeker et al., "On the computation of complex-valued gradients with application to statistically optimum
beamforming", 2017); what then keeps the length and the phase of each vector is subtracted.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.within import row
from ..ir.kinds import UNKNOWN, is_complex, results_of
from ..ir.primitives import sampled
from .decompositions import STABLE, distinct
from .linalg import transposed
from .table import Sample, general


def in_basis(x_dot, v):
    return np.linalg.solve(v, x_dot @ v)


def from_basis(h, v):
    """The adjoint of a matrix for that of v⁻¹ A v."""
    t = transposed(v)
    return np.linalg.solve(t, h) @ t


def at_largest(v):
    """For each vector, a column, where its component of largest modulus is."""
    return np.expand_dims(np.argmax(np.abs(v), axis=-2), -2)


def eig_push(x_dot, y, x):
    w, v = y
    h = in_basis(x_dot, v)
    return runtime.slopes(h, w), normalised_push(v @ runtime.over_gaps(h, w), v, at_largest(v))


def normalised_push(v_dot, v, k):
    lengths = np.sum((np.conj(v) * v_dot).real, axis=-2, keepdims=True)
    turns = np.take_along_axis(v_dot, k, -2).imag / np.take_along_axis(v, k, -2).real
    return v_dot - v * (lengths + 1j * turns)


def normalised_pull(g, v, k):
    t = np.sum(g * v, axis=-2, keepdims=True)
    turns = t.imag / np.take_along_axis(v, k, -2).real
    rows = np.expand_dims(np.arange(v.shape[-2]), -1)
    return g - np.conj(v) * t.real - 1j * np.where(rows == k, turns, 0.0)


def eig_pull(g, y, x):
    w, v = y
    values = None if g[0] is None else runtime.spread(g[0], w)
    vectors = None if g[1] is None else runtime.over_gaps(transposed(v) @ normalised_pull(g[1], v, at_largest(v)), w)
    return from_basis(vectors if values is None else values if vectors is None else values + vectors, v)


def eigvals_push(x_dot, y, x):
    w, v = row("eig", x)
    return runtime.slopes(in_basis(x_dot, v), w)


def eigvals_pull(g, y, x):
    w, v = row("eig", x)
    return from_basis(runtime.spread(g, w), v)


def of_complex(kind: Any) -> Any:
    return lambda x: kind(x) if is_complex(x.kind) else UNKNOWN


MATRICES = tuple(Sample((STABLE,), (shape,), {}, (distinct,), only_complex=True) for shape in ((3, 3), (2, 3, 3)))

general(
    np.linalg.eig,
    eig_push,
    eig_pull,
    signature=lambda a: 0,
    calls=False,
    kind=of_complex(results_of(np.linalg.eig)),
    domain=MATRICES,
)
general(
    np.linalg.eigvals,
    eigvals_push,
    eigvals_pull,
    signature=lambda a: 0,
    calls=False,
    kind=of_complex(lambda x: sampled(np.linalg.eigvals, (x,), {})),
    domain=MATRICES,
)
