"""The helpers generated code may call. Each is named for what it does and needs NumPy only."""

from .arrays import (
    add_at,
    broadcast_like,
    concatenate,
    diagonal_like,
    padded_part,
    part,
    require_assigned,
    require_count,
    require_fit,
    require_length,
    require_shape,
    require_value,
    scatter_like,
    unbroadcast,
)
from .spectra import as_square, cofactors, determined, diagonals_like, over_gaps, slopes, spread, where_full_rank, with_undetermined
from .special import polygamma, sinc_derivative

__all__ = [
    "add_at",
    *("broadcast_like", "concatenate", "diagonal_like", "padded_part", "part", "require_assigned", "require_count", "require_fit", "require_length", "require_shape", "require_value"),
    *("scatter_like", "unbroadcast"),
    *("as_square", "cofactors", "determined", "diagonals_like", "over_gaps", "slopes", "spread", "where_full_rank", "with_undetermined"),
    *("polygamma", "sinc_derivative"),
]
