"""The helpers generated code may call. Each is named for what it does and needs NumPy only."""

from .arrays import (
    add_at,
    added,
    broadcast_like,
    concatenate,
    copied,
    diagonal_like,
    in_order,
    last_written,
    padded_part,
    part,
    require_assigned,
    require_count,
    require_fit,
    require_length,
    require_shape,
    require_value,
    require_writable,
    scatter_like,
    store,
    unbroadcast,
    zeros_of,
)
from .special import polygamma, sinc_derivative

__all__ = [
    *("add_at", "added", "in_order"),
    *("broadcast_like", "concatenate", "copied", "diagonal_like", "last_written", "padded_part", "part", "scatter_like", "store", "unbroadcast", "zeros_of"),
    *("require_assigned", "require_count", "require_fit", "require_length", "require_shape", "require_value", "require_writable"),
    *("polygamma", "sinc_derivative"),
]
