"""What is done with tuples, dicts and strings at run time: membership, truth of all or any, text."""

from __future__ import annotations

import builtins
from typing import Any

from .. import runtime
from ..ir.kinds import BOOL, Kind, Record, Static, item_of, record_item
from .operators import TEXT
from .table import Pick, nondifferentiable


def contains(x: Any, items: Any) -> bool:
    return x in items


def lacks(x: Any, items: Any) -> bool:
    return x not in items


def is_true(*args: Any, **options: Any) -> Kind:
    return BOOL


nondifferentiable(contains, lambda x, items: 0, name="in", spelling="in", kind=is_true)
nondifferentiable(lacks, lambda x, items: 0, name="not in", spelling="not in", kind=is_true)
nondifferentiable(builtins.any, lambda items: 0, kind=is_true, array_operands=False)
nondifferentiable(builtins.all, lambda items: 0, kind=is_true, array_operands=False)


nondifferentiable(
    runtime.require_items, lambda count, which: 0, effect=True, spelling="require_items", kind=lambda count, which: Static(None)
)


# -- dicts ------------------------------------------------------------------------------------------------------------------


def make_dict(keys: tuple, *values: Any) -> dict:
    return dict(zip(keys, values))


def dict_kind(keys: Any, *values: Any) -> Kind:
    return Record(dict, keys.value, tuple(v.kind for v in values))


nondifferentiable(make_dict, variadic=True, name="dict", spelling="{}", kind=dict_kind)


def entry(x: Any, key: Any) -> Any:
    return item_of(x, key)


nondifferentiable(
    entry,
    lambda x, key: 0,
    name="entry",
    spelling="entry",
    view=True,
    kind=lambda x, key: record_item(x.kind, key.value),
    variadic=True,
    row=Pick,
)


# -- text -------------------------------------------------------------------------------------------------------------------


def format_method(template: str, *values: Any) -> str:
    return template.format(*values)


def percent(template: str, values: Any) -> str:
    return str.__mod__(template, values)


def join(between: str, parts: Any) -> str:
    return str.join(between, parts)


nondifferentiable(format_method, variadic=True, name="format", spelling=".format()", kind=lambda *values: TEXT)
nondifferentiable(percent, variadic=True, name="percent", spelling="%", kind=lambda *values: TEXT)
nondifferentiable(join, variadic=True, name="join", spelling=".join()", kind=lambda *values: TEXT)
