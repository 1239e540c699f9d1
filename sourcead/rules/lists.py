"""Lists of any length, whose items are numbers or arrays of one kind: what loops append to.

The adjoint of a list is a list of the adjoints of its items. What is appended has the last of them as its adjoint, which is
taken off; what is taken off has the adjoint zero.
"""

from __future__ import annotations

import builtins
import operator
from functools import reduce
from typing import Any

import numpy as np

from .. import runtime
from ..ir.kinds import UNKNOWN, Array, Kind, List, Scalar, is_array, joined, ndim
from ..frontend.forms import last_array, zero_item
from ..ir.nodes import Var
from ..ir.primitives import Primitive, sampled
from .table import TABLE, Variadic, dtype_of, linear, nondifferentiable


def list_kind(items: Any, *others: Any) -> Kind:
    return items.kind


def with_item_kind(items: Any, value: Any, index: Any = None) -> Kind:
    """A list of integers becomes one of floats with the first of them."""
    return List(joined(items.kind.item, value.kind) or UNKNOWN)


def item_kind(items: Any, index: Any) -> Kind:
    return items.kind.item


def array_kind(items: Any) -> Kind:
    return Array(dtype_of(items.kind.item), ndim(items.kind.item) + 1)


def rows_kind(x: Any) -> Kind:
    return List(Array(x.kind.dtype, x.kind.ndim - 1) if x.kind.ndim > 1 else Scalar(x.kind.dtype))


def sum_kind(items: Any, start: Any) -> Kind:
    """Python's sum starts with the integer 0, if with nothing else."""
    return sampled(operator.add, (start, Var(items.kind.item)), {})


def common_kind(*items: Any) -> Kind:
    """That of a list of these items; an empty one is given its kind by who makes it."""
    return List(reduce(joined, (a.kind for a in items)))


FACTS = {"array_operands": False}
linear(
    runtime.appended,
    lambda g, y, items, value: runtime.without_last(g, last_array(g)),
    lambda g, y, items, value: runtime.list_item(g, -1),
    signature=lambda items, value: 0,
    kind=with_item_kind,
    writes=True,
    **FACTS,
)
linear(
    runtime.without_last,
    lambda g, y, items, last: runtime.appended(g, 0.0 if last.ndim == 0 else np.zeros_like(last)),
    None,
    signature=lambda items, last: 0,
    kind=list_kind,
    writes=True,
    models=(1,),
    **FACTS,
)
linear(
    runtime.list_item,
    lambda g, y, items, index: runtime.list_add_at(runtime.list_zeros_like(items), g, index),
    None,
    signature=lambda items, index: 0,
    accumulate=lambda items_bar, g, y, items, index: runtime.list_add_at(items_bar, g, index),
    spelling="[]",
    kind=item_kind,
    **FACTS,
)
linear(
    runtime.list_part,
    lambda g, y, items, index: runtime.list_part_back(g, items, index),
    None,
    signature=lambda items, index: 0,
    spelling="[]",
    kind=list_kind,
    **FACTS,
)
linear(
    runtime.list_part_back,
    lambda g, y, values, like, index: runtime.list_part(g, index),
    None,
    None,
    signature=lambda values, like, index: 0,
    models=(1,),
    kind=lambda values, like, index: values.kind,
    **FACTS,
)
linear(
    runtime.list_store,
    lambda g, y, items, value, index: runtime.list_store(g, zero_item(g, index), index),
    lambda g, y, items, value, index: runtime.list_item(g, index),
    None,
    signature=lambda items, value, index: 0,
    kind=with_item_kind,
    writes=True,
    **FACTS,
)
linear(
    runtime.list_add_at,
    lambda g, y, items, value, index: g,
    lambda g, y, items, value, index: runtime.list_item(g, index),
    None,
    signature=lambda items, value, index: 0,
    kind=list_kind,
    writes=True,
    **FACTS,
)
linear(
    runtime.list_plus,
    lambda g, y, a, b: g,
    lambda g, y, a, b: g,
    signature=lambda a, b: 0,
    kind=list_kind,
    **FACTS,
)
linear(
    runtime.array_of_list,
    lambda g, y, items: runtime.rows(g),
    signature=lambda items: 0,
    spelling="np.array",
    kind=array_kind,
    **FACTS,
)
linear(runtime.rows, lambda g, y, x: runtime.array_of_list(g), signature=lambda x: 0, spelling="list", kind=rows_kind, **FACTS)
linear(
    builtins.sum,
    lambda g, y, items, start: runtime.list_filled(items, g),
    lambda g, y, items, start: g,
    signature=lambda items, start: 0,
    defaults={"start": 0},
    name="list_sum",
    kind=sum_kind,
    flops=lambda y, items, start: sum(map(np.size, items)),
    **FACTS,
)
linear(
    runtime.list_filled,
    None,
    lambda g, y, items, value: sum(g),
    signature=lambda items, value: 0,
    models=(0,),
    kind=lambda items, value: List(value.kind),
    **FACTS,
)
TABLE.add(
    Variadic(
        Primitive("list_of", "[,]", runtime.list_of, (), variadic=True, array_operands=False, kind=common_kind),
        transpose=lambda g, y, index, *items: runtime.list_item(g, index),
    )
)
linear(
    runtime.list_copy, lambda g, y, items: g, signature=lambda items: 0, spelling=".copy()", kind=list_kind, **FACTS
)
nondifferentiable(runtime.list_zeros_like, lambda items: 0, kind=list_kind, models=(0,), **FACTS)
nondifferentiable(
    runtime.zero_like_item,
    lambda items, index: 0,
    kind=lambda items, index: items.kind.item if is_array(items.kind.item) else Scalar("float"),
    models=(0,),
    **FACTS,
)
