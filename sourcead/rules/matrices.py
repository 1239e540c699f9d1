"""The functions of np.linalg that np has too, in the array standard's form: matrices are the last two axes. Powers, chains."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import MOST_FACTORS, conj
from ..ir.kinds import UNKNOWN, Array, Kind, ndim
from ..ir.primitives import sampled
from .linalg import MATMUL_SHAPES, matmul_left, matmul_right, product_flops, rows, samples, transposed
from .linear_systems import REAL, STABLE, on_regular
from .table import Body, Sample, dtype_of, general, linear, multilinear, nondifferentiable

multilinear(
    np.linalg.matmul,
    matmul_left,
    matmul_right,
    signature=lambda x1, x2: 0,
    flops=product_flops,
    domain=samples(MATMUL_SHAPES),
)
multilinear(
    np.linalg.outer,
    lambda g, y, a, b: g @ b,
    lambda g, y, a, b: a @ g,
    signature=lambda x1, x2: 0,
    flops=lambda y, a, b: int(np.size(y)),
    domain=samples((((2,), (3,)),)),
)
multilinear(
    np.linalg.vecdot,
    lambda g, y, a, b: conj(rows(g, y, a, b)),
    lambda g, y, a, b: rows(g, y, b, conj(a)),
    signature=lambda x1, x2: 0,
    flops=product_flops,
    domain=samples((((3,), (3,)), ((2, 3), (3,)), ((2, 1, 3), (4, 3)))),
)
multilinear(
    np.linalg.cross,
    lambda g, y, a, b, axis: runtime.unbroadcast(np.linalg.cross(b, g, axis=axis), a),
    lambda g, y, a, b, axis: runtime.unbroadcast(np.linalg.cross(g, a, axis=axis), b),
    signature=lambda x1, x2, *, axis=-1: 0,
    kind=lambda a, b, axis=None: Array(np.result_type(dtype_of(a.kind), dtype_of(b.kind)).name, max(ndim(a.kind), ndim(b.kind))),
    flops=lambda y, a, b, axis=-1: 3 * int(np.size(y)),
    domain=(*samples((((3,), (3,)), ((2, 3), (3,)))), Sample((REAL, REAL), ((3, 2), (3, 2)), {"axis": 0})),
)
linear(
    np.linalg.matrix_transpose,
    lambda g, y, x: transposed(g),
    signature=lambda x: 0,
    view=True,
    kind=lambda x: x.kind if ndim(x.kind) > 1 else UNKNOWN,
    domain=(Sample((REAL,), ((2, 3),)), Sample((REAL,), ((2, 3, 4),))),
)


# -- diagonals ------------------------------------------------------------------------------------------------------------


def diagonal_kind(x: Any, offset: Any = None) -> Kind:
    return Array(x.kind.dtype, ndim(x.kind) - 1) if ndim(x.kind) > 1 else UNKNOWN


DIAGONALS = (
    Sample((REAL,), ((3, 3),)),
    Sample((REAL,), ((2, 3, 4),)),
    Sample((REAL,), ((4, 2),), {"offset": -1}),
    Sample((REAL,), ((2, 3, 4),), {"offset": 2}),
)

linear(
    np.linalg.diagonal,
    lambda g, y, x, offset: runtime.diagonals_like(g, x, offset),
    signature=lambda x, *, offset=0: 0,
    view=True,
    kind=diagonal_kind,
    domain=DIAGONALS,
)
linear(
    np.linalg.trace,
    lambda g, y, x, offset: runtime.diagonals_like(g if x.ndim == 2 else g[..., None], x, offset),
    signature=lambda x, *, offset=0: 0,
    domain=DIAGONALS,
)
linear(
    runtime.diagonals_like,
    lambda g, y, x, like, offset: diagonal_back(g, x, offset),
    None,
    None,
    signature=lambda x, like, offset: 0,
    spelling="diagonals_like",
    kind=lambda x, like, offset: Array(dtype_of(x.kind), ndim(like.kind)),
    domain=(
        Sample((REAL, np.zeros((3, 4)), 1), ((3,), (3, 4), ())),
        Sample((REAL, np.zeros((3, 4)), 0), ((), (3, 4), ())),
        Sample((REAL, np.zeros((2, 3, 3)), -1), ((2, 1), (2, 3, 3), ())),
    ),
)


def diagonal_back(g, x, offset):
    return (
        np.sum(np.linalg.diagonal(g, offset=offset))
        if x.ndim == 0
        else runtime.unbroadcast(np.linalg.diagonal(g, offset=offset), x)
    )


# -- powers: the derivative of (A E; 0 A)ⁿ in its corner is that of Aⁿ along E (Mathias 1996) --------------------------------


def power_slope(e, a, n):
    """The sum of A^k E A^(n-1-k), also for negative n."""
    return a @ e + e @ a if n == 2 else e if n == 1 else corner(e, a, n)


def corner(e, a, n):
    m = a.shape[-1]
    upper = np.concatenate([a, e], axis=-1)
    lower = np.concatenate([np.zeros_like(a), a], axis=-1)
    return np.linalg.matrix_power(np.concatenate([upper, lower], axis=-2), n)[..., :m, m:]


general(
    np.linalg.matrix_power,
    lambda x_dot, y, x, n: None if n == 0 else power_slope(x_dot, x, n),
    lambda g, y, x, n: None if n == 0 else power_slope(g, transposed(x), n),
    signature=lambda a, n: 0,
    view=True,  # the first power is the matrix itself
    kind=lambda a, n: sampled(np.linalg.matrix_power, (a, n), {}) if n.is_const else UNKNOWN,
    domain=(
        *(Sample((REAL, n), ((3, 3), ())) for n in (0, 1, 2, 3)),
        Sample((REAL, 3), ((2, 2, 2), ())),
        Sample((STABLE, -2), ((3, 3), ()), {}, on_regular((3, 3)).made),
    ),
)

nondifferentiable(np.linalg.matrix_rank, lambda A, tol=None: 0)


# -- products of several matrices, the first and last of which may be vectors (frontend/forms.py: one row for each number) -------


def multi_dot(*arrays: Any) -> Any:
    return np.linalg.multi_dot(arrays)


def chained(arrays):
    return arrays[0] if len(arrays) == 1 else np.linalg.multi_dot(arrays)


def factor_pull(i: int) -> Body:
    """The transpose for factor i: what stands left of it and right of it, each multiplied out."""

    def first(g, y, *arrays):
        return matmul_left(g, y, arrays[0], chained(arrays[1:]))

    def later(g, y, *arrays):
        left, a, right = chained(arrays[:i]), arrays[i], arrays[i + 1 :]
        return matmul_right(g if len(right) == 0 else matmul_left(g, y, left @ a, chained(right)), y, left, a)

    return later if i else first


SIZES = (2, 3, 2, 4, 2, 3, 2, 2, 3)
for count in range(2, MOST_FACTORS + 1):
    shapes = tuple(zip(SIZES[:count], SIZES[1:]))
    ends = ((shapes[0][1:], *shapes[1:-1], shapes[-1][:1]), (shapes[0][1:], *shapes[1:]), (*shapes[:-1], shapes[-1][:1]))
    multilinear(
        multi_dot,
        *map(factor_pull, range(count)),
        signature=None,
        operands=tuple(f"a{i}" for i in range(count)),
        name=f"multi_dot_{count}",
        spelling="multi_dot",
        domain=tuple(Sample((REAL,) * count, each) for each in (shapes, *(ends if count == 3 else ()))),
    )
