"""Banded systems of scipy.linalg, in the form of LAPACK: the product with a vector, the bands of an outer product, the transpose.

These three are closed under transposition, and all derivatives of solutions are made of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import linalg

from .. import runtime
from ..frontend.within import row as call
from ..ir.kinds import Array, Kind, ndim
from .linear_systems import REAL
from .scipy_factors import like_second, not_overwritten, pair
from .scipy_linalg import less, row
from .table import TABLE, Sample, dtype_of, general, linear, multilinear

def bands_kind(ab: Any, x: Any, *sizes: Any) -> Kind:
    return Array(np.result_type(dtype_of(ab.kind), dtype_of(x.kind)).name, ndim(x.kind))


def outer_kind(g: Any, x: Any, *sizes: Any) -> Kind:
    return Array(np.result_type(dtype_of(g.kind), dtype_of(x.kind)).name, 2)


def transposed_product(ab, x, l, u):
    return runtime.banded_product(runtime.banded_transposed(ab, l, u), x, u, l)


multilinear(
    runtime.banded_product,
    lambda g, y, ab, x, l, u: runtime.banded_outer(g, x, l, u),
    lambda g, y, ab, x, l, u: transposed_product(ab, g, l, u),
    None,
    None,
    signature=lambda ab, x, l, u: 0,
    kind=bands_kind,
    spelling="banded_product",
    flops=lambda y, ab, x, l, u: 2 * int(np.size(y)) * (l + u + 1),
    domain=(Sample((REAL, REAL, 1, 2), ((4, 5), (5,))), Sample((REAL, REAL, 2, 0), ((3, 4), (4, 2)))),
)
multilinear(
    runtime.banded_outer,
    lambda h, y, g, x, l, u: runtime.banded_product(h, x, l, u),
    lambda h, y, g, x, l, u: transposed_product(h, g, l, u),
    None,
    None,
    signature=lambda g, x, l, u: 0,
    kind=outer_kind,
    spelling="banded_outer",
    flops=lambda y, g, x, l, u: 2 * int(np.size(x)) * (l + u + 1),
    domain=(Sample((REAL, REAL, 1, 2), ((5,), (5,))), Sample((REAL, REAL, 1, 1), ((4, 2), (4, 2)))),
)
linear(
    runtime.banded_transposed,
    lambda g, y, ab, l, u: runtime.banded_transposed(g, u, l),
    None,
    None,
    signature=lambda ab, l, u: 0,
    kind=lambda ab, l, u: ab.kind,
    spelling="banded_transposed",
    flops=None,
    domain=Sample((REAL, 1, 2), ((4, 5),)),
)


def banded_push(ab_dot, b_dot, y, ab, b, l, u):
    return runtime.banded_solution(ab, less(b_dot, None if ab_dot is None else runtime.banded_product(ab_dot, y, l, u)), l, u)


def banded_back(g, ab, l, u):
    return runtime.banded_solution(runtime.banded_transposed(ab, l, u), g, u, l)


def dominant(x: np.ndarray) -> np.ndarray:
    """Bands of a regular matrix: the middle one dominates."""
    x[len(x) // 2] += 3
    return x


def dominant_first(x: np.ndarray) -> np.ndarray:
    x[0] += 3
    return x


def dominant_last(x: np.ndarray) -> np.ndarray:
    x[-1] += 3
    return x


SMALL = (-0.5, 0.5)
general(
    runtime.banded_solution,
    banded_push,
    lambda g, y, ab, b, l, u: -runtime.banded_outer(banded_back(g, ab, l, u), y, l, u),
    lambda g, y, ab, b, l, u: banded_back(g, ab, l, u),
    signature=lambda ab, b, l, u: 0,
    kind=lambda ab, b, l, u: like_second(ab, b),
    spelling="banded_solution",
    domain=(
        Sample((SMALL, REAL, 1, 1), ((3, 4), (4,)), {}, (dominant, None)),
        Sample((SMALL, REAL, 2, 1), ((4, 5), (5, 2)), {}, (lambda x: x + 3 * (np.arange(4) == 1)[:, None].astype(x.dtype), None)),
    ),
)


def solve_banded(l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True):
    not_overwritten(overwrite_ab)
    not_overwritten(overwrite_b)
    below, above = pair(l_and_u)
    return call("banded_solution", ab, b, below, above)


linear(
    runtime.symmetric_bands,
    lambda g, y, ab, lower: runtime.half_bands(g, lower),
    None,
    signature=lambda ab, lower: 0,
    kind=lambda ab, lower: ab.kind,
    spelling="symmetric_bands",
    flops=None,
    domain=(Sample((REAL, True), ((3, 4),)), Sample((REAL, False), ((2, 4),))),
)
linear(
    runtime.half_bands,
    lambda h, y, g, lower: runtime.symmetric_bands(h, lower),
    None,
    signature=lambda g, lower: 0,
    kind=lambda g, lower: g.kind,
    spelling="half_bands",
    flops=None,
    domain=(Sample((REAL, True), ((5, 4),)), Sample((REAL, False), ((3, 4),))),
)


def symmetric_banded_push(ab_dot, b_dot, y, ab, b, lower, check_finite):
    m = None if ab_dot is None else ab.shape[0] - 1
    moved = None if ab_dot is None else runtime.banded_product(runtime.symmetric_bands(ab_dot, lower), y, m, m)
    return linalg.solveh_banded(ab, less(b_dot, moved), lower=lower)


def symmetric_banded_pull(g, y, ab, b, lower, check_finite):
    m = ab.shape[0] - 1
    return -runtime.half_bands(runtime.banded_outer(linalg.solveh_banded(ab, g, lower=lower), y, m, m), lower)


row(
    linalg.solveh_banded,
    symmetric_banded_push,
    symmetric_banded_pull, lambda g, y, ab, b, lower, check_finite: linalg.solveh_banded(ab, g, lower=lower),
    signature=lambda ab, b, *, lower=False, check_finite=True: 0,
    kind=like_second,
    checks="solveh_banded",
    domain=(
        Sample((SMALL, REAL), ((2, 4), (4,)), {}, (dominant_last, None)),
        Sample((SMALL, REAL), ((3, 4), (4, 2)), {"lower": True}, (dominant_first, None)),
    ),
)


TABLE.define(linalg.solve_banded, solve_banded)
