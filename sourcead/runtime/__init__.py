"""The helpers generated code may call. Each is named for what it does and needs NumPy only."""

from .arrays import (
    Path,
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
    picked,
    require_assigned,
    require_choice,
    require_contiguous,
    require_count,
    require_division,
    require_ends,
    require_fit,
    require_items,
    require_length,
    require_nonzero,
    require_shape,
    require_space,
    require_squeezed,
    require_value,
    require_variables,
    require_writable,
    scatter_like,
    shaped_like,
    store,
    tapes_added,
    unbroadcast,
    zeros_of,
)
from .complex_numbers import with_imag, with_real
from .filters import cut_to_mode, extended, folded, gaussian_back, lagged_products, padded_to_full, uniform_back
from .fourier import cut_to, twice_inside
from .integration import interval_ends, interval_means, point_shares, simpson_weights
from .lists import (
    appended,
    array_of_list,
    list_add_at,
    list_copy,
    list_filled,
    list_item,
    list_of,
    list_part,
    list_part_back,
    list_plus,
    list_store,
    list_zeros_like,
    rows,
    without_last,
    zero_like_item,
)
from .rearranging import cut_convolution, differences_back, full_convolution, gradient_back, positions, read_at, sum_at
from .special import exponent, fraction, mantissa, polygamma, sinc_derivative, sum_of, vander_derivative
from .spectra import (
    as_square,
    cofactors,
    determined,
    diagonals_like,
    over_gaps,
    phase_free,
    slopes,
    spread,
    where_full_rank,
    with_undetermined,
)
from .statistics import quantile_weights, running_extreme

__all__ = [
    *("add_at", "added", "in_order", "Path", "tapes_added", "zeros_of"),
    *("broadcast_like", "concatenate", "copied", "diagonal_like", "last_written", "padded_part", "part", "picked"),
    *("scatter_like", "shaped_like", "store", "unbroadcast"),
    *("require_assigned", "require_choice", "require_contiguous", "require_count", "require_division", "require_ends", "require_fit"),
    *("require_items", "require_length", "require_nonzero", "require_shape", "require_space", "require_squeezed", "require_value"),
    *("require_variables", "require_writable"),
    *("appended", "array_of_list", "list_add_at", "list_copy", "list_filled", "list_item", "list_of", "list_part", "list_part_back", "list_plus", "list_store"),
    *("list_zeros_like", "rows", "without_last", "zero_like_item"),
    *("as_square", "cofactors", "determined", "diagonals_like", "over_gaps", "slopes", "spread", "where_full_rank"),
    *("phase_free", "with_undetermined"),
    *("exponent", "fraction", "mantissa", "polygamma", "sinc_derivative", "sum_of", "vander_derivative"),
    *("cut_to_mode", "extended", "folded", "gaussian_back", "lagged_products", "padded_to_full", "uniform_back"),
    *("cut_to", "twice_inside", "with_imag", "with_real"),
    *("interval_ends", "interval_means", "point_shares", "simpson_weights"),
    *("cut_convolution", "differences_back", "full_convolution", "gradient_back", "positions", "read_at", "sum_at"),
    *("quantile_weights", "running_extreme"),
]
