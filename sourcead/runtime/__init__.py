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
from .filters import cut_to_mode, extended, folded, gaussian_back, lagged_products, padded_to_full, uniform_back
from .integration import interval_ends, interval_means, point_shares, simpson_weights
from .special import polygamma, sinc_derivative

__all__ = [
    "add_at",
    *("broadcast_like", "concatenate", "diagonal_like", "padded_part", "part", "require_assigned", "require_count", "require_fit", "require_length", "require_shape", "require_value"),
    *("scatter_like", "unbroadcast"),
    *("polygamma", "sinc_derivative"),
    *("cut_to_mode", "extended", "folded", "gaussian_back", "lagged_products", "padded_to_full", "uniform_back"),
    *("interval_ends", "interval_means", "point_shares", "simpson_weights"),
]
