"""Products: np.prod, np.cumprod and their like. The partial of a product is the product of the other factors, zeros among them.

With all factors different from zero that is the product divided by the factor; otherwise the factors before and behind are
multiplied. A running product is a scan (rules/scans.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..ir.kinds import UNKNOWN, Array, Kind, ndim
from .reductions import expand_result, sum_flops
from .scans import scan_pull, scan_push
from .table import Sample, general, nondifferentiable

REAL, POSITIVE = (-2.0, 2.0), (0.5, 2.0)
MATRIX = ((2, 3),)
AXES = ({}, {"axis": 0}, {"axis": -1, "keepdims": True}, {"axis": (0, 1)}, {"axis": (-1, 0), "keepdims": True}, {"keepdims": True})


def zeroed(x: Any) -> Any:
    """A matrix with a zero in the middle of its rows."""
    return (x * np.array([1.0, 0.0, 1.0])).astype(x.dtype)


# -- the product of the others, and how it moves ---------------------------------------------------------------------------------


def positions_kind(x: Any, axis: Any) -> Kind:
    return Array("int64", 2) if ndim(x.kind) else UNKNOWN


nondifferentiable(runtime.reduced_positions, lambda x, axis: 0, spelling="reduced_positions", kind=positions_kind, models=(0,))


def begun(row, first):
    """What runs from the left: `first`, and all elements but the last."""
    return np.concatenate([first, row[:, :-1]], axis=1)


def running_push(row_dot, product, row):
    return scan_push("multiply", row_dot, product, row, runtime.starts(row, 1), 1)


def products_moved(d, x, axis):
    """The tangent of the products of the others where the factors have the tangents `d`: a symmetric matrix times `d`."""
    where = runtime.reduced_positions(x, axis)
    row, row_dot = runtime.read_at(x, where), runtime.read_at(d, where)
    one, none = np.ones_like(row[:, :1]), np.zeros_like(row[:, :1])
    left, right = begun(row, one), begun(np.flip(row, axis=1), one)
    before, behind = np.cumprod(left, axis=1), np.cumprod(right, axis=1)
    before_dot = running_push(begun(row_dot, none), before, left)
    behind_dot = running_push(begun(np.flip(row_dot, axis=1), none), behind, right)
    moved = before_dot * np.flip(behind, axis=1) + before * np.flip(behind_dot, axis=1)
    return runtime.sum_at(moved, x, where)


# As a function of the factors alone: the product is handed over because it is known.
general(
    runtime.products_of_others,
    lambda x_dot, z, y, x, axis, keepdims: products_moved(x_dot, x, axis),
    None,
    lambda g, z, y, x, axis, keepdims: products_moved(g, x, axis),
    None,
    None,
    signature=lambda y, x, axis, keepdims: 0,
    spelling="products_of_others",
    kind=lambda y, x, axis, keepdims: x.kind if ndim(x.kind) else Array(x.kind.dtype, 0),
    domain=(Sample((None, POSITIVE, None, False), ((), (3,))), Sample((None, REAL, 1, False), ((), (2, 3)), {}, (None, zeroed))),
)


def others(y, x, axis, keepdims):
    return 1.0 if x.ndim == 0 else runtime.products_of_others(y, x, axis, keepdims)


general(
    np.prod,
    lambda x_dot, y, x, axis, keepdims: np.sum(others(y, x, axis, keepdims) * x_dot, axis=axis, keepdims=keepdims),
    lambda g, y, x, axis, keepdims: expand_result(g, x, axis, keepdims) * others(y, x, axis, keepdims),
    signature=lambda a, axis=None, *, keepdims=False: 0,
    methods=["prod"],
    flops=sum_flops,
    domain=(
        *(Sample((POSITIVE,), MATRIX, given) for given in AXES),
        *(Sample((REAL,), MATRIX, given, (zeroed,)) for given in ({}, {"axis": 1}, {"axis": 0, "keepdims": True})),
        Sample((REAL,), ((2, 3, 2),), {"axis": (0, -1)}),
        Sample((REAL,), ((),)),
    ),
)


# -- running products --------------------------------------------------------------------------------------------------------------


def running(x, axis):
    """What runs: all elements in one row where there is no axis."""
    return np.ravel(x) if axis is None or x.ndim == 0 else x


def along(axis):
    return 0 if axis is None else axis


def running_product_push(x_dot, y, x, axis):
    return scan_push("multiply", running(x_dot, axis), y, running(x, axis), runtime.starts(y, along(axis)), along(axis))


def running_product_pull(g, y, x, axis):
    found = scan_pull("multiply", g, y, running(x, axis), runtime.starts(y, along(axis)), along(axis))
    return np.sum(found) if x.ndim == 0 else np.reshape(found, x.shape) if axis is None and x.ndim != 1 else found


general(
    np.cumprod,
    lambda x_dot, y, x, axis, dtype: running_product_push(x_dot, y, x, axis),
    lambda g, y, x, axis, dtype: running_product_pull(g, y, x, axis),
    signature=lambda a, axis=None, *, dtype=None: 0,
    methods=["cumprod"],
    flops=lambda y, x, axis=None, dtype=None: int(np.size(x)),
    domain=(
        *(Sample((POSITIVE,), MATRIX, given) for given in ({}, {"axis": 0}, {"axis": -1})),
        Sample((REAL,), MATRIX, {"axis": 1}, (zeroed,)),
        Sample((REAL,), ((3,),), {}, (zeroed,)),
    ),
)


# -- with an initial value, or of some elements only: what np.prod(x, initial=..., where=...) means --------------------------------


def counting(x, where):
    """The factors that count, 1 in place of the others."""
    return x if where is None else np.where(where, x, 1.0)


def counting_dot(x_dot, where):
    return x_dot if where is None else np.where(where, x_dot, 0.0)


def weight(x, initial, where, axis, keepdims):
    """What each factor that counts is multiplied by."""
    factors = counting(x, where)
    found = runtime.products_of_others(np.prod(factors, axis=axis, keepdims=keepdims), factors, axis, keepdims)
    return found if initial is None else initial * found


def product_where_push(x_dot, initial_dot, y, x, initial, where, axis, keepdims, dtype):
    moved = (
        None
        if x_dot is None
        else np.sum(counting_dot(weight(x, initial, where, axis, keepdims) * x_dot, where), axis=axis, keepdims=keepdims)
    )
    begins = None if initial_dot is None else initial_dot * np.prod(counting(x, where), axis=axis, keepdims=keepdims)
    return begins if moved is None else moved if begins is None else moved + begins


general(
    np.prod,
    product_where_push,
    lambda g, y, x, initial, where, axis, keepdims, dtype: counting_dot(
        expand_result(g, x, axis, keepdims) * weight(x, initial, where, axis, keepdims), where
    ),
    lambda g, y, x, initial, where, axis, keepdims, dtype: np.sum(g * np.prod(counting(x, where), axis=axis, keepdims=keepdims)),
    None,
    signature=lambda a, axis=None, *, keepdims=False, dtype=None, initial, where: 0,
    name="prod_where",
    calls=False,
    array_operands=False,
    domain=(
        Sample((POSITIVE, 2.0, None), ((2, 3),)),
        Sample((POSITIVE, POSITIVE, None), ((2, 3), ()), {"axis": 1}),
        Sample((REAL, None, np.array([True, False, True])), ((2, 3), (), (3,)), {"axis": 0}),
    ),
)


# -- leaving out what is NaN -----------------------------------------------------------------------------------------------------------


def without_nan(x):
    return np.where(np.isnan(x), 1.0, x)


def kept(x_dot, x):
    return np.where(np.isnan(x), 0.0, x_dot)


general(
    np.nanprod,
    lambda x_dot, y, x, axis, keepdims: np.sum(
        kept(others(y, without_nan(x), axis, keepdims) * x_dot, x), axis=axis, keepdims=keepdims
    ),
    lambda g, y, x, axis, keepdims: kept(expand_result(g, x, axis, keepdims) * others(y, without_nan(x), axis, keepdims), x),
    signature=lambda a, axis=None, *, keepdims=False: 0,
    domain=tuple(Sample((POSITIVE,), MATRIX, given) for given in ({}, {"axis": 0}, {"axis": -1, "keepdims": True}, {"axis": (0, 1)})),
)
general(
    np.nancumprod,
    lambda x_dot, y, x, axis: running_product_push(kept(x_dot, x), y, without_nan(x), axis),
    lambda g, y, x, axis: kept(running_product_pull(g, y, without_nan(x), axis), x),
    signature=lambda a, axis=None: 0,
    domain=tuple(Sample((POSITIVE,), MATRIX, given) for given in ({}, {"axis": 0}, {"axis": -1})),
)
