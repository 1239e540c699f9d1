"""What the rules of eigenvalues and singular values are made of: diagonal matrices, quotients by differences."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import runtime
from ..ir.kinds import Array, Kind, ndim
from .linear_systems import REAL, STABLE
from .table import Sample, dtype_of, general, linear


def matrices_kind(g: Any, values: Any, singular: Any = None) -> Kind:
    return Array(g.kind.dtype, ndim(g.kind) + 1)


def vectors_kind(h: Any, values: Any, singular: Any = None) -> Kind:
    return Array(h.kind.dtype, ndim(h.kind) - 1)


VALUES = np.array([1.0, 2.0, 4.0])

linear(
    runtime.spread,
    lambda g, y, x, values, singular: runtime.slopes(g, values, singular=singular),
    None,
    signature=lambda g, values, singular=False: 0,
    spelling="spread",
    kind=matrices_kind,
    domain=(Sample((REAL, VALUES), ((3,), (3,))), Sample((REAL, VALUES), ((3,), (3,)), {"singular": True})),
)
linear(
    runtime.slopes,
    lambda g, y, x, values, singular: runtime.spread(g, values, singular=singular),
    None,
    signature=lambda h, values, singular=False: 0,
    spelling="slopes",
    kind=vectors_kind,
    domain=(Sample((REAL, VALUES), ((3, 3), (3,))), Sample((REAL, VALUES), ((3, 3), (3,)), {"singular": True})),
)


linear(
    runtime.determined,
    lambda g, y, x, s: runtime.with_undetermined(g, x),
    None,
    signature=lambda g, s: 0,
    spelling="determined",
    kind=lambda g, s: g.kind,
    view=True,
    domain=Sample((REAL, np.ones(3)), ((3, 3), (3,))),
)
linear(
    runtime.with_undetermined,
    lambda g, y, x, like: runtime.determined(g, x[..., 0, :]),
    None,
    signature=lambda x, like: 0,
    spelling="with_undetermined",
    kind=lambda x, like: x.kind,
    view=True,
    domain=Sample((REAL, np.ones((3, 3))), ((3, 3), (3, 3))),
)


linear(
    runtime.phase_free,
    lambda g, y, p, turns: g,
    None,
    signature=lambda p, turns: 0,
    spelling="phase_free",
    kind=lambda p, turns: p.kind,
    view=True,
    domain=Sample((REAL, np.zeros(3)), ((3, 3), (3,)), only_complex=True),
)


def differences(v):
    """v[j] - v[i]"""
    return v[..., None, :] - v[..., :, None]


def over_gaps_push(x_dot, values_dot, y, x, values):
    return runtime.over_gaps(
        x_dot if values_dot is None else gaps_change(values_dot, y) if x_dot is None else x_dot + gaps_change(values_dot, y),
        values,
    )


def gaps_change(values_dot, y):
    return -(y * differences(values_dot))


def over_gaps_pull_values(g, y, x, values):
    h = runtime.over_gaps(g * y, values)
    return np.sum(h, axis=-1) - np.sum(h, axis=-2)


general(
    runtime.over_gaps,
    over_gaps_push,
    lambda g, y, x, values: runtime.over_gaps(g, values), over_gaps_pull_values,
    signature=lambda x, values: 0,
    spelling="over_gaps",
    kind=lambda x, values: Array(np.result_type(dtype_of(x.kind), dtype_of(values.kind)).name, ndim(x.kind)),
    domain=(
        Sample((REAL, STABLE), ((3, 3), (3,)), {}, (None, lambda v: (v + np.arange(0, 6.0, 2)).astype(v.dtype))),
        Sample((REAL, STABLE), ((2, 2, 2), (2, 2)), {}, (None, lambda v: (v + np.arange(0, 4.0, 2)).astype(v.dtype))),
    ),
)
