"""The helpers generated code may call. Each is named for what it does and needs NumPy only."""

from .arrays import (
    Path,
    add_at,
    added,
    broadcast_like,
    concatenate,
    copied,
    diagonal_like,
    last_written,
    padded_part,
    part,
    picked,
    require_assigned,
    require_contiguous,
    require_count,
    require_fit,
    require_items,
    require_length,
    require_shape,
    require_value,
    require_writable,
    scatter_like,
    store,
    unbroadcast,
)
from .filters import cut_to_mode, extended, folded, gaussian_back, lagged_products, padded_to_full, uniform_back
from .integration import interval_ends, interval_means, point_shares, simpson_weights
from .spectra import (
    as_square,
    cofactors,
    determined,
    diagonals_like,
    over_gaps,
    slopes,
    spread,
    where_full_rank,
    with_undetermined,
)
from .lists import (
    appended,
    array_of_list,
    list_add_at,
    list_copy,
    list_filled,
    list_item,
    list_of,
    list_plus,
    list_store,
    list_zeros_like,
    rows,
    without_last,
    zero_like_item,
)
from .special import polygamma, sinc_derivative

__all__ = [
    *("add_at", "added"),
    *("broadcast_like", "concatenate", "copied", "diagonal_like", "last_written", "padded_part", "part", "picked", "scatter_like", "store", "unbroadcast"),
    *("Path", "require_assigned", "require_contiguous", "require_count", "require_fit", "require_items", "require_length", "require_shape", "require_value", "require_writable"),
    *("appended", "array_of_list", "list_add_at", "list_copy", "list_filled", "list_item", "list_of", "list_plus", "list_store", "list_zeros_like"),
    *("rows", "without_last", "zero_like_item"),
    *("as_square", "cofactors", "determined", "diagonals_like", "over_gaps", "slopes", "spread"),
    *("where_full_rank", "with_undetermined"),
    *("polygamma", "sinc_derivative"),
    *("cut_to_mode", "extended", "folded", "gaussian_back", "lagged_products", "padded_to_full", "uniform_back"),
    *("interval_ends", "interval_means", "point_shares", "simpson_weights"),
]
