"""What is done for its effect: exactly once and in order, in the forward sweep."""

from __future__ import annotations

from typing import Any

from ..ir.kinds import Static
from .table import nondifferentiable


def raise_(exception: type[BaseException], *args: Any) -> None:
    raise exception(*args)


nondifferentiable(
    raise_,
    name="raise",
    spelling="raise",
    variadic=True,
    effect=True,
    array_operands=False,
    kind=lambda exception, *args: Static(None),
)
