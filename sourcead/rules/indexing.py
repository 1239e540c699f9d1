"""Reading parts of an array: indices, diagonals."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..frontend.forms import may_repeat
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, Sequence, Static, ndim
from ..ir.nodes import Var
from ..ir.primitives import sampled
from ..runtime import Path
from .table import Sample, dtype_of, linear, nondifferentiable

REAL = (-2.0, 2.0)
MATRIX = ((2, 3),)


def index_kind(x: Any, index: Any) -> Kind:
    """The kind of x[index]: the dimensions that integers, slices, None, ... and index arrays, which broadcast together, leave."""
    kind = index.kind
    if isinstance(kind, Sequence) and kind.type is Path:
        for step in kind.items:
            x = Var(index_kind(x, Var(step)))
        return x.kind
    parts = list(kind.items) if isinstance(kind, Sequence) and kind.type is tuple else [kind]
    parts = [_list_index(p) if isinstance(p, Sequence) else p for p in parts]
    left, added = ndim(x.kind), 0
    arrays = [p for p in parts if isinstance(p, Array) or p == Scalar("bool")]  # a truth value is an index array without axes
    for part in parts:
        if part == Static(None):
            added += 1
        elif isinstance(part, Array) and np.dtype(part.dtype).kind in "iub":
            left -= part.ndim if part.dtype == "bool" else 1
        elif isinstance(part, Scalar) and np.dtype(part.dtype).kind in "iu":
            left -= 1
        elif part == Scalar("bool"):
            continue
        elif isinstance(part, Static) and isinstance(part.value, slice):
            left, added = left - 1, added + 1
        elif not (isinstance(part, Static) and part.value is Ellipsis):
            return UNKNOWN
    if left < 0:
        return UNKNOWN
    added += max((1 if p.dtype == "bool" else p.ndim for p in arrays), default=0)
    whole = arrays or any(isinstance(p, Static) and p.value is Ellipsis for p in parts)
    return Array(x.kind.dtype, added + left) if added + left or whole else Scalar(x.kind.dtype)


def _list_index(kind: Sequence) -> Kind:
    """A list of integers or truth values is an index array."""
    items = set(kind.items)
    if kind.type is list and len(items) == 1 and items <= {Scalar("int"), Scalar("bool")}:
        return Array(dtype_of(items.pop()), 1)
    return kind


nondifferentiable(
    Path, variadic=True, name="path", spelling="[][]", kind=lambda *indices: Sequence(Path, tuple(i.kind for i in indices)), array_operands=False
)
linear(
    runtime.picked,
    lambda g, y, x, index: runtime.scatter_like(g, x, index),
    None,
    signature=lambda x, index: 0,
    name="getitem",
    spelling="[]",
    accumulate=lambda x_bar, g, y, x, index: runtime.add_at(x_bar, g, index),
    kind=index_kind,
    view=True,
    array_operands=False,
    domain=(
        Sample((REAL, 1), ((4,),)),
        Sample((REAL, -1), MATRIX),
        Sample((REAL, slice(1, None)), ((4,),)),
        Sample((REAL, (slice(None), -1)), MATRIX),
        Sample((REAL, (Ellipsis, 0)), MATRIX),
        Sample((REAL, (1, 2)), MATRIX),
        Sample((REAL, (slice(None, None, -1), None, 0)), MATRIX),
        Sample((REAL, [0, 2, 0]), ((4,),)),
        Sample((REAL, ([0, 1, 0], [2, 1, 2])), MATRIX),
        Sample((REAL, np.array([0, 2, 0])), ((4,),)),
        Sample((REAL, np.array([[0, 1], [1, 1]])), MATRIX),
        Sample((REAL, np.array([True, False, True, True])), ((4,),)),
    ),
)
linear(
    runtime.scatter_like,
    lambda g, y, x, like, index: g[index],
    None,
    None,
    signature=lambda x, like, index: 0,
    kind=lambda x, like, index: Array(dtype_of(x.kind), ndim(like.kind)),
    spelling="scatter_like",
    models=(1,),
    array_operands=False,
    domain=(
        Sample((REAL, np.zeros(4), slice(1, 3)), ((2,), (4,), ())),
        Sample((REAL, np.zeros(4), 3), ((), (4,), ())),
        Sample((REAL, np.zeros(4), [0, 2, 0]), ((3,), (4,), ())),
    ),
)


def written_part(g, index):
    """Of an element that `index` names twice, only what was written last counts; an array without dimensions is written whole."""
    return g if g.ndim == 0 else distinct_part(g, index)


def distinct_part(g, index):
    return np.where(runtime.last_written(g, index), g[index], 0.0) if may_repeat(index) else g[index]


nondifferentiable(
    runtime.last_written,
    lambda like, index: 0,
    kind=lambda like, index: Array("bool", ndim(index_kind(like, index))) if ndim(index_kind(like, index)) else Scalar("bool"),
    models=(0,),
    array_operands=False,
)
linear(
    runtime.store,
    lambda g, y, x, value, index: 0.0 if x.ndim == 0 else runtime.store(g, 0.0, index),
    lambda g, y, x, value, index: written_part(g, index),
    None,
    signature=lambda x, value, index: 0,
    kind=lambda x, value, index: x.kind,
    spelling="store",
    writes=True,
    broadcast=(1,),
    array_operands=False,
    domain=(
        Sample((REAL, REAL, slice(1, 3)), ((4,), (2,), ())),
        Sample((REAL, REAL, slice(1, 3)), ((4,), (), ())),
        Sample((REAL, REAL, 3), ((4,), (), ())),
        Sample((REAL, REAL, 1), (*MATRIX, (1,), ())),
        Sample((REAL, REAL, (slice(None), 1)), (*MATRIX, (2,), ())),
        Sample((REAL, REAL, [0, 2, 0]), ((4,), (3,), ())),
        Sample((REAL, REAL, [0, 2, 0]), ((4,), (), ())),
        Sample((REAL, REAL, np.array([[0, 1], [1, 1]])), (*MATRIX, (3,), ())),
        Sample((REAL, REAL, np.array([True, False, True, True])), ((4,), (3,), ())),
        Sample((REAL, REAL, np.array([True, False, True, True])), ((4,), (), ())),
    ),
)
linear(
    runtime.add_at,
    lambda g, y, x, value, index: g,
    lambda g, y, x, value, index: g if g.ndim == 0 else g[index],
    None,
    signature=lambda x, value, index: 0,
    kind=lambda x, value, index: x.kind,
    spelling="add_at",
    writes=True,
    broadcast=(1,),
    flops=lambda y, x, value, index: int(np.size(x[index])),
    array_operands=False,
    domain=(
        Sample((REAL, REAL, slice(1, 3)), ((4,), (2,), ())),
        Sample((REAL, REAL, slice(1, 3)), ((4,), (), ())),
        Sample((REAL, REAL, 3), ((4,), (), ())),
        Sample((REAL, REAL, 1), (*MATRIX, (1,), ())),
        Sample((REAL, REAL, [0, 2, 0]), ((4,), (3,), ())),
    ),
)
def diag_kind(x: Any, k: Any = None) -> Kind:
    """The matrix of a vector, or the diagonal of a matrix."""
    return sampled(np.diag, (x,), {}) if ndim(x.kind) in (1, 2) else UNKNOWN


linear(
    np.diag,
    lambda g, y, x, k: np.diag(g, k=k) if x.ndim == 1 else runtime.diagonal_like(g, x, k),
    signature=lambda v, k=0: 0,
    kind=diag_kind,
    view=True,
    domain=(
        Sample((REAL,), ((3,),)),
        Sample((REAL,), ((3, 3),)),
        Sample((REAL,), ((2, 3),), {"k": 1}),
        Sample((REAL,), ((3,),), {"k": -1}),
        Sample((REAL,), ((4, 2),), {"k": -2}),
    ),
)
linear(
    runtime.diagonal_like,
    lambda g, y, x, like, k: np.diag(g, k=k),
    None,
    None,
    signature=lambda x, like, k: 0,
    kind=lambda x, like, k: Array(dtype_of(x.kind), 2),
    spelling="diagonal_like",
    models=(1,),
    domain=Sample((REAL, np.zeros((3, 4)), 1), ((3,), (3, 4), ())),
)
