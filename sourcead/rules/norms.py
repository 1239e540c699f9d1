"""Norms of vectors and matrices, condition numbers.

The rule of a norm is its gradient N with respect to the elements: the tangent is the sum of N * x_dot, the adjoint g N.
At corners N is, as for absolute values and extremes elsewhere, the subgradient in the middle: 0 where the norm is 0, ties
shared equally, so that the norms 1, 2, inf and 'nuc' are right for convex optimisation. The smallest singular value and
condition numbers are not convex: where their singular values coincide, or vanish, the derivative is not finite.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..frontend.forms import choose, conj, is_complex
from ..ir.kinds import UNKNOWN, Kind
from ..ir.primitives import sampled
from .linalg import transposed
from .linear_systems import on_regular
from .reductions import expand_result
from .table import Sample, general

REAL = (-2.0, 2.0)
MATRIX_ORDERS = ("fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf)


def nonzero(y):
    """`y`, or 1 where it is 0: what is divided by it is 0 there."""
    return choose(y != 0, y, 1.0)


def direction(x):
    """The derivative of the absolute value."""
    return conj(x) / nonzero(np.abs(x)) if is_complex(x) else np.sign(x)


# -- gradients of norms; `y` has the axes that were reduced at size one -------------------------------------------------------


def vector_gradient(y, x, ord, axis):
    """Of a vector norm along an axis, or of all elements of several axes."""
    return (
        conj(x) / nonzero(y)
        if ord is None or ord == 2
        else (
            direction(x)
            if ord == 1
            else (
                extreme_gradient(y, x, axis)
                if ord == np.inf or ord == -np.inf
                else direction(x) * (np.abs(x) / nonzero(y)) ** (ord - 1)
            )
        )
    )


def extreme_gradient(y, x, axis):
    """Of the largest or smallest absolute value; ties share."""
    attained = np.abs(x) == y
    return direction(x) * attained / np.sum(attained, axis=axis, keepdims=True)


def matrix_gradient(y, x, ord, rows, columns):
    """Of a matrix norm of x, whose axes `rows` and `columns` are the last two unless the norm is one of elements or sums."""
    return (
        conj(x) / nonzero(y)
        if ord is None or ord == "fro"
        else (
            sum_gradient(x, np.sum(np.abs(x), axis=rows, keepdims=True), ord, (rows, columns))
            if ord == 1 or ord == -1
            else (
                sum_gradient(x, np.sum(np.abs(x), axis=columns, keepdims=True), ord, (rows, columns))
                if ord == np.inf or ord == -np.inf
                else (
                    spectral_gradient(x, ord)
                    if rows == -2 and columns == -1
                    else np.moveaxis(spectral_gradient(np.moveaxis(x, (rows, columns), (-2, -1)), ord), (-2, -1), (rows, columns))
                )
            )
        )
    )


def sum_gradient(x, sums, ord, axes):
    """Of the largest or smallest of the sums of absolute values of columns or rows."""
    attained = sums == (np.max(sums, axis=axes, keepdims=True) if ord > 0 else np.min(sums, axis=axes, keepdims=True))
    return direction(x) * attained / np.sum(attained, axis=axes, keepdims=True)


def spectral_gradient(x, ord):
    """Of a function of the singular values: U diag(weights) Vᵀ with the gradient in these."""
    u, s, vh = np.linalg.svd(x, full_matrices=False)
    return conj((u * spectral_weights(s, ord)[..., None, :]) @ vh)


def spectral_weights(s, ord):
    return np.sign(s) if ord == "nuc" else largest(s) if ord == 2 else alone(s == s[..., -1:]) * (s / s)


def largest(s):
    """1 for the largest singular value, which is shared if it is 2 or more; nothing where all are 0."""
    first = s == s[..., :1]
    return np.sign(s) * first / np.sum(first, axis=-1, keepdims=True)


def alone(attained):
    """1 for the one of several values that is meant; not finite where it is not one only."""
    return attained / choose(np.sum(attained, axis=-1, keepdims=True) == 1, 1.0, 0.0)


# -- np.linalg.norm, vector_norm, matrix_norm -----------------------------------------------------------------------------------
# `axis` is known when the rule is lowered: None, a number, or a pair.


def of_vectors(x, ord, axis):
    """Whether np.linalg.norm takes x for vectors."""
    return x.ndim == 1 or ord is None if axis is None else not is_pair(axis)


def is_pair(axis):
    return not isinstance(axis, int)


def norm_gradient(y, x, ord, axis):
    return (
        vector_gradient(y, x, ord, axis)
        if of_vectors(x, ord, axis)
        else (
            matrix_gradient(y, x, ord, -2, -1)
            if axis is None
            else matrix_gradient(
                y, x, ord, axis[0] - x.ndim if axis[0] >= 0 else axis[0], axis[1] - x.ndim if axis[1] >= 0 else axis[1]
            )
        )
    )


def norm_push(x_dot, y, x, ord, axis, keepdims):
    return (
        None
        if ord == 0
        else np.sum(norm_gradient(expand_result(y, x, axis, keepdims), x, ord, axis) * x_dot, axis=axis, keepdims=keepdims)
    )


def norm_pull(g, y, x, ord, axis, keepdims):
    return (
        None
        if ord == 0
        else (
            pulled_smooth(g, y, x, axis, keepdims)
            if ord is None or ord == 2 and of_vectors(x, ord, axis) or ord == "fro"
            else expand_result(g, x, axis, keepdims) * norm_gradient(expand_result(y, x, axis, keepdims), x, ord, axis)
        )
    )


def pulled_smooth(g, y, x, axis, keepdims):
    """Scalars first: (g / y) x."""
    return expand_result(g / nonzero(y), x, axis, keepdims) * conj(x)


def norm_kind(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = None) -> Kind:
    options = {key: a for key, a in (("ord", ord), ("axis", axis), ("keepdims", keepdims)) if a is not None}
    return sampled(np.linalg.norm, (x,), options) if all(a.is_const for a in options.values()) else UNKNOWN


def vector_norm_kind(x: Any, axis: Any = None, keepdims: Any = None, ord: Any = None) -> Kind:
    options = {key: a for key, a in (("axis", axis), ("keepdims", keepdims), ("ord", ord)) if a is not None}
    return sampled(np.linalg.vector_norm, (x,), options) if all(a.is_const for a in options.values()) else UNKNOWN


def matrix_norm_kind(x: Any, keepdims: Any = None, ord: Any = None) -> Kind:
    options = {key: a for key, a in (("keepdims", keepdims), ("ord", ord)) if a is not None}
    return sampled(np.linalg.matrix_norm, (x,), options) if all(a.is_const for a in options.values()) else UNKNOWN


def squares_flops(y: Any, x: Any, *options: Any, **named: Any) -> int:
    return 2 * int(np.size(x))


ORDERS = tuple(Sample((REAL,), ((4,),), {"ord": order}) for order in (0, 1, 2, 3, 2.5, -1.5, np.inf, -np.inf))
OF_MATRICES = tuple(Sample((REAL,), ((3, 4),), {"ord": order}) for order in MATRIX_ORDERS)

general(
    np.linalg.norm,
    norm_push,
    norm_pull,
    signature=lambda x, ord=None, axis=None, keepdims=False: 0,
    kind=norm_kind,
    flops=squares_flops,
    domain=(
        Sample((REAL,), ((3,),)),
        Sample((REAL,), ((2, 3),)),
        *ORDERS,
        *OF_MATRICES,
        Sample((REAL,), ((2, 3),), {"ord": "fro", "keepdims": True}),
        Sample((REAL,), ((2, 3),), {"axis": -1}),
        Sample((REAL,), ((2, 3),), {"ord": 2, "axis": 0, "keepdims": True}),
        Sample((REAL,), ((2, 3),), {"ord": 1.5, "axis": 0}),
        Sample((REAL,), ((2, 3),), {"ord": np.inf, "axis": 0}),
        Sample((REAL,), ((2, 3, 2),), {"axis": (0, 2)}),
        *(Sample((REAL,), ((3, 2, 4),), {"ord": order, "axis": (2, 0)}) for order in MATRIX_ORDERS),
        Sample((REAL,), ((2, 3, 2),), {"ord": "nuc", "axis": (-2, -1), "keepdims": True}),
        Sample((REAL,), ((2, 3, 2),), {"ord": 1, "axis": (0, 1), "keepdims": True}),
    ),
)


def vector_norm_push(x_dot, y, x, axis, keepdims, ord):
    return (
        None
        if ord == 0
        else np.sum(vector_gradient(expand_result(y, x, axis, keepdims), x, ord, axis) * x_dot, axis=axis, keepdims=keepdims)
    )


def vector_norm_pull(g, y, x, axis, keepdims, ord):
    return (
        None
        if ord == 0
        else (
            pulled_smooth(g, y, x, axis, keepdims)
            if ord == 2
            else expand_result(g, x, axis, keepdims) * vector_gradient(expand_result(y, x, axis, keepdims), x, ord, axis)
        )
    )


general(
    np.linalg.vector_norm,
    vector_norm_push,
    vector_norm_pull,
    signature=lambda x, *, axis=None, keepdims=False, ord=2: 0,
    kind=vector_norm_kind,
    flops=squares_flops,
    domain=(
        *ORDERS,
        Sample((REAL,), ((2, 3),)),
        Sample((REAL,), ((2, 3),), {"axis": 1, "ord": 3}),
        Sample((REAL,), ((2, 3, 2),), {"axis": (0, 2), "ord": np.inf, "keepdims": True}),
        Sample((REAL,), ((2, 3, 2),), {"axis": (0, 2), "ord": 1}),
    ),
)


def matrix_norm_push(x_dot, y, x, keepdims, ord):
    return np.sum(
        matrix_gradient(expand_result(y, x, (-2, -1), keepdims), x, ord, -2, -1) * x_dot, axis=(-2, -1), keepdims=keepdims
    )


def matrix_norm_pull(g, y, x, keepdims, ord):
    return (
        pulled_smooth(g, y, x, (-2, -1), keepdims)
        if ord == "fro"
        else expand_result(g, x, (-2, -1), keepdims) * matrix_gradient(expand_result(y, x, (-2, -1), keepdims), x, ord, -2, -1)
    )


general(
    np.linalg.matrix_norm,
    matrix_norm_push,
    matrix_norm_pull,
    signature=lambda x, *, keepdims=False, ord="fro": 0,
    kind=matrix_norm_kind,
    flops=squares_flops,
    domain=(
        *OF_MATRICES,
        Sample((REAL,), ((2, 3),)),
        Sample((REAL,), ((2, 3, 2),), {"keepdims": True}),
        Sample((REAL,), ((2, 3, 2),), {"ord": 2}),
    ),
)


# -- condition numbers ------------------------------------------------------------------------------------------------------------


def spread_gradient(y, x, p):
    """Of the quotient of the extreme singular values."""
    u, s, vh = np.linalg.svd(x, full_matrices=False)
    first, last = alone(s == s[..., :1]), alone(s == s[..., -1:])
    low, high = s[..., -1:], s[..., :1]
    weights = last / high - first * (low / high**2) if p == -2 else first / low - last * (high / low**2)
    return conj((u * weights[..., None, :]) @ vh)


def product_gradient(x, p):
    """Of the norm of x times that of its inverse."""
    inverse = np.linalg.inv(x)
    t = transposed(inverse)
    one, other = np.linalg.norm(x, ord=p, axis=(-2, -1), keepdims=True), np.linalg.norm(
        inverse, ord=p, axis=(-2, -1), keepdims=True
    )
    back = t @ matrix_gradient(other, inverse, p, -2, -1) @ t
    return other * matrix_gradient(one, x, p, -2, -1) - one * back


def condition_gradient(y, x, p):
    return spread_gradient(y, x, p) if p is None or p == 2 or p == -2 else product_gradient(x, p)


def cond_kind(x: Any, p: Any = None) -> Kind:
    if p is not None and not p.is_const:
        return UNKNOWN
    return sampled(np.linalg.cond, (x,), {} if p is None else {"p": p})


def real_part(x):
    """Up to NumPy 2.3 some condition numbers of complex matrices are of complex type; they are real all the same."""
    return x.real if is_complex(x) else x


def cond_push(x_dot, y, x, p):
    change = condition_gradient(y, x, p) * x_dot
    return real_part(np.sum(change) if x.ndim == 2 else np.sum(change, axis=(-2, -1)))


general(
    np.linalg.cond,
    cond_push,
    lambda g, y, x, p: (real_part(g) if x.ndim == 2 else real_part(g)[..., None, None]) * condition_gradient(y, x, p),
    signature=lambda x, p=None: 0,
    kind=cond_kind,
    domain=(
        Sample((REAL,), ((3, 2),)),
        Sample((REAL,), ((2, 2, 3),), {"p": -2}),
        *(on_regular((3, 3), p=p) for p in (None, 1, -1, np.inf, "fro", "nuc")),
        on_regular((2, 2, 2), p="fro"),
    ),
)
