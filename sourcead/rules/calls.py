"""What second derivatives do with the adjoints of tapes: they are put together, added, and put in order."""

from __future__ import annotations

from typing import Any

from .. import runtime
from ..ir.callees import TAPE
from ..ir.primitives import Primitive
from .table import TABLE, OfTapes


def packed(*parts: Any) -> tuple:
    return parts


for primitive in (
    Primitive("packed", "(,)", packed, ("part",), variadic=True, array_operands=False, kind=lambda *parts: TAPE),
    Primitive("tapes_added", "tapes_added", runtime.tapes_added, ("one", "other"), array_operands=False, kind=lambda *both: TAPE),
):
    TABLE.add(OfTapes(primitive))

IN_ORDER = Primitive(
    "in_order",
    "in_order",
    runtime.in_order,
    ("values", "like", "backwards"),
    variadic=True,
    array_operands=False,
    view=True,
    kind=lambda values, like, *backwards: values.kind,
)
TABLE.add(OfTapes(IN_ORDER, linear=1))
